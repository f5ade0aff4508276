// Approving money: what fits of an amount becomes owed, the rest is the residual; entry, approval and scopes together.
#pragma once

#include <optional>

#include "claims/store/approvals.h"
#include "claims/store/determinations.h"
#include "claims/workflow/case_file.h"
#include "claims/workflow/entitled.h"
#include "claims/workflow/work.h"
#include "rules/money.h"

namespace wildclaims::workflow {

// The approval of an evaluation, with nothing of the money yet.
store::ApprovalRow approval_row(const Work& work, const store::DeterminationRow& determination,
                                const Evaluation& evaluation);

// `amount`, above zero, is what is added to what stands; `adjusts` the approval it adds to, where one stands. Returns
// what fitted into the aggregate limit.
rules::Money grant(Work& work, const CaseFile& file, const store::ClaimRow& claim,
                   const store::DeterminationRow& determination, const Entitled& entitled, rules::Money amount,
                   const store::ApprovalRow* adjusts);

}  // namespace wildclaims::workflow
