// Command: a policy's year is settled at its end (prorate, priority): what is pending of its claims becomes owed, as
// far as the money reaches and in the shares that the rulebook says.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "claims/domain/outcome.h"
#include "claims/workflow/work.h"
#include "rules/date.h"
#include "rules/money.h"

namespace wildclaims::workflow {

struct SettleYear {
  std::string policy;
  std::string reason;                         // the minutes' number, or why
  std::optional<rules::Date> effective = {};  // today when not named
};

// The sums over its claims.
struct SettledYear {
  std::int64_t claims = 0;
  rules::Money wanted;
  rules::Money available;
  rules::Money approved;
  rules::Money unpaid;  // stands as a residual
};

// All at once, or the shares would not sum: at 1.5 ms a claim the one writer is held for half a minute, once a year.
inline constexpr std::size_t kMostSettled = 20'000;
// Claims named in a refusal: what a person works through before asking again.
inline constexpr std::int64_t kMostNamed = 20;

// In claim-number order, by rules::settle_year with the rule of the policy's rulebook and all that is available of its
// limit. Of each claim two entries: what was pending is reversed, and its share is approved, split among the funders by
// the claim's own rule; what the money left unpaid is the residual, and a claim with nothing but that closes. The
// approvals are those of their approvers; who settles only carries them out.
// Faults: the reason's text; effective_day. Refused: role_not_allowed (approver), policy_unknown,
// not_settled_at_year_end, year_settled, year_not_over, period_closed, claims_undecided (at most kMostNamed),
// too_many_to_settle, the separations of an approver on any of the claims (at most kMostNamed).
domain::Outcome<SettledYear> settle_year(Work& work, const SettleYear& command);

}  // namespace wildclaims::workflow
