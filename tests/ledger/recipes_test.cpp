// Each recipe of ledger.md, posting by posting.
#include "claims/ledger/recipes.h"

#include <string>
#include <vector>

#include "claims/ledger/ledger_violation.h"
#include "tests/ledger/sample_book.h"
#include "tests/support/catch.h"

using namespace wildclaims::ledger;
using namespace wildclaims::ledger::sample;
using wildclaims::rules::Money;
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

TEST_CASE("A prepaid premium is called from one funder, and each other owes that one its part") {
  Entry entry = policy_opened({day("2025-01-01"), yuan("8000000.00"), shares(yuan("500000.00")), "county"});
  CHECK(lines_of(entry) == Lines{"Dr limit:available 8000000.00", "Cr limit:granted 8000000.00",
                                 "Dr premium:receivable:county 500000.00", "Cr premium:written 500000.00",
                                 "Dr reimbursement:receivable:province 200000.00",
                                 "Cr reimbursement:owed_to:county 200000.00"});
  entry = reimbursement_received({day("2025-06-30"), "province", "county", yuan("120000.00")});
  CHECK(lines_of(entry) ==
        Lines{"Dr reimbursement:owed_to:county 120000.00", "Cr reimbursement:receivable:province 120000.00"});
  CHECK_THROWS_AS(reimbursement_received({day("2025-06-30"), "county", "county", yuan("1.00")}), LedgerViolation);
}

TEST_CASE("An endorsement adds limit, premium, or both") {
  CHECK(lines_of(policy_topped_up({day("2025-11-01"), yuan("1000000.00"), shares(yuan("50000.00"))})) ==
        Lines{"Dr limit:available 1000000.00", "Cr limit:granted 1000000.00", "Dr premium:receivable:province 20000.00",
              "Dr premium:receivable:county 30000.00", "Cr premium:written 50000.00"});
  CHECK(lines_of(policy_topped_up({day("2025-11-01"), yuan("1000000.00"), {}})) ==
        Lines{"Dr limit:available 1000000.00", "Cr limit:granted 1000000.00"});
  CHECK_THROWS_AS(policy_topped_up({day("2025-11-01"), Money(), {}}), LedgerViolation);
  CHECK_THROWS_AS(policy_topped_up({day("2025-11-01"), yuan("-1.00"), shares(yuan("50000.00"))}), LedgerViolation);
}

TEST_CASE("A sub-limit is granted when it is first used, with what was approved before") {
  CHECK(lines_of(sub_limit_opened({day("2025-11-01"), "approved.h7", yuan("150000.00"), yuan("50000.00")})) ==
        Lines{"Dr limit:approved.h7:available 150000.00", "Dr limit:approved.h7:committed 50000.00",
              "Cr limit:approved.h7:granted 200000.00"});
  CHECK_THROWS_AS(sub_limit_opened({day("2025-11-01"), "a:b", yuan("1.00")}), LedgerViolation);
  CHECK_THROWS_AS(sub_limit_opened({day("2025-11-01"), "a", Money()}), LedgerViolation);
}

TEST_CASE("Every move of the limit is repeated in the claim's sub-limits") {
  IndemnityApproval approved = approval("1000.00", "600.00", "0");
  approved.scopes = {"s1", "s2"};
  CHECK(lines_of(indemnity_approved(approved)) ==
        Lines{"Dr incurred:province 240.00", "Dr incurred:county 360.00", "Cr payable:PL-2025-000033-0 600.00",
              "Dr limit:committed 600.00", "Cr limit:available 600.00", "Dr limit:s1:committed 600.00",
              "Cr limit:s1:available 600.00", "Dr limit:s2:committed 600.00", "Cr limit:s2:available 600.00",
              "Dr residual:county 400.00", "Cr residual:owed:PL-2025-000033-0 400.00"});
  CHECK(lines_of(payment_confirmed({day("2026-01-06"), kSwanClaim, "B1", yuan("600.00"), {"s1"}})) ==
        Lines{"Dr clearing:B1 600.00", "Cr bank:claims 600.00", "Dr limit:paid 600.00", "Cr limit:committed 600.00",
              "Dr limit:s1:paid 600.00", "Cr limit:s1:committed 600.00"});
  CHECK(lines_of(payment_returned(
            {day("2026-01-07"), kSwanClaim, "B1", yuan("600.00"), 9, BankResult::confirmed, {"s1"}})) ==
        Lines{"Dr bank:claims 600.00", "Cr clearing:B1 600.00", "Dr limit:committed 600.00", "Cr limit:paid 600.00",
              "Dr limit:s1:committed 600.00", "Cr limit:s1:paid 600.00", "Dr clearing:B1 600.00",
              "Cr payable:PL-2025-000033-0 600.00"});
}

TEST_CASE("An approval is undone posting by posting, the reserve included") {
  const Entry approved = indemnity_approved(approval("1000.00", "600.00", "700.00"));
  const Entry undone = approval_undone({day("2025-12-21"), 17, approved});
  CHECK(undone.kind == EntryKind::approval_undone);
  CHECK(undone.reverses == 17);
  CHECK(undone.claim == kSwanClaim);
  CHECK_FALSE(undone.determination);
  REQUIRE(undone.postings.size() == approved.postings.size());
  for (std::size_t i = 0; i < approved.postings.size(); ++i) {
    CHECK(undone.postings[i].account == approved.postings[i].account);
    CHECK(undone.postings[i].amount == -approved.postings[i].amount);
  }
  CHECK_THROWS_AS(approval_undone({day("2025-12-21"), 17, opening(yuan("1.00"))}), LedgerViolation);
  CHECK_THROWS_AS(approval_undone({day("2025-12-21"), 0, approved}), LedgerViolation);
}

TEST_CASE("A later determination that gives less takes from the residual, from what is owed, and from what was paid") {
  const auto lowered = [](const char* residual, const char* unpaid, const char* recoverable) {
    return indemnity_lowered({day("2026-01-25"),
                              kSwanClaim,
                              8,
                              receipt_of(kSwanClaim),
                              17,
                              yuan(residual),
                              yuan(unpaid),
                              yuan(recoverable),
                              shares(yuan(unpaid) + yuan(recoverable)),
                              "county",
                              yuan("0"),
                              {"s1"}});
  };
  const Entry all = lowered("10.00", "100.00", "50.00");
  CHECK(all.kind == EntryKind::indemnity_lowered);
  CHECK(all.adjusts == 17);
  CHECK(all.determination == 8);
  CHECK(lines_of(all) == Lines{"Dr payable:PL-2025-000033-0 100.00", "Dr recovery:receivable:PL-2025-000033-0 50.00",
                               "Cr incurred:province 60.00", "Cr incurred:county 90.00", "Dr limit:available 100.00",
                               "Cr limit:committed 100.00", "Dr limit:s1:available 100.00",
                               "Cr limit:s1:committed 100.00", "Dr residual:owed:PL-2025-000033-0 10.00",
                               "Cr residual:county 10.00"});
  CHECK(lines_of(lowered("0", "0", "50.00")) == Lines{"Dr recovery:receivable:PL-2025-000033-0 50.00",
                                                      "Cr incurred:province 20.00", "Cr incurred:county 30.00"});
  CHECK_THROWS_AS(lowered("0", "0", "0"), LedgerViolation);
  CHECK_THROWS_AS(lowered("0", "-1.00", "2.00"), LedgerViolation);
}

TEST_CASE("A residual is restored out of a limit that was freed or topped up") {
  const Entry entry = residual_restored({day("2026-01-20"),
                                         kSwanClaim,
                                         5,
                                         receipt_of(kSwanClaim),
                                         17,
                                         yuan("100.00"),
                                         shares(yuan("100.00")),
                                         "county",
                                         {}});
  CHECK(entry.kind == EntryKind::residual_restored);
  CHECK(entry.adjusts == 17);
  CHECK(lines_of(entry) == Lines{"Dr incurred:province 40.00", "Dr incurred:county 60.00",
                                 "Cr payable:PL-2025-000033-0 100.00", "Dr limit:committed 100.00",
                                 "Cr limit:available 100.00", "Dr residual:owed:PL-2025-000033-0 100.00",
                                 "Cr residual:county 100.00"});
}

TEST_CASE("Money paid back comes to the bank, and to the limit only where the rulebook restores it") {
  CHECK(lines_of(recovery_received({day("2026-02-01"), kSwanClaim, yuan("50.00")})) ==
        Lines{"Dr bank:claims 50.00", "Cr recovery:receivable:PL-2025-000033-0 50.00"});
  CHECK(lines_of(recovery_received({day("2026-02-01"), kSwanClaim, yuan("50.00"), FreedLimit::restored, {"s1"}})) ==
        Lines{"Dr bank:claims 50.00", "Cr recovery:receivable:PL-2025-000033-0 50.00", "Dr limit:available 50.00",
              "Cr limit:paid 50.00", "Dr limit:s1:available 50.00", "Cr limit:s1:paid 50.00"});
  CHECK_THROWS_AS(recovery_received({day("2026-02-01"), kSwanClaim, yuan("0")}), LedgerViolation);
}

TEST_CASE("An entitlement waits for the settlement of the year and is settled by its reversal") {
  const Entry recorded =
      entitlement_recorded({day("2025-12-20"), kSwanClaim, 5, receipt_of(kSwanClaim), yuan("1000.00"), yuan("700.00")});
  CHECK(lines_of(recorded) == Lines{"Dr entitlement:pending 1000.00", "Cr entitlement:PL-2025-000033-0 1000.00",
                                    "Dr reserve:outstanding:PL-2025-000033-0 700.00", "Cr reserve:estimate 700.00"});
  const Entry settled = entitlement_settled({day("2026-01-31"), 12, kSwanClaim, yuan("1000.00")});
  CHECK(settled.reverses == 12);
  CHECK(lines_of(settled) == Lines{"Dr entitlement:PL-2025-000033-0 1000.00", "Cr entitlement:pending 1000.00"});
}

TEST_CASE("What is taken from the funders sums to the amount and leaves nobody below zero") {
  struct Row {
    FunderParts borne;
    const char* amount;
    std::vector<const char*> taken;
  };
  const Row rows[] = {
      {{{"province", yuan("40.00")}, {"county", yuan("60.00")}}, "10.00", {"4.00", "6.00"}},
      {{{"province", yuan("40.00")}, {"county", yuan("60.00")}}, "0.01", {"0.01", "0.00"}},
      {{{"province", yuan("0.00")}, {"county", yuan("0.01")}}, "0.01", {"0.00", "0.01"}},
      {{{"a", yuan("0.01")}, {"b", yuan("0.01")}, {"c", yuan("0.01")}}, "0.02", {"0.01", "0.01", "0.00"}},
      {{{"a", yuan("33.33")}, {"b", yuan("33.33")}, {"c", yuan("33.34")}}, "100.00", {"33.33", "33.33", "33.34"}},
      {{{"a", yuan("5.00")}}, "0.00", {"0.00"}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.amount);
    const FunderParts taken = take_from(row.borne, yuan(row.amount));
    REQUIRE(taken.size() == row.taken.size());
    for (std::size_t i = 0; i < taken.size(); ++i) CHECK(taken[i].amount == yuan(row.taken[i]));
    CHECK(sum_of(taken) == yuan(row.amount));
  }
  CHECK_THROWS_AS(take_from({{"a", yuan("5.00")}}, yuan("5.01")), LedgerViolation);
  CHECK_THROWS_AS(take_from({{"a", yuan("5.00")}}, yuan("-0.01")), LedgerViolation);
}
