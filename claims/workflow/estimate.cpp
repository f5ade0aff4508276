#include "claims/workflow/estimate.h"

#include "rules/determine.h"

namespace wildclaims::workflow {

rules::Money estimate(const Work& work, const CaseFile& file, const store::ClaimRow& claim,
                      const rules::FactSheet& sheet) {
  const auto rulebook = work.office.rulebooks().governing(file.programme->rulebook_id, sheet.claim);
  if (!rulebook) return {};
  const auto read = rules::read_facts(*rulebook, sheet, rules::Completeness::as_reported);
  const auto* facts = std::get_if<rules::Facts>(&read);
  if (facts == nullptr) return {};
  if (facts->complete() && facts->item_count() > 0) {
    const auto result = rules::determine(*rulebook, *facts, running_totals(work.db, file, claim));
    if (const auto* determination = std::get_if<rules::Determination>(&result)) return determination->entitlement;
  }
  return rules::reserve_estimate(*rulebook, *facts).value_or(rules::Money());
}

}  // namespace wildclaims::workflow
