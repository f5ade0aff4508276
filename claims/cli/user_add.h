// `wildclaims user add NAME --role ROLE…`: adds a person who may sign in; the password is read from standard input.
#pragma once

#include "claims/cli/command.h"

namespace wildclaims::cli {

void add_user_commands(CLI::App& app, Action& chosen);

}  // namespace wildclaims::cli
