// Command: the funder that prepaid the premium asks another for its part (以奖代补), with the list of what proves it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "claims/domain/outcome.h"
#include "claims/workflow/work.h"
#include "rules/date.h"
#include "rules/money.h"

namespace wildclaims::workflow {

struct ClaimReimbursement {
  std::string policy;
  std::string funder;   // that owes
  rules::Money amount;  // asked for
};

// The number of the reimbursement claim within the service. Its evidence is written down with it: the policy and its
// rulebook, each endorsement, each premium receipt of the funder that prepaid, what was approved and paid of claims so
// far, and the head of the book. Faults: amount_not_positive at /amount. Refused: role_not_allowed (clerk),
// policy_unknown, funder_unknown, reimbursement_over_claimed (more than is owed and was not asked for before).
domain::Outcome<std::int64_t> claim_reimbursement(Work& work, const ClaimReimbursement& command);

}  // namespace wildclaims::workflow
