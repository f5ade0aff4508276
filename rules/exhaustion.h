// What happens when the aggregate limit of a policy year does not reach: at one approval, and at the year's end.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "rules/allocation.h"
#include "rules/int128.h"
#include "rules/money.h"

namespace wildclaims::rules {

enum class Exhaustion {
  truncate,  // what is left is paid, the rest is a residual
  hold,      // all or nothing: what does not fit waits, in order of approval request
  prorate,   // settled at the year's end, every claim cut by the same factor
  priority,  // settled at the year's end, by a key
};

std::string to_string(Exhaustion policy);  // "truncate"

// Where one entitlement goes. The four sum to it.
struct Exhausted {
  Money approved;
  Money residual;
  Money held;
  Money pending;  // waits for the settlement of the year

  bool operator==(const Exhausted&) const = default;
};

// One approval with `available` left of the limit; less than nothing counts as nothing.
//   truncate  approves what fits, the rest is residual.
//   hold      approves all or nothing; what does not fit is held. That no later claim passes a waiting one is the
//             caller's to see to: it hands in nothing available while one waits.
//   prorate, priority  approve nothing before the settlement: everything is pending.
// An entitlement of 0 or less takes nothing of the limit: truncate and hold approve it as it is.
Exhausted exhaust(Exhaustion policy, Money entitlement, Money available);

struct YearClaim {
  Money wanted;
  Int128 priority = 0;    // least first
  bool reserved = false;  // of the group that the reserved part serves first
  bool exempt = false;
  int years_carried = 0;  // how many settlements it has already been carried over

  bool operator==(const YearClaim&) const = default;
};

struct YearRule {
  Exhaustion policy = Exhaustion::prorate;
  Ties ties = Ties::first_come;  // priority: claims of equal key
  int carry_over = 0;            // how many years what stays unpaid is carried over
  Money reserved = {};           // prorate, priority: the part of the money that serves the reserved group first
  // Exempt claims are paid in full beside the money, which they do not diminish (false); or out of the money and
  // before all others, so that the limit holds (true): if they do not all fit, they are settled by the policy as if
  // there were no others, and the others are paid nothing.
  bool exempt_counts = false;
};

// What becomes of one claim. The three sum to what it wanted.
struct YearShare {
  Money approved;
  Money unpaid;
  Money carried;  // to the next year

  bool operator==(const YearShare&) const = default;
};

// Settles the claims of a year with the money that is available, in the order of the claims (as a rule by number or by
// approval request; it decides ties and odd fen). Less than nothing available counts as nothing. Claims that do not
// want more than 0 are approved as they are.
//   prorate   every claim cut by the same factor, fen by largest remainder: the sum is exactly the money, or exactly
//             what is wanted where the money reaches (rules/allocation.h).
//   priority  by key, least first, ties as the rule says. Claims carried over from earlier years come before all
//             others, the oldest first, each year's by key.
//   truncate  in order, each what fits.
//   hold      in order of approval request, each that fits wholly. The first that does not fit waits, and all behind
//             it wait too, even those that would fit.
// truncate and hold know no reserved part. What is not approved is carried over while the claim has been carried fewer
// than `carry_over` years, under any policy; otherwise it stays unpaid.
std::vector<YearShare> settle_year(const YearRule& rule, Money available, std::span<const YearClaim> claims);

}  // namespace wildclaims::rules
