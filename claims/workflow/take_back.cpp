#include "claims/workflow/take_back.h"

#include "claims/ledger/recipes.h"
#include "claims/store/journal.h"
#include "claims/store/scopes.h"
#include "claims/workflow/record.h"

namespace wildclaims::workflow {

void take_back(Work& work, const CaseFile& file, const store::ClaimRow& claim, const store::ApprovalRow& approval,
               const std::string& reason) {
  const std::int64_t sequence = approval.sequence.value();
  const auto recorded =
      post(work, claim.policy_id,
           ledger::approval_undone({business_date(work, *file.programme), sequence,
                                    store::find_entry(work.db, claim.policy_id, sequence).value().entry}));
  store::insert_undo(work.db, {approval.id, recorded.sequence, reason, work.actor.id.value, work.now});
  for (const std::string& scope : approval.scopes) {
    store::add_entitled(work.db, claim.policy_id, scope, -approval.entitlement);
  }
}

}  // namespace wildclaims::workflow
