// `wildclaims rules explain FILE|CODE [--lang zh|en]`.
#pragma once

#include "claims/cli/command.h"

namespace wildclaims::cli {

// Adds `explain` to `rules`. Prints a rulebook in words, or the page of a diagnostic code ("table_gap") from
// rulebooks/diagnostics.md of the configuration; usage when there is no such file or page.
void add_rules_explain(CLI::App& rules, Action& chosen);

}  // namespace wildclaims::cli
