// What an entry of each kind posts to, on which side, and what it must and may not name: one table, so that a new kind
// of entry is one row.
#pragma once

#include <optional>

#include "claims/ledger/entry.h"
#include "rules/bilingual.h"

namespace wildclaims::ledger {

// What is not of the entry's kind; nothing when all is. Accounts that do not exist are not looked at here.
std::optional<rules::Bilingual> misshapen(const Entry& entry);

}  // namespace wildclaims::ledger
