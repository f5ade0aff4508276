// What `ledger verify` finds: every value of the books, changed behind the program's back, and the records they rest
// on.
#include "claims/workflow/verify_books.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "claims/store/journal.h"
#include "claims/workflow/accept.h"
#include "claims/workflow/deny.h"
#include "claims/workflow/pay.h"
#include "rules/loader/sha256.h"
#include "tests/support/catch.h"
#include "tests/support/scale.h"
#include "tests/workflow/office_fixture.h"
#include "tests/workflow/steps.h"

namespace wildclaims::tests {
namespace {

using workflow::Acted;
using workflow::VerifyReport;
using workflow::Work;

// A database opened past all our rules: no triggers, no CHECK, no foreign keys.
class RawDatabase {
 public:
  explicit RawDatabase(const std::string& file) {
    REQUIRE(sqlite3_open(file.c_str(), &db_) == SQLITE_OK);
    run("PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF");
    std::vector<std::string> triggers;
    sqlite3_stmt* statement = prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'");
    while (sqlite3_step(statement) == SQLITE_ROW) {
      triggers.emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(statement, 0)));
    }
    sqlite3_finalize(statement);
    for (const std::string& trigger : triggers) run("DROP TRIGGER " + trigger);
  }
  ~RawDatabase() { sqlite3_close(db_); }
  RawDatabase(const RawDatabase&) = delete;
  RawDatabase& operator=(const RawDatabase&) = delete;

  void run(const std::string& sql) {
    INFO(sql);
    REQUIRE(sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
  }
  sqlite3_stmt* prepare(const std::string& sql) {
    INFO(sql);
    sqlite3_stmt* statement = nullptr;
    REQUIRE(sqlite3_prepare_v2(db_, sql.c_str(), -1, &statement, nullptr) == SQLITE_OK);
    return statement;
  }
  std::int64_t number(const std::string& sql) {
    sqlite3_stmt* statement = prepare(sql);
    REQUIRE(sqlite3_step(statement) == SQLITE_ROW);
    const std::int64_t value = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return value;
  }

 private:
  sqlite3* db_ = nullptr;
};

// The office's books with everything in them: paid, returned and sent again, denied, waiting, and a reserve as the
// last.
class Books {
 public:
  Books() {
    fixture_.advance("2025-09-21");
    const std::string swans = fixture_.report_swans();
    const std::string boar = fixture_.report_boar(3, "4.0");
    fixture_.bring_to_notice(claim_target(swans), "75%");
    fixture_.bring_to_notice(report_target(boar), "60%");
    fixture_.advance("2025-09-30");
    REQUIRE(approve_claim(fixture_, "approver", swans).ok());
    REQUIRE(approve_claim(fixture_, "approver2", swans).ok());
    REQUIRE(approve_report(fixture_, "approver", boar).ok());
    REQUIRE(send(fixture_, "cashier", claim_target(swans), "2025-09-A").ok());
    REQUIRE(send(fixture_, "cashier", report_target(boar), "2025-09-B").ok());
    REQUIRE(confirm(fixture_, "cashier", claim_target(swans)).ok());
    REQUIRE(confirm(fixture_, "cashier", report_target(boar)).ok());
    act("cashier", [&](Work& work) { return workflow::return_payment(work, {claim_target(swans), "账户已注销"}); });
    REQUIRE(send(fixture_, "cashier", claim_target(swans), "2025-10-A").ok());
    const std::string other = fixture_.report_boar(2, "2.0");
    act("adjuster", [&](Work& work) { return workflow::accept(work, report_target(other)); });
    act("adjuster", [&](Work& work) {
      return workflow::deny(work, {claim_target(claims_of(fixture_, other).front()),
                                   {{"not_wildlife", {"非野生动物所致", "not done by wildlife"}, "第五条"}}});
    });
    raw_.emplace(fixture_.data() + "/wildclaims.db");
  }

  RawDatabase& raw() { return *raw_; }

  VerifyReport verify(const workflow::VerifyOptions& options = {}) {
    const auto reading = fixture_.office().readers().read();
    return workflow::verify_books(*reading, options);
  }
  rules::Digest head() {
    const auto reading = fixture_.office().readers().read();
    return store::book_head(*reading, "PL-2025").hash;
  }

 private:
  template <class Command>
  void act(const char* name, Command command) {
    REQUIRE(fixture_.run<Acted>(name, command).ok());
  }

  OfficeFixture fixture_;
  std::optional<RawDatabase> raw_;
};

struct Place {
  std::string table;
  std::string key;  // of the row, as SQL
  std::string column;
};

// A value of any type, as it was before it was changed.
class Value {
 public:
  Value(RawDatabase& db, const Place& place) {
    statement_ = db.prepare("SELECT " + place.column + " FROM " + place.table + " WHERE " + place.key);
    REQUIRE(sqlite3_step(statement_) == SQLITE_ROW);
    value_ = sqlite3_value_dup(sqlite3_column_value(statement_, 0));
    sqlite3_finalize(statement_);
  }
  ~Value() { sqlite3_value_free(value_); }
  Value(const Value&) = delete;
  Value& operator=(const Value&) = delete;

  sqlite3_value* get() const { return value_; }

 private:
  sqlite3_stmt* statement_ = nullptr;
  sqlite3_value* value_ = nullptr;
};

// Binds the value with one bit of it changed, or an integer by up to a thousand; something where nothing was.
void bind_changed(sqlite3_stmt* statement, sqlite3_value* value, const Place& place, std::mt19937& random) {
  const auto pick = [&](int most) { return std::uniform_int_distribution<int>(0, most)(random); };
  const int type = sqlite3_value_type(value);
  if (type == SQLITE_INTEGER) {
    const int by = 1 + pick(999);
    sqlite3_bind_int64(statement, 1, sqlite3_value_int64(value) + (pick(1) == 0 ? by : -by));
    return;
  }
  if (type == SQLITE_NULL) {
    if (place.column == "reverses" || place.column == "determination_id") {
      sqlite3_bind_int64(statement, 1, 1);
    } else if (place.column == "receipt_sha256") {
      sqlite3_bind_zeroblob(statement, 1, 32);
    } else {
      sqlite3_bind_text(statement, 1, "x", 1, SQLITE_TRANSIENT);
    }
    return;
  }
  const auto* start = static_cast<const char*>(sqlite3_value_blob(value));
  std::string bytes(start, static_cast<std::size_t>(sqlite3_value_bytes(value)));
  char& byte = bytes[static_cast<std::size_t>(pick(static_cast<int>(bytes.size()) - 1))];
  byte = static_cast<char>(static_cast<unsigned char>(byte) ^ (1U << static_cast<unsigned>(pick(7))));
  const auto size = static_cast<int>(bytes.size());
  if (type == SQLITE_TEXT) {
    sqlite3_bind_text(statement, 1, bytes.data(), size, SQLITE_TRANSIENT);
  } else {
    sqlite3_bind_blob(statement, 1, bytes.data(), size, SQLITE_TRANSIENT);
  }
}

// False when a unique index refuses it.
bool put(RawDatabase& db, const Place& place, sqlite3_stmt* bound) {
  const int result = sqlite3_step(bound);
  sqlite3_finalize(bound);
  INFO(place.table << "." << place.column << " " << place.key);
  REQUIRE((result == SQLITE_DONE || result == SQLITE_CONSTRAINT));
  return result == SQLITE_DONE && db.number("SELECT changes()") == 1;
}

const std::vector<std::pair<std::string, std::vector<std::string>>> kTables = {
    {"journal_entries",
     {"policy_id", "sequence", "kind", "claim", "determination_id", "reverses", "batch", "effective_date",
      "recorded_at", "receipt_sha256", "previous_hash", "hash"}},
    {"postings", {"policy_id", "sequence", "position", "account", "amount_fen"}}};

void keep(RawDatabase& db, const std::string& table) {
  std::string sql = "CREATE TABLE kept_" + table;
  sql += " AS SELECT * FROM " + table;
  db.run(sql);
}

void put_back(RawDatabase& db, const std::string& table) {
  db.run("BEGIN");
  db.run("DELETE FROM " + table);
  std::string sql = "INSERT INTO " + table;
  sql += " SELECT * FROM kept_" + table;
  db.run(sql);
  db.run("COMMIT");
}

std::vector<std::string> codes_of(const VerifyReport& report) {
  std::vector<std::string> codes;
  for (const workflow::Finding& finding : report.findings) codes.push_back(finding.invariant);
  return codes;
}

bool has(const std::vector<std::string>& codes, const char* code) {
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

}  // namespace

TEST_CASE("One changed bit or number anywhere in the books is found") {
  Books books;
  REQUIRE(books.verify({.recompute = true, .ask_sql = true, .heads = {}}).in_order());
  RawDatabase& db = books.raw();
  for (const auto& [table, columns] : kTables) keep(db, table);
  const unsigned seed = std::random_device()();
  CAPTURE(seed);
  std::mt19937 random(seed);
  const auto one_of = [&](std::size_t count) {
    return std::uniform_int_distribution<std::size_t>(0, count - 1)(random);
  };
  const int places = scaled(1'000);
  for (int done = 0; done < places;) {
    const auto& [table, columns] = kTables[one_of(kTables.size())];
    const auto rows = static_cast<std::size_t>(db.number("SELECT count(*) FROM " + table));
    const std::string nth = " FROM " + table + " LIMIT 1 OFFSET " + std::to_string(one_of(rows));
    Place place{table, "sequence = " + std::to_string(db.number("SELECT sequence" + nth)),
                columns[one_of(columns.size())]};
    if (table == "postings") place.key += " AND position = " + std::to_string(db.number("SELECT position" + nth));
    const Value before(db, place);
    sqlite3_stmt* change = db.prepare("UPDATE " + table + " SET " + place.column + " = ? WHERE " + place.key);
    bind_changed(change, before.get(), place, random);
    if (!put(db, place, change)) continue;
    ++done;
    CAPTURE(place.table, place.column, place.key);
    CHECK_FALSE(books.verify().in_order());
    put_back(db, table);
  }
  CHECK(books.verify().in_order());
}

TEST_CASE("What is changed behind the books' back is found and named") {
  struct Row {
    const char* what;
    const char* sql;
    const char* code;     // among the findings
    const char* subject;  // of the first finding it begins with; empty: whatever
  };
  const Row rows[] = {
      {"a determination's receipt",
       "UPDATE determinations SET receipt = replace(receipt, 'wild_boar', 'wild_bear') WHERE id = 2",
       "receipt_as_hashed", ""},
      {"a determination's amount", "UPDATE determinations SET entitlement_fen = entitlement_fen + 1 WHERE id = 1",
       "funding_parts_sum_to_approved", ""},
      {"an approval's amount", "UPDATE approvals SET approved_fen = approved_fen - 1 WHERE id = 2",
       "approved_plus_residual_equals_entitlement", "PL-2025#"},
      {"an approval's receipt", "UPDATE approvals SET receipt = receipt || ' ' WHERE id = 2", "receipt_as_hashed",
       "PL-2025#"},
      {"an approval's entry", "UPDATE approvals SET sequence = 1 WHERE id = 2", "approved_within_determined", ""},
      {"a funder's part", "UPDATE approval_funding SET amount_fen = amount_fen + 1 WHERE approval_id = 2",
       "funding_parts_sum_to_approved", "PL-2025#"},
      {"a payment's entry", "UPDATE payments SET sequence = sequence + 1 WHERE id = 1", "nothing_paid_twice", ""},
      {"a payment's amount", "UPDATE payments SET amount_fen = 1 WHERE id = 1", "nothing_paid_twice", ""},
      {"an approval of another claim's determination", "UPDATE approvals SET determination_id = 3 WHERE id = 2",
       "record_of_a_claim", ""},
      {"a determiner who approved",
       "UPDATE determinations SET determined_by = "
       "(SELECT approved_by FROM approvals WHERE determination_id = 1 LIMIT 1) WHERE id = 1",
       "maker_is_not_checker", ""},
      {"a pair of postings that changed places",
       "UPDATE postings SET position = position + 10 WHERE sequence = 1; "
       "UPDATE postings SET position = 12 - position + 1 WHERE sequence = 1 AND position <= 12; "
       "UPDATE postings SET position = position - 10 WHERE sequence = 1 AND position > 10",
       "hash_chain_unbroken", "PL-2025#1"},
      {"a pair of entries that changed places",
       "UPDATE journal_entries SET sequence = 1000 WHERE sequence = 2; "
       "UPDATE journal_entries SET sequence = 2 WHERE sequence = 3; "
       "UPDATE journal_entries SET sequence = 3 WHERE sequence = 1000",
       "hash_chain_unbroken", "PL-2025#2"},
      {"a balance", "UPDATE account_balances SET balance_fen = balance_fen + 1 WHERE account = 'limit:paid'",
       "balances_equal_sum_of_postings", ""},
      {"a balance without postings", "INSERT INTO account_balances VALUES ('PL-2025', 'clearing:2025-Z', 0)",
       "balances_equal_sum_of_postings", ""},
      {"a balance that is gone", "DELETE FROM account_balances WHERE account = 'clearing:2025-09-A'",
       "balances_equal_sum_of_postings", ""},
      {"postings without an entry",
       "INSERT INTO postings VALUES ('PL-2025', 900, 1, 'limit:paid', 5), ('PL-2025', 900, 2, 'limit:committed', -5)",
       "posting_of_an_entry", "PL-2025#900"},
      {"an instant in another form",
       "UPDATE journal_entries SET recorded_at = replace(recorded_at, 'Z', '+00:00') WHERE sequence = 2",
       "value_canonical", "PL-2025#2"},
      {"a date that is none", "UPDATE journal_entries SET effective_date = '2025-02-30' WHERE sequence = 2",
       "value_readable", "PL-2025#2"},
      {"a claim of no policy", "UPDATE claims SET policy_id = 'PL-1999' WHERE id = 1", "book_of_a_policy", ""},
      {"a policy's instant", "UPDATE policies SET opened_at = 'yesterday'", "value_readable", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Books books;
    books.raw().run(row.sql);
    const VerifyReport report = books.verify();
    REQUIRE_FALSE(report.in_order());
    CHECK(has(codes_of(report), row.code));
    CHECK(report.findings.front().subject.starts_with(row.subject));
  }
}

TEST_CASE("A stored value of the wrong type is a finding that names the entry, and the rest is still checked") {
  Books books;
  RawDatabase& db = books.raw();
  db.run(
      "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, ') STRICT', ')') "
      "WHERE name IN ('journal_entries', 'approvals'); PRAGMA writable_schema = RESET");
  db.run("UPDATE journal_entries SET determination_id = 'seven' WHERE sequence = 3");
  db.run("UPDATE journal_entries SET hash = 'short' WHERE sequence = 5");
  db.run("UPDATE approvals SET approved_fen = x'00' WHERE id = 3");
  const VerifyReport report = books.verify();
  REQUIRE(report.findings.size() >= 3);
  CHECK(report.findings[0].invariant == "value_readable");
  CHECK(report.findings[0].subject == "PL-2025#3 journal_entries.determination_id");
  CHECK(report.findings[0].sentence.en == "Stored is 'seven', it should be a whole number.");
  CHECK(report.findings[0].sentence.zh == "存为 'seven'，应为整数。");
  CHECK(std::any_of(report.findings.begin(), report.findings.end(), [](const workflow::Finding& each) {
    return each.subject == "PL-2025#5 journal_entries.hash" && each.invariant == "value_readable";
  }));
  CHECK(std::any_of(report.findings.begin(), report.findings.end(), [](const workflow::Finding& each) {
    return each.subject.ends_with("approvals.approved_fen (id 3)") && each.sentence.en.starts_with("Stored is x'00'");
  }));
}

TEST_CASE("Only a printed head tells that the last entry was removed with its balances") {
  Books books;
  const rules::Digest printed = books.head();
  REQUIRE(books.verify({.heads = {{"PL-2025", printed}}}).in_order());
  RawDatabase& db = books.raw();
  const std::string last = std::to_string(db.number("SELECT max(sequence) FROM journal_entries"));
  REQUIRE(db.number("SELECT count(*) FROM journal_entries WHERE kind LIKE 'reserve_%' AND sequence = " + last) == 1);
  db.run("UPDATE account_balances SET balance_fen = balance_fen - (SELECT amount_fen FROM postings WHERE sequence = " +
         last +
         " AND account = account_balances.account) WHERE account IN (SELECT account FROM postings WHERE sequence = " +
         last + ")");
  db.run("UPDATE claims SET state = 'accepted' WHERE state = 'denied'");
  db.run("DELETE FROM postings WHERE sequence = " + last + "; DELETE FROM journal_entries WHERE sequence = " + last);
  CHECK(books.verify().in_order());

  const VerifyReport report = books.verify({.heads = {{"PL-2025", printed}}});
  REQUIRE(report.findings.size() == 1);
  CHECK(report.findings[0].invariant == "head_in_chain");
  CHECK(report.findings[0].subject == "PL-2025");
}

TEST_CASE("An old statement's hash is found where it was printed, and only in its book") {
  Books books;
  const rules::Digest printed = books.head();
  const auto sequence = books.raw().number("SELECT max(sequence) FROM journal_entries");
  const VerifyReport found = books.verify({.heads = {{"", printed}}});
  REQUIRE(found.heads.size() == 1);
  CHECK(found.heads[0].book == "PL-2025");
  CHECK(found.heads[0].sequence == sequence);
  CHECK(has(codes_of(books.verify({.heads = {{"PL-2024", printed}}})), "head_in_chain"));
  CHECK(has(codes_of(books.verify({.heads = {{"", rules::sha256("never printed")}}})), "head_in_chain"));
}

TEST_CASE("Recomputing finds what was changed together with its hashes") {
  struct Row {
    const char* what;
    const char* sql;
    const char* says;
  };
  // Amount and part are changed alike, so that nothing but the rules can tell.
  const Row rows[] = {
      {"a determination that was not approved yet",
       "UPDATE determinations SET denied = 1, entitlement_fen = 0 WHERE id = 2; "
       "DELETE FROM determination_funding WHERE determination_id = 2",
       "entitlement is stored as 0.00"},
      {"the parts of a determination",
       "UPDATE determination_funding SET amount_fen = amount_fen + iif(position = 1, 1, -1) WHERE determination_id = 1",
       "funding is stored as"},
      {"a reason of a judged denial", "UPDATE determination_findings SET zh = zh || '。'", "receipt from byte"},
      {"a rulebook's text", "UPDATE rulebooks SET text = text || '#'", "hash of its text"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Books books;
    books.raw().run(row.sql);
    const VerifyReport report = books.verify({.recompute = true, .ask_sql = false, .heads = {}});
    CHECK(std::any_of(report.findings.begin(), report.findings.end(), [&](const workflow::Finding& each) {
      return each.sentence.en.find(row.says) != std::string::npos;
    }));
  }
}

}  // namespace wildclaims::tests
