// Command: a funder has paid its part, or some of it, to the one that had prepaid the premium.
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

struct ReceiveReimbursement {
  std::string policy;
  std::string funder;  // that pays
  rules::Money amount;
  std::optional<rules::Date> effective = {};  // the bank's day; today when nothing is said
};

// The sequence of the journal entry. Faults: amount_not_positive at /amount, day_out_of_range at /effective.
// Refused: role_not_allowed (cashier), policy_unknown, funder_unknown, reimbursement_over_received, period_closed.
domain::Outcome<std::int64_t> receive_reimbursement(Work& work, const ReceiveReimbursement& command);

}  // namespace wildclaims::workflow
