// `wildclaims ledger verify [--recompute] [--against-head [BOOK=]HASH …] [--sql]`: the whole ledger checked, beside a
// running service if there is one.
#pragma once

#include "claims/cli/command.h"

namespace wildclaims::cli {

void add_ledger_verify(CLI::App& ledger, Action& chosen);

}  // namespace wildclaims::cli
