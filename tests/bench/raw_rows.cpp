#include "tests/bench/raw_rows.h"

#include <sqlite3.h>

#include <chrono>
#include <memory>
#include <stdexcept>
#include <vector>

namespace wildclaims::bench {
namespace {

struct Closing {
  void operator()(sqlite3* db) const { sqlite3_close_v2(db); }
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  void operator()(sqlite3_value* value) const { sqlite3_value_free(value); }
};
using Database = std::unique_ptr<sqlite3, Closing>;
using Prepared = std::unique_ptr<sqlite3_stmt, Closing>;
using Value = std::unique_ptr<sqlite3_value, Closing>;
using Row = std::vector<Value>;

void check(sqlite3* db, int code) {
  if (code != SQLITE_OK && code != SQLITE_DONE) throw std::runtime_error(sqlite3_errmsg(db));
}

Database opened(const std::string& file) {
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(file.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  Database db(raw);
  check(raw, code);
  return db;
}

void run(sqlite3* db, const std::string& sql) { check(db, sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr)); }

Prepared prepared(sqlite3* db, const std::string& sql) {
  sqlite3_stmt* raw = nullptr;
  check(db, sqlite3_prepare_v3(db, sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &raw, nullptr));
  return Prepared(raw);
}

// A table's rows, and the statement that writes one.
struct Table {
  Prepared insert;
  std::vector<Row> rows;
  std::size_t of_report = 1;  // rows a report leaves in it
};

Table read_table(sqlite3* from, sqlite3* to, const std::string& table, const std::string& which,
                 const std::string& order) {
  std::string select = "SELECT * FROM ";
  select += table;
  select += which;
  select += " ORDER BY ";
  select += order;
  const Prepared read = prepared(from, select);
  Table result;
  while (sqlite3_step(read.get()) == SQLITE_ROW) {
    Row row;
    for (int i = 0; i < sqlite3_column_count(read.get()); ++i) {
      row.emplace_back(sqlite3_value_dup(sqlite3_column_value(read.get(), i)));
    }
    result.rows.push_back(std::move(row));
  }
  std::string places;
  for (int i = 0; i < sqlite3_column_count(read.get()); ++i) places += places.empty() ? "?" : ", ?";
  std::string insert = "INSERT INTO ";
  insert += table;
  insert += " VALUES (";
  insert += places;
  insert += ")";
  result.insert = prepared(to, insert);
  return result;
}

void write_row(sqlite3* db, const Table& table, const Row& row) {
  int place = 0;
  for (const Value& value : row) check(db, sqlite3_bind_value(table.insert.get(), ++place, value.get()));
  check(db, sqlite3_step(table.insert.get()));
  check(db, sqlite3_reset(table.insert.get()));
}

}  // namespace

RawWriting write_raw(const std::string& from_file, const std::string& to_file, std::size_t group) {
  const Database from = opened(from_file);
  const Database to = opened(to_file);
  // As store::Connection sets them.
  run(to.get(),
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; "
      "PRAGMA cache_size = -49152");
  for (const char* table : {"programmes", "users", "rulebooks", "policies"}) {
    const Table known = read_table(from.get(), to.get(), table, "", "1");
    for (const Row& row : known.rows) write_row(to.get(), known, row);
  }
  // In the order in which a report writes them.
  std::vector<Table> tables;
  const auto add = [&](const char* table, const char* order, std::size_t of_report, const char* which = "") {
    tables.push_back(read_table(from.get(), to.get(), table, which, order));
    tables.back().of_report = of_report;
  };
  add("damage_events", "id", 1);
  add("damage_reports", "id", 1);
  add("households", "id", 1);
  add("claimants", "id", 1);
  add("personal_data", "id", 3);
  add("claims", "id", 1);
  add("loss_items", "claim_id", 1);
  add("happenings", "id", 1, " WHERE kind = 'report'");
  add("idempotency_answers", "id", 1,
      " WHERE id IN (SELECT answer_id FROM idempotency_keys WHERE route = 'POST /api/v1/damage-reports')");
  add("idempotency_keys", "answer_id", 1, " WHERE route = 'POST /api/v1/damage-reports'");

  RawWriting writing;
  writing.reports = tables.front().rows.size();
  for (const Table& table : tables) {
    if (table.rows.size() != writing.reports * table.of_report) throw std::runtime_error("not only single reports");
    writing.rows += table.rows.size();
  }
  const Prepared begin = prepared(to.get(), "BEGIN IMMEDIATE");
  const Prepared commit = prepared(to.get(), "COMMIT");
  const auto step = [&](sqlite3_stmt* statement) {
    check(to.get(), sqlite3_step(statement));
    check(to.get(), sqlite3_reset(statement));
  };
  const auto start = std::chrono::steady_clock::now();
  for (std::size_t done = 0; done < writing.reports;) {
    step(begin.get());
    for (std::size_t i = 0; i < group && done < writing.reports; ++i, ++done) {
      for (const Table& table : tables) {
        for (std::size_t k = 0; k < table.of_report; ++k) {
          write_row(to.get(), table, table.rows[done * table.of_report + k]);
        }
      }
    }
    step(commit.get());
  }
  writing.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return writing;
}

}  // namespace wildclaims::bench
