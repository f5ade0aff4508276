// The examples inside a rulebook are its tests: one that fails is an error of the rulebook.
#pragma once

#include <vector>

#include "rules/language/draft.h"
#include "rules/language/reporter.h"
#include "rules/rulebook.h"

namespace wildclaims::rules::language {

// Codes: example_facts (facts the rulebook does not accept, at their own place), example_fails (what was expected, what
// was computed, and the amount of every step).
void run_examples(const Rulebook& rulebook, const std::vector<ExampleDraft>& examples, Reporter& reporter);

}  // namespace wildclaims::rules::language
