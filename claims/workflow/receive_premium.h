// Command: a funder's premium, or a part of it, has arrived.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "claims/domain/outcome.h"
#include "claims/workflow/work.h"
#include "rules/date.h"
#include "rules/money.h"

namespace wildclaims::workflow {

struct ReceivePremium {
  std::string policy;
  std::string funder;
  rules::Money amount;
  std::optional<rules::Date> effective = {};  // the bank's day; today when nothing is said
};

// The sequence of the journal entry. Faults: amount_not_positive at /amount, day_out_of_range at /effective.
// Refused: role_not_allowed (cashier), policy_unknown, funder_unknown, premium_over_received, period_closed.
domain::Outcome<std::int64_t> receive_premium(Work& work, const ReceivePremium& command);

}  // namespace wildclaims::workflow
