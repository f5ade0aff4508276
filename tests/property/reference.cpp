#include "tests/property/reference.h"

#include <algorithm>
#include <numeric>
#include <optional>

#include "tests/property/reference_values.h"

namespace wildclaims::property {
namespace {

constexpr std::int64_t kMostFen = 9'000'000'000'000'000;  // the range of money

template <class Number>
class Evaluator {
 public:
  Evaluator(const Model& model, const ClaimFacts& facts) : model_(model), facts_(facts), values_(model, facts) {}

  Evaluation run() {
    Evaluation evaluation;
    Answer& answer = evaluation.answer;
    for (std::size_t i = 0; i < model_.steps.size(); ++i) step(i, evaluation);
    const Number result = rounded(values_.step(model_.result), cent(), model_.result_rounding);
    for (const Finding& denial : model_.denials) {
      if (values_.holds(denial.when, kNoItem)) answer.denials.push_back(denial.code);
    }
    for (const Finding& flag : model_.flags) {
      if (values_.holds(flag.when, kNoItem)) answer.flags.push_back(flag.code);
    }
    date_flags(answer.flags);
    for (const Edge& edge : model_.edges) {
      evaluation.edges.push_back(compare(values_.step(edge.step), as<Number>(edge.at)));
    }
    answer.entitlement = answer.denied() ? 0 : fen(result);
    fund(answer);
    return evaluation;
  }

 private:
  static Number cent() { return Number::of(1, 100); }
  static std::int64_t fen(const Number& money) {
    const std::int64_t fen = whole(rounded(money, cent(), Round::half_up) * Number::of(100));
    if (fen > kMostFen || fen < -kMostFen) throw Fault{"overflow"};
    return fen;
  }

  bool in_force(std::int64_t day) const { return model_.in_force_from <= day && day <= model_.in_force_to; }

  void date_flags(std::vector<std::string>& flags) const {
    const auto outside = [&](std::optional<std::size_t> fact) { return fact && !in_force(facts_.claim[*fact]); };
    if (!in_force(values_.loss_day()))
      flags.push_back("loss_outside_rulebook_dates");
    else if (outside(model_.first_day) || outside(model_.last_day))
      flags.push_back("damage_spans_policy_years");
  }

  // --- steps ---

  void step(std::size_t index, Evaluation& evaluation) {
    const Step& step = model_.steps[index];
    if (step.limit) return limit(index, evaluation);
    if (step.kind == StepKind::item) {
      for (std::size_t i = 0; i < values_.items(); ++i)
        values_.item_step(i, index) = round_step(step, values_.value(step.is, i));
      return;
    }
    values_.step(index) = round_step(step, values_.value(step.is, kNoItem));
    if (step.type != number_of(Quantity::money)) return;
    if (step.kind == StepKind::fee) evaluation.answer.fees.emplace_back(step.name, fen(values_.step(index)));
    if (step.kind == StepKind::claim) evaluation.answer.steps.emplace_back(step.name, fen(values_.step(index)));
  }

  Number round_step(const Step& step, const Number& value) const {
    if (!step.rounding) return value;
    return rounded(value, as<Number>(step.rounding->increment.value), step.rounding->round);
  }

  // --- limits ---

  Number available(const Limit& limit, std::size_t item) {
    Number left = values_.value(limit.amount, item);
    if (limit.used) left = left - values_.running(*limit.used, item);
    return most(left, Number());
  }

  void limit(std::size_t index, Evaluation& evaluation) {
    const Step& step = model_.steps[index];
    if (step.scope() == Scope::item) return item_limit(index);
    const Number wanted = values_.value(step.is, kNoItem);
    const Number left = available(*step.limit, kNoItem);
    const bool exempt = step.limit->exempt && values_.holds(*step.limit->exempt, kNoItem);
    values_.step(index) = exempt ? wanted : least(wanted, left);
    evaluation.answer.steps.emplace_back(step.name, fen(values_.step(index)));
    if (!exempt) evaluation.ceilings.emplace_back(step.name, fen(left));
  }

  void item_limit(std::size_t index) {
    const Step& step = model_.steps[index];
    const Limit& limit = *step.limit;
    std::vector<Number> wanted;
    for (std::size_t i = 0; i < values_.items(); ++i) wanted.push_back(values_.value(step.is, i));
    if (!limit.by) {
      for (std::size_t i = 0; i < values_.items(); ++i) {
        const bool exempt = limit.exempt && values_.holds(*limit.exempt, i);
        values_.item_step(i, index) = exempt ? wanted[i] : least(wanted[i], available(limit, i));
      }
      return;
    }
    std::vector<bool> done(values_.items(), false);
    for (std::size_t first = 0; first < values_.items(); ++first) {
      if (done[first]) continue;
      std::vector<std::size_t> group;
      const Number left = available(limit, first);
      for (std::size_t i = first; i < values_.items(); ++i) {
        if (facts_.items[i][*limit.by] != facts_.items[first][*limit.by]) continue;
        done[i] = true;
        if (limit.exempt && values_.holds(*limit.exempt, i))
          values_.item_step(i, index) = wanted[i];
        else
          group.push_back(i);
      }
      share(index, group, wanted, left);
    }
  }

  void share(std::size_t index, std::vector<std::size_t> group, const std::vector<Number>& wanted, Number left) {
    const Limit& limit = *model_.steps[index].limit;
    if (*limit.allocate == Allocate::proportional) return share_in_proportion(index, group, wanted, left);
    if (*limit.allocate == Allocate::priority) {
      std::stable_sort(group.begin(), group.end(), [&](std::size_t a, std::size_t b) {
        return compare(values_.value(*limit.priority, a), values_.value(*limit.priority, b)) < 0;
      });
    }
    for (const std::size_t i : group) {
      const Number given = least(wanted[i], left);
      values_.item_step(i, index) = given;
      left = left - given;
    }
  }

  void share_in_proportion(std::size_t index, const std::vector<std::size_t>& group, const std::vector<Number>& wanted,
                           const Number& left) {
    Number total;
    for (const std::size_t i : group) total = total + wanted[i];
    if (compare(total, left) <= 0) {
      for (const std::size_t i : group) values_.item_step(i, index) = wanted[i];
      return;
    }
    const Number whole_left = rounded(left, cent(), Round::down);
    std::vector<Number> parts;
    for (const std::size_t i : group) parts.push_back(whole_left * wanted[i] / total);
    const std::vector<std::int64_t> cents = largest_remainder(fen(whole_left), parts);
    for (std::size_t k = 0; k < group.size(); ++k) values_.item_step(group[k], index) = Number::of(cents[k], 100);
  }

  // Whole fen that sum to `total`: every part rounded down, then one fen each to the largest remainders, the first of
  // equals first.
  static std::vector<std::int64_t> largest_remainder(std::int64_t total, const std::vector<Number>& parts) {
    std::vector<std::int64_t> cents;
    std::vector<Number> rest;
    for (const Number& part : parts) {
      const Number down = rounded(part, cent(), Round::down);
      cents.push_back(whole(down * Number::of(100)));
      rest.push_back(part - down);
      total -= cents.back();
    }
    std::vector<std::size_t> order(parts.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return compare(rest[a], rest[b]) > 0; });
    for (std::size_t k = 0; total > 0; ++k, --total) ++cents[order.at(k)];
    return cents;
  }

  // --- funding ---

  void fund(Answer& answer) {
    const Funding& funding = model_.funding;
    const bool negative = answer.entitlement < 0;
    const std::int64_t owed = negative ? -answer.entitlement : answer.entitlement;
    std::vector<Number> parts(funding.funders.size());
    Number below;
    const Number all = Number::of(owed, 100);
    for (const FundingLayer& layer : funding.layers) {
      const Number top = layer.up_to ? least(most(values_.value(*layer.up_to, kNoItem), below), all) : all;
      if (compare(top, below) > 0) add_layer(layer, top - below, parts);
      below = most(top, below);
    }
    std::vector<std::int64_t> cents;
    if (funding.odd_to) {
      cents = rest_to(*funding.odd_to, owed, parts);
    } else {
      cents = largest_remainder(owed, parts);
    }
    for (std::size_t i = 0; i < cents.size(); ++i)
      answer.parts.emplace_back(funding.funders[i], negative ? -cents[i] : cents[i]);
  }

  // Every part rounded half up, the rest to one funder. Where the others come to more than there is, the last of those
  // that were rounded up are rounded down.
  static std::vector<std::int64_t> rest_to(std::size_t funder, std::int64_t owed, const std::vector<Number>& parts) {
    std::vector<std::int64_t> cents;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      cents.push_back(i == funder ? 0 : fen(parts[i]));
      owed -= cents.back();
    }
    for (std::size_t i = parts.size(); owed < 0 && i-- > 0;) {
      const bool up = i != funder && compare(Number::of(cents[i], 100), parts[i]) > 0;
      cents[i] -= up ? 1 : 0;
      owed += up ? 1 : 0;
    }
    cents[funder] = owed;
    return cents;
  }

  void add_layer(const FundingLayer& layer, const Number& amount, std::vector<Number>& parts) {
    const auto chosen = std::find_if(layer.cases.begin(), layer.cases.end(), [&](const FundingCase& each) {
      return !each.when || values_.holds(*each.when, kNoItem);
    });
    if (!chosen->shares.empty()) {
      for (std::size_t i = 0; i < parts.size(); ++i) {
        parts[i] = parts[i] + amount * as<Number>(chosen->shares[i].value);
      }
      return;
    }
    std::vector<Number> weights;
    Number total;
    for (const Expr& weight : chosen->weights) {
      weights.push_back(values_.value(weight, kNoItem));
      total = total + weights.back();
    }
    for (std::size_t i = 0; i < parts.size(); ++i) parts[i] = parts[i] + amount * weights[i] / total;
  }

  const Model& model_;
  const ClaimFacts& facts_;
  Values<Number> values_;
};

template <class Number>
Evaluation evaluated(const Model& model, const ClaimFacts& facts) {
  try {
    return Evaluator<Number>(model, facts).run();
  } catch (const Fault& fault) {
    Evaluation evaluation;
    evaluation.answer.fault = fault.code;
    return evaluation;
  }
}

}  // namespace

Evaluation evaluate(const Model& model, const ClaimFacts& facts) {
  try {
    return evaluated<Exact>(model, facts);
  } catch (const TooWide&) {
    return evaluate_slowly(model, facts);
  }
}

Evaluation evaluate_slowly(const Model& model, const ClaimFacts& facts) {
  try {
    return evaluated<Endless>(model, facts);
  } catch (const TooWide&) {  // an amount beyond 64 bits
    Evaluation evaluation;
    evaluation.answer.fault = "overflow";
    return evaluation;
  }
}

}  // namespace wildclaims::property
