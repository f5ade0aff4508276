// Copies of a database in use, locks on its directory, and files that appear whole or not at all.
#include "claims/store/database_copy.h"

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>

#include "claims/store/connection.h"
#include "claims/store/durable_file.h"
#include "claims/store/failure.h"
#include "claims/store/migrations.h"
#include "claims/store/path_lock.h"
#include "claims/store/settings.h"
#include "claims/store/writer.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_directory.h"
#include "tests/support/text_file.h"

namespace wildclaims::store {
namespace {

namespace fs = std::filesystem;
using Access = Connection::Access;

const CopyProgress kUnwatched = [](std::int64_t, std::int64_t) {};

std::unique_ptr<Connection> opened(const std::string& path) {
  auto connection = std::make_unique<Connection>(path, Access::read_write);
  migrate(*connection);
  return connection;
}

void keep(Writer& writer, const std::string& name, const std::string& value) {
  writer.run([&](Connection& db) {
    put_setting(db, name, value);
    return Writer::Verdict::keep;
  });
}

}  // namespace

TEST_CASE("A copy made while commands are written has one state, with all that was answered before it began") {
  const tests::TemporaryDirectory directory;
  Writer writer(opened(directory.file("a.db")));
  for (int i = 0; i < 200; ++i) keep(writer, "filler " + std::to_string(i), std::string(32'000, 'x'));
  std::atomic<bool> stop = false;
  std::atomic<int> answered = 0;
  // Both rows in one command: no state of the database has them unequal.
  std::thread busy([&] {
    for (int n = 1; !stop; ++n) {
      writer.run([&](Connection& db) {
        put_setting(db, "one", std::to_string(n));
        put_setting(db, "other", std::to_string(n));
        return Writer::Verdict::keep;
      });
      answered = n;
    }
  });
  while (answered < 10) std::this_thread::yield();
  const int before = answered;
  int steps = 0;
  int answered_at_first_step = 0;
  copy_database(directory.file("a.db"), directory.file("copy.db"), [&](std::int64_t done, std::int64_t all) {
    CHECK(done <= all);
    if (++steps == 1) answered_at_first_step = answered;
    // Writers go on between two steps, and the copy does not begin anew for that.
    const int now = answered;
    while (answered == now) std::this_thread::yield();
  });
  stop = true;
  busy.join();
  CHECK(steps > 1);
  CHECK(steps < 10);
  Connection copy(directory.file("copy.db"), Access::read_only);
  const int copied = std::stoi(setting(copy, "one").value());
  CHECK(setting(copy, "other") == std::to_string(copied));
  CHECK(copied >= before);
  CHECK(copied <= answered_at_first_step + 1);
  CHECK(file_faults(copy).empty());
  CHECK(is_current(copy));
  CHECK_FALSE(fs::exists(directory.file("copy.db-wal")));
}

TEST_CASE("What is no database is not copied") {
  const tests::TemporaryDirectory directory;
  tests::write_text(directory.file("a.db"), std::string(8'192, 'x'));
  CHECK_THROWS_AS(copy_database(directory.file("a.db"), directory.file("copy.db"), kUnwatched), DatabaseRefused);
  CHECK_THROWS_AS(copy_database(directory.file("none.db"), directory.file("copy.db"), kUnwatched), StoreUnavailable);
}

TEST_CASE("Damage inside a file is found, and a row that points nowhere") {
  const tests::TemporaryDirectory directory;
  {
    const auto connection = opened(directory.file("a.db"));
    for (int i = 0; i < 400; ++i) put_setting(*connection, "name " + std::to_string(i), std::string(500, 'x'));
    CHECK(file_faults(*connection).empty());
    connection->script("PRAGMA foreign_keys = OFF; INSERT INTO user_roles (user_id, role) VALUES (77, 'clerk')");
    const auto faults = file_faults(*connection);
    REQUIRE(faults.size() == 1);
    CHECK(faults.front().find("user_roles") != std::string::npos);
  }
  fold_log(directory.file("a.db"));
  std::string bytes = tests::read_text(directory.file("a.db"));
  // The last page is one of the many settings'.
  bytes.replace(bytes.size() - 4'096, 64, std::string(64, '\x7f'));
  tests::write_text(directory.file("a.db"), bytes);
  Connection damaged(directory.file("a.db"), Access::read_only);
  CHECK(file_faults(damaged).size() > 1);
}

TEST_CASE("A log is folded into its file, unless somebody has it open") {
  const tests::TemporaryDirectory directory;
  const std::string path = directory.file("a.db");
  {
    const auto connection = opened(path);
    put_setting(*connection, "a", "1");
    CHECK(fs::exists(path + "-wal"));
    try {
      fold_log(path);
      FAIL("folded under an open connection");
    } catch (const StoreUnavailable& failure) {
      CHECK(failure.trouble() == Trouble::busy);
    }
  }
  fold_log(path);
  CHECK_FALSE(fs::exists(path + "-wal"));
  CHECK_FALSE(fs::exists(path + "-shm"));
  Connection alone(path, Access::read_only);
  CHECK(setting(alone, "a") == "1");
}

TEST_CASE("Many hold a directory shared, or one holds it alone") {
  const tests::TemporaryDirectory directory;
  {
    const auto one = PathLock::shared(directory.path());
    const auto other = PathLock::shared(directory.path());
    CHECK(one.has_value());
    CHECK(other.has_value());
    CHECK_FALSE(PathLock::alone(directory.path()).has_value());
  }
  const auto alone = PathLock::alone(directory.path());
  CHECK(alone.has_value());
  CHECK_FALSE(PathLock::shared(directory.path()).has_value());
  CHECK_THROWS_AS(PathLock::shared(directory.file("none")), StoreUnavailable);
}

TEST_CASE("A file takes a name that is free, or one that is to be replaced") {
  const tests::TemporaryDirectory directory;
  const auto with = [&](const char* name, const char* text) {
    make_private_file(directory.file(name));
    CHECK(fs::status(directory.file(name)).permissions() == (fs::perms::owner_read | fs::perms::owner_write));
    tests::write_text(directory.file(name), text);
  };
  with("new", "new");
  with("old", "old");
  CHECK_FALSE(move_into_place(directory.file("new"), directory.file("old"), Existing::keep));
  CHECK(tests::read_text(directory.file("old")) == "old");
  keep_under_name(directory.file("old"), directory.file("kept"));
  CHECK(move_into_place(directory.file("new"), directory.file("old"), Existing::replace));
  CHECK(tests::read_text(directory.file("old")) == "new");
  CHECK(tests::read_text(directory.file("kept")) == "old");
  CHECK(move_into_place(directory.file("kept"), directory.file("free"), Existing::keep));
  CHECK_THROWS_AS(sync_path(directory.file("kept")), StoreUnavailable);
}

}  // namespace wildclaims::store
