#include "claims/workflow/grant.h"

#include <utility>

#include "claims/ledger/account.h"
#include "claims/ledger/recipes.h"
#include "claims/store/journal.h"
#include "claims/store/scopes.h"
#include "claims/workflow/record.h"
#include "claims/workflow/scopes.h"
#include "rules/determine.h"

namespace wildclaims::workflow {

using rules::Money;

store::ApprovalRow approval_row(const Work& work, const store::DeterminationRow& determination,
                                const Evaluation& evaluation) {
  store::ApprovalRow row;
  row.claim_id = determination.claim_id;
  row.determination_id = determination.id;
  row.entitlement = evaluation.determination.entitlement;
  row.receipt = evaluation.receipt;
  row.receipt_sha256 = evaluation.receipt_sha256;
  row.approved_by = work.actor.id.value;
  row.recorded_at = work.now;
  return row;
}

Money grant(Work& work, const CaseFile& file, const store::ClaimRow& claim,
            const store::DeterminationRow& determination, const Entitled& entitled, const Grant& terms) {
  const Evaluation& evaluation = entitled.evaluation.value();
  open_scopes(work, file, claim, entitled.scopes);
  const Money available =
      terms.at_most ? *terms.at_most : store::balance_of(work.db, claim.policy_id, ledger::limit_available());
  const ledger::Fit fit = ledger::fit_into_limit(terms.amount, available);

  store::ApprovalRow row = approval_row(work, determination, evaluation);
  row.entitlement = terms.amount;
  row.approved = fit.approved;
  row.residual = fit.residual;
  row.funding = rules::fund(*entitled.rulebook, evaluation.determination, fit.approved).value();
  row.scopes = names_of(entitled.scopes);
  if (terms.adjusts != nullptr) row.adjusts = terms.adjusts->id;
  if (terms.waited != nullptr) row.approved_by = terms.waited->approved_by;

  ledger::IndemnityApproval approval;
  approval.effective = terms.effective.value_or(business_date(work, *file.programme));
  approval.claim = claim.number;
  approval.determination = determination.id;
  approval.receipt = row.receipt_sha256;
  approval.entitlement = terms.amount;
  approval.available = available;
  for (const rules::FundingPart& part : row.funding) approval.parts.push_back({part.funder, part.amount});
  approval.residual_funder = terms.residual_to.value_or(entitled.rulebook->policy_terms().residual_to);
  approval.reserve = reserve_of(work.db, claim);
  approval.scopes = sub_limits_among(work.db, claim.policy_id, row.scopes);
  if (terms.adjusts != nullptr) approval.adjusts = terms.adjusts->sequence;
  row.sequence = post(work, claim.policy_id, ledger::indemnity_approved(approval)).sequence;
  const std::int64_t id = store::insert_approval(work.db, row);
  if (terms.waited != nullptr) {
    store::insert_carried_out(work.db, terms.waited->id, {id, terms.settled_by_entry, work.actor.id.value, work.now});
  }
  for (const std::string& scope : row.scopes) store::add_entitled(work.db, claim.policy_id, scope, terms.amount);
  return fit.approved;
}

}  // namespace wildclaims::workflow
