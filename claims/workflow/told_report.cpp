#include "claims/workflow/told_report.h"

#include <string>
#include <utility>
#include <variant>

#include "claims/domain/identity.h"
#include "claims/workflow/fact_faults.h"
#include "claims/workflow/rulebook_choice.h"

namespace wildclaims::workflow {
namespace {

using domain::DamageReport;
using domain::Household;

rules::FactTexts facts_of(const domain::LossItem& item) {
  rules::FactTexts facts{{"crop", item.crop}, {"area", item.area}};
  if (item.stage) facts["stage"] = *item.stage;
  if (item.loss_rate) facts["loss_rate"] = *item.loss_rate;
  return facts;
}

store::ReportRow report_row(const DamageReport& report, rules::Instant now) {
  store::ReportRow row;
  row.programme = report.programme;
  row.species = report.species;
  row.damage_from = report.damage_from;
  row.damage_to = report.damage_to;
  row.discovered_at = report.discovered_at;
  row.reported_at = report.reported_at.value_or(now);
  row.village = report.village;
  row.place = report.place;
  row.told_by = report.told_by;
  row.facts = {report.facts.begin(), report.facts.end()};
  return row;
}

template <class Number>
std::optional<store::PersonalValue> value_of(const store::Vault& vault, store::PersonalKind kind,
                                             const std::string& text) {
  const auto number = Number::parse(text);
  return number ? std::optional(store::personal_value(vault, kind, number->text(), number->masked())) : std::nullopt;
}

ToldHousehold told_household(const store::Vault& vault, const Household& household) {
  using store::PersonalKind;
  ToldHousehold told;
  told.identity = household.kind == domain::ClaimantKind::person
                      ? value_of<domain::IdentityNumber>(vault, PersonalKind::identity, household.identity)
                      : value_of<domain::CreditCode>(vault, PersonalKind::identity, household.identity);
  told.phone = value_of<domain::PhoneNumber>(vault, PersonalKind::phone, household.phone);
  told.account = value_of<domain::AccountNumber>(vault, PersonalKind::account, household.account);
  if (household.items.size() > domain::kMaxItems) return told;
  for (const domain::LossItem& item : household.items) told.items.push_back(facts_of(item));
  return told;
}

// What the rulebook says of the facts as told, household by household. Lists that are too long have a fault already.
rules::Faults fact_faults(const rules::FactTexts& claim, const ToldReport& told) {
  rules::Faults found;
  for (std::size_t h = 0; h < told.households.size(); ++h) {
    if (told.report.households[h].items.size() > domain::kMaxItems) continue;
    const rules::FactSheet sheet{claim, told.households[h].items};
    const auto read = rules::read_facts(*told.loss.rulebook, sheet, rules::Completeness::as_reported);
    const auto* faults = std::get_if<rules::Faults>(&read);
    if (faults == nullptr) continue;
    const rules::Faults here = placed(*faults, {"", "/households/" + std::to_string(h), {}});
    found.insert(found.end(), here.begin(), here.end());
  }
  return found;
}

}  // namespace

ToldReport told(const Office& office, std::shared_ptr<const rules::Shelf> shelf, DamageReport report,
                rules::Instant now) {
  ToldReport told;
  told.report = domain::normalised(std::move(report));
  told.shelf = std::move(shelf);
  told.programme = office.find_programme(told.report.programme);
  if (told.programme == nullptr) return told;
  told.faults = domain::check(told.report, *told.programme, now);
  told.row = report_row(told.report, now);
  refuse_fixed_facts(told.row.facts, told.faults);
  const rules::FactTexts claim = claim_facts(told.row, *told.programme);
  told.loss = loss_told(*told.shelf, *told.programme, claim);
  if (told.report.households.size() > domain::kMaxHouseholds) return told;
  for (const Household& household : told.report.households) {
    told.households.push_back(told_household(office.vault(), household));
  }
  told.fact_faults = fact_faults(claim, told);
  return told;
}

}  // namespace wildclaims::workflow
