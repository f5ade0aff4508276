// Commands that a crash left without an answer: what the database says became of them.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "claims/store/connection.h"
#include "tests/simulation/auditor.h"
#include "tests/simulation/sending.h"

namespace wildclaims::simulation {

// The answer that is kept under the wish's key; nothing: it was not done.
std::optional<std::string> stored_answer(store::Connection& db, const Wish& wish);

// The commands that are found done, with their answers, in the order in which they were done. `tried`: what was sent
// since the last start, one transaction after the other.
// What is found done was done by one transaction that wrote all of it, in the order of its commands: mostly the last
// one, but that one may have failed before it came to writing. Where several may have done it, what is stored tells.
// Throws Found when it was none of them.
std::vector<WishPtr> in_order(store::Connection& db, const Auditor& auditor,
                              const std::vector<std::vector<WishPtr>>& tried,
                              const std::map<WishPtr, std::string>& there);

// Seconds by which the demo clock goes before the system's.
std::int64_t stored_offset(store::Connection& db);

}  // namespace wildclaims::simulation
