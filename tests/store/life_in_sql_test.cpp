// What SQL holds to in the life of an approval and of a policy: each trigger and each CHECK refuses its forgery, and
// without that trigger the forgery would go through.
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/store/sample_database.h"
#include "tests/support/catch.h"
#include "tests/support/text_file.h"

namespace wildclaims::store {
namespace {

using namespace testing;

// Rows, in fen, of the one claim unless another is named.
std::string determination(int id, int entitlement) {
  return "INSERT INTO determinations VALUES (" + std::to_string(id) + ", 1, 1, 1, 'rulebook', 0, " +
         std::to_string(entitlement) + ", '{}', zeroblob(32), 1, '', " + std::to_string(id - 1) + ");";
}

struct Approved {
  int id = 1;
  int of = 1;  // the determination
  int approved = 50000;
  int residual = 0;
  const char* adjusts = "NULL";
  int by = 2;
  int claim = 1;
};

std::string approval(const Approved& row = {}) {
  return "INSERT INTO approvals VALUES (" + std::to_string(row.id) + ", " + std::to_string(row.claim) + ", " +
         std::to_string(row.of) + ", 'final', " + std::to_string(row.approved + row.residual) + ", " +
         std::to_string(row.approved) + ", " + std::to_string(row.residual) + ", '{}', zeroblob(32), 2, " +
         std::to_string(row.by) + ", '', " + row.adjusts + ");";
}

std::string first_approval(int id, int by) {
  return "INSERT INTO approvals VALUES (" + std::to_string(id) +
         ", 1, 1, 'first', 50000, 0, 0, '{}', zeroblob(32), NULL, " + std::to_string(by) + ", '', NULL);";
}

std::string undo(int approval) {
  return "INSERT INTO approval_undos VALUES (" + std::to_string(approval) + ", 9, 'x', 2, '');";
}

std::string payment(int approval, int amount) {
  return "INSERT INTO payments VALUES (NULL, 1, " + std::to_string(approval) + ", 2, " + std::to_string(amount) +
         ", 'B1', 3, 3, '');";
}

// "residual, unpaid, recoverable"
std::string reduction(int approval, const std::string& amounts, int by = 2, int claim = 1) {
  return "INSERT INTO reductions VALUES (NULL, " + std::to_string(claim) + ", " + std::to_string(approval) + ", 1, " +
         amounts + ", 9, " + std::to_string(by) + ", '');";
}

std::string recovery(const std::string& amount, const std::string& restored, int by) {
  return "INSERT INTO recoveries VALUES (NULL, 1, " + amount + ", " + restored + ", 'x', 9, " + std::to_string(by) +
         ", '');";
}

std::string closed(const std::string& through, const std::string& hash = "zeroblob(32)") {
  return "INSERT INTO closed_periods VALUES ('PL-2025', '" + through + "', 1, " + hash + ", 1, '');";
}

const std::string kAnotherClaim =
    "INSERT INTO households VALUES (2, 'PL', 'v'); INSERT INTO claimants VALUES (2, 'PL', 2, 'person', 'm', '');"
    "INSERT INTO personal_data VALUES (3, 2, 'PL', 'phone', x'00', zeroblob(32), '*', ''),"
    "(4, 2, 'PL', 'account', x'00', zeroblob(32), '*', '');"
    "INSERT INTO claims VALUES (2, 'PL-2025-000002-1', 'PL', 'PL-2025', 1, 2, 3, 4, '', 'noticed', 1);"
    "INSERT INTO determinations VALUES (7, 2, 1, 1, 'rulebook', 0, 50000, '{}', zeroblob(32), 1, '', NULL);";

struct Entered {
  const char* kind = "reserve_set";
  const char* claim = "NULL";
  const char* effective = "2025-10-02";
  const char* reverses = "NULL";
  const char* adjusts = "NULL";
};

// The next entry of the book, its postings before it: "(account, amount)" each, as SQL.
std::string entry(int sequence, const Entered& row,
                  const std::vector<std::string>& postings = {"'reserve:estimate', 1", "'reserve:outstanding:x', -1"}) {
  const std::string number = std::to_string(sequence);
  std::string sql;
  int position = 0;
  for (const std::string& posting : postings) {
    sql.append("INSERT INTO postings VALUES ('PL-2025', ").append(number).append(", ");
    sql.append(std::to_string(++position)).append(", ").append(posting).append(");");
  }
  sql +=
      "INSERT INTO journal_entries (policy_id, sequence, kind, claim, effective_date, recorded_at, previous_hash, "
      "hash, reverses, adjusts) SELECT 'PL-2025', " +
      number + ", '" + row.kind + "', " + row.claim + ", '" + row.effective + "', '', hash, randomblob(32), " +
      row.reverses + ", " + row.adjusts + " FROM journal_entries WHERE sequence = " + std::to_string(sequence - 1) +
      ";";
  return sql;
}

std::string balance(const std::string& account, const std::string& to) {
  return "INSERT INTO account_balances VALUES ('PL-2025', '" + account +
         "', 0); UPDATE account_balances SET balance_fen = " + to + " WHERE account = '" + account + "';";
}

constexpr const char* kOurs = "'PL-2025-000001-3'";
constexpr const char* kTheirs = "'PL-2025-000002-1'";

struct Forgery {
  const char* trigger;
  const char* what;
  std::string given;
  std::string forged;
};

std::vector<Forgery> forgeries_of_approvals() {
  const std::string with_residual = approval({.approved = 40000, .residual = 10000});
  const std::string delta = determination(2, 60000) + approval({.id = 2, .of = 2, .approved = 10000, .adjusts = "1"});
  return {
      {"determination_replaces_the_latest", "a determination beside the latest", "",
       "INSERT INTO determinations VALUES (2, 1, 1, 1, 'rulebook', 0, 1, '{}', zeroblob(32), 1, '', NULL)"},
      {"closed_claim_owes_nothing", "closed with its entitlement pending",
       balance("entitlement:PL-2025-000001-3", "-5"), "UPDATE claims SET state = 'closed'"},
      {"nothing_approved_twice", "a second final approval", approval(), approval({.id = 2, .by = 4})},
      {"nothing_approved_twice", "a second one after one undone and one given again",
       approval() + undo(1) + approval({.id = 2}), approval({.id = 3, .by = 4})},
      {"nothing_approved_twice", "a second one that adds to one of another determination", approval() + delta,
       approval({.id = 3, .of = 2, .approved = 10000, .adjusts = "1"})},
      {"second_approver_is_not_first", "both by one", first_approval(1, 2), approval({.id = 2})},
      {"second_approver_is_not_first", "both of the round after one undone by one",
       first_approval(1, 2) + approval({.id = 2, .by = 4}) + undo(2) + first_approval(3, 4),
       approval({.id = 4, .by = 4})},
      {"approval_adjusts_its_claim", "adding to another claim's", approval() + kAnotherClaim,
       approval({.id = 2, .of = 7, .approved = 1, .adjusts = "1", .claim = 2})},
      {"approval_adjusts_its_claim", "adding to one that was undone", approval() + undo(1) + determination(2, 60000),
       approval({.id = 2, .of = 2, .approved = 10000, .adjusts = "1"})},
      {"approval_adjusts_its_claim", "adding to the first of two", first_approval(1, 2) + determination(2, 60000),
       approval({.id = 2, .of = 2, .approved = 10000, .adjusts = "1", .by = 4})},
      {"restored_within_residual", "more than the residual", with_residual,
       approval({.id = 2, .approved = 10001, .adjusts = "1"})},
      {"restored_within_residual", "more than what is left after a part",
       with_residual + approval({.id = 2, .approved = 6000, .adjusts = "1"}),
       approval({.id = 3, .approved = 4001, .adjusts = "1"})},
      {"restored_within_residual", "more than what is left after a lowering",
       with_residual + reduction(1, "5000, 0, 0"), approval({.id = 2, .approved = 5001, .adjusts = "1"})},
      {"restored_within_residual", "where there is none", approval(),
       approval({.id = 2, .approved = 1, .adjusts = "1"})},
      {"undone_before_payment", "the first of two", first_approval(1, 2), undo(1)},
      {"undone_before_payment", "one that was sent", approval() + payment(1, 50000), undo(1)},
      {"undone_before_payment", "one that was paid",
       approval() + payment(1, 50000) + "INSERT INTO payment_results VALUES (1, 'confirmed', '', 3, '');", undo(1)},
      {"undone_before_payment", "one that another adds to", approval() + delta, undo(1)},
      {"undone_before_payment", "one that was lowered", approval() + reduction(1, "0, 1, 0"), undo(1)},
      {"nothing_paid_of_an_undone_approval", "an undone one paid", approval() + undo(1), payment(1, 50000)},
      {"payment_is_the_approved_amount", "what was approved before a lowering",
       approval() + reduction(1, "0, 20000, 0"), payment(1, 50000)},
      {"payment_is_the_approved_amount", "a fen more than approved", approval(), payment(1, 50001)},
      {"lowered_within_approved", "another claim's", approval() + kAnotherClaim, reduction(1, "0, 1, 0", 2, 2)},
      {"lowered_within_approved", "the first of two", first_approval(1, 2), reduction(1, "1, 0, 0")},
      {"lowered_within_approved", "one that was undone", approval() + undo(1), reduction(1, "0, 1, 0")},
      {"lowered_within_approved", "more than approved", approval(), reduction(1, "0, 25000, 25001")},
      {"lowered_within_approved", "more than is left of it", approval() + reduction(1, "0, 25000, 0"),
       reduction(1, "0, 0, 25001")},
      {"lowerer_is_neither", "by the determiner", approval(), reduction(1, "0, 1, 0", 1)},
      {"lowerer_is_neither", "by the cashier", approval() + payment(1, 50000), reduction(1, "0, 0, 1", 3)},
      {"recovery_receiver_is_neither", "by the determiner", approval(), recovery("1", "1", 1)},
      {"recovery_receiver_is_neither", "by the approver", approval(), recovery("1", "1", 2)},
  };
}

std::vector<Forgery> forgeries_of_books() {
  std::vector<Forgery> rows{
      {"entry_adjusts_its_claim", "another claim's entry", kAnotherClaim + entry(2, {.claim = kOurs}),
       entry(3, {.claim = kTheirs, .adjusts = "2"})},
      {"entry_adjusts_its_claim", "an entry of the policy", "", entry(2, {.claim = kOurs, .adjusts = "1"})},
      {"entry_adjusts_its_claim", "a claim's entry by one of the policy", entry(2, {.claim = kOurs}),
       entry(3, {.adjusts = "2"})},
      {"entry_reversed_once", "one that is reversed already", entry(2, {}) + entry(3, {.reverses = "2"}),
       entry(4, {.reverses = "2"})},
      {"closed_period_refuses", "on the last closed day", closed("2025-10-01"), entry(2, {.effective = "2025-10-01"})},
      {"closed_period_refuses", "long before it", closed("2025-10-01"), entry(2, {.effective = "2025-01-01"})},
      {"closed_period_refuses", "in the later of two periods", closed("2025-08-31") + closed("2025-09-30"),
       entry(2, {.effective = "2025-09-15"})},
      {"periods_close_in_order", "a day before the last closed one", closed("2025-10-01"), closed("2025-09-30")},
      {"restored_equals_payable", "more borne than owed", "",
       entry(2, {.kind = "residual_restored", .claim = kOurs},
             {"'incurred:county', 100", "'payable:PL-2025-000001-3', -50", "'limit:committed', 50",
              "'limit:available', -100"})},
  };
  for (const char* pocket : {"available", "committed", "paid"}) {
    rows.push_back({"sub_limit_not_negative", pocket, "", balance("limit:crop.maize:" + std::string(pocket), "-1")});
  }
  const std::pair<const char*, const char*> sides[] = {{"recovery:receivable:PL-2025-000001-3", "-1"},
                                                       {"reimbursement:receivable:province", "-1"},
                                                       {"entitlement:pending", "-1"},
                                                       {"reimbursement:owed_to:county", "1"},
                                                       {"limit:crop.maize:granted", "1"},
                                                       {"entitlement:PL-2025-000001-3", "1"}};
  for (const auto& [account, to] : sides) rows.push_back({"account_on_its_side", account, "", balance(account, to)});
  return rows;
}

// Triggers that the schemas up to 2 did not have word for word, but for those of append_only_in_sql_test.cpp and those
// that came with schema 7 (waiting_in_sql_test.cpp).
std::set<std::string> triggers_since_schema_2(Sample& sample) {
  const std::string before = tests::read_text(std::string(WILDCLAIMS_SOURCE_DIR) + "/tests/store/golden/schema_2.sql");
  const std::string six = tests::read_text(std::string(WILDCLAIMS_SOURCE_DIR) + "/tests/store/golden/schema_6.sql");
  std::set<std::string> names;
  Statement row = sample.db.query("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'");
  while (row.step()) {
    const std::string name = row.text();
    const bool append_only = name.ends_with("_never_changed") || name.ends_with("_never_deleted");
    const bool later = six.find("CREATE TRIGGER " + name + " ") == std::string::npos;
    if (before.find(row.text()) == std::string::npos && !append_only && !later) names.insert(name);
  }
  return names;
}

// What the trigger says when it refuses.
std::string saying(Sample& sample, const std::string& trigger) {
  Statement row = sample.db.query("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = ?", trigger);
  REQUIRE(row.step());
  const std::string sql = row.text();
  const auto at = sql.find("RAISE(ABORT, '") + 14;
  return sql.substr(at, sql.find('\'', at) - at);
}

}  // namespace

TEST_CASE("Each trigger refuses its forgery, which would go through without it") {
  Sample sample;
  std::set<std::string> tried;
  auto rows = forgeries_of_approvals();
  for (Forgery& row : forgeries_of_books()) rows.push_back(std::move(row));
  for (const Forgery& row : rows) {
    CAPTURE(row.trigger, row.what, row.forged);
    sample.db.script("SAVEPOINT row; " + row.given);
    const auto said = sample.refusal_of(row.forged);
    REQUIRE(said);
    CHECK(said->find(saying(sample, row.trigger)) != std::string::npos);
    sample.db.script(std::string("DROP TRIGGER ") + row.trigger);
    CHECK(sample.refusal_of(row.forged).value_or("taken") == "taken");
    sample.db.script("ROLLBACK TO row; RELEASE row");
    tried.insert(row.trigger);
  }
  CHECK(tried == triggers_since_schema_2(sample));
}

TEST_CASE("What the triggers guard against is not what is right: those rows are taken") {
  const std::string with_residual = approval({.approved = 40000, .residual = 10000});
  const std::string rows[] = {
      approval() + undo(1) + approval({.id = 2}),
      first_approval(1, 2) + approval({.id = 2, .by = 4}) + undo(2) + first_approval(3, 4) + approval({.id = 4}),
      with_residual + approval({.id = 2, .approved = 6000, .adjusts = "1"}) +
          approval({.id = 3, .approved = 4000, .adjusts = "1"}),
      with_residual + reduction(1, "5000, 0, 0") + approval({.id = 2, .approved = 5000, .adjusts = "1"}),
      approval() + payment(1, 50000) + "INSERT INTO payment_results VALUES (1, 'returned', '', 3, '');" + undo(1),
      approval() + determination(2, 60000) + approval({.id = 2, .of = 2, .approved = 10000, .adjusts = "1"}) + undo(2) +
          undo(1),
      approval() + reduction(1, "0, 20000, 0") + payment(1, 30000),
      approval() + reduction(1, "0, 25000, 25000"),
      approval() + recovery("1", "0", 3),
      closed("2025-10-01") + entry(2, {.effective = "2025-10-02"}) + closed("2025-10-02"),
      entry(2, {.claim = kOurs}) + entry(3, {.claim = kOurs, .reverses = "2"}) +
          entry(4, {.claim = kOurs, .adjusts = "2"}),
  };
  for (const std::string& sql : rows) {
    CAPTURE(sql);
    Sample sample;
    CHECK(sample.refusal_of(sql).value_or("taken") == "taken");
  }
}

TEST_CASE("Each CHECK, key and reference of the tables since then refuses what it is there for") {
  const std::string reimbursement = "INSERT INTO reimbursement_claims VALUES (1, 'PL-2025', 'province', 'county', ";
  const std::string evidence = "INSERT INTO reimbursement_evidence VALUES (1, ";
  const std::string key = "INSERT INTO idempotency_keys VALUES (1, 'POST /x', ";
  struct Row {
    const char* says;
    std::string given;
    std::string forged;
  };
  const Row rows[] = {
      {"adjusts < sequence", "", entry(2, {.adjusts = "2"})},
      {"adjusts < sequence", "", entry(2, {.adjusts = "3"})},
      {"determinations.replaces", "DROP TRIGGER determination_replaces_the_latest;" + determination(2, 1),
       "INSERT INTO determinations VALUES (3, 1, 1, 1, 'rulebook', 0, 1, '{}', zeroblob(32), 1, '', 1)"},
      {"UNIQUE constraint failed: approval_undos.approval_id", approval() + undo(1), undo(1)},
      {"residual_fen >= 0", approval(), reduction(1, "-1, 2, 0")},
      {"unpaid_fen >= 0", approval(), reduction(1, "2, -1, 0")},
      {"recoverable_fen >= 0", approval(), reduction(1, "0, 2, -1")},
      {"residual_fen + unpaid_fen + recoverable_fen > 0", approval(), reduction(1, "0, 0, 0")},
      {"length(scope) > 0", approval(), "INSERT INTO approval_scopes VALUES (1, '')"},
      {"UNIQUE constraint failed: approval_scopes", approval(),
       "INSERT INTO approval_scopes VALUES (1, 's'), (1, 's')"},
      {"before_fen >= 0", "", "INSERT INTO entitled_by_scope VALUES ('PL-2025', 's', -1, 0)"},
      {"entitled_fen >= 0", "", "INSERT INTO entitled_by_scope VALUES ('PL-2025', 's', 0, -1)"},
      {"amount_fen > 0", "", recovery("0", "1", 3)},
      {"restored IN (0, 1)", "", recovery("1", "2", 3)},
      {"cannot store TEXT value in INTEGER column", "", recovery("'much'", "1", 3)},
      {"length(prepaid_by) > 0", "", "INSERT INTO prepaid_policies VALUES ('PL-2025', '')"},
      {"FOREIGN KEY", "", "INSERT INTO prepaid_policies VALUES ('PL-2031', 'county')"},
      {"limit_fen >= 0", "", "INSERT INTO endorsements VALUES (1, 'PL-2025', -1, 2, 'x', 9, 1, '')"},
      {"premium_fen >= 0", "", "INSERT INTO endorsements VALUES (1, 'PL-2025', 2, -1, 'x', 9, 1, '')"},
      {"limit_fen + premium_fen > 0", "", "INSERT INTO endorsements VALUES (1, 'PL-2025', 0, 0, 'x', 9, 1, '')"},
      {"FOREIGN KEY", "", "INSERT INTO endorsements VALUES (1, 'PL-2031', 1, 0, 'x', 9, 1, '')"},
      {"date(through) IS through", "", closed("2025-10-32")},
      {"date(through) IS through", "", closed("soon")},
      {"length(head_hash) = 32", "", closed("2025-10-01", "zeroblob(31)")},
      {"amount_fen > 0", "", reimbursement + "0, 1, zeroblob(32), '2025-10-01', 1, '')"},
      {"length(head_hash) = 32", "", reimbursement + "1, 1, zeroblob(31), '2025-10-01', 1, '')"},
      {"date(made_on) IS made_on", "", reimbursement + "1, 1, zeroblob(32), '2025-13-01', 1, '')"},
      {"position >= 1", reimbursement + "1, 1, zeroblob(32), '2025-10-01', 1, '');", evidence + "0, 'policy', 'x', 1)"},
      {"FOREIGN KEY", "", evidence + "1, 'policy', 'x', 1)"},
      {"status BETWEEN 200 AND 299", "", "INSERT INTO idempotency_answers VALUES (1, 404, '', '{}', '')"},
      {"length(key) BETWEEN 1 AND 128", "", key + "'', zeroblob(32), '', 1)"},
      {"length(request_hash) = 32", "", key + "'k', zeroblob(31), '', 1)"},
      {"UNIQUE", key + "'k', zeroblob(32), '', 1);", key + "'k', zeroblob(32), '', 2)"},
  };
  Sample sample;
  for (const Row& row : rows) {
    CAPTURE(row.says, row.forged);
    sample.db.script("SAVEPOINT row; " + row.given);
    const auto said = sample.refusal_of(row.forged);
    REQUIRE(said);
    CHECK(said->find(row.says) != std::string::npos);
    sample.db.script("ROLLBACK TO row; RELEASE row");
  }
  CHECK_FALSE(sample.refusal_of(key + "'k', zeroblob(32), '', 1)"));
}

}  // namespace wildclaims::store
