// Advancing the business clock of a demo, so that a tour can wait out a public notice.
#pragma once

#include "claims/domain/outcome.h"
#include "claims/workflow/actor.h"
#include "claims/workflow/office.h"
#include "rules/date.h"

namespace wildclaims::workflow {

// Dates end with 2199; a demo far from there keeps every date that is counted from its clock within them.
inline constexpr int kLastDemoYear = 2150;

// Moves the clock to 09:00 of the day, in the first programme's offset. Fault: too_far at /advance_to. Refused:
// role_not_allowed (admin only), clock_not_demo, clock_backwards.
domain::Outcome<rules::Instant> advance_clock(Office& office, const Actor& actor, rules::Date day);

}  // namespace wildclaims::workflow
