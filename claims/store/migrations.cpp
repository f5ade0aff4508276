#include "claims/store/migrations.h"

#include <array>

#include "claims/store/connection.h"
#include "claims/store/failure.h"
#include "claims/store/migration_texts.h"

namespace wildclaims::store {
namespace {

// "wclm": tells our files from anybody else's.
constexpr std::int64_t kApplicationId = 0x77636C6D;

std::int64_t single(Connection& connection, const char* sql) {
  Statement statement = connection.query(sql);
  statement.step();
  return statement.integer();
}

void refuse_foreign(std::int64_t application_id, std::int64_t version, std::int64_t objects) {
  const bool empty = application_id == 0 && version == 0 && objects == 0;
  if (!empty && application_id != kApplicationId) {
    throw DatabaseRefused("this database file was not made by wildclaims; name another data directory");
  }
  if (version > known_schema_version()) {
    throw DatabaseRefused("this database was written by a newer wildclaims (schema " + std::to_string(version) +
                          ", this program knows " + std::to_string(known_schema_version()) +
                          "); start the newer program");
  }
}

}  // namespace

int known_schema_version() { return static_cast<int>(kMigrationTexts.size()); }

void migrate(Connection& connection) {
  connection.script("BEGIN IMMEDIATE");
  try {
    const std::int64_t version = single(connection, "PRAGMA user_version");
    refuse_foreign(single(connection, "PRAGMA application_id"), version,
                   single(connection, "SELECT count(*) FROM sqlite_schema"));
    for (auto at = static_cast<std::size_t>(version); at < kMigrationTexts.size(); ++at) {
      connection.schema_script(kMigrationTexts[at]);
    }
    connection.script("PRAGMA application_id = " + std::to_string(kApplicationId));
    connection.script("PRAGMA user_version = " + std::to_string(known_schema_version()));
    connection.script("COMMIT");
  } catch (...) {
    if (!connection.in_autocommit()) connection.script("ROLLBACK");
    throw;
  }
}

bool is_ours(Connection& connection) { return single(connection, "PRAGMA application_id") == kApplicationId; }

int schema_version(Connection& connection) { return static_cast<int>(single(connection, "PRAGMA user_version")); }

bool is_current(Connection& connection) {
  return is_ours(connection) && schema_version(connection) == known_schema_version();
}

std::string known_schema_text() {
  Connection fresh(":memory:", Connection::Access::read_write);
  migrate(fresh);
  return schema_text(fresh);
}

std::string schema_text(Connection& connection) {
  std::string text;
  Statement objects = connection.query("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name");
  while (objects.step()) text += objects.text() + ";\n\n";
  return text;
}

}  // namespace wildclaims::store
