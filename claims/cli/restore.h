// `wildclaims restore`: a backup put in the place of a data directory's database.
#pragma once

#include "claims/cli/command.h"

namespace wildclaims::cli {

void add_restore(CLI::App& app, Action& chosen);

}  // namespace wildclaims::cli
