// An approval of which nothing is paid is taken back: its entry is reversed.
#pragma once

#include <string>

#include "claims/store/approvals.h"
#include "claims/store/claims.h"
#include "claims/workflow/case_file.h"
#include "claims/workflow/work.h"

namespace wildclaims::workflow {

// One that stands, or whose entitlement is pending. The limit, the sub-limits and the reserve come back.
void take_back(Work& work, const CaseFile& file, const store::ClaimRow& claim, const store::ApprovalRow& approval,
               const std::string& reason);

}  // namespace wildclaims::workflow
