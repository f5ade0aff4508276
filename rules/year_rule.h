// The rule that settles a policy year, for the limit that the year has: not always the rulebook's own.
#pragma once

#include "rules/exhaustion.h"
#include "rules/money.h"
#include "rules/rulebook.h"

namespace wildclaims::rules {

// Under prorate and priority, which settle a year at its end; the others settle claim by claim.
bool is_settled_at_year_end(Exhaustion policy);

// The rulebook's, its reserved part in proportion to `limit`, rounded down to the fen.
YearRule year_rule(const PolicyTerms& terms, Money limit);

}  // namespace wildclaims::rules
