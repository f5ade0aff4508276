#include "claims/workflow/lower.h"

#include <algorithm>
#include <utility>

#include "claims/domain/contract_violation.h"
#include "claims/ledger/account.h"
#include "claims/ledger/recipes.h"
#include "claims/store/journal.h"
#include "claims/store/payments.h"
#include "claims/store/scopes.h"
#include "claims/workflow/record.h"
#include "claims/workflow/scopes.h"

namespace wildclaims::workflow {
namespace {

using rules::Money;

// How much of each approval goes.
struct Cut {
  const store::ApprovalRow* approval = nullptr;
  Money residual;
  Money unpaid;
  Money recoverable;
};

// As much as both allow.
Money take(Money& less, Money most) {
  const Money taken = less < most ? less : most;
  less -= taken;
  return taken;
}

std::vector<Cut> cuts(store::Connection& db, const store::ClaimRow& claim,
                      const std::vector<store::ApprovalRow>& approvals, Money less) {
  std::vector<Cut> cuts;
  for (auto approval = approvals.rbegin(); approval != approvals.rend(); ++approval) {
    if (approval->stands()) cuts.push_back({&*approval, {}, {}, {}});
  }
  const auto payments = store::payments_of(db, claim.id);
  const auto is_out = [&](const Cut& cut) {
    return std::any_of(payments.begin(), payments.end(), [&](const store::PaymentRow& payment) {
      return payment.approval_id == cut.approval->id && !payment.is_returned();
    });
  };
  for (Cut& cut : cuts) cut.residual = take(less, store::standing_residual(approvals, *cut.approval));
  for (Cut& cut : cuts) {
    if (!is_out(cut)) cut.unpaid = take(less, cut.approval->standing());
  }
  for (Cut& cut : cuts) {
    if (is_out(cut)) cut.recoverable = take(less, cut.approval->standing());
  }
  if (!less.is_zero()) throw domain::ContractViolation("more is lowered than stands approved");
  std::erase_if(cuts, [](const Cut& cut) { return (cut.residual + cut.unpaid + cut.recoverable).is_zero(); });
  return cuts;
}

}  // namespace

void lower(Work& work, const CaseFile& file, const store::ClaimRow& claim, const store::DeterminationRow& determination,
           const Entitled& entitled, const std::vector<store::ApprovalRow>& approvals, Money less) {
  for (const Cut& cut : cuts(work.db, claim, approvals, less)) {
    const std::int64_t adjusts = cut.approval->sequence.value();
    ledger::IndemnityLowering lowering;
    lowering.effective = business_date(work, *file.programme);
    lowering.claim = claim.number;
    lowering.determination = determination.id;
    lowering.receipt = determination.receipt_sha256;
    lowering.adjusts = adjusts;
    lowering.residual = cut.residual;
    lowering.unpaid = cut.unpaid;
    lowering.recoverable = cut.recoverable;
    lowering.parts =
        ledger::take_from(store::incurred_by(work.db, claim.policy_id, adjusts), cut.unpaid + cut.recoverable);
    lowering.residual_funder = entitled.rulebook->policy_terms().residual_to;
    lowering.reserve = reserve_of(work.db, claim);
    lowering.scopes = store::sub_limits_of(work.db, claim.policy_id, adjusts);
    const auto recorded = post(work, claim.policy_id, ledger::indemnity_lowered(lowering));
    store::insert_reduction(work.db, {0, claim.id, cut.approval->id, determination.id, cut.residual, cut.unpaid,
                                      cut.recoverable, recorded.sequence, work.actor.id.value, work.now});
    for (const std::string& scope : cut.approval->scopes) {
      store::add_entitled(work.db, claim.policy_id, scope, -(cut.residual + cut.unpaid + cut.recoverable));
    }
  }
}

}  // namespace wildclaims::workflow
