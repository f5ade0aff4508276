// Limits beyond one claim, as whoever approves claim by claim sees them.
#pragma once

#include <optional>

#include "rules/money.h"
#include "rules/rulebook.h"

namespace wildclaims::rules {

// The least constant amount of the limits that use the running total and give the result, unrounded: nothing more is
// ever approved within it. Nothing when there is none: the amount depends on the claim, or the result is rounded after
// it.
std::optional<Money> sub_limit(const Rulebook& rulebook, const RunningTotal& total);

// Every limit that several claims share is taken from in order of request and counts what was approved before, so that
// claims may be approved one after another instead of together.
bool taken_in_order(const Rulebook& rulebook);

}  // namespace wildclaims::rules
