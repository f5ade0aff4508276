// What is recorded stays as it was recorded: whatever table says so in SQL refuses every change, the rows of today and
// of migrations to come.
#include <string>
#include <vector>

#include "tests/store/sample_database.h"
#include "tests/support/catch.h"

namespace wildclaims::store {
namespace {

using namespace testing;

struct Guard {
  std::string trigger;
  std::string table;
  std::string sql;
};

std::vector<Guard> guards(Sample& sample) {
  std::vector<Guard> found;
  Statement row = sample.db.query(
      "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger' "
      "AND (name GLOB '*_never_changed' OR name GLOB '*_never_deleted') ORDER BY name");
  while (row.step()) {
    Guard guard;
    guard.trigger = row.text();
    guard.table = row.text();
    guard.sql = row.text();
    found.push_back(std::move(guard));
  }
  return found;
}

std::string first_column(Sample& sample, const std::string& table) {
  Statement row = sample.db.query("SELECT name FROM pragma_table_info(?) LIMIT 1", table);
  REQUIRE(row.step());
  return row.text();
}

// One row at least in every table that records something: a trigger asks row by row.
void record_everything(Sample& sample) {
  sample.approve(2);
  sample.send(3);
  sample.db.script(R"(
    INSERT INTO assessments VALUES (1, 1, '{}');
    INSERT INTO determination_findings VALUES (1, 1, 'flag', 'x', '', '', '');
    INSERT INTO notices VALUES (1, 1, 1, '2025-09-10', 3, 'x', 1, '');
    INSERT INTO approval_funding VALUES (1, 1, 'county', 50000);
    INSERT INTO approval_scopes VALUES (1, 'household');
    INSERT INTO payment_results VALUES (1, 'returned', '', 3, '');
    INSERT INTO approval_undos VALUES (1, 4, 'x', 2, '');
    INSERT INTO determinations VALUES (2, 1, 1, 1, 'rulebook', 0, 60000, '{}', zeroblob(32), 1, '', 1);
    INSERT INTO approvals VALUES (2, 1, 2, 'final', 60000, 60000, 0, '{}', zeroblob(32), 5, 2, '', NULL);
    INSERT INTO determinations VALUES (3, 1, 1, 1, 'rulebook', 0, 50000, '{}', zeroblob(32), 1, '', 2);
    INSERT INTO reductions VALUES (1, 1, 2, 3, 0, 10000, 0, 6, 2, '');
    INSERT INTO recoveries VALUES (1, 1, 1, 1, 'x', 7, 3, '');
    INSERT INTO endorsements VALUES (1, 'PL-2025', 1, 0, 'x', 8, 1, '');
    INSERT INTO closed_periods VALUES ('PL-2025', '2025-09-30', 1, zeroblob(32), 1, '');
    INSERT INTO reimbursement_claims VALUES (1, 'PL-2025', 'province', 'county', 1, 1, zeroblob(32), '2025-10-01', 1, '');
    INSERT INTO reimbursement_evidence VALUES (1, 1, 'policy', 'PL-2025', 1);
    INSERT INTO approvals VALUES (3, 1, 3, 'held', 50000, 0, 0, '{}', zeroblob(32), NULL, 2, '', NULL);
    INSERT INTO approvals VALUES (4, 1, 3, 'final', 50000, 50000, 0, '{}', zeroblob(32), 9, 2, '', NULL);
    INSERT INTO carried_out_approvals VALUES (3, 4, NULL, 4, '');
    UPDATE claims SET state = 'approved';
    INSERT INTO settlements VALUES ('PL-2025', 100000, 100000, '2026-01-02', 'x', 2, '');
    INSERT INTO happenings VALUES (1, 'c', 'x', 'PL', 'PL-2025', 1, 1, 1, '', '2025-10-01', '', '{}');
  )");
}

}  // namespace

TEST_CASE("SQL refuses to change or delete a row of any table that only grows") {
  Sample sample;
  record_everything(sample);
  const auto all = guards(sample);
  CHECK(all.size() == 50);  // two each for 25 tables
  for (const Guard& guard : all) {
    CAPTURE(guard.trigger);
    const std::string column = first_column(sample, guard.table);
    const bool of_changes = guard.trigger.ends_with("_changed");
    // A change to the same value is a change: nothing else could refuse it.
    std::string change = of_changes ? "UPDATE " : "DELETE FROM ";
    change += guard.table;
    if (of_changes) change.append(" SET ").append(column).append(" = ").append(column);
    const auto said = sample.refusal_of(change);
    REQUIRE(said);
    const auto message = guard.sql.find("RAISE(ABORT, '") + 14;
    CHECK(said->find(guard.sql.substr(message, guard.sql.find('\'', message) - message)) != std::string::npos);
    if (of_changes) {
      sample.db.script("SAVEPOINT unguarded; DROP TRIGGER " + guard.trigger);
      CHECK_FALSE(sample.refusal_of(change));
      sample.db.script("ROLLBACK TO unguarded; RELEASE unguarded");
    }
  }
}

}  // namespace wildclaims::store
