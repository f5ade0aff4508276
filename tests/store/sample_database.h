// A database for tests of SQL: a policy with its book, and one claim determined by user 1, to be approved by user 2 (or
// 4) and paid by user 3.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "claims/ledger/chain.h"
#include "claims/ledger/recipes.h"
#include "claims/store/connection.h"
#include "claims/store/failure.h"
#include "claims/store/journal.h"
#include "claims/store/migrations.h"
#include "tests/support/temporary_directory.h"

namespace wildclaims::store::testing {

using rules::Date;
using rules::Instant;
using rules::Money;

inline const std::string kBook = "PL-2025";
inline const std::string kClaim = "PL-2025-000001-3";

inline Money yuan(const char* text) { return Money::parse(text).value(); }

// The policy PL-2025: 1,000.00 of limit, 1.00 of premium from the county. The claim: 500.00 by determination 1.
struct Sample {
  tests::TemporaryDirectory directory;
  Connection db{directory.file("a.db"), Connection::Access::read_write};
  Date day = Date::parse("2025-10-01").value();

  Sample() {
    migrate(db);
    db.script(R"(
      INSERT INTO programmes VALUES ('PL', '140829', 'insurer', 480);
      INSERT INTO users (id, name, display_zh, display_en, password_hash, created_at)
      VALUES (1, 'd', '', '', '', ''), (2, 'a', '', '', '', ''), (3, 'c', '', '', '', ''), (4, 'b', '', '', '', '');
      INSERT INTO rulebooks (id, code, version, sha256, text) VALUES (1, 'r', '1', zeroblob(32), '');
      INSERT INTO policies VALUES ('PL-2025', 'PL', 2025, '2025-01-01', '2025-12-31', 100, 100000, 1, 1, '');
      INSERT INTO households VALUES (1, 'PL', 'v');
      INSERT INTO claimants VALUES (1, 'PL', 1, 'person', 'n', '');
      INSERT INTO personal_data VALUES (1, 1, 'PL', 'phone', x'00', zeroblob(32), '*', ''),
                                       (2, 1, 'PL', 'account', x'00', zeroblob(32), '*', '');
      INSERT INTO damage_events VALUES (1, 'PL', '');
      INSERT INTO damage_reports VALUES (1, 'PLR-2025-000001-3', 'PL', 'PL-2025', 1, 's', '2025-09-01', '2025-09-02',
                                         '', '', 'v', '', '', '{}', 1, 1, '');
      INSERT INTO claims VALUES (1, 'PL-2025-000001-3', 'PL', 'PL-2025', 1, 1, 1, 2, '', 'noticed', 1);
      INSERT INTO surveys VALUES (1, 1, 'discovery', '2025-09-03', 's', 'confirmed', '', '{}', 1, '');
      INSERT INTO determinations VALUES (1, 1, 1, 1, 'rulebook', 0, 50000, '{}', zeroblob(32), 1, '', NULL);
      INSERT INTO determination_funding VALUES (1, 1, 'county', 50000);
    )");
    post(ledger::policy_opened({day, yuan("1000.00"), {{"county", yuan("1.00")}}}));
  }

  void post(ledger::Entry entry) {
    add(ledger::record(std::move(entry), kBook, Instant::from_seconds(1'760'000'000), book_head(db, kBook)));
  }
  // All of the entry or none of it.
  void add(const ledger::RecordedEntry& recorded) {
    db.script("SAVEPOINT entry");
    try {
      append(db, recorded);
    } catch (...) {
      db.script("ROLLBACK TO entry; RELEASE entry");
      throw;
    }
    db.script("RELEASE entry");
  }

  void approve(int approver, int number = 1) {
    db.script("INSERT INTO approvals VALUES (" + std::to_string(number) +
              ", 1, 1, 'final', 50000, 50000, 0, '{}', zeroblob(32), 2, " + std::to_string(approver) + ", '', NULL)");
  }
  void send(int cashier, int amount = 50000) {
    db.script("INSERT INTO payments VALUES (NULL, 1, 1, 2, " + std::to_string(amount) + ", 'B1', 3, " +
              std::to_string(cashier) + ", '')");
  }

  // What SQL says when it refuses the statements; nothing of them is kept then. Nothing when it takes them.
  std::optional<std::string> refusal_of(const std::string& sql) {
    db.script("SAVEPOINT forgery");
    std::optional<std::string> said;
    try {
      db.script(sql);
    } catch (const InvariantViolated& refused) {
      said = refused.what();
      db.script("ROLLBACK TO forgery");
    }
    db.script("RELEASE forgery");
    return said;
  }

  bool finds(const std::string& invariant) {
    const auto found = sql_violations(db);
    return std::any_of(found.begin(), found.end(),
                       [&](const SqlViolation& violation) { return violation.invariant == invariant; });
  }
};

}  // namespace wildclaims::store::testing
