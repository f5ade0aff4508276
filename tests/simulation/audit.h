// The database held against the auditor: line by line, by the product's own check of the books, by SQLite's check of
// the file, and by the hashes of every entry, made here from the documented bytes (claims/ledger/chain.h).
#pragma once

#include <string>
#include <vector>

#include "claims/store/connection.h"
#include "tests/simulation/auditor.h"

namespace wildclaims::simulation {

// Everything the auditor keeps, read from the database in the form of Auditor::lines().
std::vector<std::string> lines_of(store::Connection& db);

// What differs between the two, and what any of the checks finds; empty: in order. At most a few lines.
std::vector<std::string> audit(store::Connection& db, const Auditor& auditor);

}  // namespace wildclaims::simulation
