// `wildclaims rules check FILE… [--strict]`.
#pragma once

#include "claims/cli/command.h"

namespace wildclaims::cli {

// Adds `check` to `rules`. Prints every diagnostic of every file, or "FILE: ok: …"; then proves those of one id
// together, as Shelf::make does. not_in_order when something has errors (with --strict also warnings), usage when a
// file cannot be read.
void add_rules_check(CLI::App& rules, Action& chosen);

}  // namespace wildclaims::cli
