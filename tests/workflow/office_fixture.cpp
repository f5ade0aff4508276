#include "tests/workflow/office_fixture.h"

#include <filesystem>
#include <stdexcept>
#include <vector>

#include "claims/store/claims.h"
#include "claims/store/damage_reports.h"
#include "claims/store/users.h"
#include "claims/workflow/accept.h"
#include "claims/workflow/demo_clock.h"
#include "claims/workflow/determine.h"
#include "claims/workflow/door.h"
#include "claims/workflow/open_policy.h"
#include "claims/workflow/post_notice.h"
#include "claims/workflow/secrets.h"
#include "claims/workflow/survey.h"
#include "tests/support/catch.h"
#include "tests/support/text_file.h"

namespace wildclaims::tests {
namespace {

using domain::Role;

// The shipped configuration, with another aggregate limit and other rules.
void copy_configuration(const std::string& to, const std::string& aggregate_limit, const OfficeFixture::Edits& edits) {
  namespace fs = std::filesystem;
  for (const char* part : {"programmes", "divisions", "rulebooks"}) {
    fs::copy(fs::path(WILDCLAIMS_SOURCE_DIR) / "config" / part, fs::path(to) / part);
  }
  const fs::path file = fs::path(to) / "rulebooks" / "pinglu-2025.yaml";
  std::string text = replaced(read_text(file), "amount: 8000000.00", "amount: " + aggregate_limit);
  for (const auto& [what, by] : edits) text = replaced(text, what, by);
  write_text(file, text);
}

}  // namespace

domain::DamageReport boar_report() {
  domain::DamageReport report;
  report.programme = "PL";
  report.species = "wild_boar";
  report.damage_from = day("2025-09-18");
  report.damage_to = day("2025-09-20");
  report.discovered_at = rules::Instant::parse("2025-09-20T07:30+08:00", rules::UtcOffset()).value();
  report.village = "zhangcun-yaotou";
  report.told_by = "village";
  return report;
}

domain::Household household(int n, const std::string& crop, const std::string& stage, const std::string& area) {
  domain::Household household;
  household.name = "段某" + std::to_string(n);
  household.identity = identity_number(n);
  household.phone = std::to_string(13000000000 + n);
  household.account = "62220000000000" + std::to_string(1000 + n);
  household.items.push_back({"地块" + std::to_string(n), crop, stage, area, std::nullopt});
  return household;
}

OfficeFixture::OfficeFixture(const std::string& aggregate_limit, const Edits& edits) {
  copy_configuration(config_.path(), aggregate_limit.empty() ? "8000000.00" : aggregate_limit, edits);
  reopen();
  add_people();
  const auto opened = run<std::string>("admin", [](workflow::Work& work) {
    return workflow::open_policy(work, {"PL", 2025});
  });
  REQUIRE(opened.ok());
}

void OfficeFixture::reopen() {
  office_.reset();
  workflow::OfficeSettings settings;
  settings.data_directory = directory_.path();
  settings.config_directory = config_.path();
  settings.may_create = true;
  settings.demo_start = day("2025-01-02");
  office_ = std::make_unique<workflow::Office>(settings);
}

void OfficeFixture::add_people() {
  const std::pair<const char*, Role> people[] = {{"clerk", Role::clerk},       {"adjuster", Role::adjuster},
                                                 {"approver", Role::approver}, {"approver2", Role::approver},
                                                 {"cashier", Role::cashier},   {"auditor", Role::auditor},
                                                 {"admin", Role::admin}};
  const std::string county = office_->programmes().front().county_code;
  for (const auto& [name, role] : people) {
    store::UserRow user{0, name, {name, name}, "nobody signs in here", role, {county}};
    workflow::write_unkeyed(*office_, [&, each = name](store::Connection& db) {
      user.id = store::insert_user(db, user, office_->now());
      actors_[each] = {{user.id}, user.name, user.display, user.roles, user.counties};
      return true;
    });
  }
}

void OfficeFixture::advance(const char* to) {
  REQUIRE(workflow::advance_clock(*office_, actor("admin"), day(to)).ok());
}

const workflow::Actor& OfficeFixture::actor(const std::string& name) { return actors_.at(name); }

workflow::Reading OfficeFixture::reading(store::Connection& db, const std::string& name) {
  return {db, *office_, actor(name), office_->now()};
}

void OfficeFixture::write(const std::string& name, const std::function<bool(workflow::Work&)>& command) {
  office_->writer().run([&](store::Connection& db) {
    workflow::Work work{db, *office_, actor(name), office_->now(), workflow::random_id()};
    return command(work) ? store::Writer::Verdict::keep : store::Writer::Verdict::discard;
  });
}

domain::Outcome<workflow::Reported> OfficeFixture::report(const domain::DamageReport& report) {
  return run<workflow::Reported>("clerk", [&](workflow::Work& work) { return workflow::report_damage(work, report); });
}

std::string OfficeFixture::report_boar(int households, const std::string& area) {
  domain::DamageReport report = boar_report();
  for (int i = 0; i < households; ++i) {
    report.households.push_back(household(people_reported_++, "maize", "mature", area));
  }
  const auto reported = this->report(report);
  REQUIRE(reported.ok());
  return reported->acted.report;
}

std::string OfficeFixture::report_swans() {
  domain::DamageReport report = boar_report();
  report.species = "whooper_swan";
  domain::Household company = household(people_reported_++, "vegetable", "growing", "60");
  company.items.push_back({"地块二", "vegetable", "growing", "30", std::nullopt});
  report.households.push_back(company);
  const auto reported = this->report(report);
  REQUIRE(reported.ok());
  return reported->acted.claims.front().number;
}

void OfficeFixture::act(const char* name,
                        const std::function<domain::Outcome<workflow::Acted>(workflow::Work&)>& command) {
  REQUIRE(run<workflow::Acted>(name, command).ok());
}

void OfficeFixture::bring_to_survey(const workflow::Target& target, const std::string& loss_rate) {
  act("adjuster", [&](workflow::Work& work) { return workflow::accept(work, target); });
  visit(target, loss_rate);
}

void OfficeFixture::visit(const workflow::Target& target, const std::string& loss_rate) {
  act("adjuster", [&](workflow::Work& work) {
    workflow::Survey survey{target, "discovery", {}, {}, "confirmed", "", {}, {}};
    const auto file = workflow::open_file(work.reading(), target);
    survey.visited_on = work.now.date_at(file->programme->offset);
    survey.species = file->report.species;
    for (const store::ClaimRow& claim : file->claims) {
      workflow::AssessedClaim assessed{claim.number, {}};
      for (const store::LossItemRow& item : store::loss_items(work.db, claim.id)) {
        rules::FactTexts facts = item.facts;
        facts["loss_rate"] = loss_rate;
        assessed.items.push_back({item.item, facts});
      }
      survey.claims.push_back(assessed);
    }
    return workflow::survey(work, survey);
  });
}

void OfficeFixture::bring_to_notice(const workflow::Target& target, const std::string& loss_rate) {
  bring_to_survey(target, loss_rate);
  answer(target);
}

void OfficeFixture::determine_anew(const workflow::Target& target, const std::string& loss_rate) {
  visit(target, loss_rate);
  answer(target);
}

void OfficeFixture::answer(const workflow::Target& target) {
  act("adjuster", [&](workflow::Work& work) { return workflow::determine(work, target); });
  act("clerk", [&](workflow::Work& work) { return workflow::post_notice(work, {target, "村委会公示栏"}); });
}

std::string OfficeFixture::dump(Ciphers ciphers) { return dump_of(*office_->readers().read(), ciphers); }

workflow::Target claim_target(const std::string& number, std::optional<std::int64_t> version) {
  return {workflow::Target::Kind::claim, number, version};
}

workflow::Target report_target(const std::string& number, std::optional<std::int64_t> version) {
  return {workflow::Target::Kind::report, number, version};
}

rules::Money yuan(const char* text) { return rules::Money::parse(text).value(); }

rules::Date day(const char* text) { return rules::Date::parse(text).value(); }

}  // namespace wildclaims::tests
