// The quick look at the books before anything else is done with them: does each one end as it should? The whole of them
// is `wildclaims ledger verify`'s (verify_books.h).
#pragma once

#include <cstdint>
#include <vector>

#include "claims/store/connection.h"
#include "rules/bilingual.h"

namespace wildclaims::workflow {

// Entries looked at from the end of each book: what a crash or a hand could have spoilt lately, read in some
// hundredths of a second whatever the size of the book.
inline constexpr std::int64_t kEntriesAtStart = 1'000;

// Of each book the last entries: their hashes recomputed, each chained to the one before, each in balance, and no
// posting beyond the last of them. One sentence for each book that does not end so, naming the entry; empty: in order.
std::vector<rules::Bilingual> check_at_start(store::Connection& db);

}  // namespace wildclaims::workflow
