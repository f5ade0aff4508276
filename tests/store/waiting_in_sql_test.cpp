// What SQL itself says of approvals that wait: for the settlement of their year, and for funds.
#include <set>
#include <string>
#include <vector>

#include "claims/ledger/recipes.h"
#include "claims/store/failure.h"
#include "tests/store/sample_database.h"
#include "tests/support/catch.h"
#include "tests/support/text_file.h"

namespace wildclaims::store {
namespace {

using namespace testing;

// Claim 2 of another household, determined at 300.00 by user 1.
const std::string kAnotherClaim =
    "INSERT INTO households VALUES (2, 'PL', 'v'); INSERT INTO claimants VALUES (2, 'PL', 2, 'person', 'm', '');"
    "INSERT INTO personal_data VALUES (3, 2, 'PL', 'phone', x'00', zeroblob(32), '*', ''),"
    "(4, 2, 'PL', 'account', x'00', zeroblob(32), '*', '');"
    "INSERT INTO claims VALUES (2, 'PL-2025-000002-1', 'PL', 'PL-2025', 1, 2, 3, 4, '', 'noticed', 1);"
    "INSERT INTO determinations VALUES (2, 2, NULL, 1, 'judged', 1, 0, '{}', zeroblob(32), 1, '', NULL);"
    "INSERT INTO surveys VALUES (2, 2, 'discovery', '2025-09-03', 's', 'confirmed', '', '{}', 1, '');"
    "INSERT INTO determinations VALUES (3, 2, 2, 1, 'rulebook', 0, 30000, '{}', zeroblob(32), 1, '', 2);"
    "INSERT INTO determination_funding VALUES (3, 1, 'county', 30000);";

// An approval of claim 1 or 2 by user 2; `entry` is its sequence or NULL.
std::string approval(int id, int claim, const char* step, int approved, int residual, const char* entry) {
  const int determination = claim == 1 ? 1 : 3;
  const int entitlement = claim == 1 ? 50000 : 30000;
  std::string sql = "INSERT INTO approvals VALUES (" + std::to_string(id) + ", " + std::to_string(claim) + ", " +
                    std::to_string(determination) + ", '" + step + "', " + std::to_string(entitlement) + ", ";
  sql += std::to_string(approved) + ", " + std::to_string(residual) + ", '{}', zeroblob(32), " + entry +
         ", 2, '', NULL); ";
  return sql;
}
std::string carried_out(int waiting, int became, const char* entry, int by) {
  std::string sql = "INSERT INTO carried_out_approvals VALUES (" + std::to_string(waiting) + ", ";
  sql += std::to_string(became) + ", " + entry + ", " + std::to_string(by) + ", ''); ";
  return sql;
}
const std::string kDecided = "UPDATE claims SET state = 'approved'; ";
const std::string kSettled = "INSERT INTO settlements VALUES ('PL-2025', 100000, 100000, '2026-01-02', 'r', 2, ''); ";

// The next entry of the book, of claim 1, moving so much between entitlement:pending and entitlement:<claim>.
std::string entry(int sequence, const std::string& kind, int amount, const std::string& reverses) {
  const std::string number = std::to_string(sequence);
  std::string sql = "INSERT INTO postings VALUES ('PL-2025', " + number + ", 1, 'entitlement:pending', ";
  sql.append(std::to_string(amount)).append("), ('PL-2025', ").append(number);
  sql.append(", 2, 'entitlement:PL-2025-000001-3', ").append(std::to_string(-amount)).append("); ");
  sql.append("INSERT INTO journal_entries (policy_id, sequence, kind, claim, effective_date, recorded_at, ");
  sql.append("previous_hash, hash, reverses) SELECT 'PL-2025', ").append(number).append(", '").append(kind);
  sql.append("', 'PL-2025-000001-3', '2025-10-02', '', hash, randomblob(32), ").append(reverses);
  sql.append(" FROM journal_entries WHERE sequence = ").append(std::to_string(sequence - 1)).append("; ");
  return sql;
}

struct Forgery {
  const char* trigger;
  std::string given;
  std::string forged;
};

std::vector<Forgery> forgeries() {
  const std::string pending = approval(1, 1, "pending", 0, 0, "2");
  const std::string final = approval(2, 1, "final", 40000, 10000, "4");
  const std::string settled = kDecided + pending + kSettled + final;
  return {
      {"settled_when_all_is_decided", "", kSettled},
      {"settled_once", kDecided + kSettled, pending},
      {"pending_once",
       pending + "INSERT INTO determinations VALUES (2, 1, 1, 1, 'rulebook', 0, 50000, '{}', zeroblob(32), 1, '', 1)",
       "INSERT INTO approvals VALUES (2, 1, 2, 'pending', 50000, 0, 0, '{}', zeroblob(32), 3, 2, '', NULL)"},
      {"carried_out_as_it_waited", kDecided + pending + final, carried_out(1, 2, "3", 4)},
      {"carried_out_as_it_waited", settled, carried_out(1, 2, "NULL", 4)},
      {"carried_out_as_it_waited", approval(1, 1, "held", 0, 0, "NULL") + final, carried_out(1, 2, "NULL", 4)},
      {"carrier_out_is_neither", settled, carried_out(1, 2, "3", 1)},
      {"determiner_carried_nothing_out", settled + carried_out(1, 2, "3", 4),
       "INSERT INTO determinations VALUES (5, 1, 1, 1, 'rulebook', 0, 1, '{}', zeroblob(32), 4, '', 1)"},
      {"cashier_carried_nothing_out", settled + carried_out(1, 2, "3", 3),
       "INSERT INTO payments VALUES (1, 1, 2, 2, 40000, 'B1', 5, 3, '')"},
      {"confirmer_carried_nothing_out",
       settled + carried_out(1, 2, "3", 4) + "INSERT INTO payments VALUES (1, 1, 2, 2, 40000, 'B1', 5, 3, '')",
       "INSERT INTO payment_results VALUES (1, 'confirmed', '', 4, '')"},
      {"held_in_order", kAnotherClaim + approval(1, 1, "held", 0, 0, "NULL"), approval(2, 2, "final", 30000, 0, "3")},
      {"held_in_order", kAnotherClaim + approval(1, 1, "held", 0, 0, "NULL") + approval(2, 2, "held", 0, 0, "NULL"),
       approval(3, 2, "final", 30000, 0, "3")},
      {"settled_as_recorded", entry(2, "entitlement_recorded", 500, "NULL"),
       entry(3, "entitlement_settled", -499, "2")},
      {"settled_as_recorded", entry(2, "entitlement_recorded", 500, "NULL"),
       entry(3, "entitlement_settled", -500, "1")},
  };
}

std::set<std::string> triggers_since_schema_6(Sample& sample) {
  const std::string six = tests::read_text(std::string(WILDCLAIMS_SOURCE_DIR) + "/tests/store/golden/schema_6.sql");
  std::set<std::string> names;
  Statement row = sample.db.query("SELECT name FROM sqlite_master WHERE type = 'trigger'");
  while (row.step()) {
    const std::string name = row.text();
    const bool append_only = name.ends_with("_never_changed") || name.ends_with("_never_deleted");
    if (!append_only && six.find("CREATE TRIGGER " + name + " ") == std::string::npos) names.insert(name);
  }
  return names;
}

}  // namespace

TEST_CASE("Each trigger of what waits refuses its forgery, which would go through without it") {
  Sample sample;
  std::set<std::string> tried;
  for (const Forgery& row : forgeries()) {
    CAPTURE(row.trigger, row.forged);
    sample.db.script("SAVEPOINT row; " + row.given);
    CHECK(sample.refusal_of(row.forged));
    sample.db.script(std::string("DROP TRIGGER ") + row.trigger);
    CHECK(sample.refusal_of(row.forged).value_or("taken") == "taken");
    sample.db.script("ROLLBACK TO row; RELEASE row");
    tried.insert(row.trigger);
  }
  CHECK(tried == triggers_since_schema_6(sample));
}

TEST_CASE("SQL settles a year once, when all is decided, and each claim as it waited") {
  const std::string pending = approval(1, 1, "pending", 0, 0, "2");
  const std::string final = approval(2, 1, "final", 40000, 10000, "4");
  struct Row {
    const char* what;
    std::string sql;
  };
  const Row refused[] = {
      {"a year settled twice", kDecided + kSettled + kSettled},
      {"pending twice", pending + approval(2, 1, "pending", 0, 0, "3")},
      {"pending after the settlement", kDecided + kSettled + pending},
      {"pending without an entry", approval(1, 1, "pending", 0, 0, "NULL")},
      {"pending with an approved amount", approval(1, 1, "pending", 1, 0, "2")},
      {"settled as another claim's", kAnotherClaim + kDecided + pending + kSettled +
                                         approval(2, 2, "final", 30000, 0, "4") + carried_out(1, 2, "3", 4)},
      {"undone when it is settled", kDecided + pending + kSettled + final + carried_out(1, 2, "3", 4) +
                                        "INSERT INTO approval_undos VALUES (1, 5, 'r', 2, '')"},
      {"paid by whoever settled it", kDecided + pending + kSettled + final + carried_out(1, 2, "3", 3) +
                                         "INSERT INTO payments VALUES (1, 1, 2, 2, 40000, 'B1', 5, 3, '')"},
      {"determined by whoever settled it",
       kDecided + pending + kSettled + final + carried_out(1, 2, "3", 4) +
           "INSERT INTO determinations VALUES (5, 1, 1, 1, 'rulebook', 0, 1, '{}', zeroblob(32), 4, '', 1)"},
      {"a settlement changed", kDecided + kSettled + "UPDATE settlements SET available_fen = 1"},
      {"a settlement deleted", kDecided + kSettled + "DELETE FROM settlements"},
      {"a share changed", kDecided + pending + kSettled + final + carried_out(1, 2, "3", 4) +
                              "UPDATE carried_out_approvals SET sequence = 7"},
      {"a share deleted",
       kDecided + pending + kSettled + final + carried_out(1, 2, "3", 4) + "DELETE FROM carried_out_approvals"},
  };
  for (const Row& row : refused) {
    CAPTURE(row.what);
    Sample sample;
    CHECK_THROWS_AS(sample.db.script(row.sql), InvariantViolated);
  }
  Sample sample;
  sample.db.script(kDecided + pending + kSettled + final + carried_out(1, 2, "3", 4) +
                   "INSERT INTO payments VALUES (1, 1, 2, 2, 40000, 'B1', 5, 3, '')");
}

TEST_CASE("SQL lets nobody pass an approval that waits for funds") {
  const std::string held = kAnotherClaim + approval(1, 1, "held", 0, 0, "NULL");
  struct Row {
    const char* what;
    std::string sql;
  };
  const Row refused[] = {
      {"held twice", held + approval(2, 1, "held", 0, 0, "NULL")},
      {"held with an entry", approval(1, 1, "held", 0, 0, "2")},
      {"carried out by the determiner", held + approval(2, 1, "final", 50000, 0, "3") + carried_out(1, 2, "NULL", 1)},
  };
  for (const Row& row : refused) {
    CAPTURE(row.what);
    Sample sample;
    CHECK_THROWS_AS(sample.db.script(row.sql), InvariantViolated);
  }
  Sample sample;
  sample.db.script(held + approval(2, 2, "held", 0, 0, "NULL") + approval(3, 1, "final", 50000, 0, "3") +
                   carried_out(1, 3, "NULL", 4) + "UPDATE claims SET state = 'approved' WHERE id = 1; " +
                   approval(4, 2, "final", 30000, 0, "4"));
  Sample withdrawn;
  withdrawn.db.script(held + "UPDATE claims SET state = 'withdrawn' WHERE id = 1; " +
                      approval(2, 2, "final", 30000, 0, "3"));
}

TEST_CASE("SQL refuses to settle another amount than was recorded, and to close a claim with one pending") {
  Sample sample;
  sample.post(ledger::entitlement_recorded({sample.day, kClaim, 1, rules::Digest(), yuan("500.00"), Money()}));
  CHECK_THROWS_AS(sample.post(ledger::entitlement_settled({sample.day, 2, kClaim, yuan("499.99")})), InvariantViolated);
  CHECK_THROWS_AS(sample.post(ledger::entitlement_settled({sample.day, 1, kClaim, yuan("500.00")})), InvariantViolated);
  CHECK_THROWS_AS(sample.db.script("UPDATE claims SET state = 'closed'"), InvariantViolated);
  sample.post(ledger::entitlement_settled({sample.day, 2, kClaim, yuan("500.00")}));
  CHECK_THROWS_AS(sample.post(ledger::entitlement_settled({sample.day, 2, kClaim, yuan("500.00")})), InvariantViolated);
  sample.db.script("UPDATE claims SET state = 'closed'");
}

TEST_CASE("The view names what was forged of a settlement and of the queue for funds") {
  const std::string pending = approval(1, 1, "pending", 0, 0, "2");
  struct Row {
    const char* invariant;
    std::string forgery;
  };
  const Row rows[] = {
      {"pending_as_recorded", pending},
      {"pending_as_recorded", "INSERT INTO account_balances VALUES ('PL-2025', 'entitlement:PL-2025-000001-3', -5)"},
      {"settled_once", "DROP TRIGGER settled_once; " + kDecided + kSettled + pending},
      {"settled_once", "DROP TRIGGER carried_out_as_it_waited; " + pending + approval(2, 1, "final", 50000, 0, "4") +
                           carried_out(1, 2, "3", 4)},
      {"settled_within_available",
       kDecided + pending + "INSERT INTO settlements VALUES ('PL-2025', 100000, 49999, '2026-01-02', 'r', 2, ''); " +
           approval(2, 1, "final", 50000, 0, "4") + carried_out(1, 2, "3", 4)},
      {"maker_is_not_checker", "DROP TRIGGER carrier_out_is_neither; " + kDecided + pending + kSettled +
                                   approval(2, 1, "final", 50000, 0, "4") + carried_out(1, 2, "3", 1)},
      {"held_in_order", "DROP TRIGGER held_in_order; " + kAnotherClaim + approval(1, 1, "held", 0, 0, "NULL") +
                            approval(2, 2, "held", 0, 0, "NULL") + approval(3, 2, "final", 30000, 0, "3") +
                            carried_out(2, 3, "NULL", 4)},
      {"closed_claim_owes_nothing",
       "DROP TRIGGER closed_claim_owes_nothing; INSERT INTO account_balances VALUES "
       "('PL-2025', 'entitlement:PL-2025-000001-3', -5); UPDATE claims SET state = 'closed'"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.invariant, row.forgery);
    Sample sample;
    sample.db.script(row.forgery);
    CHECK(sample.finds(row.invariant));
  }
}

}  // namespace wildclaims::store
