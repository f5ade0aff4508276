#include "claims/store/database_copy.h"

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <algorithm>

#include "claims/store/connection.h"
#include "claims/store/failure.h"
#include "claims/store/sqlite_error.h"

namespace wildclaims::store {
namespace {

constexpr int kBusyMilliseconds = 5'000;

// 4 MiB at a time: often enough for a progress line.
constexpr int kPagesPerStep = 1'024;

template <typename Work>
void translated(Work work) {
  try {
    work();
  } catch (const SQLite::Exception& error) {
    raise_sqlite_error(error.getErrorCode(), error.what());
  }
}

// From the log's mode into the one of a single file. SQLite answers with the mode that holds afterwards.
void leave_log_mode(SQLite::Database& database, const std::string& path) {
  const std::string mode = database.execAndGet("PRAGMA journal_mode = DELETE").getString();
  if (mode != "delete") throw StoreUnavailable(path + ": in use by another program", Trouble::busy);
}

}  // namespace

void copy_database(const std::string& from, const std::string& to, const CopyProgress& progress) {
  translated([&] {
    SQLite::Database source(from, SQLite::OPEN_READONLY, kBusyMilliseconds);
    // The reading that every step of the copy sees. Without it each step would begin one of its own, and the copy anew
    // whenever something was written in between.
    source.exec("BEGIN");
    source.execAndGet("SELECT count(*) FROM sqlite_schema");
    {
      SQLite::Database target(to, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, kBusyMilliseconds);
      // The file counts only once it is whole and synced, so nothing of it has to be undone or durable before.
      target.exec("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF");
      SQLite::Backup backup(target, source);
      int code = SQLITE_OK;
      while (code != SQLITE_DONE) {
        code = backup.executeStep(kPagesPerStep);
        if (code == SQLITE_BUSY || code == SQLITE_LOCKED) {
          throw StoreUnavailable(to + ": in use by another program", Trouble::busy);
        }
        const int all = backup.getTotalPageCount();
        progress(all - backup.getRemainingPageCount(), all);
      }
    }
    source.exec("COMMIT");
    SQLite::Database target(to, SQLite::OPEN_READWRITE, kBusyMilliseconds);
    leave_log_mode(target, to);
  });
}

void fold_log(const std::string& path) {
  translated([&] {
    SQLite::Database database(path, SQLite::OPEN_READWRITE, kBusyMilliseconds);
    leave_log_mode(database, path);
  });
}

std::vector<std::string> file_faults(Connection& connection) {
  std::vector<std::string> faults;
  try {
    Statement checked = connection.query("PRAGMA integrity_check(20)");
    while (checked.step()) {
      std::string line = checked.text();
      if (line != "ok") faults.push_back(std::move(line));
    }
  } catch (const DatabaseRefused& damage) {
    faults.emplace_back(damage.what());
    return faults;
  }
  static_assert(kFileFaultsTold == 20, "as many as integrity_check is asked for");
  Statement dangling =
      connection.query("SELECT \"table\", coalesce(rowid, 0), parent FROM pragma_foreign_key_check LIMIT 20");
  while (dangling.step()) {
    std::string table = dangling.text();
    const std::string row = std::to_string(dangling.integer());
    faults.push_back(std::move(table) + " row " + row + " names a row that is not in " + dangling.text());
  }
  return faults;
}

}  // namespace wildclaims::store
