#include "tests/simulation/failing_statements.h"

#include <sqlite3.h>

#include <atomic>

namespace wildclaims::simulation {
namespace {

struct Countdown {
  std::atomic<std::int64_t> rest{0};
  std::atomic<bool> failed{false};
};

Countdown& countdown() {
  static Countdown it;
  return it;
}

}  // namespace

bool fails_now() {
  Countdown& it = countdown();
  if (it.rest == 0 || --it.rest > 0) return false;
  it.failed = true;
  return true;
}

void fail_statement(std::int64_t n) {
  countdown().failed = false;
  countdown().rest = n;
}

bool statement_failed() { return countdown().failed; }

}  // namespace wildclaims::simulation

// ---- what the linker puts in the place of the library's ----

extern "C" {

using RowCallback = int (*)(void*, int, char**, char**);

int real_step(sqlite3_stmt* statement) asm("__real_sqlite3_step");
int failing_step(sqlite3_stmt* statement) asm("__wrap_sqlite3_step");
int real_exec(sqlite3* db, const char* sql, RowCallback row, void* argument, char** message) asm("__real_sqlite3_exec");
int failing_exec(sqlite3* db, const char* sql, RowCallback row, void* argument,
                 char** message) asm("__wrap_sqlite3_exec");

int failing_step(sqlite3_stmt* statement) {
  return wildclaims::simulation::fails_now() ? SQLITE_IOERR : real_step(statement);
}

int failing_exec(sqlite3* db, const char* sql, RowCallback row, void* argument, char** message) {
  return wildclaims::simulation::fails_now() ? SQLITE_IOERR : real_exec(db, sql, row, argument, message);
}
}
