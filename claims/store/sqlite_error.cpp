#include "claims/store/sqlite_error.h"

#include <sqlite3.h>

#include "claims/store/failure.h"

namespace wildclaims::store {

void raise_sqlite_error(int code, const std::string& what) {
  const auto unavailable = [&](Trouble trouble) {
    return StoreUnavailable("the database cannot do this now: " + what, trouble);
  };
  switch (code & 0xff) {
    case SQLITE_CONSTRAINT:
      throw InvariantViolated("the database refused a row: " + what);
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      throw DatabaseRefused("the database file is not readable as one: " + what);
    case SQLITE_INTERRUPT:
      throw ReadingCutOff("a reading took longer than it may");
    case SQLITE_ERROR:
    case SQLITE_MISUSE:
    case SQLITE_RANGE:
    case SQLITE_MISMATCH:
      throw std::logic_error("statement: " + what);
    case SQLITE_FULL:
      throw unavailable(Trouble::full);
    case SQLITE_READONLY:
    case SQLITE_PERM:
      throw unavailable(Trouble::read_only);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      throw unavailable(Trouble::busy);
    default:
      throw unavailable(Trouble::failing);
  }
}

}  // namespace wildclaims::store
