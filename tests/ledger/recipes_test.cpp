// Each recipe of ledger.md, posting by posting.
#include "claims/ledger/recipes.h"

#include <string>
#include <vector>

#include "claims/ledger/ledger_violation.h"
#include "tests/ledger/sample_book.h"
#include "tests/support/catch.h"

using namespace wildclaims::ledger;
using namespace wildclaims::ledger::sample;
using Lines = std::vector<std::string>;

namespace {

IndemnityApproval approval(const char* entitlement, const char* available, const char* reserve) {
  const Fit fit = fit_into_limit(yuan(entitlement), yuan(available));
  return {day("2025-12-20"), kSwanClaim,           5,        receipt_of(kSwanClaim), yuan(entitlement),
          yuan(available),   shares(fit.approved), "county", yuan(reserve)};
}

}  // namespace

TEST_CASE("Opening a policy grants the limit and calls the premium from each funder") {
  const Entry entry = opening(yuan("8000000.00"));
  CHECK(entry.kind == EntryKind::policy_opened);
  CHECK(entry.effective == day("2025-01-01"));
  CHECK_FALSE(entry.claim);
  CHECK(lines_of(entry) == Lines{"Dr limit:available 8000000.00", "Cr limit:granted 8000000.00",
                                 "Dr premium:receivable:province 200000.00", "Dr premium:receivable:county 300000.00",
                                 "Cr premium:written 500000.00"});
}

TEST_CASE("Premium received lowers what the funder owes") {
  const Entry entry = premium_received({day("2025-02-01"), "county", yuan("300000.00")});
  CHECK(entry.kind == EntryKind::premium_received);
  CHECK(lines_of(entry) == Lines{"Dr bank:premium 300000.00", "Cr premium:receivable:county 300000.00"});
}

TEST_CASE("A reserve is set, raised, lowered and released by the difference") {
  struct Row {
    const char* from;
    const char* to;
    EntryKind kind;
    Lines lines;
  };
  const Row rows[] = {
      {"0",
       "3500.00",
       EntryKind::reserve_set,
       {"Dr reserve:estimate 3500.00", "Cr reserve:outstanding:PL-2025-000001-9 3500.00"}},
      {"3500.00",
       "4000.00",
       EntryKind::reserve_changed,
       {"Dr reserve:estimate 500.00", "Cr reserve:outstanding:PL-2025-000001-9 500.00"}},
      {"4000.00",
       "1000.00",
       EntryKind::reserve_changed,
       {"Dr reserve:outstanding:PL-2025-000001-9 3000.00", "Cr reserve:estimate 3000.00"}},
      {"1000.00",
       "0",
       EntryKind::reserve_released,
       {"Dr reserve:outstanding:PL-2025-000001-9 1000.00", "Cr reserve:estimate 1000.00"}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.from, row.to);
    const Entry entry = reserve_changed({day("2025-09-20"), kBoarClaim, yuan(row.from), yuan(row.to)});
    CHECK(entry.kind == row.kind);
    CHECK(entry.claim == kBoarClaim);
    CHECK(lines_of(entry) == row.lines);
  }
}

TEST_CASE("An approval attributes, owes, commits and releases the reserve in one entry") {
  const Entry entry = indemnity_approved(approval("150000.00", "7842200.00", "90000.00"));
  CHECK(entry.kind == EntryKind::indemnity_approved);
  CHECK(entry.claim == kSwanClaim);
  CHECK(entry.determination == 5);
  CHECK(entry.receipt == receipt_of(kSwanClaim));
  CHECK(lines_of(entry) == Lines{"Dr incurred:province 60000.00", "Dr incurred:county 90000.00",
                                 "Cr payable:PL-2025-000033-0 150000.00", "Dr limit:committed 150000.00",
                                 "Cr limit:available 150000.00", "Dr reserve:outstanding:PL-2025-000033-0 90000.00",
                                 "Cr reserve:estimate 90000.00"});
}

TEST_CASE("At the last yuan an approval uses every fen and records the rest as the county's residual") {
  const Entry entry = indemnity_approved(approval("150000.00", "100000.01", "0"));
  CHECK(entry.kind == EntryKind::indemnity_approved);
  CHECK(lines_of(entry) == Lines{"Dr incurred:province 40000.00", "Dr incurred:county 60000.01",
                                 "Cr payable:PL-2025-000033-0 100000.01", "Dr limit:committed 100000.01",
                                 "Cr limit:available 100000.01", "Dr residual:county 49999.99",
                                 "Cr residual:owed:PL-2025-000033-0 49999.99"});
}

TEST_CASE("With nothing left of the limit only the residual is recorded") {
  const Entry entry = indemnity_approved(approval("150000.00", "0", "90000.00"));
  CHECK(entry.kind == EntryKind::residual_recorded);
  CHECK(entry.determination == 5);
  CHECK(lines_of(entry) == Lines{"Dr residual:county 150000.00", "Cr residual:owed:PL-2025-000033-0 150000.00",
                                 "Dr reserve:outstanding:PL-2025-000033-0 90000.00", "Cr reserve:estimate 90000.00"});
}

TEST_CASE("A part of zero posts nothing") {
  IndemnityApproval one_fen = approval("0.01", "100.00", "0");
  CHECK(lines_of(indemnity_approved(one_fen)) == Lines{"Dr incurred:county 0.01", "Cr payable:PL-2025-000033-0 0.01",
                                                       "Dr limit:committed 0.01", "Cr limit:available 0.01"});
}

TEST_CASE("A payment is sent, confirmed and returned") {
  const Entry sent = payment_sent({day("2026-01-05"), kSwanClaim, "2026-01-A", yuan("150000.00")});
  CHECK(sent.kind == EntryKind::payment_sent);
  CHECK(sent.batch == "2026-01-A");
  CHECK(lines_of(sent) == Lines{"Dr payable:PL-2025-000033-0 150000.00", "Cr clearing:2026-01-A 150000.00"});

  const Entry confirmed = payment_confirmed({day("2026-01-06"), kSwanClaim, "2026-01-A", yuan("150000.00")});
  CHECK(confirmed.kind == EntryKind::payment_confirmed);
  CHECK(lines_of(confirmed) == Lines{"Dr clearing:2026-01-A 150000.00", "Cr bank:claims 150000.00",
                                     "Dr limit:paid 150000.00", "Cr limit:committed 150000.00"});

  const Entry returned =
      payment_returned({day("2026-01-07"), kSwanClaim, "2026-01-A", yuan("150000.00"), 9, BankResult::not_confirmed});
  CHECK(returned.kind == EntryKind::payment_returned);
  CHECK(returned.reverses == 9);
  CHECK(lines_of(returned) == Lines{"Dr clearing:2026-01-A 150000.00", "Cr payable:PL-2025-000033-0 150000.00"});

  const Entry returned_late =
      payment_returned({day("2026-01-08"), kSwanClaim, "2026-01-A", yuan("150000.00"), 9, BankResult::confirmed});
  CHECK(lines_of(returned_late) == Lines{"Dr bank:claims 150000.00", "Cr clearing:2026-01-A 150000.00",
                                         "Dr limit:committed 150000.00", "Cr limit:paid 150000.00",
                                         "Dr clearing:2026-01-A 150000.00", "Cr payable:PL-2025-000033-0 150000.00"});
}

TEST_CASE("What fits into the limit and what does not always make the whole") {
  struct Row {
    const char* entitlement;
    const char* available;
    const char* approved;
    const char* residual;
  };
  const Row rows[] = {
      {"10.00", "100.00", "10.00", "0.00"},   {"100.00", "100.00", "100.00", "0.00"},
      {"100.01", "100.00", "100.00", "0.01"}, {"100.00", "0.00", "0.00", "100.00"},
      {"0.00", "5.00", "0.00", "0.00"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.entitlement, row.available);
    CHECK(fit_into_limit(yuan(row.entitlement), yuan(row.available)) == Fit{yuan(row.approved), yuan(row.residual)});
  }
  CHECK_THROWS_AS(fit_into_limit(yuan("-0.01"), yuan("1")), LedgerViolation);
  CHECK_THROWS_AS(fit_into_limit(yuan("1"), yuan("-0.01")), LedgerViolation);
}

TEST_CASE("Recipes refuse what no happening can be") {
  const auto changed = [](auto change) {
    IndemnityApproval approved = approval("100.00", "1000.00", "0");
    change(approved);
    return approved;
  };
  CHECK_THROWS_AS(policy_opened({day("2025-01-01"), yuan("0"), {{"county", yuan("1")}}}), LedgerViolation);
  CHECK_THROWS_AS(policy_opened({day("2025-01-01"), yuan("-1"), {{"county", yuan("1")}}}), LedgerViolation);
  CHECK_THROWS_AS(policy_opened({day("2025-01-01"), yuan("1"), {}}), LedgerViolation);
  CHECK_THROWS_AS(policy_opened({day("2025-01-01"), yuan("1"), {{"county", yuan("-1")}}}), LedgerViolation);
  CHECK_THROWS_AS(policy_opened({day("2025-01-01"), yuan("1"), {{"county", yuan("1")}, {"county", yuan("1")}}}),
                  LedgerViolation);
  CHECK_THROWS_AS(policy_opened({day("2025-01-01"), yuan("1"), {{"the county", yuan("1")}}}), LedgerViolation);

  CHECK_THROWS_AS(premium_received({day("2025-01-01"), "county", yuan("0")}), LedgerViolation);
  CHECK_THROWS_AS(premium_received({day("2025-01-01"), "county", yuan("-5")}), LedgerViolation);
  CHECK_THROWS_AS(premium_received({day("2025-01-01"), "", yuan("5")}), LedgerViolation);

  CHECK_THROWS_AS(reserve_changed({day("2025-01-01"), kBoarClaim, yuan("5"), yuan("5")}), LedgerViolation);
  CHECK_THROWS_AS(reserve_changed({day("2025-01-01"), kBoarClaim, yuan("0"), yuan("0")}), LedgerViolation);
  CHECK_THROWS_AS(reserve_changed({day("2025-01-01"), kBoarClaim, yuan("-1"), yuan("5")}), LedgerViolation);
  CHECK_THROWS_AS(reserve_changed({day("2025-01-01"), kBoarClaim, yuan("1"), yuan("-5")}), LedgerViolation);

  CHECK_THROWS_AS(indemnity_approved(changed([](auto& a) { a.entitlement = yuan("0"); })), LedgerViolation);
  CHECK_THROWS_AS(indemnity_approved(changed([](auto& a) { a.entitlement = yuan("-1"); })), LedgerViolation);
  CHECK_THROWS_AS(indemnity_approved(changed([](auto& a) { a.available = yuan("99.99"); })), LedgerViolation);
  CHECK_THROWS_AS(indemnity_approved(changed([](auto& a) { a.parts = shares(yuan("99.99")); })), LedgerViolation);
  CHECK_THROWS_AS(indemnity_approved(changed([](auto& a) {
                    a.parts = {{"county", yuan("101")}, {"province", yuan("-1")}};
                  })),
                  LedgerViolation);
  CHECK_THROWS_AS(indemnity_approved(changed([](auto& a) { a.reserve = yuan("-1"); })), LedgerViolation);
  CHECK_THROWS_AS(indemnity_approved(changed([](auto& a) { a.claim = "段三"; })), LedgerViolation);
  CHECK_THROWS_AS(indemnity_approved(changed([](auto& a) {
                    a.available = yuan("50.00");
                    a.parts = shares(yuan("50.00"));
                    a.residual_funder = "";
                  })),
                  LedgerViolation);
  CHECK_NOTHROW(indemnity_approved(changed([](auto& a) { a.residual_funder = ""; })));

  CHECK_THROWS_AS(payment_sent({day("2026-01-05"), kSwanClaim, "A", yuan("0")}), LedgerViolation);
  CHECK_THROWS_AS(payment_sent({day("2026-01-05"), kSwanClaim, "A B", yuan("1")}), LedgerViolation);
  CHECK_THROWS_AS(payment_confirmed({day("2026-01-05"), kSwanClaim, "A", yuan("-1")}), LedgerViolation);
  CHECK_THROWS_AS(payment_returned({day("2026-01-05"), kSwanClaim, "A", yuan("1"), 0, BankResult::confirmed}),
                  LedgerViolation);
}
