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
  Statement version = connection.query("PRAGMA user_version");
  version.step();
  CHECK(version.integer() == 99);
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
