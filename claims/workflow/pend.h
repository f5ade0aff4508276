// Approving where the year is settled at its end: the entitlement is recorded as pending, no limit moves, nothing is
// owed.
#pragma once

#include "claims/store/claims.h"
#include "claims/store/determinations.h"
#include "claims/workflow/case_file.h"
#include "claims/workflow/entitled.h"
#include "claims/workflow/work.h"

namespace wildclaims::workflow {

// What the claim is entitled to in all, above zero; nothing of it is pending yet. It counts in the running totals from
// now on, and the claim's reserve is released.
void pend(Work& work, const CaseFile& file, const store::ClaimRow& claim, const store::DeterminationRow& determination,
          const Entitled& entitled);

}  // namespace wildclaims::workflow
