#include "tests/workflow/office_fixture.h"

#include <stdexcept>

#include "claims/store/claims.h"
#include "claims/store/damage_reports.h"
#include "claims/workflow/accept.h"
#include "claims/workflow/demo_clock.h"
#include "claims/workflow/determine.h"
#include "claims/workflow/door.h"
#include "claims/workflow/open_policy.h"
#include "claims/workflow/post_notice.h"
#include "claims/workflow/report_damage.h"
#include "claims/workflow/secrets.h"
#include "claims/workflow/sessions.h"
#include "claims/workflow/survey.h"
#include "claims/workflow/users.h"
#include "tests/support/catch.h"

namespace wildclaims::tests {
namespace {

using domain::Role;

constexpr const char* kPassword = "only for tests";

// The check character of GB 11643 for the first seventeen digits.
char check_character(const std::string& digits) {
  constexpr int kWeights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (std::size_t i = 0; i < 17; ++i) sum += (digits[i] - '0') * kWeights[i];
  return "10X98765432"[sum % 11];
}

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

}  // namespace

OfficeFixture::OfficeFixture() {
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
  settings.config_directory = std::string(WILDCLAIMS_SOURCE_DIR) + "/config";
  settings.may_create = true;
  settings.demo_start = day("2025-01-02");
  office_ = std::make_unique<workflow::Office>(settings);
}

void OfficeFixture::add_people() {
  const std::pair<const char*, Role> people[] = {{"clerk", Role::clerk},       {"adjuster", Role::adjuster},
                                                 {"approver", Role::approver}, {"approver2", Role::approver},
                                                 {"cashier", Role::cashier},   {"auditor", Role::auditor},
                                                 {"admin", Role::admin}};
  for (const auto& [name, role] : people) {
    REQUIRE(workflow::add_user(*office_, {name, {name, name}, kPassword, role}).ok());
    const auto signed_in = workflow::sign_in(*office_, name, kPassword);
    REQUIRE(signed_in);
    actors_[name] = signed_in->actor;
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

std::string OfficeFixture::report_boar(int households, const std::string& area) {
  domain::DamageReport report = boar_report();
  for (int i = 0; i < households; ++i) {
    report.households.push_back(household(people_reported_++, "maize", "mature", area));
  }
  const auto reported =
      run<workflow::Reported>("clerk", [&](workflow::Work& work) { return workflow::report_damage(work, report); });
  REQUIRE(reported.ok());
  return reported->acted.report;
}

std::string OfficeFixture::report_swans() {
  domain::DamageReport report = boar_report();
  report.species = "whooper_swan";
  domain::Household company = household(people_reported_++, "vegetable", "growing", "60");
  company.items.push_back({"地块二", "vegetable", "growing", "30", std::nullopt});
  report.households.push_back(company);
  const auto reported =
      run<workflow::Reported>("clerk", [&](workflow::Work& work) { return workflow::report_damage(work, report); });
  REQUIRE(reported.ok());
  return reported->acted.claims.front().number;
}

void OfficeFixture::bring_to_notice(const workflow::Target& target, const std::string& loss_rate) {
  using workflow::Acted;
  const auto acts = [&](const char* name, const std::function<domain::Outcome<Acted>(workflow::Work&)>& command) {
    const auto outcome = run<Acted>(name, command);
    REQUIRE(outcome.ok());
  };
  acts("adjuster", [&](workflow::Work& work) { return workflow::accept(work, target); });
  acts("adjuster", [&](workflow::Work& work) {
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
  acts("adjuster", [&](workflow::Work& work) { return workflow::determine(work, target); });
  acts("clerk", [&](workflow::Work& work) { return workflow::post_notice(work, {target, "村委会公示栏"}); });
}

workflow::Target claim_target(const std::string& number, std::optional<std::int64_t> version) {
  return {workflow::Target::Kind::claim, number, version};
}

workflow::Target report_target(const std::string& number, std::optional<std::int64_t> version) {
  return {workflow::Target::Kind::report, number, version};
}

rules::Money yuan(const char* text) { return rules::Money::parse(text).value(); }

rules::Date day(const char* text) { return rules::Date::parse(text).value(); }

std::string identity_number(int n) {
  std::string digits = "14082919000101" + std::to_string(1000 + n).substr(1);
  return digits + check_character(digits);
}

}  // namespace wildclaims::tests
