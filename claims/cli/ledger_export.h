// `wildclaims ledger export --format hledger|csv [--policy ID]`: the books as text on standard output.
#pragma once

#include "claims/cli/command.h"

namespace wildclaims::cli {

void add_ledger_export(CLI::App& ledger, Action& chosen);

}  // namespace wildclaims::cli
