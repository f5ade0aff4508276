#include "claims/workflow/report_damage.h"

#include <optional>
#include <stdexcept>
#include <utility>

#include "claims/domain/claim_number.h"
#include "claims/domain/identity.h"
#include "claims/store/claimants.h"
#include "claims/store/happenings.h"
#include "claims/workflow/cover.h"
#include "claims/workflow/fact_faults.h"
#include "claims/workflow/record.h"
#include "claims/workflow/rulebook_choice.h"

namespace wildclaims::workflow {
namespace {

using domain::DamageReport;
using domain::Household;
using domain::RefusalCode;

rules::FactTexts facts_of(const domain::LossItem& item) {
  rules::FactTexts facts{{"crop", item.crop}, {"area", item.area}};
  if (item.stage) facts["stage"] = *item.stage;
  if (item.loss_rate) facts["loss_rate"] = *item.loss_rate;
  return facts;
}

store::ReportRow report_row(const Work& work, const DamageReport& report) {
  store::ReportRow row;
  row.programme = report.programme;
  row.species = report.species;
  row.damage_from = report.damage_from;
  row.damage_to = report.damage_to;
  row.discovered_at = report.discovered_at;
  row.reported_at = report.reported_at.value_or(work.now);
  row.village = report.village;
  row.place = report.place;
  row.told_by = report.told_by;
  row.facts = {report.facts.begin(), report.facts.end()};
  row.recorded_by = work.actor.id.value;
  row.recorded_at = work.now;
  return row;
}

// What the rulebook says of the facts as told, household by household. Lists that are too long have a fault already.
rules::Faults fact_faults(const rules::Rulebook& rulebook, const rules::FactTexts& claim, const DamageReport& report) {
  rules::Faults found;
  if (report.households.size() > domain::kMaxHouseholds) return found;
  for (std::size_t h = 0; h < report.households.size(); ++h) {
    const Household& household = report.households[h];
    if (household.items.size() > domain::kMaxItems) continue;
    rules::FactSheet sheet{claim, {}};
    for (const domain::LossItem& item : household.items) sheet.items.push_back(facts_of(item));
    const auto read = rules::read_facts(rulebook, sheet, rules::Completeness::as_reported);
    const auto* faults = std::get_if<rules::Faults>(&read);
    if (faults == nullptr) continue;
    const rules::Faults here = placed(*faults, {"", "/households/" + std::to_string(h), {}});
    found.insert(found.end(), here.begin(), here.end());
  }
  return found;
}

// A claimant's identity in its normal form and masked.
struct Identity {
  std::string text;
  std::string masked;
};

template <class Number>
std::optional<Identity> identity_as(const std::string& text) {
  const auto number = Number::parse(text);
  return number ? std::optional(Identity{number->text(), number->masked()}) : std::nullopt;
}

std::optional<Identity> identity_of(const Household& household) {
  return household.kind == domain::ClaimantKind::person ? identity_as<domain::IdentityNumber>(household.identity)
                                                        : identity_as<domain::CreditCode>(household.identity);
}

void compare(const store::ClaimantRow& known, const Household& household, std::size_t h, rules::Faults& faults) {
  const std::string base = "/households/" + std::to_string(h);
  if (known.organisation != (household.kind == domain::ClaimantKind::organisation)) {
    faults.push_back({base + "/kind",
                      "kind_differs",
                      {"该证件号码已登记为另一类申请人（个人或单位），请核对",
                       "this number is registered for another kind of claimant (person or organisation); check it"}});
  }
  if (known.name != household.name) {
    faults.push_back({base + "/name",
                      "name_differs",
                      {"该证件号码已登记在另一姓名下，请核对姓名和号码；改名请先更正原赔案",
                       "this identity number is registered with another name; check both, or correct the name on the "
                       "earlier claim first"}});
  }
}

// Finds the claimants already known by their identity; nothing where one is new or the identity is faulty.
std::vector<std::optional<store::ClaimantRow>> known_claimants(Work& work, const DamageReport& report,
                                                               rules::Faults& faults) {
  std::vector<std::optional<store::ClaimantRow>> known;
  if (report.households.size() > domain::kMaxHouseholds) return known;
  for (std::size_t h = 0; h < report.households.size(); ++h) {
    const auto identity = identity_of(report.households[h]);
    known.push_back(
        identity ? store::find_claimant_by_identity(work.db, work.office.vault(), report.programme, identity->text)
                 : std::nullopt);
    if (known.back()) compare(*known.back(), report.households[h], h, faults);
  }
  return known;
}

store::ClaimantRow add_claimant(Work& work, const DamageReport& report, const Household& household) {
  store::ClaimantRow claimant;
  claimant.programme = report.programme;
  claimant.household_id = store::insert_household(work.db, report.programme, report.village);
  claimant.organisation = household.kind == domain::ClaimantKind::organisation;
  claimant.name = household.name;
  claimant.id = store::insert_claimant(work.db, claimant, work.now);
  const Identity identity = identity_of(household).value();
  store::add_personal(work.db, work.office.vault(), claimant, store::PersonalKind::identity, identity.text,
                      identity.masked, work.now);
  return claimant;
}

int report_year(const store::ReportRow& row, const domain::Programme& programme) {
  return row.reported_at.date_at(programme.offset).year();
}

template <class Number>
std::string number_of(const domain::Programme& programme, int year, std::optional<std::int32_t> sequence) {
  if (!sequence) throw std::runtime_error("the numbers of the year " + std::to_string(year) + " are used up");
  return Number::from(programme.letters, year, *sequence).value().to_string();
}

// `known`: the claimant, when there was one before this report; a new one has nothing recorded yet.
store::ClaimRow file_claim(Work& work, const CaseFile& file, const DamageReport& report, std::size_t h,
                           const std::optional<store::ClaimantRow>& known) {
  const Household& household = report.households[h];
  const store::ClaimantRow claimant = known ? *known : add_claimant(work, report, household);
  const auto keep = known ? store::keep_personal : store::add_personal;
  const auto phone = domain::PhoneNumber::parse(household.phone).value();
  const auto account = domain::AccountNumber::parse(household.account).value();
  const store::Vault& vault = work.office.vault();
  store::ClaimRow claim;
  const int year = report_year(file.report, *file.programme);
  claim.number = number_of<domain::ClaimNumber>(*file.programme, year,
                                                store::next_claim_number(work.db, file.report.programme, year));
  claim.programme = file.report.programme;
  claim.policy_id = file.report.policy_id;
  claim.report_id = file.report.id;
  claim.claimant_id = claimant.id;
  claim.phone_id =
      keep(work.db, vault, claimant, store::PersonalKind::phone, phone.text(), phone.masked(), work.now);
  claim.account_id =
      keep(work.db, vault, claimant, store::PersonalKind::account, account.text(), account.masked(), work.now);
  claim.account_holder = household.account_holder.value_or(household.name);
  claim.id = store::insert_claim(work.db, claim);
  std::int64_t item = 0;
  for (const domain::LossItem& loss : household.items) {
    store::insert_loss_item(work.db, claim.id, {++item, loss.plot, facts_of(loss)});
  }
  return claim;
}

void record_reported(Work& work, const CaseFile& file, const store::ClaimRow& claim) {
  store::HappeningRow row;
  row.command = work.command;
  row.kind = std::string(domain::code_of(domain::Happening::report));
  row.programme = claim.programme;
  row.policy_id = claim.policy_id;
  row.report_id = file.report.id;
  row.claim_id = claim.id;
  row.user_id = work.actor.id.value;
  row.recorded_at = work.now;
  row.business_date = business_date(work, *file.programme);
  store::insert_happening(work.db, row);
}

}  // namespace

domain::Outcome<Reported> report_damage(Work& work, const DamageReport& given) {
  if (std::holds_alternative<RefusalCode>(domain::first_state(work.actor.roles))) {
    return domain::refuse(RefusalCode::role_not_allowed);
  }
  const domain::Programme* programme = work.office.find_programme(given.programme);
  if (programme == nullptr || !work.actor.works_in(programme->county_code)) {
    return domain::refuse(RefusalCode::programme_unknown);
  }
  const DamageReport report = domain::normalised(given);
  rules::Faults faults = domain::check(report, *programme, work.now);

  CaseFile file;
  file.programme = programme;
  file.report = report_row(work, report);
  refuse_fixed_facts(file.report.facts, faults);
  const Cover cover = find_cover(work.reading(), *programme, file.report, faults);
  add_new(fact_faults(*cover.rulebook, claim_facts(file.report, *programme), report), faults);
  if (report.event && !store::event_exists(work.db, report.programme, *report.event)) {
    faults.push_back(
        {"/event", "event_unknown", {"没有这个事件，请核对编号", "there is no such event; check its number"}});
  }
  const auto known = known_claimants(work, report, faults);
  if (!faults.empty()) return faults;

  file.report.policy_id = cover.policy->id;
  file.report.event_id = report.event ? *report.event : store::insert_event(work.db, report.programme, work.now);
  const int year = report_year(file.report, *programme);
  file.report.number = number_of<domain::ReportNumber>(
      *programme, year, store::next_report_number(work.db, report.programme + "R", year));
  file.report.id = store::insert_report(work.db, file.report);
  for (std::size_t h = 0; h < report.households.size(); ++h) {
    file.claims.push_back(file_claim(work, file, report, h, known[h]));
    record_reported(work, file, file.claims.back());
  }
  Reported reported{acted(file), file.report.event_id};
  reported.acted.report_version = file.report.version;
  return reported;
}

}  // namespace wildclaims::workflow
