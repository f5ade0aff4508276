// `wildclaims rules test FILE… [--coverage] [--mutate]`.
#pragma once

#include "claims/cli/command.h"

namespace wildclaims::cli {

// Adds `test` to `rules`. Runs the examples of every file; --coverage lists what none of them touches, --mutate which
// small change of a number or a comparison none of them notices. not_in_order when a file has errors, or a change goes
// unnoticed that its untested: does not name; usage when a file cannot be read.
void add_rules_test(CLI::App& rules, Action& chosen);

}  // namespace wildclaims::cli
