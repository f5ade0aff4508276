#include "rules/evaluator.h"

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

#include "rules/engine/compiled_rules.h"
#include "rules/engine/evaluate.h"
#include "rules/engine/run.h"

namespace wildclaims::rules {
namespace {

// Shares that are the same for every claim, in lowest terms. Amounts up to `most` are split in 64 bits.
struct FixedShares {
  std::array<std::int64_t, kMostFunders> weights{};
  std::size_t funders = 0;
  std::int64_t sum = 0;
  std::int64_t most = -1;  // below every amount: no fixed shares

  static FixedShares of(const CompiledFunding& funding) {
    FixedShares shares;
    if (!funding.fixed) return shares;
    const std::vector<Int128>& millionths = funding.layers.front().cases.front().shares;
    std::int64_t common = 0;
    for (const Int128 weight : millionths) common = std::gcd(common, static_cast<std::int64_t>(weight));
    for (const Int128 weight : millionths) {
      shares.weights[shares.funders++] = static_cast<std::int64_t>(weight) / common;
    }
    shares.sum = static_cast<std::int64_t>(FundingShares::kWhole) / common;
    constexpr std::int64_t kLargest = std::int64_t{1} << 62;
    shares.most = kLargest / shares.sum / 2;
    return shares;
  }
};

}  // namespace

struct Evaluator::Inside {
  explicit Inside(std::shared_ptr<const Rulebook> book)
      : rulebook(std::move(book)),
        rules(rulebook->compiled()),
        machine(rules.program),
        shares(FixedShares::of(rules.funding)) {}

  // Every part rounded down, the odd fen by largest remainder.
  bool split_fixed(std::int64_t amount) {
    if (amount < 0 || amount > shares.most) return false;
    const std::optional<std::size_t> odd_to = rules.funding.odd_to;
    std::int64_t left = amount;
    std::array<std::int64_t, kMostFunders> rest;
    if (odd_to) return split_rest(amount, *odd_to);
    for (std::size_t i = 0; i < shares.funders; ++i) {
      const std::int64_t product = amount * shares.weights[i];
      fen[i] = product / shares.sum;
      rest[i] = product - fen[i] * shares.sum;
      left -= fen[i];
    }
    // Fewer odd fen than funders: each to the largest remainder, ties in written order.
    for (; left > 0; --left) {
      const auto largest = std::max_element(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(shares.funders));
      ++fen[static_cast<std::size_t>(largest - rest.begin())];
      *largest = -1;
    }
    return true;
  }

  // Every other part rounded half up. Where they overshoot, the general rule takes it back.
  bool split_rest(std::int64_t amount, std::size_t odd_to) {
    std::int64_t left = amount;
    for (std::size_t i = 0; i < shares.funders; ++i) {
      if (i == odd_to) continue;
      fen[i] = (2 * amount * shares.weights[i] + shares.sum) / (2 * shares.sum);
      left -= fen[i];
    }
    fen[odd_to] = left;
    return left >= 0;
  }

  bool split_entitlement() {
    if (split_fixed(answer.entitlement.fen())) return true;
    return engine::read_funding(machine, rules, 0, funded_by) &&
           split(funded_by, answer.entitlement, {fen.data(), rulebook->funders().size()});
  }

  // The same decisions as engine::read_determination(), without the words.
  bool read(const Facts& facts) {
    stage = facts.stage();
    answer.denied = std::any_of(rules.denials.begin(), rules.denials.end(), [&](const CompiledFinding& denial) {
      return denial.from_stage <= stage && machine.claim(0, denial.holds) != 0;
    });
    const Int128 computed = answer.denied ? Int128{0} : machine.claim(0, rules.payments[stage].fen);
    if (computed > Money::kLimit || computed < -Int128{Money::kLimit}) return false;
    answer.entitlement = Money::from_fen(static_cast<std::int64_t>(computed));
    if (const auto& change = facts.result_override()) {
      if (answer.denied) return false;
      answer.entitlement += change->delta;
      if (answer.entitlement.is_negative() && computed >= 0) return false;
    }
    answer.balance = answer.entitlement;
    if (!rulebook->payments().empty()) {
      answer.balance -= facts.paid();
      const bool forgiven = rulebook->payments()[stage].when_negative == WhenNegative::zero;
      if (answer.balance.is_negative() && forgiven) answer.balance = Money();
    }
    answer.parts = {fen.data(), rulebook->funders().size()};
    return split_entitlement();
  }

  std::shared_ptr<const Rulebook> rulebook;
  const CompiledRules& rules;
  engine::Machine machine;
  const FixedShares shares;
  Answer answer;
  std::array<std::int64_t, kMostFunders> fen{};
  FundingRule funded_by;
  std::size_t stage = 0;
  Fault fault;
};

Evaluator::Evaluator(std::shared_ptr<const Rulebook> rulebook)
    : inside_(std::make_unique<Inside>(std::move(rulebook))) {}
Evaluator::~Evaluator() = default;

const Answer* Evaluator::evaluate(const Facts& facts) {
  Inside& in = *inside_;
  const engine::ClaimRows rows{facts.claim_row(), facts.item_row(0), facts.item_count()};
  if (const auto failure = in.machine.run(facts.event_row(), {&rows, 1}, {facts.stage(), false})) {
    in.fault = engine::fault_of(*failure, in.rules, "");
    return nullptr;
  }
  if (in.read(facts)) return &in.answer;
  // Rare: the full determination words the fault.
  const auto full = engine::read_determination(in.machine, *in.rulebook, facts, 0);
  if (const auto* fault = std::get_if<Fault>(&full)) in.fault = *fault;
  return nullptr;
}

Fault Evaluator::fault() const { return inside_->fault; }
std::size_t Evaluator::denial_count() const { return inside_->rules.denials.size(); }
std::size_t Evaluator::flag_count() const { return inside_->rules.flags.size(); }

bool Evaluator::denial_holds(std::size_t denial) const {
  const CompiledFinding& finding = inside_->rules.denials[denial];
  return finding.from_stage <= inside_->stage && inside_->machine.claim(0, finding.holds) != 0;
}

bool Evaluator::flag_holds(std::size_t flag) const {
  const CompiledFinding& finding = inside_->rules.flags[flag];
  return finding.from_stage <= inside_->stage && inside_->machine.claim(0, finding.holds) != 0;
}

}  // namespace wildclaims::rules
