// `wildclaims serve`: the service, until SIGTERM or Ctrl-C.
#pragma once

#include "claims/cli/command.h"

namespace wildclaims::cli {

void add_serve(CLI::App& app, Action& chosen);

}  // namespace wildclaims::cli
