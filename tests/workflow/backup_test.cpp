// A backup made beside a working office, and its way back: whole or not at all, and never over what is in use.
#include "claims/workflow/backup.h"
#include "claims/workflow/door.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "claims/store/connection.h"
#include "claims/store/database_copy.h"
#include "claims/store/failure.h"
#include "claims/store/migrations.h"
#include "claims/store/path_lock.h"
#include "claims/workflow/door.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_directory.h"
#include "tests/support/text_file.h"
#include "tests/workflow/office_fixture.h"
#include "tests/workflow/steps.h"

namespace wildclaims::tests {
namespace {

namespace fs = std::filesystem;
using Why = workflow::NotDone::Why;

const workflow::BackupProgress kUnwatched = [](const std::string&, std::int64_t) {};

workflow::FileReport backed_up(const std::string& data, const std::string& file) {
  const auto done = workflow::back_up({data, file, false}, kUnwatched);
  REQUIRE(std::holds_alternative<workflow::FileReport>(done));
  return std::get<workflow::FileReport>(done);
}

template <class Done>
std::optional<Why> refusal_of(const std::variant<Done, workflow::NotDone>& done) {
  const auto* not_done = std::get_if<workflow::NotDone>(&done);
  if (not_done == nullptr) return std::nullopt;
  CHECK_FALSE(not_done->sentence.zh.empty());
  CHECK_FALSE(not_done->sentence.en.empty());
  return not_done->why;
}

std::optional<Why> refused_backup(const std::string& data, const std::string& file, bool replace = false) {
  return refusal_of(workflow::back_up({data, file, replace}, kUnwatched));
}

std::optional<Why> refused_restore(const std::string& data, const std::string& file) {
  return refusal_of(workflow::restore({data, file}, kUnwatched));
}

// A data directory of its own with the fixture's key, as a new machine would be prepared.
struct OtherMachine {
  explicit OtherMachine(const OfficeFixture& fixture) {
    fs::copy_file(fixture.data() + "/secret.key", file("secret.key"));
  }
  std::string data() const { return directory.path(); }
  std::string file(const std::string& name) const { return directory.file(name); }
  TemporaryDirectory directory;
};

void change(const std::string& database, const std::string& sql) {
  store::Connection connection(database, store::Connection::Access::read_write);
  connection.script(sql);
}

std::vector<std::string> names_in(const std::string& directory) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(directory)) names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

TEST_CASE("A backup is made beside a working office, says what it holds, and opens as the same on another machine") {
  OfficeFixture fixture;
  fixture.advance("2025-09-21");
  fixture.bring_to_notice(claim_target(fixture.report_swans()), "75%");
  const TemporaryDirectory shelf;
  const std::string file = shelf.file("books.db");
  const workflow::FileReport report = backed_up(fixture.data(), file);
  CHECK(report.in_order());
  CHECK(report.schema_version == store::known_schema_version());
  REQUIRE(report.books.books.size() == 1);
  CHECK(report.books.books.front().book == "PL-2025");
  CHECK(report.books.books.front().entries > 1);
  CHECK(fs::status(file).permissions() == (fs::perms::owner_read | fs::perms::owner_write));
  CHECK(names_in(shelf.path()) == std::vector<std::string>{"books.db"});

  const std::string before = fixture.dump();
  fixture.report_boar(1, "2");  // after the backup: not in it
  const OtherMachine other(fixture);
  const auto done = workflow::restore({other.data(), file}, kUnwatched);
  REQUIRE(std::holds_alternative<workflow::Restored>(done));
  const auto& restored = std::get<workflow::Restored>(done);
  CHECK(restored.report.in_order());
  CHECK(restored.replaced_kept_as.empty());
  CHECK(restored.report.books.books.front().head == report.books.books.front().head);
  CHECK(names_in(other.data()) == std::vector<std::string>{"secret.key", "wildclaims.db"});

  // The fixture's directory gives way to what was restored.
  fixture.close();
  fs::rename(other.file("wildclaims.db"), fixture.data() + "/wildclaims.db");
  fixture.reopen();
  CHECK(fixture.dump() == before);
}

TEST_CASE("A backup does not replace a file unasked, nor ever the data itself") {
  OfficeFixture fixture;
  const TemporaryDirectory shelf;
  const std::string file = shelf.file("books.db");
  write_text(file, "of someone");
  CHECK(refused_backup(fixture.data(), file) == Why::asked_wrongly);
  CHECK(read_text(file) == "of someone");
  CHECK_FALSE(refused_backup(fixture.data(), file, true).has_value());
  CHECK(read_text(file).substr(0, 6) == "SQLite");
  for (const char* name : {"wildclaims.db", "wildclaims.db-wal", "secret.key"}) {
    INFO(name);
    CHECK(refused_backup(fixture.data(), fixture.data() + "/" + name, true) == Why::asked_wrongly);
  }
  CHECK(refused_backup(fixture.data(), shelf.file("none/books.db")) == Why::asked_wrongly);
  CHECK(refused_backup(fixture.data(), shelf.path(), true) == Why::asked_wrongly);
  CHECK(refused_backup(shelf.path(), shelf.file("other.db")) == Why::asked_wrongly);
  CHECK(names_in(shelf.path()) == std::vector<std::string>{"books.db"});
}

TEST_CASE("Of books that are not in order no backup is kept, and the findings are told") {
  OfficeFixture fixture;
  fixture.advance("2025-09-21");
  fixture.report_swans();
  change(fixture.data() + "/wildclaims.db",
         "UPDATE account_balances SET balance_fen = balance_fen - 1 WHERE account = 'limit:available'");
  const TemporaryDirectory shelf;
  const workflow::FileReport report = backed_up(fixture.data(), shelf.file("books.db"));
  CHECK_FALSE(report.in_order());
  CHECK(report.faults.empty());
  CHECK_FALSE(report.books.findings.empty());
  CHECK(names_in(shelf.path()).empty());
}

TEST_CASE("A restore keeps what it replaces, with what stood in its log, and leaves no log behind") {
  OfficeFixture fixture;
  const TemporaryDirectory shelf;
  backed_up(fixture.data(), shelf.file("books.db"));
  const std::string before = fixture.dump();
  fixture.advance("2025-09-21");
  fixture.report_swans();
  const std::string after = fixture.dump();
  const std::string database = fixture.data() + "/wildclaims.db";
  // What a killed service leaves: the file and a log that is not in it yet.
  const TemporaryDirectory killed;
  for (const char* suffix : {"", "-wal"}) fs::copy_file(database + suffix, killed.file("db") + suffix);
  fixture.close();
  for (const char* suffix : {"", "-wal"}) fs::rename(killed.file("db") + suffix, database + suffix);

  const auto done = workflow::restore({fixture.data(), shelf.file("books.db")}, kUnwatched);
  REQUIRE(std::holds_alternative<workflow::Restored>(done));
  const std::string kept = std::get<workflow::Restored>(done).replaced_kept_as;
  CHECK(kept.find(database + ".replaced-2") == 0);
  CHECK(names_in(fixture.data()) == std::vector<std::string>{"secret.key", "wildclaims.db", fs::path(kept).filename()});
  fixture.reopen();
  CHECK(fixture.dump() == before);
  fixture.close();
  fs::rename(kept, database);
  fixture.reopen();
  CHECK(fixture.dump() == after);
}

TEST_CASE("A database that is none any more is kept with its log, and its log is not taken for the new one's") {
  OfficeFixture fixture;
  const TemporaryDirectory shelf;
  backed_up(fixture.data(), shelf.file("books.db"));
  const std::string before = fixture.dump();
  const std::string database = fixture.data() + "/wildclaims.db";
  for (const std::string& damage : {std::string(10'000, 'x'), std::string()}) {
    fixture.advance(damage.empty() ? "2025-03-01" : "2025-02-01");
    const std::string log = read_text(database + "-wal");
    fixture.close();
    write_text(database, damage);
    write_text(database + "-wal", log);
    const auto done = workflow::restore({fixture.data(), shelf.file("books.db")}, kUnwatched);
    REQUIRE(std::holds_alternative<workflow::Restored>(done));
    const std::string kept = std::get<workflow::Restored>(done).replaced_kept_as;
    CHECK(read_text(kept) == damage);
    CHECK(read_text(kept + "-wal") == log);
    CHECK_FALSE(fs::exists(database + "-wal"));
    fixture.reopen();
    CHECK(fixture.dump() == before);
  }
}

TEST_CASE("A restore is refused while anybody uses the data directory, and an office while a restore runs") {
  OfficeFixture fixture;
  const TemporaryDirectory shelf;
  backed_up(fixture.data(), shelf.file("books.db"));
  const std::string before = fixture.dump();
  CHECK(refused_restore(fixture.data(), shelf.file("books.db")) == Why::in_use);
  CHECK(fixture.dump() == before);
  fixture.close();
  {
    // Another program, which knows nothing of our lock.
    store::Connection shell(fixture.data() + "/wildclaims.db", store::Connection::Access::read_write);
    shell.script("BEGIN; SELECT count(*) FROM users");
    CHECK(refused_restore(fixture.data(), shelf.file("books.db")) == Why::in_use);
  }
  {
    const auto alone = store::PathLock::alone(fixture.data());
    CHECK_THROWS_AS(fixture.reopen(), workflow::StartRefused);
    CHECK(refused_backup(fixture.data(), shelf.file("other.db")) == Why::in_use);
  }
  fixture.reopen();
  CHECK(fixture.dump() == before);
}

TEST_CASE("A backup that is damaged, forged, newer, foreign or another key's is refused and nothing is changed") {
  OfficeFixture fixture;
  fixture.advance("2025-09-21");
  fixture.report_swans();
  const TemporaryDirectory shelf;
  const std::string good = shelf.file("good.db");
  backed_up(fixture.data(), good);
  fixture.close();
  const std::string database = fixture.data() + "/wildclaims.db";
  const std::string before = read_text(database);
  const auto spoilt = [&](const std::function<void(const std::string&)>& spoil) {
    const std::string file = shelf.file("spoilt.db");
    fs::copy_file(good, file, fs::copy_options::overwrite_existing);
    spoil(file);
    const auto done = workflow::restore({fixture.data(), file}, kUnwatched);
    const bool taken =
        std::holds_alternative<workflow::Restored>(done) && std::get<workflow::Restored>(done).report.in_order();
    CHECK_FALSE(taken);
    CHECK(read_text(database) == before);
    CHECK(names_in(fixture.data()) == std::vector<std::string>{"secret.key", "wildclaims.db"});
  };
  const auto by_sql = [&](const std::string& sql) {
    INFO(sql);
    spoilt([&](const std::string& file) {
      change(file, sql);
      store::fold_log(file);
    });
  };
  by_sql("PRAGMA user_version = 99");
  by_sql("PRAGMA application_id = 1");
  by_sql("DROP TRIGGER entry_never_changed");
  by_sql(
      "DROP TRIGGER posting_never_changed; UPDATE postings SET amount_fen = amount_fen * 2; "
      "CREATE TRIGGER posting_never_changed BEFORE UPDATE ON postings\n"
      "BEGIN SELECT RAISE(ABORT, 'invariant entry_is_append_only'); END");
  by_sql("UPDATE account_balances SET balance_fen = balance_fen - 1 WHERE account = 'limit:available'");
  by_sql("UPDATE settings SET value = 'another' WHERE name = 'key_proof'");
  by_sql("UPDATE personal_data SET cipher = zeroblob(64)");
  spoilt([](const std::string& file) { write_text(file, std::string(9'000, 'x')); });
  spoilt([](const std::string& file) { write_text(file, ""); });
  spoilt([](const std::string& file) { fs::resize_file(file, fs::file_size(file) / 2); });
  spoilt([](const std::string& file) {
    std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekp(static_cast<std::streamoff>(fs::file_size(file) / 2));
    bytes << std::string(8'192, '\x7f');
  });

  CHECK(refused_restore(fixture.data(), shelf.file("none.db")) == Why::asked_wrongly);
  CHECK(refused_restore(fixture.data(), database) == Why::asked_wrongly);
  const TemporaryDirectory keyless;
  CHECK(refused_restore(keyless.path(), good) == Why::asked_wrongly);
  write_text(keyless.file("secret.key"), std::string(32, 'k'));
  fs::permissions(keyless.file("secret.key"), fs::perms::owner_read | fs::perms::owner_write);
  CHECK(refused_restore(keyless.path(), good) == Why::not_in_order);
  CHECK(names_in(keyless.path()) == std::vector<std::string>{"secret.key"});
}

// What makes a database of schema 5 of one of schema 7, with every key and every answer.
std::string back_to_schema_5() {
  const std::string golden = read_text(std::string(WILDCLAIMS_SOURCE_DIR) + "/tests/store/golden/schema_5.sql");
  const auto made = [&](const std::string& start) {
    const std::size_t at = golden.find(start);
    return golden.substr(at, golden.find(";\n\n", at) - at) + "; ";
  };
  return "DROP VIEW invariant_violations; DROP VIEW standing_approvals; DROP VIEW held_approvals; "
         "DROP VIEW pending_entitlements; DROP TRIGGER settled_once; DROP TRIGGER pending_once; "
         "DROP TRIGGER held_in_order; DROP TRIGGER determiner_carried_nothing_out; "
         "DROP TRIGGER cashier_carried_nothing_out; DROP TRIGGER confirmer_carried_nothing_out; "
         "DROP TRIGGER settled_as_recorded; DROP TRIGGER undone_before_payment; DROP INDEX approvals_held; DROP INDEX "
         "approvals_pending; "
         "DROP TABLE carried_out_approvals; DROP TABLE settlements; " +
         made("CREATE TRIGGER undone_before_payment") + made("CREATE VIEW standing_approvals") +
         made("CREATE VIEW invariant_violations") +
         "ALTER TABLE idempotency_answers RENAME TO answers; ALTER TABLE idempotency_keys RENAME TO keys; "
         "DROP INDEX happenings_by_report; " +
         made("CREATE TABLE idempotency_answers") + made("CREATE TABLE number_sequences") +
         made("CREATE INDEX personal_data_by_lookup") + made("CREATE INDEX damage_reports_by_policy") +
         made("CREATE INDEX claimants_by_name") + made("CREATE INDEX happenings_by_report") +
         "INSERT INTO idempotency_answers (user_id, route, key, request_hash, status, etag, body, recorded_at) "
         "SELECT k.user_id, k.route, k.key, k.request_hash, a.status, a.etag, a.body, k.recorded_at "
         "FROM keys AS k JOIN answers AS a ON a.id = k.answer_id; "
         "DROP TABLE keys; DROP TABLE answers; PRAGMA user_version = 5";
}

std::string answers_in(const std::string& file) {
  store::Connection db(file, store::Connection::Access::read_only);
  auto row = db.query(
      "SELECT group_concat(k.key || ' ' || a.body, '; ') FROM (SELECT * FROM idempotency_keys ORDER BY key) AS k "
      "JOIN idempotency_answers AS a ON a.id = k.answer_id");
  row.step();
  return row.text();
}

TEST_CASE("A backup of an earlier schema is brought forward as it is restored") {
  OfficeFixture fixture;
  const TemporaryDirectory shelf;
  const std::string file = shelf.file("books.db");
  for (const char* key : {"one", "two"}) {
    workflow::write(fixture.office(), fixture.actor("clerk"), {"POST /x", key, {}},
                    [&](workflow::Work&) -> domain::Outcome<workflow::Answer> {
                      return workflow::Answer{200, std::string("said ") + key, "\"1\"", false};
                    });
  }
  backed_up(fixture.data(), file);
  const std::string answers = answers_in(file);
  CHECK(answers == "one said one; two said two");
  change(file, back_to_schema_5());
  store::fold_log(file);
  const OtherMachine other(fixture);
  const auto done = workflow::restore({other.data(), file}, kUnwatched);
  REQUIRE(std::holds_alternative<workflow::Restored>(done));
  CHECK(std::get<workflow::Restored>(done).report.in_order());
  CHECK(std::get<workflow::Restored>(done).report.schema_version == store::known_schema_version());
  // The backup itself is left as it was.
  store::Connection backup(file, store::Connection::Access::read_only);
  CHECK(store::schema_version(backup) == 5);
  CHECK(answers_in(other.data() + "/wildclaims.db") == answers);
}

}  // namespace wildclaims::tests
