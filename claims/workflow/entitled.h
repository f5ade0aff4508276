// What a claim is entitled to at this moment, under the rulebook its determination is pinned to.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "claims/store/approvals.h"
#include "claims/store/determinations.h"
#include "claims/workflow/case_file.h"
#include "claims/workflow/evaluation.h"
#include "claims/workflow/scopes.h"
#include "claims/workflow/work.h"
#include "rules/money.h"
#include "rules/rulebook.h"

namespace wildclaims::workflow {

struct Entitled {
  std::shared_ptr<const rules::Rulebook> rulebook;
  std::optional<Evaluation> evaluation;  // nothing of a judged denial, which computes nothing
  rules::Money entitlement;              // in all; zero when denied
  std::vector<ClaimScope> scopes;
};

// Computes the determination again with the running totals of this moment; inside the writing door.
Entitled entitled_now(Work& work, const CaseFile& file, const store::ClaimRow& claim,
                      const store::DeterminationRow& determination);

// The claim's latest approval that stands; null when none does.
const store::ApprovalRow* latest_standing(const std::vector<store::ApprovalRow>& approvals);

}  // namespace wildclaims::workflow
