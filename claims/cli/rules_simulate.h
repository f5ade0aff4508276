// `wildclaims rules simulate NEW --against POLICY|FACTS.jsonl … [--baseline OLD] [--limit AMOUNT] [--resample N]
// [--seed N] [--keep-dates] [--report FILE.md|FILE.json] [--lang zh|en]`.
#pragma once

#include "claims/cli/command.h"

namespace wildclaims::cli {

// Adds `simulate` to `rules`. Prints what the draft would have made of the claims; in_order whatever it finds,
// not_in_order when a rulebook has errors, usage when a file cannot be read or written or there is no such policy.
// Reads the database beside a running service and changes nothing; the key file is not needed.
void add_rules_simulate(CLI::App& rules, Action& chosen);

}  // namespace wildclaims::cli
