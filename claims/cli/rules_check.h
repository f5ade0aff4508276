// `wildclaims rules check FILE…`.
#pragma once

#include "claims/cli/command.h"

namespace wildclaims::cli {

// Adds `check` to `rules`. Prints every diagnostic of every file, or "FILE: ok: …"; not_in_order when one has errors,
// usage when one cannot be read.
void add_rules_check(CLI::App& rules, Action& chosen);

}  // namespace wildclaims::cli
