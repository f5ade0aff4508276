// `wildclaims rules diff OLD NEW [--lang zh|en]`.
#pragma once

#include "claims/cli/command.h"

namespace wildclaims::cli {

// Adds `diff` to `rules`. Prints what changed in words and in money; in_order whatever changed, not_in_order when a
// file has errors, usage when one cannot be read.
void add_rules_diff(CLI::App& rules, Action& chosen);

}  // namespace wildclaims::cli
