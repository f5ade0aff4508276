// `wildclaims rules schema`.
#pragma once

#include "claims/cli/command.h"

namespace wildclaims::cli {

// Adds `schema` to `rules`. Prints rulebooks/rulebook.schema.json of the configuration, for editors; usage when it
// cannot be read.
void add_rules_schema(CLI::App& rules, Action& chosen);

}  // namespace wildclaims::cli
