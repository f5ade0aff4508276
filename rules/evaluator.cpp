#include "rules/evaluator.h"

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

#include "rules/divider.h"
#include "rules/engine/compiled_rules.h"
#include "rules/engine/evaluate.h"
#include "rules/engine/run.h"

namespace wildclaims::rules {
namespace {

// Shares that are the same for every claim, in lowest terms. Amounts up to `most` are split in 64 bits.
class FixedShares {
 public:
  explicit FixedShares(const CompiledFunding& funding) : odd_to_(funding.odd_to) {
    if (!funding.fixed) return;
    const std::vector<Int128>& millionths = funding.layers.front().cases.front().shares;
    std::int64_t common = 0;
    for (const Int128 weight : millionths) common = std::gcd(common, static_cast<std::int64_t>(weight));
    for (const Int128 weight : millionths) {
      weights_[funders_++] = static_cast<std::int64_t>(weight) / common;
    }
    const std::int64_t sum = static_cast<std::int64_t>(FundingShares::kWhole) / common;
    by_sum_ = Divider(static_cast<std::uint64_t>(sum));
    constexpr std::int64_t kLargest = std::int64_t{1} << 62;
    most_ = kLargest / sum;
  }

  // False for what the general rule must split.
  bool split(std::int64_t amount, std::int64_t* fen) const {
    if (amount < 0 || amount > most_) return false;
    if (odd_to_) return split_rest(amount, *odd_to_, fen);
    std::int64_t left = amount;
    std::array<std::uint64_t, kMostFunders> rest;
    for (std::size_t i = 0; i < funders_; ++i) {
      const Divider::Result part = by_sum_.divide(static_cast<std::uint64_t>(amount * weights_[i]));
      fen[i] = static_cast<std::int64_t>(part.quotient);
      rest[i] = part.rest + 1;
      left -= fen[i];
    }
    // Fewer odd fen than funders: each to the largest remainder, ties in written order.
    for (; left > 0; --left) {
      const auto largest = std::max_element(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(funders_));
      ++fen[static_cast<std::size_t>(largest - rest.begin())];
      *largest = 0;
    }
    return true;
  }

 private:
  // Every other part rounded half up. Where they overshoot, the general rule takes it back.
  bool split_rest(std::int64_t amount, std::size_t odd_to, std::int64_t* fen) const {
    std::int64_t left = amount;
    for (std::size_t i = 0; i < funders_; ++i) {
      if (i == odd_to) continue;
      fen[i] = by_sum_.divide_rounded(amount * weights_[i], Rounding::half_up);
      left -= fen[i];
    }
    fen[odd_to] = left;
    return left >= 0;
  }

  std::array<std::int64_t, kMostFunders> weights_{};
  std::size_t funders_ = 0;
  Divider by_sum_{1};
  std::int64_t most_ = -1;  // below every amount: no fixed shares
  std::optional<std::size_t> odd_to_;
};

}  // namespace

struct Evaluator::Inside {
  // Of a denial what decides, close together.
  struct Denial {
    engine::Register holds = 0;
    std::size_t from_stage = 0;
  };

  explicit Inside(std::shared_ptr<const Rulebook> book)
      : rulebook(std::move(book)),
        rules(rulebook->compiled()),
        machine(rules.program),
        shares(rules.funding),
        funders(rulebook->funders().size()),
        by_stages(!rulebook->payments().empty()) {
    for (const CompiledFinding& denial : rules.denials) denials.push_back({denial.holds, denial.from_stage});
  }

  bool split_entitlement(std::size_t claim, Money entitlement, std::int64_t* fen) {
    if (shares.split(entitlement.fen(), fen)) return true;
    return engine::read_funding(machine, rules, claim, funded_by) && split(funded_by, entitlement, {fen, funders});
  }

  bool holds(const CompiledFinding& finding, std::size_t claim) const {
    return finding.from_stage <= events[claim].stage && machine.claim(claim, finding.holds) != 0;
  }

  // 0 at a payment stage before its own: the registers are then those of some other claim.
  Int128 fee_fen(const StepFen& fee, std::size_t claim) const {
    const CompiledStep& step = rules.steps[fee.step];
    if (step.from_stage > events[claim].stage) return 0;
    return step.scope == Scope::event ? machine.event(fee.fen, claim) : machine.claim(claim, fee.fen);
  }

  // The same decisions as engine::read_determination(), without the words.
  template <class Word>
  bool read(const engine::Frame<Word>& frame, const Facts& facts, std::size_t claim, Answer& answer) {
    answer.denied = std::any_of(denials.begin(), denials.end(), [&](const Denial& denial) {
      return denial.from_stage <= events[claim].stage && frame.claim(claim, denial.holds) != 0;
    });
    const Word computed = answer.denied ? Word{0} : frame.claim(claim, rules.payments[events[claim].stage].fen);
    if (computed > Money::kLimit || computed < -Money::kLimit) return false;
    answer.entitlement = Money::from_fen(static_cast<std::int64_t>(computed));
    if (const auto& change = facts.result_override()) {
      if (answer.denied) return false;
      answer.entitlement += change->delta;
      if (answer.entitlement.is_negative() && computed >= 0) return false;
    }
    answer.balance = answer.entitlement;
    if (by_stages) {
      answer.balance -= facts.paid();
      const bool forgiven = rulebook->payments()[facts.stage()].when_negative == WhenNegative::zero;
      if (answer.balance.is_negative() && forgiven) answer.balance = Money();
    }
    std::int64_t* const fen = parts.data() + claim * funders;
    answer.parts = {fen, funders};
    for (const StepFen& fee : rules.fees) {
      const Int128 amount = fee_fen(fee, claim);
      if (amount > Money::kLimit || amount < -Int128{Money::kLimit}) return false;
    }
    return split_entitlement(claim, answer.entitlement, fen);
  }

  void reserve(std::size_t count) {
    if (count <= answers.size()) return;
    rows.resize(count);
    events.resize(count);
    answers.resize(count);
    parts.resize(count * funders);
  }

  std::shared_ptr<const Rulebook> rulebook;
  const CompiledRules& rules;
  engine::Machine machine;
  const FixedShares shares;
  const std::size_t funders;
  const bool by_stages;
  std::vector<Denial> denials;
  std::span<const Facts> claims;
  std::vector<engine::ClaimRows> rows;
  std::vector<engine::EventRows> events;
  std::vector<Answer> answers;
  std::vector<std::int64_t> parts;  // of each claim, in fen
  FundingRule funded_by;
};

Evaluator::Evaluator(std::shared_ptr<const Rulebook> rulebook)
    : inside_(std::make_unique<Inside>(std::move(rulebook))) {}
Evaluator::~Evaluator() = default;

std::span<const Answer> Evaluator::evaluate(std::span<const Facts> claims) {
  Inside& in = *inside_;
  in.reserve(claims.size());
  in.claims = claims;
  engine::ClaimRows* const rows = in.rows.data();
  engine::EventRows* const events = in.events.data();
  for (std::size_t i = 0; i < claims.size(); ++i) {
    rows[i] = {claims[i].claim_row(), claims[i].item_row(0), claims[i].item_count()};
    events[i] = {claims[i].event_row(), {&rows[i], 1}, claims[i].stage()};
  }
  // Fees are told to the fen, and that is prepared for reading.
  const auto purpose = in.rules.fees.empty() ? engine::Purpose::decision : engine::Purpose::reading;
  const bool all = in.machine.run({events, claims.size()}, purpose);
  Answer* const answers = in.answers.data();
  in.machine.with_frame([&](const auto& frame) {
    for (std::size_t i = 0; i < claims.size(); ++i) {
      answers[i].computed = (all || !frame.failure(i)) && in.read(frame, claims[i], i, answers[i]);
    }
  });
  return {answers, claims.size()};
}

const Answer* Evaluator::evaluate(const Facts& facts) {
  const Answer& answer = evaluate(std::span<const Facts>(&facts, 1)).front();
  return answer.computed ? &answer : nullptr;
}

Fault Evaluator::fault(std::size_t claim) const {
  const Inside& in = *inside_;
  if (const auto failure = in.machine.failure(claim)) return engine::fault_of(*failure, in.rules, "");
  // Rare: the full determination words the fault.
  const auto full = determine(*in.rulebook, in.claims[claim]);
  const auto* const fault = std::get_if<Fault>(&full);
  return fault == nullptr ? Fault{} : *fault;
}

std::size_t Evaluator::denial_count() const { return inside_->rules.denials.size(); }
std::size_t Evaluator::flag_count() const { return inside_->rules.flags.size(); }

bool Evaluator::denial_holds(std::size_t denial, std::size_t claim) const {
  return inside_->holds(inside_->rules.denials[denial], claim);
}

bool Evaluator::flag_holds(std::size_t flag, std::size_t claim) const {
  return inside_->holds(inside_->rules.flags[flag], claim);
}

std::optional<Money> Evaluator::fee(std::size_t fee, std::size_t claim) const {
  const StepFen& step = inside_->rules.fees[fee];
  if (inside_->rules.steps[step.step].from_stage > inside_->events[claim].stage) return std::nullopt;
  return Money::from_fen(static_cast<std::int64_t>(inside_->fee_fen(step, claim)));
}

const engine::Machine& Evaluator::machine() const { return inside_->machine; }

}  // namespace wildclaims::rules
