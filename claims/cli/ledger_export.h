// `wildclaims ledger export --format hledger|beancount|csv [--policy ID] [--as-of DATE] [--recorded-as-of INSTANT]`:
// the books as text on standard output, entry by entry as they are read.
#pragma once

#include "claims/cli/command.h"

namespace wildclaims::cli {

void add_ledger_export(CLI::App& ledger, Action& chosen);

}  // namespace wildclaims::cli
