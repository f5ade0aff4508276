// A later determination gives less than stands approved: what is left of a residual goes first, then what is not paid
// yet, then what was paid becomes money to be paid back; the newest approval before older ones.
#pragma once

#include <vector>

#include "claims/store/approvals.h"
#include "claims/store/determinations.h"
#include "claims/workflow/case_file.h"
#include "claims/workflow/entitled.h"
#include "claims/workflow/work.h"
#include "rules/money.h"

namespace wildclaims::workflow {

// Posts one entry and records one reduction for each approval that is lowered. `less` is within what stands, above
// zero.
void lower(Work& work, const CaseFile& file, const store::ClaimRow& claim, const store::DeterminationRow& determination,
           const Entitled& entitled, const std::vector<store::ApprovalRow>& approvals, rules::Money less);

}  // namespace wildclaims::workflow
