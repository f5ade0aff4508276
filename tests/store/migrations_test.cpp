#include "claims/store/migrations.h"

#include <cstdlib>
#include <fstream>
#include <string>

#include "claims/store/connection.h"
#include "claims/store/failure.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_directory.h"
#include "tests/support/text_file.h"

namespace wildclaims::store {
namespace {

using Access = Connection::Access;

std::string golden_file(int version) {
  return std::string(WILDCLAIMS_SOURCE_DIR) + "/tests/store/golden/schema_" + std::to_string(version) + ".sql";
}

std::int64_t number(Connection& connection, const char* sql) {
  Statement row = connection.query(sql);
  row.step();
  return row.integer();
}

// A golden schema lists its objects by kind and name: tables come first, for the others are of them.
void build(Connection& connection, const std::string& schema) {
  const std::string end = ";\n\n";
  std::string tables;
  std::string others;
  for (std::size_t at = 0; at < schema.size();) {
    const std::size_t next = schema.find(end, at) + end.size();
    const std::string object = schema.substr(at, next - at);
    (object.rfind("CREATE TABLE", 0) == 0 ? tables : others) += object;
    at = next;
  }
  connection.script(tables + others);
}

}  // namespace

TEST_CASE("A new database has exactly the golden schema of its version") {
  const tests::TemporaryDirectory directory;
  Connection connection(directory.file("a.db"), Access::read_write);
  migrate(connection);
  const std::string schema = schema_text(connection);
  if (std::getenv("WILDCLAIMS_WRITE_GOLDEN") != nullptr) {
    std::ofstream(golden_file(known_schema_version())) << schema;
  }
  CHECK(schema == tests::read_text(golden_file(known_schema_version())));
}

TEST_CASE("A database of any earlier version is brought to the golden schema") {
  for (int version = 1; version < known_schema_version(); ++version) {
    INFO("version " << version);
    const tests::TemporaryDirectory directory;
    Connection connection(directory.file("a.db"), Access::read_write);
    migrate(connection);
    const std::string marks = "PRAGMA application_id = " + std::to_string(number(connection, "PRAGMA application_id")) +
                              "; PRAGMA user_version = " + std::to_string(version);
    Connection earlier(directory.file("earlier.db"), Access::read_write);
    build(earlier, tests::read_text(golden_file(version)));
    earlier.script(marks);
    migrate(earlier);
    CHECK(schema_text(earlier) == tests::read_text(golden_file(known_schema_version())));
    CHECK(number(earlier, "PRAGMA user_version") == known_schema_version());
  }
}

TEST_CASE("The approvals of a determination are found without reading those of others") {
  const tests::TemporaryDirectory directory;
  Connection connection(directory.file("a.db"), Access::read_write);
  migrate(connection);
  Statement plan =
      connection.query("EXPLAIN QUERY PLAN SELECT 1 FROM approvals WHERE determination_id = 1 AND step = 'final'");
  REQUIRE(plan.step());
  for (int column = 0; column < 3; ++column) plan.integer();
  CHECK(plan.text().find("USING COVERING INDEX approvals_by_determination (determination_id=? AND step=?)") !=
        std::string::npos);
}

TEST_CASE("Migrating a database that is up to date changes nothing") {
  const tests::TemporaryDirectory directory;
  Connection connection(directory.file("a.db"), Access::read_write);
  migrate(connection);
  const std::string before = schema_text(connection);
  migrate(connection);
  CHECK(schema_text(connection) == before);
}

TEST_CASE("A file that a newer program has migrated is refused and left as it was") {
  const tests::TemporaryDirectory directory;
  Connection connection(directory.file("a.db"), Access::read_write);
  migrate(connection);
  connection.script("PRAGMA user_version = 99");
  CHECK_THROWS_AS(migrate(connection), DatabaseRefused);
  CHECK(number(connection, "PRAGMA user_version") == 99);
}

TEST_CASE("A database of another program is refused and left as it was") {
  const tests::TemporaryDirectory directory;
  {
    Connection theirs(directory.file("a.db"), Access::read_write);
    theirs.script("CREATE TABLE notes (text TEXT)");
  }
  Connection connection(directory.file("a.db"), Access::read_write);
  CHECK_THROWS_AS(migrate(connection), DatabaseRefused);
  CHECK(schema_text(connection) == "CREATE TABLE notes (text TEXT);\n\n");
}

TEST_CASE("A file that is no database at all is refused") {
  const tests::TemporaryDirectory directory;
  std::ofstream(directory.file("a.db")) << std::string(4096, 'x');
  CHECK_THROWS_AS(Connection(directory.file("a.db"), Access::read_write), DatabaseRefused);
}

}  // namespace wildclaims::store
