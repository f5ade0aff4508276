// `wildclaims rules evaluate RULEBOOK FACTS [--worksheet zh|en] [--jsonl]`.
#pragma once

#include "claims/cli/command.h"

namespace wildclaims::cli {

// Adds `evaluate` to `rules`. FACTS is YAML or JSON: {claim: {…}, items: [{…}], running: {NAME: 0.00}}.
// Prints the determination as JSON with exact amounts as text, or the worksheet; not_in_order when rulebook or facts
// have faults, usage when a file cannot be read. With --jsonl see claims/cli/rules_evaluate_lines.h.
void add_rules_evaluate(CLI::App& rules, Action& chosen);

}  // namespace wildclaims::cli
