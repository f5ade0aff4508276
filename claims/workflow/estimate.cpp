#include "claims/workflow/estimate.h"

#include "claims/store/surveys.h"
#include "claims/workflow/scopes.h"
#include "rules/determine.h"

namespace wildclaims::workflow {

rules::Money estimate(const Work& work, const CaseFile& file, const store::ClaimRow& claim, rules::FactSheet sheet) {
  auto rulebook = pin_of(work.reading(), claim);
  if (!rulebook) rulebook = work.shelf->governing(file.programme->rulebook_id, sheet.claim);
  if (!rulebook) return {};
  sheet.running = running_totals(work.db, claim, scopes_of(work.db, file, claim, *rulebook, sheet.claim));
  const auto read = rules::read_facts(*rulebook, sheet, rules::Completeness::as_reported);
  const auto* facts = std::get_if<rules::Facts>(&read);
  if (facts == nullptr) return {};
  if (facts->complete() && facts->item_count() > 0) {
    const auto result = rules::determine(*rulebook, *facts);
    if (const auto* determination = std::get_if<rules::Determination>(&result)) return determination->entitlement;
  }
  return rules::reserve_estimate(*rulebook, *facts).value_or(rules::Money());
}

rules::Money estimate_now(const Work& work, const CaseFile& file, const store::ClaimRow& claim) {
  const auto survey = store::latest_survey(work.db, claim.id);
  return estimate(work, file, claim,
                  survey ? surveyed_sheet(file, *survey) : reported_sheet(file, store::loss_items(work.db, claim.id)));
}

}  // namespace wildclaims::workflow
