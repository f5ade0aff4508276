// Command: the aggregate limit was freed or topped up; what it had left unpaid becomes owed, in the order of the
// approvals, as far as the limit reaches.
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

struct RestoreResiduals {
  std::string policy;
};

struct RestoredResiduals {
  struct Claim {
    std::string number;
    rules::Money amount;
    rules::Money left;  // still unpaid
  };
  std::vector<Claim> claims;
  rules::Money total;
};

// Of one command: what it holds in memory and in one transaction stays bounded.
inline constexpr std::size_t kMostRestored = 1'000;

// At most kMostRestored residuals at once: send it again for the rest. What was left unpaid of an answer that a later
// determination of its claim replaced is passed over. Refused: role_not_allowed (approver),
// policy_unknown, residuals_left_by_rule (when_freed: leave), the separations of an approver on any of the claims,
// nothing_to_restore.
domain::Outcome<RestoredResiduals> restore_residuals(Work& work, const RestoreResiduals& command);

}  // namespace wildclaims::workflow
