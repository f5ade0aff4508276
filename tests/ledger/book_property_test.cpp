// Random lives of random claims on a limit that runs out: whatever the order, every invariant holds.
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "claims/ledger/account.h"
#include "claims/ledger/ledger_violation.h"
#include "tests/ledger/sample_book.h"
#include "tests/support/catch.h"

using namespace wildclaims::ledger;
using namespace wildclaims::ledger::sample;
namespace domain = wildclaims::domain;
namespace rules = wildclaims::rules;

namespace {

using domain::ClaimState;
using rules::Money;

// What a model that knows nothing of accounts says of one claim.
struct Claim {
  std::string number;
  ClaimState state = ClaimState::accepted;
  Money reserve;
  Money approved;
  Money residual;
  std::int64_t sent = 0;
};

class Life {
 public:
  explicit Life(std::uint32_t seed) : random_(seed) {
    limit_ = amount(5'000'000);
    book_.post(opening(limit_));
  }

  void step() {
    if (claims_.empty() || pick(5) == 0) return begin();
    Claim& claim = claims_[pick(claims_.size())];
    if (claim.state == ClaimState::accepted) return live_accepted(claim);
    if (claim.state == ClaimState::approved) return send(claim);
    if (claim.state == ClaimState::paying) return live_paying(claim);
    if (claim.state == ClaimState::paid) return live_paid(claim);
  }

  // The books against the model, to the fen.
  void compare() const {
    Money approved;
    Money paid;
    Money residual;
    Money reserve;
    for (const Claim& claim : claims_) {
      approved += claim.approved;
      residual += claim.residual;
      reserve += claim.reserve;
      if (claim.state == ClaimState::paid || claim.state == ClaimState::closed) paid += claim.approved;
    }
    const Balances& balances = book_.balances;
    CHECK(balances.of(limit_available()) == limit_ - approved);
    CHECK(balances.of(limit_committed()) == approved - paid);
    CHECK(balances.of(limit_paid()) == paid);
    CHECK(balances.of(bank_claims()) == -paid);
    CHECK(balances.total(AccountKind::incurred) == approved);
    CHECK(balances.total(AccountKind::residual) == residual);
    CHECK(balances.of(reserve_estimate()) == reserve);
    CHECK(trial_balance(balances).is_balanced());
  }

  Book& book() { return book_; }
  bool limit_ran_out() const { return book_.balances.of(limit_available()).is_zero(); }

 private:
  std::size_t pick(std::size_t below) { return std::uniform_int_distribution<std::size_t>(0, below - 1)(random_); }
  Money amount(std::int64_t most) {
    return Money::from_fen(std::uniform_int_distribution<std::int64_t>(1, most)(random_));
  }

  void live_accepted(Claim& claim) {
    switch (pick(8)) {
      case 0:
      case 1:
        return end_unpaid(claim);
      case 2:
      case 3:
      case 4:
        return estimate(claim);
      default:
        return approve(claim);
    }
  }
  void live_paying(Claim& claim) {
    if (pick(3) == 0) return give_back(claim, BankResult::not_confirmed);
    confirm(claim);
  }
  void live_paid(Claim& claim) {
    if (pick(4) == 0) return give_back(claim, BankResult::confirmed);
    close(claim);
  }
  void begin() {
    claims_.push_back({"PL-2025-" + std::to_string(100'000 + claims_.size()) + "-0", {}, {}, {}, {}, 0});
    claims_.back().state = ClaimState::accepted;
    estimate(claims_.back());
  }
  void set_state(Claim& claim, ClaimState state) {
    claim.state = state;
    book_.claim_is(claim.number, state);
  }
  void estimate(Claim& claim) {
    const Money to = amount(300'000);
    if (to == claim.reserve) return;
    book_.post(reserve_changed({day("2025-09-20"), claim.number, claim.reserve, to}));
    claim.reserve = to;
  }
  void end_unpaid(Claim& claim) {
    book_.post(reserve_changed({day("2025-09-21"), claim.number, claim.reserve, Money()}));
    claim.reserve = Money();
    set_state(claim, pick(2) == 0 ? ClaimState::denied : ClaimState::withdrawn);
  }
  void approve(Claim& claim) {
    const Money entitlement = amount(400'000);
    const Fit fit = fit_into_limit(entitlement, book_.balances.of(limit_available()));
    CHECK(fit.approved + fit.residual == entitlement);
    CHECK(sum_of(shares(fit.approved)) == fit.approved);
    book_.approve(claim.number, entitlement, claim.reserve);
    claim.reserve = Money();
    claim.approved = fit.approved;
    claim.residual = fit.residual;
    set_state(claim, fit.approved.is_zero() ? ClaimState::closed : ClaimState::approved);
  }
  void send(Claim& claim) {
    batch_of_[claim.number] = "B" + std::to_string(pick(3));
    claim.sent = book_.send(claim.number, batch_of_[claim.number], claim.approved);
    set_state(claim, ClaimState::paying);
  }
  void confirm(Claim& claim) {
    book_.post(payment_confirmed({day("2026-01-06"), claim.number, batch_of_[claim.number], claim.approved}));
    set_state(claim, ClaimState::paid);
  }
  void give_back(Claim& claim, BankResult before) {
    book_.post(payment_returned(
        {day("2026-01-07"), claim.number, batch_of_[claim.number], claim.approved, claim.sent, before}));
    set_state(claim, ClaimState::approved);
  }
  void close(Claim& claim) { set_state(claim, ClaimState::closed); }

  std::mt19937 random_;
  Money limit_;
  Book book_;
  std::vector<Claim> claims_;
  std::map<std::string, std::string> batch_of_;
};

}  // namespace

TEST_CASE("Random lives of claims keep every invariant and agree with a model of them") {
  const std::uint32_t first_seed = 20250920;
  int ran_out = 0;
  for (std::uint32_t seed = first_seed; seed < first_seed + 60; ++seed) {
    CAPTURE(seed);
    Life life(seed);
    for (int step = 0; step < 300; ++step) life.step();
    life.compare();
    const Violations violations = life.book().check();
    for (const Violation& violation : violations) {
      UNSCOPED_INFO(code_of(violation.invariant) << " " << violation.subject << " " << violation.sentence.en);
    }
    CHECK(violations.empty());
    ran_out += life.limit_ran_out() ? 1 : 0;
  }
  CHECK(ran_out > 10);  // else the last yuan was never tried
}

TEST_CASE("Any one posting of a random book changed by a fen is found") {
  const std::uint32_t seed = 4711;
  CAPTURE(seed);
  Life life(seed);
  for (int step = 0; step < 120; ++step) life.step();
  std::mt19937 random(seed);
  for (int round = 0; round < 300; ++round) {
    Book forged = life.book();
    auto& entry = forged.entries[random() % forged.entries.size()];
    auto& posting = entry.entry.postings[random() % entry.entry.postings.size()];
    posting.amount += Money::from_fen(random() % 2 == 0 ? 1 : -1);
    CAPTURE(entry.sequence, posting.account);
    CHECK_FALSE(forged.check().empty());
  }
}

TEST_CASE("The last yuan is never exceeded by a fen, however many want it") {
  // 64 approvals of 10.00 on a limit that fits 10 of them and a part of the 11th.
  Book book;
  book.post(opening(yuan("105.37")));
  Money approved;
  Money residual_sum;
  for (int i = 0; i < 64; ++i) {
    book.approve("PL-2025-" + std::to_string(100'000 + i) + "-0", yuan("10.00"), Money());
    approved += book.facts.approvals.back().approved;
    residual_sum += book.facts.approvals.back().residual;
  }
  CHECK(approved == yuan("105.37"));
  CHECK(residual_sum == yuan("534.63"));
  CHECK(book.balances.of(limit_available()).is_zero());
  CHECK(book.balances.of(limit_committed()) == yuan("105.37"));
  CHECK(book.balances.of(residual("county")) == yuan("534.63"));
  CHECK(book.check().empty());
}
