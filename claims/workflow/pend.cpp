#include "claims/workflow/pend.h"

#include "claims/ledger/recipes.h"
#include "claims/store/approvals.h"
#include "claims/store/scopes.h"
#include "claims/workflow/grant.h"
#include "claims/workflow/record.h"
#include "claims/workflow/scopes.h"

namespace wildclaims::workflow {

void pend(Work& work, const CaseFile& file, const store::ClaimRow& claim, const store::DeterminationRow& determination,
          const Entitled& entitled) {
  open_scopes(work, file, claim, entitled.scopes);
  store::ApprovalRow row = approval_row(work, determination, entitled.evaluation.value());
  row.final = false;
  row.waits = store::Wait::settlement;
  row.scopes = names_of(entitled.scopes);
  row.sequence =
      post(work, claim.policy_id,
           ledger::entitlement_recorded({business_date(work, *file.programme), claim.number, determination.id,
                                         row.receipt_sha256, row.entitlement, reserve_of(work.db, claim)}))
          .sequence;
  store::insert_approval(work.db, row);
  for (const std::string& scope : row.scopes) {
    store::add_entitled(work.db, claim.policy_id, scope, row.entitlement);
  }
}

}  // namespace wildclaims::workflow
