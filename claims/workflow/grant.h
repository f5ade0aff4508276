// Approving money: what fits of an amount becomes owed, the rest is the residual; entry, approval and scopes together.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "claims/store/approvals.h"
#include "claims/store/determinations.h"
#include "claims/workflow/case_file.h"
#include "claims/workflow/entitled.h"
#include "claims/workflow/work.h"
#include "rules/date.h"
#include "rules/money.h"

namespace wildclaims::workflow {

// The approval of an evaluation, with nothing of the money yet.
store::ApprovalRow approval_row(const Work& work, const store::DeterminationRow& determination,
                                const Evaluation& evaluation);

struct Grant {
  rules::Money amount;                           // above zero: what is added to what stands
  const store::ApprovalRow* adjusts = nullptr;   // the approval it adds to, where one stands
  const store::ApprovalRow* waited = nullptr;    // the approval that is carried out by this; it is its approver's
  std::optional<std::int64_t> settled_by_entry;  // of a pending one: the entry that took it back
  std::optional<rules::Money> at_most;           // in a settlement: the claim's share of what is available
  std::optional<rules::Date> effective;          // today when not named
  std::optional<std::string> residual_to;        // the rulebook's of the claim when not named
};

// Returns what fitted into the aggregate limit, or into the share.
rules::Money grant(Work& work, const CaseFile& file, const store::ClaimRow& claim,
                   const store::DeterminationRow& determination, const Entitled& entitled, const Grant& terms);

}  // namespace wildclaims::workflow
