#include "rules/sub_limit.h"

#include <algorithm>

#include "rules/decimal.h"
#include "rules/engine/compiled_rules.h"

namespace wildclaims::rules {

namespace {

const CompiledStep* step_named(const Rulebook& rulebook, const std::string& name) {
  const auto& steps = rulebook.compiled().steps;
  const auto found =
      std::find_if(steps.begin(), steps.end(), [&](const CompiledStep& step) { return step.name == name; });
  return found == steps.end() ? nullptr : &*found;
}

}  // namespace

std::optional<Money> sub_limit(const Rulebook& rulebook, const RunningTotal& total) {
  std::optional<Money> least;
  // From the result back through limits of limits: each gives at most what the one before it gave.
  const CompiledStep* step = step_named(rulebook, rulebook.result_step());
  while (step != nullptr && step->limit && !step->rounding) {
    const language::Expression& amount = step->limit->amount;
    const bool of_total = step->limit->used && rulebook.running_totals()[*step->limit->used].name == total.name;
    if (of_total && amount.op == language::Op::number && !amount.percent) {
      const auto money = Money::parse(decimal_text(amount.number.digits, amount.number.scale));
      if (money && (!least || *money < *least)) least = money;
    }
    step = step->expression.meaning == language::Meaning::step ? step_named(rulebook, step->expression.name) : nullptr;
  }
  return least;
}

bool taken_in_order(const Rulebook& rulebook) {
  const auto& steps = rulebook.compiled().steps;
  return std::all_of(steps.begin(), steps.end(), [](const CompiledStep& step) {
    const bool shared = step.limit && step.limit->shared && step.scope == Scope::claim;
    return !shared || (*step.limit->shared == Allocation::first_come && step.limit->used);
  });
}

}  // namespace wildclaims::rules
