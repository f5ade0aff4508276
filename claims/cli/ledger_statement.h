// `wildclaims ledger statement --policy ID --month YYYY-MM [--lang zh|en] [--format text|json]`: a month of a book.
#pragma once

#include "claims/cli/command.h"

namespace wildclaims::cli {

void add_ledger_statement(CLI::App& ledger, Action& chosen);

}  // namespace wildclaims::cli
