// What an office looks at before it opens: the ends of the books, and whether a database that was there is still.
#include "claims/workflow/check_at_start.h"

#include <chrono>
#include <filesystem>
#include <string>

#include "claims/ledger/chain.h"
#include "claims/store/connection.h"
#include "claims/store/failure.h"
#include "claims/store/journal.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_directory.h"
#include "tests/workflow/office_fixture.h"
#include "tests/workflow/steps.h"

namespace wildclaims::tests {
namespace {

namespace fs = std::filesystem;

void change(const OfficeFixture& fixture, const std::string& sql) {
  store::Connection connection(fixture.data() + "/wildclaims.db", store::Connection::Access::read_write);
  connection.script(sql);
}

// What the office says when it does not open; empty when it does.
std::string refusal(OfficeFixture& fixture) {
  try {
    fixture.reopen();
    return {};
  } catch (const store::DatabaseRefused& refused) {
    return refused.what();
  }
}

// So many entries more at the end of the book, each a call of premium and its receipt.
void lengthen(const OfficeFixture& fixture, int entries) {
  store::Connection db(fixture.data() + "/wildclaims.db", store::Connection::Access::read_write);
  db.script("BEGIN");
  ledger::ChainHead head = store::book_head(db, "PL-2025");
  for (int i = 0; i < entries; ++i) {
    ledger::Entry entry;
    entry.kind = ledger::EntryKind::premium_received;
    entry.effective = day("2025-01-02");
    const rules::Money fen = rules::Money::from_fen(1);
    entry.postings = {{"bank:premium", fen}, {"premium:receivable:county", -fen}};
    const auto recorded = ledger::record(entry, "PL-2025", rules::Instant::from_seconds(1'735'800'000), head);
    store::append(db, recorded);
    head = ledger::head_of(recorded);
  }
  db.script("COMMIT");
}

}  // namespace

TEST_CASE("Books spoilt near their end are refused at start: book, entry and what to do are named") {
  struct Row {
    const char* what;
    std::string sql;
    const char* entry;
  };
  const std::string open_postings = "DROP TRIGGER posting_never_changed; DROP TRIGGER posting_never_deleted; ";
  const std::string open_entries = "DROP TRIGGER entry_never_changed; DROP TRIGGER entry_never_deleted; ";
  const Row rows[] = {
      {"an amount", open_postings + "UPDATE postings SET amount_fen = amount_fen * 2 WHERE sequence = 7", "entry 7"},
      {"a posting gone", open_postings + "DELETE FROM postings WHERE sequence = 7 AND position = 1", "entry 7"},
      {"a date", open_entries + "UPDATE journal_entries SET effective_date = '2025-01-03' WHERE sequence = 9",
       "entry 9"},
      {"a hash", open_entries + "UPDATE journal_entries SET hash = randomblob(32) WHERE sequence = 8", "entry 8"},
      {"an unknown kind", open_entries + "UPDATE journal_entries SET kind = 'gift' WHERE sequence = 8", "PL-2025"},
      {"an entry gone", "PRAGMA foreign_keys = OFF; " + open_entries + "DELETE FROM journal_entries WHERE sequence = 8",
       "entry 9"},
      {"the last entry gone",
       "PRAGMA foreign_keys = OFF; " + open_entries + "DELETE FROM journal_entries WHERE sequence = 11", "entry 11"},
  };
  for (const Row& row : rows) {
    INFO(row.what);
    OfficeFixture fixture;
    fixture.close();
    lengthen(fixture, 10);
    CHECK(refusal(fixture).empty());
    fixture.close();
    change(fixture, row.sql);
    const std::string said = refusal(fixture);
    INFO(said);
    CHECK(said.find("PL-2025") != std::string::npos);
    CHECK(said.find(row.entry) != std::string::npos);
    CHECK(said.find("wildclaims ledger verify") != std::string::npos);
    CHECK(said.find("wildclaims restore") != std::string::npos);
    CHECK(said.find("账簿") != std::string::npos);
  }
}

TEST_CASE("The look at start is at the last entries alone, whatever the length of the book") {
  OfficeFixture fixture;
  fixture.close();
  const int entries = 2 * static_cast<int>(workflow::kEntriesAtStart);
  lengthen(fixture, entries);
  const auto start = std::chrono::steady_clock::now();
  CHECK(refusal(fixture).empty());
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(2));
  fixture.close();
  const std::string change_entry =
      "DROP TRIGGER IF EXISTS entry_never_changed; UPDATE journal_entries SET effective_date = '2025-01-03' WHERE "
      "sequence = ";
  // The first entry looked at, and the one before it, which only the whole verification sees.
  const std::int64_t last = entries + 1;
  change(fixture, change_entry + std::to_string(last - workflow::kEntriesAtStart));
  CHECK(refusal(fixture).empty());
  CHECK_FALSE(books_in_order(fixture));
  fixture.close();
  change(fixture, change_entry + std::to_string(last - workflow::kEntriesAtStart + 1));
  CHECK(refusal(fixture).find("entry " + std::to_string(last - workflow::kEntriesAtStart + 1)) != std::string::npos);
}

TEST_CASE("A database that has gone is not taken for one that never was") {
  OfficeFixture fixture;
  const std::string database = fixture.data() + "/wildclaims.db";
  fixture.close();
  fs::rename(database, database + "-elsewhere");
  CHECK_THROWS_AS(fixture.reopen(), workflow::StartRefused);
  CHECK_FALSE(fs::exists(database));
  fs::rename(database + "-elsewhere", database);
  CHECK(refusal(fixture).empty());
}

TEST_CASE("A first start that was interrupted is taken up again") {
  for (const bool with_key : {false, true}) {
    const TemporaryDirectory directory;
    workflow::OfficeSettings settings;
    settings.data_directory = directory.path();
    settings.config_directory = std::string(WILDCLAIMS_SOURCE_DIR) + "/config";
    settings.may_create = true;
    workflow::Office(settings).now();
    fs::resize_file(directory.file("wildclaims.db"), 0);
    if (!with_key) fs::remove(directory.file("secret.key"));
    CHECK_NOTHROW(workflow::Office(settings));
    CHECK(fs::file_size(directory.file("wildclaims.db")) > 0);
  }
}

}  // namespace wildclaims::tests
