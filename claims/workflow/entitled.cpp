#include "claims/workflow/entitled.h"

#include <utility>

#include "claims/workflow/rulebook_choice.h"

namespace wildclaims::workflow {

Entitled entitled_now(Work& work, const CaseFile& file, const store::ClaimRow& claim,
                      const store::DeterminationRow& determination) {
  Entitled entitled;
  entitled.rulebook = pinned_rulebook(work.reading(), determination.rulebook_id);
  auto sheet = read_receipt(determination.receipt);
  if (!sheet) return entitled;
  entitled.scopes = scopes_of(work.db, file, claim, *entitled.rulebook, sheet->claim);
  sheet->running = running_totals(work.db, claim, entitled.scopes);
  entitled.evaluation = evaluate(*entitled.rulebook, *sheet).value();
  entitled.entitlement = entitled.evaluation->determination.entitlement;
  return entitled;
}

const store::ApprovalRow* latest_standing(const std::vector<store::ApprovalRow>& approvals) {
  const store::ApprovalRow* latest = nullptr;
  for (const store::ApprovalRow& each : approvals) {
    if (each.stands() && !each.restores) latest = &each;
  }
  return latest;
}

}  // namespace wildclaims::workflow
