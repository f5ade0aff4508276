// A disk that is full, a file that takes no writes: told as what it is, nothing kept of the command, and over when the
// world is well again.
#include <sys/stat.h>
#include <unistd.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "claims/store/connection.h"
#include "claims/store/failure.h"
#include "claims/store/migrations.h"
#include "claims/store/readers.h"
#include "claims/store/settings.h"
#include "claims/store/writer.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_directory.h"

namespace wildclaims::store {
namespace {

std::unique_ptr<Connection> opened(const std::string& path) {
  auto connection = std::make_unique<Connection>(path, Connection::Access::read_write);
  migrate(*connection);
  return connection;
}

void set(Writer& writer, const char* pragma) {
  writer.run([&](Connection& db) {
    db.script(pragma);
    return Writer::Verdict::discard;
  });
}

// What the store says to a command that writes much, in two steps; nothing when it is kept.
std::optional<Trouble> trouble_of(Writer& writer, const std::string& name) {
  try {
    writer.run([&](Connection& db) {
      put_setting(db, name, "first step");
      put_setting(db, name + " whole", std::string(64 * 1024, 'x'));
      return Writer::Verdict::keep;
    });
    return std::nullopt;
  } catch (const StoreUnavailable& failure) {
    return failure.trouble();
  }
}

// Somebody to whom file permissions apply, for as long as this lives.
class Nobody {
 public:
  Nobody() : root_(::geteuid() == 0) {
    if (root_) REQUIRE(::seteuid(65'534) == 0);
  }
  Nobody(const Nobody&) = delete;
  Nobody& operator=(const Nobody&) = delete;
  ~Nobody() {
    if (root_) static_cast<void>(::seteuid(0));
  }

 private:
  bool root_;
};

}  // namespace

TEST_CASE("A full disk refuses a command whole, readings go on, and with room again the same command is kept") {
  const tests::TemporaryDirectory directory;
  const std::string path = directory.file("a.db");
  Writer writer(opened(path));
  Readers readers(path);
  CHECK(trouble_of(writer, "before") == std::nullopt);
  set(writer, "PRAGMA max_page_count = 1");  // SQLite takes the least that holds what is there
  for (int again = 0; again < 3; ++again) {
    CHECK(trouble_of(writer, "full") == Trouble::full);
    CHECK(writer.in_trouble());
    const auto reading = readers.read();
    CHECK(setting(*reading, "full") == std::nullopt);
    CHECK(setting(*reading, "before") == "first step");
  }
  set(writer, "PRAGMA max_page_count = 1000000");
  CHECK(writer.in_trouble());  // nothing has been written yet that would show otherwise
  CHECK(trouble_of(writer, "full") == std::nullopt);
  CHECK_FALSE(writer.in_trouble());
  CHECK(setting(*readers.read(), "full") == "first step");
}

TEST_CASE("A database that takes no writes any more says so, and readings go on") {
  const tests::TemporaryDirectory directory;
  const std::string path = directory.file("a.db");
  auto connection = opened(path);
  // For the world's part, while the writer waits for commands.
  Connection& world = *connection;
  Writer writer(std::move(connection));
  Readers readers(path);
  CHECK(trouble_of(writer, "before") == std::nullopt);
  world.script("PRAGMA query_only = ON");
  CHECK(trouble_of(writer, "after") == Trouble::read_only);
  CHECK(writer.in_trouble());
  CHECK(setting(*readers.read(), "before") == "first step");
  CHECK(setting(*readers.read(), "after") == std::nullopt);
  world.script("PRAGMA query_only = OFF");
  CHECK(trouble_of(writer, "after") == std::nullopt);
  CHECK_FALSE(writer.in_trouble());
}

TEST_CASE("A database file made read-only is refused with its path in both languages") {
  const tests::TemporaryDirectory directory;
  const std::string path = directory.file("a.db");
  opened(path);
  REQUIRE(::chmod(directory.path().c_str(), 0777) == 0);
  REQUIRE(::chmod(path.c_str(), 0444) == 0);
  const Nobody nobody;
  std::string said;
  try {
    const Connection connection(path, Connection::Access::read_write);
  } catch (const DatabaseRefused& refusal) {
    said = refusal.what();
  }
  INFO(said);
  CHECK(said.find(path) != std::string::npos);
  CHECK(said.find("只读") != std::string::npos);
  CHECK(said.find("read-only") != std::string::npos);
}

}  // namespace wildclaims::store
