#include "rules/engine/evaluate.h"

#include <algorithm>
#include <stdexcept>
#include <string>

#include "rules/date_flag.h"
#include "rules/engine/read_place.h"

namespace wildclaims::rules {
namespace engine {
namespace {

const Ratio kFen = *Ratio::make(1, 100);

std::optional<Money> money_in(Int128 fen) {
  if (fen > Money::kLimit || fen < -Int128{Money::kLimit}) return std::nullopt;
  return Money::from_fen(static_cast<std::int64_t>(fen));
}

void collect(const Machine& machine, std::size_t claim, std::size_t stage, const std::vector<CompiledFinding>& rules,
             std::vector<Finding>& findings) {
  for (const CompiledFinding& rule : rules) {
    if (rule.from_stage <= stage && machine.claim(claim, rule.holds) != 0) {
      findings.push_back({rule.code, rule.say, rule.source});
    }
  }
}

void check(const Rulebook& rulebook, std::span<const Facts> claims) {
  if (claims.empty() || claims.size() > kMostClaims) throw std::logic_error("no claim, or too many, to determine");
  const std::size_t event_facts = rulebook.fact_declarations(Scope::event).size();
  for (const Facts& facts : claims) {
    if (&facts.layout() != rulebook.fact_layout().get()) throw std::logic_error("facts of another rulebook");
    if (!facts.complete()) throw std::logic_error("incomplete facts cannot be determined");
    const bool same_event = std::equal(facts.event_row(), facts.event_row() + event_facts, claims.front().event_row());
    if (!same_event || facts.stage() != claims.front().stage()) throw std::logic_error("claims of different events");
  }
}

Fault overflow_of(const std::string& step) {
  return {"/steps/" + step,
          "overflow",
          {"计算步骤 " + step + " 的结果超出可表示的范围。请核对输入的数量，或联系规则编写人。",
           "the result of step " + step + " is beyond what can be counted; check the quantities handed in"}};
}

std::variant<Money, Fault> amount(const Machine& machine, const CompiledRules& rules, std::size_t claim,
                                  const StepFen& step) {
  const bool of_event = rules.steps[step.step].scope == Scope::event;
  const auto money = money_in(of_event ? machine.event(step.fen) : machine.claim(claim, step.fen));
  if (!money) return overflow_of(rules.steps[step.step].name);
  return *money;
}

std::optional<Fault> read_amounts(const Machine& machine, const CompiledRules& rules, std::size_t claim,
                                  std::size_t stage, const std::vector<StepFen>& from, std::vector<StepAmount>& to) {
  for (const StepFen& each : from) {
    const CompiledStep& step = rules.steps[each.step];
    if (step.from_stage > stage) continue;
    const auto money = amount(machine, rules, claim, each);
    if (const auto* fault = std::get_if<Fault>(&money)) return *fault;
    to.push_back({step.name, step.label, std::get<Money>(money)});
  }
  return std::nullopt;
}

// Entitlement, balance and their parts.
std::optional<Fault> read_money(const Machine& machine, const Rulebook& rulebook, const Facts& facts, std::size_t claim,
                                Determination& determination) {
  const CompiledRules& rules = rulebook.compiled();
  const CompiledPayment& payment = rules.payments[facts.stage()];
  const auto computed = amount(machine, rules, claim, {payment.step, payment.fen});
  if (const auto* fault = std::get_if<Fault>(&computed)) return *fault;
  if (!determination.denied) determination.computed = std::get<Money>(computed);
  determination.entitlement = determination.computed;
  if (facts.result_override() && determination.denied) {
    return Fault{"/override",
                 "override_of_denial",
                 {"不予赔付的赔案不能人工调整金额。请先更正导致不予赔付的事实。",
                  "a denied claim cannot be given an amount; correct the facts that deny it first"}};
  }
  if (const auto& change = facts.result_override()) determination.entitlement += change->delta;
  if (determination.entitlement.is_negative() && !determination.computed.is_negative()) {
    return Fault{"/override",
                 "override_below_zero",
                 {"调整后赔款为负数，请核对调整金额。", "the override makes the indemnity negative; check its amount"}};
  }
  determination.balance = determination.entitlement;
  if (!rulebook.payments().empty()) {
    const Payment& stage = rulebook.payments()[facts.stage()];
    determination.stage = stage.stage;
    determination.paid = facts.paid();
    determination.balance = determination.entitlement - facts.paid();
    const bool forgiven = determination.balance.is_negative() && stage.when_negative == WhenNegative::zero;
    if (forgiven) determination.balance = Money();
  }
  auto parts = read_funding(machine, rules, claim, determination.funded_by)
                   ? fund(rulebook, determination, determination.entitlement)
                   : std::nullopt;
  if (!parts) {
    return Fault{
        "/funding",
        "bad_weights",
        {"分担权重为负数、全为零或数值过大，无法分摊。请核对相关数量。",
         "the weights of the funders are negative, all zero or too large; check the quantities they come from"}};
  }
  determination.funding = std::move(*parts);
  return std::nullopt;
}

}  // namespace

Fault fault_of(const RunFailure& failure, const CompiledRules& rules, const std::string& pointer) {
  const std::string& step = rules.segment_names[failure.step];
  Fault fault = overflow_of(step);
  switch (failure.error) {
    case RunError::overflow:
      break;
    case RunError::division_by_zero:
      fault.code = "division_by_zero";
      fault.say = {"计算步骤 " + step + " 除以零。请核对输入的数量，或联系规则编写人。",
                   "step " + step + " divides by zero; check the quantities handed in"};
      break;
    case RunError::outside_domain:
      fault.code = "outside_domain";
      fault.say = {
          "计算步骤 " + step + " 的数值超出规则表的范围。请核对输入的数量，或联系规则编写人。",
          "step " + step + " looks into a table with a value outside its bounds; check the quantities handed in"};
      break;
    case RunError::empty_selection:
      fault.code = "empty_selection";
      fault.say = {"计算步骤 " + step + " 在没有符合条件的项目中取最大或最小。请核对输入，或联系规则编写人。",
                   "step " + step + " takes the smallest or largest of nothing: no item meets its condition"};
      break;
  }
  fault.pointer = pointer + fault.pointer;
  return fault;
}

std::optional<Fault> run_rules(Machine& machine, const Rulebook& rulebook, std::span<const Facts> claims) {
  check(rulebook, claims);
  std::vector<ClaimRows> rows;
  rows.reserve(claims.size());
  for (const Facts& facts : claims) rows.push_back({facts.claim_row(), facts.item_row(0), facts.item_count()});
  const EventRows event{claims.front().event_row(), rows, claims.front().stage()};
  if (machine.run({&event, 1}, Purpose::reading)) return std::nullopt;
  const RunFailure failure = *machine.failure(0);
  const std::string pointer = claims.size() == 1 ? "" : "/claims/" + std::to_string(failure.claim);
  return fault_of(failure, rulebook.compiled(), pointer);
}

bool read_funding(const Machine& machine, const CompiledRules& rules, std::size_t claim, FundingRule& rule) {
  rule.odd_to = rules.funding.odd_to;
  rule.layers.clear();
  std::optional<Ratio> below = Ratio();
  for (const CompiledFundingLayer& compiled : rules.funding.layers) {
    FundingLayer layer;
    if (compiled.up_to) {
      const auto end = read_place(*compiled.up_to, [&](Register reg) { return machine.claim(claim, reg); });
      auto in_fen = end ? divide(*end, kFen) : std::nullopt;
      const auto order = in_fen ? compare(*in_fen, *below) : std::nullopt;
      if (!order) return false;
      if (*order < 0) in_fen = below;  // a layer that ends below the one before it is empty
      below = in_fen;
      layer.up_to = in_fen;
    }
    for (const CompiledFundingCase& each : compiled.cases) {
      if (each.holds && machine.claim(claim, *each.holds) == 0) continue;
      layer.weights = each.shares;
      for (const Register reg : each.weights) layer.weights.push_back(machine.claim(claim, reg));
      break;
    }
    if (std::any_of(layer.weights.begin(), layer.weights.end(), [](Int128 weight) { return weight < 0; })) return false;
    rule.layers.push_back(std::move(layer));
  }
  return true;
}

std::variant<Determination, Fault> read_determination(const Machine& machine, const Rulebook& rulebook,
                                                      const Facts& facts, std::size_t claim) {
  const CompiledRules& rules = rulebook.compiled();
  Determination determination;
  collect(machine, claim, facts.stage(), rules.denials, determination.denials);
  collect(machine, claim, facts.stage(), rules.flags, determination.flags);
  determination.denied = !determination.denials.empty();
  determination.loss_date = *loss_date(rulebook, facts);  // complete facts have it
  if (const auto flag = date_flag(rulebook, facts, determination.loss_date)) {
    determination.flags.push_back(to_finding(*flag));
  }
  auto fault = read_amounts(machine, rules, claim, facts.stage(), rules.amounts, determination.amounts);
  if (!fault) fault = read_amounts(machine, rules, claim, facts.stage(), rules.fees, determination.fees);
  if (!fault) fault = read_money(machine, rulebook, facts, claim, determination);
  if (fault) return *std::move(fault);
  const CompiledSharingKeys& keys = rules.year_keys;
  if (keys.priority) determination.year_priority = machine.claim(claim, *keys.priority);
  determination.year_reserved = keys.reserved && machine.claim(claim, *keys.reserved) != 0;
  determination.year_exempt = keys.exempt && machine.claim(claim, *keys.exempt) != 0;
  return determination;
}

}  // namespace engine

std::variant<Determination, Fault> determine(const Rulebook& rulebook, const Facts& facts) {
  engine::Machine machine(rulebook.compiled().program);
  if (auto fault = engine::run_rules(machine, rulebook, {&facts, 1})) return *std::move(fault);
  return engine::read_determination(machine, rulebook, facts, 0);
}

std::variant<std::vector<Determination>, Fault> determine_event(const Rulebook& rulebook,
                                                                std::span<const Facts> claims) {
  engine::Machine machine(rulebook.compiled().program);
  if (auto fault = engine::run_rules(machine, rulebook, claims)) return *std::move(fault);
  std::vector<Determination> all;
  for (std::size_t claim = 0; claim < claims.size(); ++claim) {
    auto one = engine::read_determination(machine, rulebook, claims[claim], claim);
    if (auto* fault = std::get_if<Fault>(&one)) {
      fault->pointer = "/claims/" + std::to_string(claim) + fault->pointer;
      return std::move(*fault);
    }
    all.push_back(std::get<Determination>(std::move(one)));
  }
  return all;
}

std::optional<std::vector<FundingPart>> fund(const Rulebook& rulebook, const Determination& determination,
                                             Money amount) {
  const std::vector<Funder>& funders = rulebook.funders();
  std::vector<std::int64_t> fen(funders.size());
  if (!split(determination.funded_by, amount, fen)) return std::nullopt;
  std::vector<FundingPart> parts;
  parts.reserve(funders.size());
  for (std::size_t i = 0; i < funders.size(); ++i) parts.push_back({funders[i].code, Money::from_fen(fen[i])});
  return parts;
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
  const engine::ClaimRows rows{facts.claim_row(), facts.item_row(0), facts.item_count()};
  const engine::EventRows event{facts.event_row(), {&rows, 1}, facts.stage()};
  if (!machine.run({&event, 1}, engine::Purpose::reading)) return std::nullopt;
  return engine::money_in(machine.claim(0, reserve->fen));
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
