// Each invariant as SQL states it: a forged violation is refused where a row-wise rule can see it, and named by the
// view invariant_violations where the rule was switched off.
#include <set>
#include <string>
#include <vector>

#include "tests/store/sample_database.h"
#include "tests/support/catch.h"

namespace wildclaims::store {
namespace {

using namespace testing;

ledger::Entry entry_of(ledger::EntryKind kind, std::vector<ledger::Posting> postings) {
  ledger::Entry entry;
  entry.kind = kind;
  entry.effective = Date::parse("2025-10-01").value();
  entry.claim = kClaim;
  entry.postings = std::move(postings);
  return entry;
}

// The names that the view can give.
std::set<std::string> invariants_of_the_view() {
  Sample sample;
  Statement row = sample.db.query("SELECT sql FROM sqlite_master WHERE name = 'invariant_violations'");
  REQUIRE(row.step());
  const std::string sql = row.text();
  const std::string before = "SELECT '";
  std::set<std::string> names;
  for (auto at = sql.find(before); at != std::string::npos; at = sql.find(before, at)) {
    at += before.size();
    names.insert(sql.substr(at, sql.find('\'', at) - at));
  }
  return names;
}

}  // namespace

TEST_CASE("A book in order has no violation in SQL") {
  Sample sample;
  CHECK(sql_violations(sample.db).empty());
  CHECK(balance_of(sample.db, kBook, "limit:available") == yuan("1000.00"));
}

TEST_CASE("SQL refuses an entry that breaks an invariant") {
  using Kind = ledger::EntryKind;
  struct Row {
    const char* what;
    ledger::Entry entry;
  };
  const Row rows[] = {
      {"postings that do not sum to zero",
       entry_of(Kind::reserve_set, {{"reserve:estimate", yuan("2.00")}, {"reserve:outstanding:x", yuan("-1.00")}})},
      {"no postings at all", entry_of(Kind::reserve_set, {})},
      {"more than is available", entry_of(Kind::indemnity_approved, {{"incurred:county", yuan("1000.01")},
                                                                     {"payable:x", yuan("-1000.01")},
                                                                     {"limit:committed", yuan("1000.01")},
                                                                     {"limit:available", yuan("-1000.01")}})},
      {"incurred other than payable", entry_of(Kind::indemnity_approved, {{"incurred:county", yuan("2.00")},
                                                                          {"payable:x", yuan("-1.00")},
                                                                          {"limit:committed", yuan("1.00")},
                                                                          {"limit:available", yuan("-2.00")}})},
      {"paying what is not owed",
       entry_of(Kind::payment_sent, {{"payable:x", yuan("1.00")}, {"clearing:b", yuan("-1.00")}})},
      {"confirming what was not sent", entry_of(Kind::payment_confirmed, {{"clearing:b", yuan("1.00")},
                                                                          {"bank:claims", yuan("-1.00")},
                                                                          {"limit:paid", yuan("1.00")},
                                                                          {"limit:committed", yuan("-1.00")}})},
      {"more premium than was called",
       entry_of(Kind::premium_received,
                {{"bank:premium", yuan("1.01")}, {"premium:receivable:county", yuan("-1.01")}})},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Sample sample;
    CHECK_THROWS_AS(sample.post(row.entry), InvariantViolated);
    CHECK(sql_violations(sample.db).empty());
  }
}

TEST_CASE("SQL refuses to change or delete what was recorded") {
  const char* rows[] = {
      "UPDATE journal_entries SET kind = 'x'",
      "DELETE FROM journal_entries",
      "UPDATE postings SET amount_fen = amount_fen + 1",
      "DELETE FROM postings",
      "INSERT INTO postings VALUES ('PL-2025', 1, 9, 'bank:claims', 1)",
      "UPDATE determinations SET entitlement_fen = 1",
      "DELETE FROM determinations",
      "UPDATE surveys SET note = 'x'",
      "DELETE FROM surveys",
      "UPDATE determination_funding SET amount_fen = 1",
      "DELETE FROM determination_funding",
      "UPDATE rulebooks SET text = 'x'",
      "DELETE FROM rulebooks",
      "UPDATE policies SET aggregate_limit_fen = 1",
      "DELETE FROM policies",
      "UPDATE claims SET number = 'PL-2025-000002-1'",
  };
  for (const char* sql : rows) {
    CAPTURE(sql);
    Sample sample;
    CHECK_THROWS_AS(sample.db.script(sql), InvariantViolated);
  }
}

TEST_CASE("SQL refuses an entry that does not continue the chain") {
  Sample sample;
  ledger::ChainHead wrong = book_head(sample.db, kBook);
  wrong.hash.bytes[0] ^= 1;
  const auto entry = ledger::reserve_changed({sample.day, kClaim, Money(), yuan("1.00")});
  const auto recorded = ledger::record(entry, kBook, Instant::from_seconds(1'760'000'001), wrong);
  CHECK_THROWS_AS(sample.add(recorded), InvariantViolated);
}

TEST_CASE("SQL keeps determiner, approvers and cashier apart") {
  SECTION("the determiner does not approve") {
    Sample sample;
    CHECK_THROWS_AS(sample.approve(1), InvariantViolated);
  }
  SECTION("the first approver is not the second") {
    Sample sample;
    sample.db.script(
        "INSERT INTO approvals VALUES (9, 1, 1, 'first', 50000, 0, 0, '{}', zeroblob(32), NULL, 4, '', NULL)");
    CHECK_THROWS_AS(sample.approve(4), InvariantViolated);
    sample.approve(2);
  }
  SECTION("neither of them pays") {
    Sample sample;
    sample.approve(2);
    CHECK_THROWS_AS(sample.send(1), InvariantViolated);
    CHECK_THROWS_AS(sample.send(2), InvariantViolated);
    sample.send(3);
  }
}

TEST_CASE("SQL keeps people apart over the whole life of a claim, superseded determinations included") {
  const std::string another =
      "INSERT INTO determinations VALUES (2, 1, 1, 1, 'rulebook', 0, 50000, '{}', "
      "zeroblob(32), 4, '', 1); INSERT INTO determination_funding VALUES (2, 1, 'county', 50000);";
  const auto approve_second = [](int who) {
    return "INSERT INTO approvals VALUES (2, 1, 2, 'final', 50000, 50000, 0, '{}', zeroblob(32), 2, " +
           std::to_string(who) + ", '', NULL)";
  };
  Sample sample;
  sample.db.script(another);
  CHECK_THROWS_AS(sample.approve(2), InvariantViolated);  // of the determination that no longer counts
  CHECK_THROWS_AS(sample.db.script(approve_second(1)), InvariantViolated);
  sample.db.script(approve_second(2));
  CHECK_THROWS_AS(sample.db.script("INSERT INTO determinations VALUES (3, 1, 1, 1, 'rulebook', 0, 50000, '{}', "
                                   "zeroblob(32), 2, '', 2)"),
                  InvariantViolated);
  const auto pay = [](int who) {
    return "INSERT INTO payments VALUES (1, 1, 2, 2, 50000, 'B1', 3, " + std::to_string(who) + ", '')";
  };
  for (const int who : {1, 2, 4}) CHECK_THROWS_AS(sample.db.script(pay(who)), InvariantViolated);
  sample.db.script(pay(3));
  for (const int who : {1, 2, 4}) {
    CHECK_THROWS_AS(
        sample.db.script("INSERT INTO payment_results VALUES (1, 'confirmed', '', " + std::to_string(who) + ", '')"),
        InvariantViolated);
  }
}

TEST_CASE("A determination replaces the latest of its claim, each once") {
  const auto insert = [](const char* replaces) {
    return std::string(
               "INSERT INTO determinations VALUES (NULL, 1, 1, 1, 'rulebook', 1, 0, '{}', zeroblob(32), 4, '', ") +
           replaces + ")";
  };
  Sample sample;
  CHECK_THROWS_AS(sample.db.script(insert("NULL")), InvariantViolated);
  CHECK_THROWS_AS(sample.db.script(insert("7")), InvariantViolated);
  sample.db.script(insert("1"));
  CHECK_THROWS_AS(sample.db.script(insert("1")), InvariantViolated);
  sample.db.script(insert("2"));
}

TEST_CASE("SQL keeps claims, their money and their people together") {
  const std::string another =
      "INSERT INTO households VALUES (2, 'PL', 'v'); INSERT INTO claimants VALUES (2, 'PL', 2, 'person', 'm', '');"
      "INSERT INTO personal_data VALUES (3, 2, 'PL', 'phone', x'00', zeroblob(32), '*', ''),"
      "(4, 2, 'PL', 'account', x'00', zeroblob(32), '*', '');"
      "INSERT INTO policies VALUES ('PL-2026', 'PL', 2026, '2026-01-01', '2026-12-31', 100, 100000, 1, 1, '');";
  const std::string claim = "INSERT INTO claims VALUES (2, 'PL-2025-000002-1', 'PL', 'PL-2025', 1, 2, ";
  struct Row {
    const char* what;
    std::string sql;
  };
  const Row rows[] = {
      {"a claim with another's phone", claim + "1, 4, '', 'noticed', 1)"},
      {"a claim with another's account", claim + "3, 2, '', 'noticed', 1)"},
      {"a claim with a phone for an account", claim + "3, 3, '', 'noticed', 1)"},
      {"a claim moved to another's account", "UPDATE claims SET account_id = 4"},
      {"another claim's determination approved",
       claim + "3, 4, '', 'noticed', 1); INSERT INTO approvals VALUES (2, 2, 1, 'final', 50000, 50000, 0, '{}', "
               "zeroblob(32), 2, 2, '', NULL)"},
      {"another claim's determination on notice",
       claim + "3, 4, '', 'noticed', 1); INSERT INTO notices VALUES (1, 2, 1, '2025-10-01', 3, 'x', 1, '')"},
      {"another's account paid", "INSERT INTO payments VALUES (1, 1, 1, 4, 50000, 'B1', 3, 3, '')"},
      {"a claim with entries moved to another book", "UPDATE claims SET policy_id = 'PL-2026'"},
      {"a payment confirmed after it came back",
       "INSERT INTO payments VALUES (1, 1, 1, 2, 50000, 'B1', 3, 3, ''); INSERT INTO payment_results VALUES "
       "(1, 'returned', '', 3, ''); INSERT INTO payment_results VALUES (1, 'confirmed', '', 3, '')"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Sample sample;
    sample.post(ledger::reserve_changed({sample.day, kClaim, Money(), yuan("1.00")}));
    sample.approve(2);
    sample.db.script(another);
    CHECK_THROWS_AS(sample.db.script(row.sql), InvariantViolated);
  }
  Sample sample;
  sample.db.script(another);
  sample.db.script(claim + "3, 4, '', 'noticed', 1)");
  sample.db.script("UPDATE claims SET policy_id = 'PL-2026'");  // no book knows it yet
  CHECK_THROWS_AS(sample.post(ledger::reserve_changed({sample.day, kClaim, Money(), yuan("1.00")})), InvariantViolated);
}

TEST_CASE("SQL refuses to approve or pay twice, or another amount") {
  Sample sample;
  sample.approve(2);
  CHECK_THROWS_AS(sample.approve(2, 7), InvariantViolated);
  CHECK_THROWS_AS(sample.send(3, 50001), InvariantViolated);
  sample.send(3);
  CHECK_THROWS_AS(sample.send(3), InvariantViolated);
  sample.db.script("INSERT INTO payment_results VALUES (1, 'returned', '', 3, '')");
  sample.send(3);
}

TEST_CASE("SQL refuses an approval above the determination and parts that do not add up") {
  Sample sample;
  CHECK_THROWS_AS(sample.db.script("INSERT INTO approvals VALUES (1, 1, 1, 'final', 50001, 50001, 0, '{}', "
                                   "zeroblob(32), 2, 2, '', NULL)"),
                  InvariantViolated);
  CHECK_THROWS_AS(sample.db.script("INSERT INTO approvals VALUES (1, 1, 1, 'final', 50000, 49999, 0, '{}', "
                                   "zeroblob(32), 2, 2, '', NULL)"),
                  InvariantViolated);
}

TEST_CASE("SQL refuses to close a claim that is still owed money or still reserved") {
  Sample sample;
  sample.post(ledger::reserve_changed({sample.day, kClaim, Money(), yuan("1.00")}));
  CHECK_THROWS_AS(sample.db.script("UPDATE claims SET state = 'closed'"), InvariantViolated);
  sample.post(ledger::reserve_changed({sample.day, kClaim, yuan("1.00"), Money()}));
  sample.db.script("UPDATE claims SET state = 'closed'");
}

TEST_CASE("The view names every violation that was forced past the triggers") {
  struct Row {
    const char* invariant;
    const char* forgery;
  };
  const Row rows[] = {
      {"entry_balances",
       "DROP TRIGGER posting_never_changed; UPDATE postings SET amount_fen = amount_fen + 1 "
       "WHERE sequence = 1 AND position = 1"},
      {"trial_balance_is_zero",
       "UPDATE account_balances SET balance_fen = balance_fen + 1 "
       "WHERE account = 'limit:available'"},
      {"balances_equal_sum_of_postings",
       "UPDATE account_balances SET balance_fen = balance_fen + 1 "
       "WHERE account = 'limit:available'"},
      {"balances_equal_sum_of_postings", "DELETE FROM account_balances WHERE account = 'limit:granted'"},
      {"hash_chain_unbroken",
       "DROP TRIGGER entry_never_changed; UPDATE journal_entries "
       "SET previous_hash = randomblob(32) WHERE sequence = 1"},
      {"limit_matches_money", "INSERT INTO account_balances VALUES ('PL-2025', 'limit:committed', 5)"},
      {"funding_parts_sum_to_approved",
       "DROP TRIGGER determination_funding_never_changed; UPDATE determination_funding SET amount_fen = 49999"},
      {"approved_within_determined",
       "DROP TRIGGER approved_within_determined; INSERT INTO approvals VALUES "
       "(1, 1, 1, 'final', 50001, 50001, 0, '{}', zeroblob(32), 2, 2, '', NULL)"},
      {"maker_is_not_checker",
       "DROP TRIGGER approver_is_neither; INSERT INTO approvals VALUES "
       "(1, 1, 1, 'final', 50000, 50000, 0, '{}', zeroblob(32), 2, 1, '', NULL)"},
      {"nothing_paid_twice",
       "DROP TRIGGER nothing_paid_twice; INSERT INTO approvals VALUES "
       "(1, 1, 1, 'final', 50000, 50000, 0, '{}', zeroblob(32), 2, 2, '', NULL); INSERT INTO payments "
       "VALUES (1, 1, 1, 2, 50000, 'B', 3, 3, ''), (2, 1, 1, 2, 50000, 'B', 4, 3, '')"},
      {"available_limit_not_negative", "INSERT INTO account_balances VALUES ('PL-2025', 'limit:x:available', -1)"},
      {"incurred_equals_payable_per_approval",
       "DROP TRIGGER posting_never_changed; DROP TRIGGER entry_never_changed;"
       "UPDATE journal_entries SET kind = 'residual_restored';"
       "UPDATE postings SET account = 'incurred:county' WHERE account = 'premium:receivable:county'"},
      {"limit_matches_money", "INSERT INTO account_balances VALUES ('PL-2025', 'bank:claims', 5)"},
      {"funding_parts_sum_to_approved",
       "INSERT INTO approvals VALUES (1, 1, 1, 'final', 50000, 50000, 0, '{}', zeroblob(32), 2, 2, '', NULL);"
       "INSERT INTO approval_funding VALUES (1, 1, 'county', 49999)"},
      {"approved_plus_residual_equals_entitlement",
       "PRAGMA ignore_check_constraints = ON; INSERT INTO approvals VALUES "
       "(1, 1, 1, 'final', 50000, 49999, 0, '{}', zeroblob(32), 2, 2, '', NULL)"},
      {"approved_within_determined",  // each approval is within its determination, both together are not
       "INSERT INTO approvals VALUES (1, 1, 1, 'final', 50000, 50000, 0, '{}', zeroblob(32), 2, 2, '', NULL);"
       "INSERT INTO determinations VALUES (2, 1, 1, 1, 'rulebook', 0, 60000, '{}', zeroblob(32), 1, '', 1);"
       "INSERT INTO approvals VALUES (2, 1, 2, 'final', 20000, 20000, 0, '{}', zeroblob(32), 2, 2, '', 1)"},
      {"entitled_equals_sum_of_approvals", "INSERT INTO entitled_by_scope VALUES ('PL-2025', 'household', 0, 5)"},
      {"entitled_equals_sum_of_approvals",
       "INSERT INTO approvals VALUES (1, 1, 1, 'final', 50000, 50000, 0, '{}', zeroblob(32), 2, 2, '', NULL);"
       "INSERT INTO approval_scopes VALUES (1, 'household');"
       "INSERT INTO entitled_by_scope VALUES ('PL-2025', 'household', 100, 50099)"},
      {"paid_within_approved",
       "PRAGMA ignore_check_constraints = ON; INSERT INTO account_balances VALUES ('PL-2025', 'payable:x', 5)"},
      {"maker_is_not_checker",
       "DROP TRIGGER cashier_is_neither; INSERT INTO approvals VALUES "
       "(1, 1, 1, 'final', 50000, 50000, 0, '{}', zeroblob(32), 2, 2, '', NULL); INSERT INTO payments "
       "VALUES (1, 1, 1, 2, 50000, 'B', 3, 2, '')"},
      {"maker_is_not_checker",
       "DROP TRIGGER confirmer_is_neither; INSERT INTO approvals VALUES "
       "(1, 1, 1, 'final', 50000, 50000, 0, '{}', zeroblob(32), 2, 2, '', NULL); INSERT INTO payments "
       "VALUES (1, 1, 1, 2, 50000, 'B', 3, 3, ''); INSERT INTO payment_results VALUES (1, 'confirmed', '', 1, '')"},
      {"maker_is_not_checker",  // the two approvers of the round after one that was undone are one
       "DROP TRIGGER second_approver_is_not_first; INSERT INTO approvals VALUES "
       "(1, 1, 1, 'final', 50000, 50000, 0, '{}', zeroblob(32), 2, 4, '', NULL);"
       "INSERT INTO approval_undos VALUES (1, 3, 'x', 2, ''); INSERT INTO approvals VALUES "
       "(2, 1, 1, 'first', 50000, 0, 0, '{}', zeroblob(32), NULL, 2, '', NULL),"
       "(3, 1, 1, 'final', 50000, 50000, 0, '{}', zeroblob(32), 4, 2, '', NULL)"},
      {"closed_claim_owes_nothing",
       "DROP TRIGGER closed_claim_owes_nothing; INSERT INTO account_balances VALUES "
       "('PL-2025', 'payable:PL-2025-000001-3', -5); "
       "UPDATE claims SET state = 'closed'"},
      // More of these in waiting_in_sql_test.cpp.
      {"pending_as_recorded", "INSERT INTO account_balances VALUES ('PL-2025', 'entitlement:PL-2025-000001-3', -5)"},
      {"settled_once",
       "DROP TRIGGER settled_once; UPDATE claims SET state = 'approved';"
       "INSERT INTO settlements VALUES ('PL-2025', 100000, 100000, '2026-01-02', 'x', 2, ''); INSERT INTO approvals "
       "VALUES (1, 1, 1, 'pending', 50000, 0, 0, '{}', zeroblob(32), 2, 2, '', NULL)"},
      {"settled_within_available",
       "UPDATE claims SET state = 'approved'; INSERT INTO approvals VALUES "
       "(1, 1, 1, 'pending', 50000, 0, 0, '{}', zeroblob(32), 2, 2, '', NULL);"
       "INSERT INTO settlements VALUES ('PL-2025', 100000, 49999, '2026-01-02', 'x', 2, ''); INSERT INTO approvals "
       "VALUES (2, 1, 1, 'final', 50000, 50000, 0, '{}', zeroblob(32), 4, 2, '', NULL);"
       "INSERT INTO carried_out_approvals VALUES (1, 2, 3, 4, '')"},
      {"held_in_order",
       "DROP TRIGGER carried_out_as_it_waited; INSERT INTO approvals VALUES "
       "(1, 1, 1, 'held', 50000, 0, 0, '{}', zeroblob(32), NULL, 2, '', NULL),"
       "(2, 1, 1, 'final', 50000, 40000, 10000, '{}', zeroblob(32), 2, 2, '', NULL);"
       "INSERT INTO carried_out_approvals VALUES (1, 2, NULL, 4, '')"},
  };
  std::set<std::string> forged;
  for (const Row& row : rows) {
    CAPTURE(row.invariant, row.forgery);
    Sample sample;
    CHECK_FALSE(sample.finds(row.invariant));
    sample.db.script(row.forgery);
    CHECK(sample.finds(row.invariant));
    forged.insert(row.invariant);
  }
  CHECK(forged == invariants_of_the_view());
}

}  // namespace wildclaims::store
