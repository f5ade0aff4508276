// Command: a funder's premium, or a part of it, has arrived.
#pragma once

#include <cstdint>
#include <string>

#include "claims/domain/outcome.h"
#include "claims/workflow/work.h"
#include "rules/money.h"

namespace wildclaims::workflow {

struct ReceivePremium {
  std::string policy;
  std::string funder;
  rules::Money amount;
};

// The sequence of the journal entry. Faults: amount_not_positive at /amount.
// Refused: role_not_allowed (cashier), policy_unknown, funder_unknown, premium_over_received.
domain::Outcome<std::int64_t> receive_premium(Work& work, const ReceivePremium& command);

}  // namespace wildclaims::workflow
