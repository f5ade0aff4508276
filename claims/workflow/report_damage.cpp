#include "claims/workflow/report_damage.h"

#include <optional>
#include <stdexcept>
#include <utility>

#include "claims/domain/claim_number.h"
#include "claims/store/claimants.h"
#include "claims/store/happenings.h"
#include "claims/workflow/cover.h"
#include "claims/workflow/fact_faults.h"
#include "claims/workflow/record.h"

namespace wildclaims::workflow {
namespace {

using domain::DamageReport;
using domain::Household;
using domain::RefusalCode;

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

// The claimants already known by their identity; nothing where one is new or the identity is faulty.
std::vector<std::optional<store::ClaimantRow>> known_claimants(Work& work, const ToldReport& told,
                                                               rules::Faults& faults) {
  std::vector<std::optional<store::ClaimantRow>> known;
  for (std::size_t h = 0; h < told.households.size(); ++h) {
    const auto& identity = told.households[h].identity;
    known.push_back(identity ? store::find_claimant_by_identity(work.db, told.report.programme, *identity)
                             : std::nullopt);
    if (known.back()) compare(*known.back(), told.report.households[h], h, faults);
  }
  return known;
}

store::ClaimantRow add_claimant(Work& work, const DamageReport& report, const Household& household,
                                const store::PersonalValue& identity) {
  store::ClaimantRow claimant;
  claimant.programme = report.programme;
  claimant.household_id = store::insert_household(work.db, report.programme, report.village);
  claimant.organisation = household.kind == domain::ClaimantKind::organisation;
  claimant.name = household.name;
  claimant.id = store::insert_claimant(work.db, claimant, work.now);
  store::add_personal(work.db, work.office.vault(), claimant, identity, work.now);
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
store::ClaimRow file_claim(Work& work, const CaseFile& file, const ToldReport& told, std::size_t h,
                           const std::optional<store::ClaimantRow>& known) {
  const Household& household = told.report.households[h];
  const ToldHousehold& numbers = told.households[h];
  const store::ClaimantRow claimant =
      known ? *known : add_claimant(work, told.report, household, numbers.identity.value());
  const auto keep = known ? store::keep_personal : store::add_personal;
  const store::Vault& vault = work.office.vault();
  store::ClaimRow claim;
  const int year = report_year(file.report, *file.programme);
  claim.number = number_of<domain::ClaimNumber>(*file.programme, year,
                                                store::next_claim_number(work.db, file.report.programme, year));
  claim.programme = file.report.programme;
  claim.policy_id = file.report.policy_id;
  claim.report_id = file.report.id;
  claim.claimant_id = claimant.id;
  claim.phone_id = keep(work.db, vault, claimant, numbers.phone.value(), work.now);
  claim.account_id = keep(work.db, vault, claimant, numbers.account.value(), work.now);
  claim.account_holder = household.account_holder.value_or(household.name);
  claim.id = store::insert_claim(work.db, claim);
  for (std::size_t i = 0; i < household.items.size(); ++i) {
    store::insert_loss_item(work.db, claim.id,
                            {static_cast<std::int64_t>(i) + 1, household.items[i].plot, numbers.items[i]});
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

domain::Outcome<Reported> report_damage(Work& work, const ToldReport& told) {
  if (std::holds_alternative<RefusalCode>(domain::first_state(work.actor.roles))) {
    return domain::refuse(RefusalCode::role_not_allowed);
  }
  const domain::Programme* programme = told.programme;
  if (programme == nullptr || !work.actor.works_in(programme->county_code)) {
    return domain::refuse(RefusalCode::programme_unknown);
  }
  // Rulebooks were reloaded between the telling and the door.
  if (told.shelf != work.shelf) return report_damage(work, told.report);

  const DamageReport& report = told.report;
  rules::Faults faults = told.faults;
  const Cover cover = find_cover(work.db, told.loss, told.row, faults);
  add_new(told.fact_faults, faults);
  if (report.event && !store::event_exists(work.db, report.programme, *report.event)) {
    faults.push_back(
        {"/event", "event_unknown", {"没有这个事件，请核对编号", "there is no such event; check its number"}});
  }
  const auto known = known_claimants(work, told, faults);
  if (!faults.empty()) return faults;

  CaseFile file;
  file.programme = programme;
  file.report = told.row;
  file.report.recorded_by = work.actor.id.value;
  file.report.recorded_at = work.now;
  file.report.policy_id = cover.policy->id;
  file.report.event_id = report.event ? *report.event : store::insert_event(work.db, report.programme, work.now);
  const int year = report_year(file.report, *programme);
  file.report.number = number_of<domain::ReportNumber>(
      *programme, year, store::next_report_number(work.db, report.programme + "R", year));
  file.report.id = store::insert_report(work.db, file.report);
  for (std::size_t h = 0; h < report.households.size(); ++h) {
    file.claims.push_back(file_claim(work, file, told, h, known[h]));
    record_reported(work, file, file.claims.back());
  }
  Reported reported{acted(file), file.report.event_id};
  reported.acted.report_version = file.report.version;
  return reported;
}

domain::Outcome<Reported> report_damage(Work& work, const DamageReport& report) {
  return report_damage(work, told(work.office, work.shelf, report, work.now));
}

}  // namespace wildclaims::workflow
