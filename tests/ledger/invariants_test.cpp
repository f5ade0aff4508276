// Forged entries: whatever is untrue of an entry is found before it is committed.
#include "claims/ledger/invariants.h"

#include <algorithm>
#include <functional>
#include <set>
#include <string>

#include "claims/ledger/ledger_violation.h"
#include "tests/ledger/sample_book.h"
#include "tests/support/catch.h"

using namespace wildclaims::ledger;
using namespace wildclaims::ledger::sample;

namespace {

std::set<std::string> found_in(const Balances& before, const Entry& entry) {
  std::set<std::string> names;
  for (const Violation& violation : check_entry(before, entry)) {
    CHECK_FALSE(violation.sentence.zh.empty());
    CHECK_FALSE(violation.sentence.en.empty());
    names.insert(std::string(code_of(violation.invariant)));
  }
  return names;
}

Entry approved(const char* amount) {
  return indemnity_approved({day("2025-12-20"), kSwanClaim, 5, receipt_of(kSwanClaim), yuan(amount), yuan("1000.00"),
                             shares(yuan(amount)), "county", yuan("0")});
}

// A policy with 1,000.00 of limit left and 100.00 payable to the swan claim.
Balances balances() {
  Balances before;
  before.apply(opening(yuan("1100.00")));
  before.apply(approved("100.00"));
  return before;
}

Posting& posting_to(Entry& entry, const std::string& account) {
  return *std::find_if(entry.postings.begin(), entry.postings.end(),
                       [&](const Posting& posting) { return posting.account == account; });
}

}  // namespace

TEST_CASE("Every invariant has a name of its own") {
  std::set<std::string> names;
  for (std::size_t i = 0; i <= static_cast<std::size_t>(kLastInvariant); ++i) {
    CHECK(names.insert(std::string(code_of(static_cast<Invariant>(i)))).second);
  }
}

TEST_CASE("A true entry has no violation") {
  CHECK(found_in(balances(), approved("1000.00")).empty());
  CHECK_NOTHROW(require_entry(balances(), approved("1000.00")));
}

TEST_CASE("Each forged entry is found by the invariant it breaks") {
  struct Row {
    const char* what;
    const char* invariant;
    std::function<void(Entry&)> forge;
  };
  const Row rows[] = {
      {"one amount a fen too high", "entry_balances",
       [](Entry& e) { posting_to(e, "incurred:county").amount += yuan("0.01"); }},
      {"a posting dropped", "entry_balances", [](Entry& e) { e.postings.pop_back(); }},
      {"no postings", "entry_balances", [](Entry& e) { e.postings.clear(); }},
      {"a posting of zero", "entry_balances",
       [](Entry& e) {
         e.postings.push_back({bank_claims(), yuan("0")});
       }},
      {"an account that does not exist", "entry_balances", [](Entry& e) { e.postings[0].account = "pocket"; }},
      {"balanced over all, not within the limit", "entry_balances",
       [](Entry& e) {
         posting_to(e, "limit:committed").amount += yuan("1");
         posting_to(e, "payable:PL-2025-000033-0").amount -= yuan("1");
       }},
      {"another claim's payable", "entry_concerns_one_claim",
       [](Entry& e) { posting_to(e, "payable:PL-2025-000033-0").account = payable(kBoarClaim); }},
      {"no claim", "entry_concerns_one_claim", [](Entry& e) { e.claim.reset(); }},
      {"no receipt", "entry_is_of_its_kind", [](Entry& e) { e.receipt.reset(); }},
      {"no determination", "entry_is_of_its_kind", [](Entry& e) { e.determination.reset(); }},
      {"a batch it has not", "entry_is_of_its_kind", [](Entry& e) { e.batch = "A"; }},
      {"reversing it does not do", "entry_is_of_its_kind", [](Entry& e) { e.reverses = 1; }},
      {"another kind", "entry_is_of_its_kind", [](Entry& e) { e.kind = EntryKind::residual_recorded; }},
      {"an account its kind never touches", "entry_is_of_its_kind",
       [](Entry& e) {
         e.postings.push_back({bank_premium(), yuan("5")});
         e.postings.push_back({premium_receivable("county"), -yuan("5")});
       }},
      {"one funder's part below zero", "entry_is_of_its_kind",
       [](Entry& e) {
         posting_to(e, "incurred:county").amount += yuan("100");
         posting_to(e, "incurred:province").amount -= yuan("100");
       }},
      {"less committed than owed", "incurred_equals_payable_per_approval",
       [](Entry& e) {
         posting_to(e, "limit:committed").amount -= yuan("1");
         posting_to(e, "limit:available").amount += yuan("1");
       }},
      {"nothing approved at all", "incurred_equals_payable_per_approval",
       [](Entry& e) {
         e.postings = {{residual("county"), yuan("5")}, {residual_owed(kSwanClaim), -yuan("5")}};
       }},
      {"limit not moved with the money", "limit_matches_money",
       [](Entry& e) { std::erase_if(e.postings, [](const Posting& p) { return p.account.starts_with("limit:"); }); }},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Entry entry = approved("60.00");
    row.forge(entry);
    CHECK(found_in(balances(), entry).contains(row.invariant));
    CHECK_THROWS_AS(require_entry(balances(), entry), LedgerViolation);
  }
}

TEST_CASE("The available limit never goes below zero, by a single fen") {
  Entry entry = approved("1000.00");
  CHECK(found_in(balances(), entry).empty());
  Balances less = balances();
  less.add(limit_available(), -yuan("0.01"));
  less.add(limit_committed(), yuan("0.01"));
  CHECK(found_in(less, entry) == std::set<std::string>{"available_limit_not_negative"});
}

TEST_CASE("No account is taken to the side it cannot stand on") {
  struct Row {
    const char* account;
    Entry entry;
  };
  const Row rows[] = {
      {"premium:receivable:county", premium_received({day("2025-02-01"), "county", yuan("300000.01")})},
      {"premium:receivable:town", premium_received({day("2025-02-01"), "town", yuan("1.00")})},
      {"payable:PL-2025-000033-0", payment_sent({day("2026-01-05"), kSwanClaim, "A", yuan("100.01")})},
      {"payable:PL-2025-000001-9", payment_sent({day("2026-01-05"), kBoarClaim, "A", yuan("1.00")})},
      {"clearing:A", payment_confirmed({day("2026-01-05"), kSwanClaim, "A", yuan("100.00")})},
      {"clearing:A",
       payment_returned({day("2026-01-05"), kSwanClaim, "A", yuan("100.00"), 2, BankResult::not_confirmed})},
      {"limit:paid", payment_returned({day("2026-01-05"), kSwanClaim, "A", yuan("100.00"), 2, BankResult::confirmed})},
      {"reserve:outstanding:PL-2025-000033-0",
       reserve_changed({day("2025-09-20"), kSwanClaim, yuan("10.00"), yuan("0")})},
  };
  for (const Row& row : rows) {
    CAPTURE(row.account);
    const Violations violations = check_entry(balances(), row.entry);
    REQUIRE_FALSE(violations.empty());
    CHECK(std::any_of(violations.begin(), violations.end(), [&](const Violation& violation) {
      return violation.invariant == Invariant::account_on_its_side && violation.subject == row.account;
    }));
  }
}

TEST_CASE("Two postings to one account count together") {
  // Returning a confirmed payment posts to clearing twice; between them the account would stand on the other side.
  Balances before = balances();
  before.apply(payment_sent({day("2026-01-05"), kSwanClaim, "A", yuan("100.00")}));
  before.apply(payment_confirmed({day("2026-01-06"), kSwanClaim, "A", yuan("100.00")}));
  CHECK(
      found_in(before, payment_returned({day("2026-01-07"), kSwanClaim, "A", yuan("100.00"), 3, BankResult::confirmed}))
          .empty());
}

TEST_CASE("Only the accounts an entry touches are needed to check it") {
  Balances touched;
  touched.set(limit_available(), yuan("1000.00"));
  touched.set(limit_committed(), yuan("100.00"));
  touched.set(incurred("county"), yuan("60.00"));
  touched.set(incurred("province"), yuan("40.00"));
  touched.set(payable(kSwanClaim), -yuan("100.00"));
  CHECK(found_in(touched, approved("1000.00")).empty());
}

TEST_CASE("A trial balance has two equal columns") {
  const TrialBalance trial = trial_balance(balances());
  CHECK(trial.is_balanced());
  CHECK(trial.debit == yuan("501200.00"));
  CHECK(trial.rows.front() == TrialBalance::Row{"incurred:county", yuan("60.00"), {}});
  Balances forged = balances();
  forged.add(bank_premium(), yuan("0.01"));
  CHECK_FALSE(trial_balance(forged).is_balanced());
}
