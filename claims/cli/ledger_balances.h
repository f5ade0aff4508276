// `wildclaims ledger balances --policy ID [--effective DATE] [--recorded INSTANT]`: every account as it stood.
#pragma once

#include "claims/cli/command.h"

namespace wildclaims::cli {

void add_ledger_balances(CLI::App& ledger, Action& chosen);

}  // namespace wildclaims::cli
