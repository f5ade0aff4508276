// The examples inside a rulebook are its tests: one that fails is an error of the rulebook.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "rules/engine/run.h"
#include "rules/language/draft.h"
#include "rules/language/reporter.h"
#include "rules/rulebook.h"

namespace wildclaims::rules::language {

// Sees the registers after each example that could be computed: what of the rulebook it touched.
using ExampleWatcher = std::function<void(const engine::Machine& machine, std::span<const Facts> claims)>;

// Codes: example_facts (facts the rulebook does not accept, at their own place), example_fails (what was expected, what
// was computed, and the amount of every step), unknown_funder, unknown_step; rulebook_too_large, and the rest is not
// run.
void run_examples(const Rulebook& rulebook, const std::vector<ExampleDraft>& examples, Reporter& reporter,
                  const ExampleWatcher& watcher = {});

}  // namespace wildclaims::rules::language
