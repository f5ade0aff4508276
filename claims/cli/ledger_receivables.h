// `wildclaims ledger receivables --policy ID [--as-of DATE]`: what each funder owes of the premium, and since when.
#pragma once

#include "claims/cli/command.h"

namespace wildclaims::cli {

void add_ledger_receivables(CLI::App& ledger, Action& chosen);

}  // namespace wildclaims::cli
