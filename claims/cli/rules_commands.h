// `wildclaims rules …`: what an author and an auditor do with a rulebook; only simulate may look into a database.
#pragma once

#include "claims/cli/command.h"

namespace wildclaims::cli {

// Adds `rules` with its own subcommands (check, test, evaluate, explain, diff, simulate, schema) to the program.
void add_rules_commands(CLI::App& app, Action& chosen);

}  // namespace wildclaims::cli
