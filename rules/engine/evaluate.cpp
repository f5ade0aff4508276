#include "rules/engine/evaluate.h"

#include <stdexcept>
#include <string>

namespace wildclaims::rules {
namespace engine {
namespace {

Fault overflow(const std::string& step) {
  return {"/steps/" + step,
          "overflow",
          {"计算步骤 " + step + " 的结果超出可表示的范围。请核对输入的数量，或联系规则编写人。",
           "the result of step " + step + " is beyond what can be counted; check the quantities handed in"}};
}

Fault division_by_zero(const std::string& step) {
  return {"/steps/" + step,
          "division_by_zero",
          {"计算步骤 " + step + " 除以零。请核对输入的数量，或联系规则编写人。",
           "step " + step + " divides by zero; check the quantities handed in"}};
}

std::optional<Money> money_in(Int128 fen) {
  if (fen > Money::kLimit || fen < -Int128{Money::kLimit}) return std::nullopt;
  return Money::from_fen(static_cast<std::int64_t>(fen));
}

void collect(const Machine& machine, const std::vector<CompiledFinding>& rules, std::vector<Finding>& findings) {
  for (const CompiledFinding& rule : rules) {
    if (machine.claim(rule.holds) != 0) findings.push_back({rule.code, rule.say, rule.source});
  }
}

// What follows from the dates a rulebook is in force, not from anything its author wrote.
void date_flags(const Rulebook& rulebook, const Facts& facts, Date loss, std::vector<Finding>& flags) {
  const CompiledRules& rules = rulebook.compiled();
  const Source basis{Basis::assumed, {"规则的生效日期", "the dates the rulebook is in force"}};
  const auto outside = [&](std::optional<std::size_t> fact) {
    const auto value = fact ? facts.claim_value(*fact) : std::nullopt;
    return value && !rulebook.in_force_on(Date::from_days(static_cast<std::int32_t>(*value)));
  };
  if (!rulebook.in_force_on(loss)) {
    flags.push_back({"loss_outside_rulebook_dates",
                     {"出险日期不在本规则的生效日期内", "The date of loss is outside the dates of this rulebook"},
                     basis});
  } else if (outside(rules.first_day) || outside(rules.last_day)) {
    flags.push_back(
        {"damage_spans_policy_years", {"受害期间跨越两个保险年度", "The damage spans two policy years"}, basis});
  }
}

}  // namespace

std::optional<Fault> run_rules(Machine& machine, const Rulebook& rulebook, const Facts& facts,
                               const RunningTotals& running) {
  if (&facts.layout() != rulebook.fact_layout().get()) throw std::logic_error("facts of another rulebook");
  if (!facts.complete()) throw std::logic_error("incomplete facts cannot be determined");
  if (running.household_event.is_negative()) {
    return Fault{"/running/household_event",
                 "negative_running_total",
                 {"已核定金额不能为负数。", "what was approved so far cannot be negative"}};
  }
  const auto failure = machine.run(facts, running);
  if (!failure) return std::nullopt;
  const std::string& step = rulebook.compiled().segment_names[failure->step];
  return failure->error == RunError::overflow ? overflow(step) : division_by_zero(step);
}

std::variant<Determination, Fault> read_determination(const Machine& machine, const Rulebook& rulebook,
                                                      const Facts& facts) {
  const CompiledRules& rules = rulebook.compiled();
  Determination determination;
  collect(machine, rules.denials, determination.denials);
  collect(machine, rules.flags, determination.flags);
  determination.denied = !determination.denials.empty();
  determination.loss_date = *loss_date(rulebook, facts);  // complete facts have it
  date_flags(rulebook, facts, determination.loss_date, determination.flags);
  for (const StepFen& amount : rules.amounts) {
    const CompiledStep& step = rules.steps[amount.step];
    const auto money = money_in(machine.claim(amount.fen));
    if (!money) return overflow(step.name);
    determination.amounts.push_back({step.name, step.label, *money});
  }
  const auto computed = money_in(machine.claim(rules.result_fen));
  if (!computed) return overflow(rules.steps[rules.result_step].name);
  if (!determination.denied) determination.entitlement = *computed;
  determination.funding = rulebook.fund(determination.entitlement);
  return determination;
}

}  // namespace engine

std::variant<Determination, Fault> determine(const Rulebook& rulebook, const Facts& facts,
                                             const RunningTotals& running) {
  engine::Machine machine(rulebook.compiled().program);
  if (auto fault = engine::run_rules(machine, rulebook, facts, running)) return *std::move(fault);
  return engine::read_determination(machine, rulebook, facts);
}

std::optional<Money> reserve_estimate(const Rulebook& rulebook, const Facts& facts) {
  if (&facts.layout() != rulebook.fact_layout().get()) throw std::logic_error("facts of another rulebook");
  const auto& reserve = rulebook.compiled().reserve;
  if (!reserve || facts.item_count() == 0) return std::nullopt;
  for (const std::size_t fact : reserve->claim_facts) {
    if (!facts.claim_value(fact)) return std::nullopt;
  }
  for (std::size_t item = 0; item < facts.item_count(); ++item) {
    for (const std::size_t fact : reserve->item_facts) {
      if (!facts.item_value(item, fact)) return std::nullopt;
    }
  }
  engine::Machine machine(reserve->program);
  if (machine.run(facts, {})) return std::nullopt;
  return engine::money_in(machine.claim(reserve->fen));
}

std::optional<Date> loss_date(const Rulebook& rulebook, const Facts& facts) {
  const CompiledRules& rules = rulebook.compiled();
  const LossDay day = rulebook.loss_date_rule().day;
  const auto fact = day == LossDay::first_day  ? rules.first_day
                    : day == LossDay::last_day ? rules.last_day
                                               : rules.discovered;
  const auto value = fact ? facts.claim_value(*fact) : std::nullopt;
  if (!value) return std::nullopt;
  if (day == LossDay::discovered) return Instant::from_seconds(*value).date_at(rulebook.offset());
  return Date::from_days(static_cast<std::int32_t>(*value));
}

}  // namespace wildclaims::rules
