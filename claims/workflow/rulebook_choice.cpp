#include "claims/workflow/rulebook_choice.h"

#include <stdexcept>
#include <utility>

#include "claims/store/claimants.h"
#include "claims/store/determinations.h"
#include "claims/store/failure.h"
#include "claims/store/policies.h"
#include "rules/loader/load.h"

namespace wildclaims::workflow {

rules::FactTexts claim_facts(const store::ReportRow& report, const domain::Programme& programme) {
  rules::FactTexts facts = report.facts;
  facts["species"] = report.species;
  facts["damage_from"] = report.damage_from.to_string();
  facts["damage_to"] = report.damage_to.to_string();
  facts["discovered_at"] = report.discovered_at.to_string(programme.offset);
  facts["reported_at"] = report.reported_at.to_string(programme.offset);
  return facts;
}

rules::FactSheet reported_sheet(const CaseFile& file, const std::vector<store::LossItemRow>& items) {
  rules::FactSheet sheet;
  sheet.claim = claim_facts(file.report, *file.programme);
  for (const store::LossItemRow& item : items) sheet.items.push_back(item.facts);
  return sheet;
}

rules::FactSheet surveyed_sheet(const CaseFile& file, const store::SurveyRow& survey) {
  rules::FactSheet sheet;
  sheet.claim = claim_facts(file.report, *file.programme);
  for (const auto& [name, value] : survey.facts) sheet.claim[name] = value;
  sheet.claim["species"] = survey.species;
  for (const auto& [item, facts] : survey.assessments) sheet.items.push_back(facts);
  return sheet;
}

domain::Outcome<std::shared_ptr<const rules::Rulebook>> governing_rulebook(const Reading& reading,
                                                                           const domain::Programme& programme,
                                                                           const rules::FactTexts& claim,
                                                                           const std::string& subject) {
  using domain::RefusalCode;
  auto rulebook = reading.office.rulebooks().governing(programme.rulebook_id, claim);
  if (!rulebook) return domain::refuse(RefusalCode::no_rulebook_for_date, subject);
  if (rulebook->status() == rules::Status::draft) return domain::refuse(RefusalCode::draft_rulebook, subject);
  if (rulebook->status() == rules::Status::illustrative && !programme.allow_illustrative) {
    return domain::refuse(RefusalCode::illustrative_not_allowed, subject);
  }
  return rulebook;
}

std::shared_ptr<const rules::Rulebook> pin_of(const Reading& reading, const store::ClaimRow& claim) {
  const auto earlier = store::latest_determination(reading.db, claim.id);
  return earlier ? pinned_rulebook(reading, earlier->rulebook_id) : nullptr;
}

domain::Outcome<std::shared_ptr<const rules::Rulebook>> rulebook_of(const Reading& reading, const CaseFile& file,
                                                                    const store::ClaimRow& claim,
                                                                    const rules::FactTexts& facts) {
  if (auto pinned = pin_of(reading, claim)) return pinned;
  return governing_rulebook(reading, *file.programme, facts, claim.number);
}

std::shared_ptr<const rules::Rulebook> pinned_rulebook(const Reading& reading, std::int64_t rulebook_id) {
  auto row = store::find_rulebook(reading.db, rulebook_id);
  if (!row) throw store::StoreUnavailable("a stored rulebook is missing: the file is damaged");
  auto shelved = reading.office.rulebooks().find(row->code, row->version);
  if (shelved && shelved->sha256() == row->sha256) return shelved;
  const rules::LoadResult loaded = rules::load_rulebook(std::move(row->text), row->code + " " + row->version);
  if (!loaded.rulebook) throw std::runtime_error("stored rulebook " + row->code + " no longer loads");
  return loaded.rulebook;
}

std::int64_t keep_rulebook(store::Connection& db, const rules::Rulebook& rulebook) {
  return store::ensure_rulebook(db, {0, rulebook.id(), rulebook.version(), rulebook.sha256(), rulebook.text()});
}

rules::RunningTotals running_totals(store::Connection& db, const CaseFile& file, const store::ClaimRow& claim) {
  const auto claimant = store::find_claimant(db, claim.claimant_id);
  rules::RunningTotals totals;
  totals.household_event =
      store::approved_to_household_in_event(db, claimant.value().household_id, file.report.event_id, claim.id);
  return totals;
}

}  // namespace wildclaims::workflow
