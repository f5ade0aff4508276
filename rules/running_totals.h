// What was approved so far, handed in as values: the engine never looks anything up.
#pragma once

#include "rules/money.h"

namespace wildclaims::rules {

// What a limit is counted over.
enum class LimitScope { claim, household_event };

// Approved so far means committed plus paid, never paid alone, and never includes the claim being determined.
// One named amount per scope that runs beyond one claim.
struct RunningTotals {
  Money household_event;  // other claims of the same household in the same event

  // Zero for LimitScope::claim, which nothing runs into.
  Money approved(LimitScope scope) const { return scope == LimitScope::household_event ? household_event : Money(); }
  bool operator==(const RunningTotals&) const = default;
};

}  // namespace wildclaims::rules
