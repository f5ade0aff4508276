// What SQLite's result codes mean to the floors above.
#pragma once

#include <string>

namespace wildclaims::store {

// Throws what failure.h names for the code: InvariantViolated for a constraint, DatabaseRefused for what is no
// database, ReadingCutOff for an interrupted statement, std::logic_error for a wrong statement, else StoreUnavailable.
[[noreturn]] void raise_sqlite_error(int code, const std::string& what);

}  // namespace wildclaims::store
