// `wildclaims backup`: one file that holds the whole database, made beside a running service.
#pragma once

#include "claims/cli/command.h"

namespace wildclaims::cli {

void add_backup(CLI::App& app, Action& chosen);

}  // namespace wildclaims::cli
