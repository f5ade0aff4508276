// `wildclaims demo play`: plays config/demo against a running service, through its API like anyone else.
#pragma once

#include "claims/cli/command.h"

namespace wildclaims::cli {

// Adds `demo play --url URL [--config DIR]` to the program. It prints one line per step and stops at the first
// answer that is not the expected one, with the problem document printed (ExitCode::failed). Played again, it
// changes nothing: each request carries its own Idempotency-Key and the clock is only ever advanced.
void add_demo_commands(CLI::App& app, Action& chosen);

}  // namespace wildclaims::cli
