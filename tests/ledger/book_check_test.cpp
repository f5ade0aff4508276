// A whole book, and a forged violation of every invariant in it.
#include "claims/ledger/book_check.h"

#include <functional>
#include <set>
#include <string>

#include "tests/ledger/sample_book.h"
#include "tests/support/catch.h"

using namespace wildclaims::ledger;
using namespace wildclaims::ledger::sample;
namespace domain = wildclaims::domain;
namespace rules = wildclaims::rules;

namespace {

std::set<std::string> found_in(const Violations& violations) {
  std::set<std::string> names;
  for (const Violation& violation : violations) {
    CHECK_FALSE(violation.subject.empty());
    CHECK_FALSE(violation.sentence.zh.empty());
    CHECK_FALSE(violation.sentence.en.empty());
    names.insert(std::string(code_of(violation.invariant)));
  }
  return names;
}

// Makes the chain whole again over changed entries, as a forger with the program would, and the balances with it.
void reseal(Book& book) {
  ChainHead head;
  book.balances = Balances();
  for (RecordedEntry& recorded : book.entries) {
    recorded = record(recorded.entry, book.name(), recorded.recorded, head);
    head = head_of(recorded);
    book.balances.apply(recorded.entry);
  }
}

RecordedEntry& nth_of(Book& book, EntryKind kind, int n = 1) {
  for (RecordedEntry& recorded : book.entries) {
    if (recorded.entry.kind == kind && --n == 0) return recorded;
  }
  FAIL("no such entry");
  return book.entries.front();
}

struct Forgery {
  const char* what;
  Invariant invariant;
  std::function<void(Book&)> forge;
};

const std::vector<Forgery>& forgeries() {
  static const std::vector<Forgery> kForgeries = {
      {"a posting raised by a fen", Invariant::entry_balances,
       [](Book& b) { b.entries[5].entry.postings[0].amount += yuan("0.01"); }},
      {"a sub-limit that does not move with the limit", Invariant::sub_limits_follow_the_limit,
       [](Book& b) {
         auto& postings = nth_of(b, EntryKind::payment_confirmed).entry.postings;
         postings.push_back({sub_limit_paid("approved.h7"), yuan("1.00")});
         postings.push_back({sub_limit_committed("approved.h7"), yuan("-1.00")});
       }},
      {"another claim's account", Invariant::entry_concerns_one_claim,
       [](Book& b) {
         nth_of(b, EntryKind::payment_sent).entry.postings[0].account = payable(kSwanClaim);
         reseal(b);
       }},
      {"an approval without its receipt", Invariant::entry_is_of_its_kind,
       [](Book& b) {
         nth_of(b, EntryKind::indemnity_approved).entry.receipt.reset();
         reseal(b);
       }},
      {"an entry taken out", Invariant::entry_is_append_only, [](Book& b) { b.entries.erase(b.entries.begin() + 3); }},
      {"an entry of another book", Invariant::entry_is_append_only, [](Book& b) { b.entries[3].book = "PL-2024"; }},
      {"more premium than was called", Invariant::account_on_its_side,
       [](Book& b) {
         nth_of(b, EntryKind::premium_received).entry = premium_received({day("2025-02-01"), "county", yuan("300001")});
         reseal(b);
       }},
      {"a limit granted smaller after the fact", Invariant::available_limit_not_negative,
       [](Book& b) {
         b.entries[0].entry = opening(yuan("159999.99"));
         reseal(b);
       }},
      {"an approval that owes more than it attributes", Invariant::incurred_equals_payable_per_approval,
       [](Book& b) {
         Entry& entry = nth_of(b, EntryKind::indemnity_approved).entry;
         entry.postings[2].amount -= yuan("1");
         reseal(b);
       }},
      {"an approval whose entry is another determination's", Invariant::incurred_equals_payable_per_approval,
       [](Book& b) { b.facts.approvals[0].determination = 99; }},
      {"limit paid kept back", Invariant::limit_matches_money,
       [](Book& b) {
         b.balances.add(limit_paid(), -yuan("1"));
         b.balances.add(limit_available(), yuan("1"));
       }},
      {"a stored balance changed", Invariant::trial_balance_is_zero,
       [](Book& b) { b.balances.add(bank_premium(), yuan("0.01")); }},
      {"two stored balances changed", Invariant::balances_equal_sum_of_postings,
       [](Book& b) {
         b.balances.add(incurred("county"), yuan("1"));
         b.balances.add(incurred("province"), -yuan("1"));
       }},
      {"a balance that no posting made", Invariant::balances_equal_sum_of_postings,
       [](Book& b) {
         b.balances.add(residual("town"), yuan("1"));
         b.balances.add(residual("county"), -yuan("1"));
       }},
      {"a stored part changed", Invariant::funding_parts_sum_to_approved,
       [](Book& b) {
         (*b.facts.approvals[0].parts)[0].amount += yuan("1");
         (*b.facts.approvals[0].parts)[1].amount -= yuan("1");
       }},
      {"an entry that attributes otherwise", Invariant::funding_parts_sum_to_approved,
       [](Book& b) {
         Entry& entry = nth_of(b, EntryKind::indemnity_approved).entry;
         entry.postings[0].amount += yuan("1");
         entry.postings[1].amount -= yuan("1");
         reseal(b);
       }},
      {"a residual forgotten", Invariant::approved_plus_residual_equals_entitlement,
       [](Book& b) { b.facts.approvals[1].residual = yuan("0"); }},
      {"a residual that the entry has not", Invariant::approved_plus_residual_equals_entitlement,
       [](Book& b) {
         b.facts.approvals[0].residual = yuan("1");
         b.facts.approvals[0].entitlement += yuan("1");
         b.facts.approvals[0].determined += yuan("1");
       }},
      {"more approved than determined", Invariant::approved_within_determined,
       [](Book& b) { b.facts.approvals[0].determined = yuan("4931.24"); }},
      {"an entry with no approval behind it", Invariant::approved_within_determined,
       [](Book& b) { b.facts.approvals.erase(b.facts.approvals.begin()); }},
      {"a payment above the approval", Invariant::paid_within_approved,
       [](Book& b) {
         RecordedEntry& sent = nth_of(b, EntryKind::payment_sent);
         sent.entry = payment_sent({day("2026-01-05"), kBoarClaim, "2026-01-A", yuan("4931.26")});
         reseal(b);
       }},
      {"a payment sent again while it is out", Invariant::nothing_paid_twice,
       [](Book& b) {
         RecordedEntry again = nth_of(b, EntryKind::payment_sent);
         b.entries.push_back(again);
         reseal(b);
       }},
      {"a payment confirmed twice", Invariant::nothing_paid_twice,
       [](Book& b) {
         RecordedEntry again = nth_of(b, EntryKind::payment_confirmed);
         b.entries.push_back(again);
         reseal(b);
       }},
      {"a payment returned twice", Invariant::nothing_paid_twice,
       [](Book& b) {
         RecordedEntry again = nth_of(b, EntryKind::payment_returned, 2);
         b.entries.push_back(again);
         reseal(b);
       }},
      {"a return that points at another entry", Invariant::nothing_paid_twice,
       [](Book& b) {
         nth_of(b, EntryKind::payment_returned).entry.reverses = 1;
         reseal(b);
       }},
      {"a payment entry with no payment behind it", Invariant::nothing_paid_twice,
       [](Book& b) { b.facts.payments.pop_back(); }},
      {"two payments on one entry", Invariant::nothing_paid_twice,
       [](Book& b) { b.facts.payments.push_back(b.facts.payments.front()); }},
      {"a payment of another amount", Invariant::nothing_paid_twice,
       [](Book& b) { b.facts.payments[0].amount += yuan("0.01"); }},
      {"the determiner approved", Invariant::maker_is_not_checker,
       [](Book& b) { b.facts.claims[0].determiners.push_back(domain::UserId{11}); }},
      {"the approver paid", Invariant::maker_is_not_checker,
       [](Book& b) { b.facts.claims[0].cashiers.push_back(domain::UserId{12}); }},
      {"the determiner paid", Invariant::maker_is_not_checker,
       [](Book& b) { b.facts.claims[0].cashiers.push_back(domain::UserId{10}); }},
      {"one person gave both approvals", Invariant::maker_is_not_checker,
       [](Book& b) {
         b.facts.approvals[0].approvers = {domain::UserId{11}, domain::UserId{11}};
       }},
      {"a claim closed with its payment on the way", Invariant::closed_claim_owes_nothing,
       [](Book& b) { b.claim_is(kSwanClaim, domain::ClaimState::closed); }},
      {"a claim denied with its reserve standing", Invariant::closed_claim_owes_nothing,
       [](Book& b) {
         b.post(reserve_changed({day("2026-01-12"), "PL-2025-000040-1", yuan("0"), yuan("5")}));
         b.claim_is("PL-2025-000040-1", domain::ClaimState::denied);
       }},
      {"a claim withdrawn with money payable", Invariant::closed_claim_owes_nothing,
       [](Book& b) {
         b.entries.pop_back();
         b.entries.pop_back();
         b.entries.pop_back();
         reseal(b);
         b.claim_is(kSwanClaim, domain::ClaimState::withdrawn);
       }},
      {"a stored claim number that is none", Invariant::closed_claim_owes_nothing,
       [](Book& b) { b.facts.claims[0].claim = "no number"; }},
      {"an entry changed", Invariant::hash_chain_unbroken,
       [](Book& b) { b.entries[4].entry.effective = day("2025-12-06"); }},
      {"an entry changed and hashed again, not those after it", Invariant::hash_chain_unbroken,
       [](Book& b) {
         b.entries[4].entry.effective = day("2025-12-06");
         b.entries[4].hash = entry_hash(b.entries[4]);
       }},
  };
  return kForgeries;
}

}  // namespace

TEST_CASE("The sample book keeps every invariant") {
  const Book book = sample_book();
  const Violations violations = book.check();
  for (const Violation& violation : violations) {
    UNSCOPED_INFO(code_of(violation.invariant) << " " << violation.subject << " " << violation.sentence.en);
  }
  CHECK(violations.empty());
  CHECK(book.balances.of(limit_available()) == yuan("0"));
  CHECK(book.balances.of(residual("county")) == yuan("25006.75"));
}

TEST_CASE("Each forgery is found by the invariant it breaks") {
  for (const Forgery& forgery : forgeries()) {
    CAPTURE(forgery.what, code_of(forgery.invariant));
    Book book = sample_book();
    forgery.forge(book);
    CHECK(found_in(book.check()).contains(std::string(code_of(forgery.invariant))));
  }
}

namespace {

// 1,000.00 for 800.00 and 450.00, settled at 80 %.
Book settled_book() {
  Book book;
  book.post(opening(yuan("1000")));
  const std::int64_t swans = book.pend(kSwanClaim, yuan("800"));
  const std::int64_t boar = book.pend(kBoarClaim, yuan("450"));
  book.settle(swans, yuan("640"));
  book.settle(boar, yuan("360"));
  return book;
}

const std::vector<Forgery>& forgeries_of_a_settlement() {
  static const std::vector<Forgery> kForgeries = {
      {"a pending entitlement of another amount", Invariant::pending_as_recorded,
       [](Book& b) { b.facts.pending[0].entitlement += yuan("1"); }},
      {"a pending entitlement of another determination", Invariant::pending_as_recorded,
       [](Book& b) { b.facts.pending[0].determination = 99; }},
      {"an entry with nothing pending behind it", Invariant::pending_as_recorded,
       [](Book& b) { b.facts.pending.pop_back(); }},
      {"two pending entitlements on one entry", Invariant::pending_as_recorded,
       [](Book& b) { b.facts.pending.push_back(b.facts.pending.front()); }},
      {"a settled entitlement that stands pending", Invariant::pending_as_recorded,
       [](Book& b) { b.facts.pending[0].settled.reset(); }},
      {"another's approval", Invariant::pending_as_recorded,
       [](Book& b) { b.facts.pending[0].approval = b.facts.pending[1].approval; }},
      {"settled twice", Invariant::nothing_paid_twice,
       [](Book& b) {
         b.entries.push_back(nth_of(b, EntryKind::entitlement_settled));
         reseal(b);
       }},
      {"a pending entitlement above what was determined", Invariant::approved_within_determined,
       [](Book& b) { b.facts.pending[0].determined = yuan("799.99"); }},
      {"one person gave both approvals of what is pending", Invariant::maker_is_not_checker,
       [](Book& b) {
         b.facts.pending[0].approvers = {domain::UserId{11}, domain::UserId{11}};
       }},
      {"less money than was given", Invariant::settled_within_available,
       [](Book& b) { b.facts.settled_with = yuan("999.99"); }},
      {"more money than there was", Invariant::settled_within_available,
       [](Book& b) { b.facts.settled_with = yuan("1000.01"); }},
      {"no settlement at all", Invariant::settled_within_available, [](Book& b) { b.facts.settled_with.reset(); }},
  };
  return kForgeries;
}

}  // namespace

TEST_CASE("A settled year is in order, and each forgery of it is found") {
  for (const Violation& violation : settled_book().check()) {
    FAIL_CHECK(code_of(violation.invariant) << " " << violation.subject << " " << violation.sentence.en);
  }
  for (const Forgery& forgery : forgeries_of_a_settlement()) {
    CAPTURE(forgery.what, code_of(forgery.invariant));
    Book book = settled_book();
    forgery.forge(book);
    CHECK(found_in(book.check()).contains(std::string(code_of(forgery.invariant))));
  }
}

TEST_CASE("A claim closed with its entitlement pending is found, and one taken back is not pending") {
  Book book;
  book.post(opening(yuan("1000")));
  const std::int64_t pending = book.pend(kSwanClaim, yuan("800"));
  book.claim_is(kSwanClaim, domain::ClaimState::closed);
  CHECK(found_in(book.check()).contains("closed_claim_owes_nothing"));
  book.facts.pending[0].undone = book.post(
      approval_undone({day("2025-12-21"), pending, book.entries.at(static_cast<std::size_t>(pending) - 1).entry}));
  CHECK(book.check().empty());
}

TEST_CASE("Every invariant has a forgery that shows it") {
  std::set<Invariant> shown;
  for (const Forgery& forgery : forgeries_of_a_settlement()) shown.insert(forgery.invariant);
  for (const Forgery& forgery : forgeries()) shown.insert(forgery.invariant);
  CHECK(shown.size() == static_cast<std::size_t>(kLastInvariant) + 1);
}

TEST_CASE("A book cut at its end, and one written anew, do not end at the head that was printed") {
  const Book book = sample_book();
  Book cut = book;
  cut.entries.pop_back();
  cut.entries.pop_back();
  reseal(cut);
  CHECK(found_in(check_book("PL-2025", cut.entries, cut.balances, {}, book.head())).contains("hash_chain_unbroken"));

  Book anew = book;
  anew.entries[4].entry.effective = day("2025-12-06");
  reseal(anew);
  CHECK(found_in(check_book("PL-2025", anew.entries, anew.balances, anew.facts, std::nullopt)).empty());
  CHECK(found_in(check_book("PL-2025", anew.entries, anew.balances, anew.facts, book.head())) ==
        std::set<std::string>{"hash_chain_unbroken"});
}

TEST_CASE("One changed entry is named once, not with everything after it") {
  Book book = sample_book();
  book.entries[4].entry.effective = day("2025-12-06");
  const Violations violations = book.check();
  REQUIRE(violations.size() == 1);
  CHECK(violations[0].subject == "PL-2025#5");
}

TEST_CASE("Amounts beyond the range of money are a violation, not an accident") {
  Book book = sample_book();
  for (Posting& posting : book.entries[5].entry.postings) posting.amount = rules::Money::from_fen(rules::Money::kLimit);
  CHECK(found_in(book.check()).contains("entry_balances"));
  Book stored = sample_book();
  stored.balances.set(bank_premium(), rules::Money::from_fen(rules::Money::kLimit));
  stored.balances.set(limit_available(), rules::Money::from_fen(rules::Money::kLimit));
  CHECK_FALSE(stored.check().empty());
}

TEST_CASE("More violations than anyone reads are counted, not kept") {
  Book book;
  book.post(opening(yuan("100.00")));
  for (std::size_t i = 0; i < kMaxViolations + 50; ++i) {
    book.post(reserve_changed({day("2025-09-20"), "C" + std::to_string(i), yuan("0"), yuan("1")}));
  }
  BookCheck check("PL-2025");
  for (RecordedEntry entry : book.entries) {
    entry.entry.effective = entry.entry.effective.plus_days(1);
    check.see(entry);
  }
  CHECK(check.finish(book.balances, {}, std::nullopt).size() == kMaxViolations);
  CHECK(check.violations_found() == kMaxViolations + 51);
  CHECK(check.entries() == static_cast<std::int64_t>(kMaxViolations) + 51);
}

TEST_CASE("An empty book is a true one") { CHECK(check_book("PL-2025", {}, {}, {}, ChainHead{}).empty()); }
