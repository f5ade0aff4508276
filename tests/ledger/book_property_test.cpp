// Random lives of random claims on a limit that runs out: whatever the order, every invariant holds.
#include <cstdint>
#include <optional>
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

// One approved amount: of an approval, a delta or a restored residual.
struct Part {
  std::int64_t sequence = 0;
  Money amount;    // still owed or paid
  Money residual;  // still unpaid of the limit
  std::int64_t sent = 0;
  std::string batch;
  enum class At { owed, out, paid } at = At::owed;
};

// What a model that knows nothing of accounts says of one claim.
struct Claim {
  std::string number;
  bool over = false;
  bool lowered = false;  // its approval cannot be undone any more
  Money reserve;
  Money determined;
  Money recoverable;
  std::vector<Part> parts;
};

constexpr const char* kHousehold = "approved_to_household.h7";
constexpr const char* kSpecies = "approved_to_species.wild_boar";

class Life {
 public:
  explicit Life(std::uint32_t seed) : random_(seed) {
    limit_ = amount(5'000'000);
    book_.post(opening(limit_));
    book_.post(sub_limit_opened({day("2025-02-01"), kHousehold, yuan("9000000.00")}));
    book_.post(sub_limit_opened({day("2025-02-01"), kSpecies, yuan("9000000.00"), yuan("10.00")}));
  }

  void step() {
    if (pick(40) == 0) return top_up();
    if (claims_.empty() || pick(6) == 0) return begin();
    Claim& claim = claims_[pick(claims_.size())];
    if (claim.over) return;
    if (claim.parts.empty()) return live_open(claim);
    if (!claim.recoverable.is_zero() && pick(3) == 0) return recover(claim);
    if (pick(5) == 0) return appeal(claim);
    Part& part = claim.parts[pick(claim.parts.size())];
    if (!part.residual.is_zero() && pick(2) == 0) return restore(claim, part);
    if (part.at == Part::At::owed) return live_owed(claim, part);
    if (part.at == Part::At::out) return live_out(claim, part);
    if (pick(4) == 0) give_back(claim, part, BankResult::confirmed);
  }

  // The books against the model, to the fen.
  void compare() const {
    Money owed;
    Money paid;
    Money residual;
    Money reserve;
    Money recoverable;
    for (const Claim& claim : claims_) {
      reserve += claim.reserve;
      recoverable += claim.recoverable;
      for (const Part& part : claim.parts) {
        residual += part.residual;
        (part.at == Part::At::paid ? paid : owed) += part.amount;
      }
    }
    // What is to be paid back has left the limit, and the bank, until it comes.
    const Money out = paid + recoverable + kept_;
    const Balances& balances = book_.balances;
    CHECK(balances.of(limit_available()) == limit_ - owed - out);
    CHECK(balances.of(limit_committed()) == owed);
    CHECK(balances.of(limit_paid()) == out);
    CHECK(balances.of(bank_claims()) == -(paid + recoverable));
    CHECK(balances.total(AccountKind::incurred) == owed + paid);
    CHECK(balances.total(AccountKind::recovery_receivable) == recoverable);
    CHECK(balances.total(AccountKind::residual) == residual);
    CHECK(balances.of(reserve_estimate()) == reserve);
    CHECK(balances.of(sub_limit_committed(kHousehold)) == owed);
    CHECK(balances.of(sub_limit_paid(kHousehold)) == out);
    CHECK(balances.of(sub_limit_paid(kSpecies)) == out);
    CHECK(trial_balance(balances).is_balanced());
  }

  Book& book() { return book_; }
  bool limit_ran_out() const { return ran_out_; }

 private:
  std::size_t pick(std::size_t below) { return std::uniform_int_distribution<std::size_t>(0, below - 1)(random_); }
  Money amount(std::int64_t most) {
    return Money::from_fen(std::uniform_int_distribution<std::int64_t>(1, most)(random_));
  }
  static Scopes scopes() { return {kHousehold, kSpecies}; }

  void begin() {
    Claim claim;
    claim.number = "PL-2025-" + std::to_string(100'000 + claims_.size()) + "-0";
    claims_.push_back(claim);
    book_.claim_is(claim.number, ClaimState::accepted);
    estimate(claims_.back());
  }
  void live_open(Claim& claim) {
    switch (pick(6)) {
      case 0:
        return end_unpaid(claim);
      case 1:
      case 2:
        return estimate(claim);
      default:
        return approve(claim);
    }
  }
  void live_owed(Claim& claim, Part& part) {
    if (part.amount.is_zero()) return;
    // Only the latest can be undone: what adjusts an approval stands on it.
    if (pick(6) == 0 && claim.parts.size() == 1 && !claim.lowered) return undo(claim);
    part.batch = "B" + std::to_string(pick(3));
    part.sent = book_.send(claim.number, part.batch, part.amount);
    part.at = Part::At::out;
  }
  void live_out(Claim& claim, Part& part) {
    if (pick(3) == 0) return give_back(claim, part, BankResult::not_confirmed);
    book_.post(payment_confirmed({day("2026-01-06"), claim.number, part.batch, part.amount, scopes()}));
    part.at = Part::At::paid;
  }
  void estimate(Claim& claim) {
    const Money to = amount(300'000);
    if (to == claim.reserve) return;
    book_.post(reserve_changed({day("2025-09-20"), claim.number, claim.reserve, to}));
    claim.reserve = to;
  }
  void end_unpaid(Claim& claim) {
    if (!claim.reserve.is_zero()) {
      book_.post(reserve_changed({day("2025-09-21"), claim.number, claim.reserve, Money()}));
    }
    claim.reserve = Money();
    claim.over = true;
    book_.claim_is(claim.number, pick(2) == 0 ? ClaimState::denied : ClaimState::withdrawn);
  }
  void approve(Claim& claim) { add(claim, amount(400'000), std::nullopt); }
  void add(Claim& claim, Money more, std::optional<std::int64_t> adjusts) {
    const Fit fit = fit_into_limit(more, book_.balances.of(limit_available()));
    CHECK(fit.approved + fit.residual == more);
    CHECK(sum_of(shares(fit.approved)) == fit.approved);
    claim.determined += more;
    Part part;
    part.sequence = book_.approve(claim.number, more, claim.reserve, scopes(), adjusts, claim.determined);
    part.amount = fit.approved;
    part.residual = fit.residual;
    claim.reserve = Money();
    claim.parts.push_back(part);
    ran_out_ = ran_out_ || !fit.residual.is_zero();
  }
  void undo(Claim& claim) {
    // The reserve comes back as it was before the approval.
    const Money before = book_.balances.of(reserve_outstanding(claim.number));
    book_.undo(claim.parts.front().sequence);
    claim.reserve = before - book_.balances.of(reserve_outstanding(claim.number));
    claim.determined = {};
    claim.parts.clear();
  }
  void appeal(Claim& claim) {
    if (pick(2) == 0) return add(claim, amount(100'000), claim.parts.front().sequence);
    Part& part = claim.parts[pick(claim.parts.size())];
    if (part.at == Part::At::out) return;
    const Money residual = part.residual.is_zero() ? Money() : amount(part.residual.fen());
    const Money less = part.amount.is_zero() ? Money() : amount(part.amount.fen());
    if ((less + residual).is_zero()) return;
    const bool paid = part.at == Part::At::paid;
    claim.determined -= less + residual;
    claim.lowered = true;
    book_.lower(claim.parts.front().sequence, claim.determined, residual, paid ? Money() : less, paid ? less : Money(),
                scopes());
    part.residual -= residual;
    part.amount -= less;
    if (!paid) return;
    claim.recoverable += less;
    // The bank can only give back the whole payment that was sent: it is not modelled once a part is to be paid back.
    part.sent = 0;
  }
  void recover(Claim& claim) {
    const Money back = amount(claim.recoverable.fen());
    const bool restored = pick(2) == 0;
    book_.post(recovery_received({day("2026-02-01"), claim.number, back,
                                  restored ? FreedLimit::restored : FreedLimit::not_restored,
                                  restored ? scopes() : Scopes{}}));
    claim.recoverable -= back;
    if (!restored) kept_ += back;
  }
  void restore(Claim& claim, Part& part) {
    const Money available = book_.balances.of(limit_available());
    const Money back = part.residual < available ? part.residual : available;
    if (back.is_zero()) return;
    Part restored;
    restored.sequence = book_.restore(part.sequence, back, scopes());
    restored.amount = back;
    part.residual -= back;
    claim.parts.push_back(restored);
  }
  void give_back(Claim& claim, Part& part, BankResult before) {
    if (part.sent == 0) return;
    book_.post(payment_returned({day("2026-01-07"), claim.number, part.batch, part.amount, part.sent, before,
                                 before == BankResult::confirmed ? scopes() : Scopes{}}));
    part.sent = 0;
    part.at = Part::At::owed;
  }
  void top_up() {
    const Money more = amount(300'000);
    book_.post(policy_topped_up({day("2025-11-01"), more, {{"province", amount(9'999)}, {"county", amount(9'999)}}}));
    limit_ += more;
  }

  std::mt19937 random_;
  Money limit_;
  Money kept_;  // paid back and not given back to the limit
  bool ran_out_ = false;
  Book book_;
  std::vector<Claim> claims_;
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
