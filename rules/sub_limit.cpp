#include "rules/sub_limit.h"

#include <algorithm>

#include "rules/decimal.h"
#include "rules/engine/compiled_rules.h"

namespace wildclaims::rules {

std::optional<Money> sub_limit(const Rulebook& rulebook, const RunningTotal& total) {
  std::optional<Money> least;
  for (const CompiledStep& step : rulebook.compiled().steps) {
    const bool gives_result = step.name == rulebook.result_step() && step.limit && step.limit->used && !step.rounding;
    if (!gives_result || rulebook.running_totals()[*step.limit->used].name != total.name) continue;
    const language::Expression& amount = step.limit->amount;
    if (amount.op != language::Op::number || amount.percent) continue;
    const auto money = Money::parse(decimal_text(amount.number.digits, amount.number.scale));
    if (money && (!least || *money < *least)) least = money;
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
