// What a settlement gives out, for any claims; and what verifying the books finds when that was changed.
#include <sqlite3.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "claims/workflow/verify_books.h"
#include "tests/support/catch.h"
#include "tests/support/scale.h"
#include "tests/workflow/pending_year.h"

namespace wildclaims::tests {
namespace {

using rules::Money;
using Year = PendingYear;

}  // namespace

TEST_CASE("Random entitlements settle to exactly the money, each within what it wants and by one factor") {
  const unsigned seed = std::random_device()();
  CAPTURE(seed);
  std::mt19937 random(seed);
  const auto pick = [&](int from, int to) { return std::uniform_int_distribution<int>(from, to)(random); };
  for (int round = 0; round < scaled(3); ++round) {
    const std::int64_t limit = pick(1, 9'000'000);
    Year year(Money::from_fen(limit).to_string(), kProrate);
    OfficeFixture& fixture = year.fixture();
    std::vector<Wanted> wanted;
    for (int i = pick(1, 12); i > 0; --i) {
      wanted.push_back({"wild_boar", std::to_string(pick(1, 19)) + "." + std::to_string(pick(1000, 9999))});
    }
    const auto claims = year.approve(wanted);
    fixture.advance("2026-01-05");
    const auto settled = year.settle();
    REQUIRE(settled.ok());
    Money approved;
    for (const std::string& claim : claims) {
      const auto view = claim_of(fixture, claim);
      const Money entitlement = *view.money.entitlement;
      CHECK(view.money.approved + view.money.residual == entitlement);
      approved += view.money.approved;
      const std::int64_t share =
          settled->unpaid.is_zero()
              ? entitlement.fen()
              : static_cast<std::int64_t>(rules::Int128(entitlement.fen()) * limit / settled->wanted.fen());
      CHECK(view.money.approved.fen() >= share);
      CHECK(view.money.approved.fen() <= share + 1);
    }
    CHECK(approved == std::min(settled->wanted, Money::from_fen(limit)));
    CHECK(books_in_order(fixture));
  }
}

TEST_CASE("Verifying finds what was changed of a settlement") {
  struct Row {
    const char* what;
    const char* sql;
    const char* code;
  };
  // With the triggers gone; what was given is changed together with its parts and its residual.
  const Row rows[] = {
      {"a settled amount",
       "UPDATE approvals SET approved_fen = approved_fen - 1, residual_fen = residual_fen + 1 WHERE id = 3; "
       "UPDATE approval_funding SET amount_fen = amount_fen - 1 WHERE approval_id = 3 AND position = 1",
       "recomputed_as_stored"},
      {"the money that there was", "UPDATE settlements SET available_fen = available_fen - 1",
       "settled_within_available"},
      {"a limit that was another", "UPDATE settlements SET available_fen = 700, granted_fen = 700",
       "recomputed_as_stored"},
      {"the entitlement that was pending", "UPDATE approvals SET entitlement_fen = entitlement_fen + 1 WHERE id = 1",
       "pending_as_recorded"},
      {"an approval that is settled no more", "DELETE FROM carried_out_approvals WHERE waiting_id = 1",
       "pending_as_recorded"},
      {"a settlement that is gone", "DELETE FROM settlements", "settled_within_available"},
      {"another's claim settled",
       "UPDATE carried_out_approvals SET approval_id = 3 + 4 - approval_id + 1000 WHERE waiting_id = 1",
       "pending_as_recorded"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Year year("800.00", kProrate);
    OfficeFixture& fixture = year.fixture();
    year.approve({{"wild_boar", "0.7"}, {"wild_boar", "0.3"}});
    fixture.advance("2026-01-05");
    REQUIRE(year.settle().ok());
    REQUIRE(books_in_order(fixture));
    sqlite3* db = nullptr;
    REQUIRE(sqlite3_open((fixture.data() + "/wildclaims.db").c_str(), &db) == SQLITE_OK);
    const std::string sql = std::string(
                                "PRAGMA ignore_check_constraints = ON; DROP TRIGGER approval_never_changed; "
                                "DROP TRIGGER approval_funding_never_changed; "
                                "DROP TRIGGER settlement_never_changed; DROP TRIGGER settlement_never_deleted; "
                                "DROP TRIGGER carried_out_never_changed; "
                                "DROP TRIGGER carried_out_never_deleted; ") +
                            row.sql;
    REQUIRE(sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
    sqlite3_close(db);
    const auto reading = fixture.office().readers().read();
    const auto report = workflow::verify_books(*reading, {.recompute = true, .ask_sql = false, .heads = {}});
    CHECK(std::any_of(report.findings.begin(), report.findings.end(),
                      [&](const workflow::Finding& each) { return each.invariant == row.code; }));
  }
}

}  // namespace wildclaims::tests
