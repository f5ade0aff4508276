// Command: a book is closed through a day: nothing becomes effective in it up to that day any more.
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

struct ClosePeriod {
  std::string policy;
  rules::Date through;
};

// The book's head at that moment goes on record. Refused: role_not_allowed (admin), policy_unknown, period_not_over
// (the day is not past, or not after the last closed one).
domain::Outcome<rules::Date> close_period(Work& work, const ClosePeriod& command);

}  // namespace wildclaims::workflow
