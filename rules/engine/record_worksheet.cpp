#include "rules/engine/record_worksheet.h"

#include <algorithm>
#include <utility>

#include "rules/determine.h"
#include "rules/engine/evaluate.h"
#include "rules/engine/read_place.h"

namespace wildclaims::rules::engine {
namespace {

using language::Place;
using language::StepKind;

class Recording {
 public:
  Recording(const Machine& machine, const Rulebook& rulebook, std::size_t claim, WorksheetRecord& record)
      : machine_(machine),
        rulebook_(rulebook),
        rules_(rulebook.compiled()),
        plan_(*record.plan),
        claim_(claim),
        record_(record) {}

  void run(const Settled& settled) {
    record_.lines.clear();
    record_.numbers.clear();
    const Facts& facts = record_.facts;
    record_.loss_date = *loss_date(rulebook_, facts);  // complete facts have it
    record_.date_flag = date_flag(rulebook_, facts, record_.loss_date);
    holding(rules_.denials, record_.denials);
    holding(rules_.flags, record_.flags);
    record_.denied = !record_.denials.empty();
    record_.computed = settled.computed;
    record_.entitlement = settled.entitlement;
    record_.balance = settled.balance;
    record_.parts.assign(settled.parts.begin(), settled.parts.end());
    adjustments();
    for (std::size_t step = 0; step < rules_.steps.size(); ++step) {
      const CompiledStep& compiled = rules_.steps[step];
      if (compiled.from_stage > facts.stage()) continue;
      if (compiled.scope == Scope::item) {
        for (std::uint32_t item = 0; item < facts.item_count(); ++item) add_step(step, item, item + 1);
      } else {
        add_step(step, 0, 0);
      }
    }
    result();
    if (facts.result_override()) add(LineKind::result, RecordedLine::kOverride);
    if (!rulebook_.payments().empty()) add(LineKind::payment, facts.stage());
    funding();
  }

 private:
  void holding(const std::vector<CompiledFinding>& findings, std::vector<std::uint32_t>& held) const {
    held.clear();
    for (std::uint32_t i = 0; i < findings.size(); ++i) {
      const bool asked = findings[i].from_stage <= record_.facts.stage();
      if (asked && machine_.claim(claim_, findings[i].holds) != 0) held.push_back(i);
    }
  }

  RecordedLine& add(LineKind kind, std::size_t subject) {
    RecordedLine& line = record_.lines.emplace_back();
    line.kind = kind;
    line.subject = static_cast<std::uint32_t>(subject);
    line.first = static_cast<std::uint32_t>(record_.numbers.size());
    return line;
  }

  void adjustments() {
    if (record_.facts.reasons().empty()) return;
    const std::vector<FactDeclaration>& declared = record_.facts.layout().claim;
    for (std::size_t fact = 0; fact < declared.size(); ++fact) {
      const bool made =
          declared[fact].origin == Origin::adjustment && record_.facts.reasons().contains(declared[fact].name);
      if (made) add(LineKind::adjustment, fact);
    }
  }

  void add_step(std::size_t step, std::uint32_t item, std::uint32_t item_number) {
    const CompiledStep& compiled = rules_.steps[step];
    const StepPlan& plan = plan_.steps[step];
    RecordedLine& line = add(kind_of(compiled), step);
    line.item = item_number;
    take(plan, item, line);
    const bool changed = plan.changed && differ(*plan.changed, item);
    (compiled.kind == StepKind::limit ? line.limit_reached : line.rounded) = changed;
  }

  static LineKind kind_of(const CompiledStep& step) {
    if (step.scope == Scope::item && step.kind != StepKind::fee) return LineKind::item;
    if (step.kind == StepKind::limit) return LineKind::limit;
    if (step.kind == StepKind::fee) return LineKind::fee;
    return step.scope == Scope::claim ? LineKind::claim : LineKind::event;
  }

  void result() {
    const std::size_t stage = record_.facts.stage();
    RecordedLine& line = add(LineKind::result, rules_.payments[stage].step);
    const StepPlan& plan = plan_.payments[stage];
    take(plan, 0, line);
    line.rounded = !record_.denied && differ(*plan.changed, 0);
  }

  void funding() {
    if (!rules_.funding.fixed) read_funding(machine_, rules_, claim_, record_.funded_by);
    const FundingRule& rule = record_.funded_by;
    const std::vector<Int128>& weights = rule.layers.front().weights;
    Int128 sum = 0;
    for (const Int128 weight : weights) sum += weight;
    const bool split_once = rule.layers.size() == 1 && sum > 0;
    for (std::size_t funder = 0; funder < record_.parts.size(); ++funder) {
      RecordedLine& line = add(LineKind::funding, funder);
      line.rounded = split_once && is_odd(record_.entitlement.fen(), weights[funder], sum);
    }
  }

  // amount times weight over sum is no whole fen.
  static bool is_odd(std::int64_t amount, Int128 weight, Int128 sum) {
    std::int64_t product = 0;
    constexpr Int128 kMost = Int128{1} << 62;
    const bool small = weight < kMost && sum < kMost;
    if (small && !__builtin_mul_overflow(amount, static_cast<std::int64_t>(weight), &product)) {
      return product % static_cast<std::int64_t>(sum) != 0;
    }
    const auto exact = checked_multiply(amount, weight);
    return !exact || *exact % sum != 0;
  }

  // ---- numbers ----

  void take(const StepPlan& plan, std::uint32_t item, RecordedLine& line) {
    for (std::uint32_t at = plan.begin; at < plan.end; ++at) {
      const PlanOp& op = plan_.ops[at];
      switch (op.kind) {
        case PlanOp::Kind::take:
          take(op.value, item);
          break;
        case PlanOp::Kind::take_members:
          take_members(op.value);
          break;
        case PlanOp::Kind::skip_if:
          if (count(plan_.values[op.value], item) != 0) at += op.skip;
          break;
        case PlanOp::Kind::skip_unless:
          if (count(plan_.values[op.value], item) == 0) at += op.skip;
          break;
        case PlanOp::Kind::skip:
          at += op.skip;
          break;
      }
    }
    line.count = static_cast<std::uint32_t>(record_.numbers.size()) - line.first;
    // The result is taken before anything else.
    if (plan.result) line.result = line.first;
  }

  void take(std::uint32_t value, std::uint32_t item) {
    const WorksheetValue& taken = plan_.values[value];
    record_.numbers.push_back({count(taken, item), value, taken.scope == Scope::item ? item : 0});
  }

  void take_members(std::uint32_t value) {
    const std::size_t items = record_.facts.item_count();
    if (items < 2 || items > kMostSummands) return;
    for (std::uint32_t item = 0; item < items; ++item) take(value, item);
  }

  Int128 count(const WorksheetValue& value, std::uint32_t item) const { return count(value.scope, value.reg, item); }
  Int128 count(Scope scope, Register reg, std::uint32_t item) const {
    return scope == Scope::claim  ? machine_.claim(claim_, reg)
           : scope == Scope::item ? machine_.item(claim_, item, reg)
                                  : machine_.event(reg);
  }

  bool differ(const PlanComparison& compared, std::uint32_t item) const {
    if (compared.left_factor != 0) {
      const Int128 left = count(compared.left.scope, compared.left.reg, item);
      const Int128 right = count(compared.right.scope, compared.right.reg, item);
      constexpr Int128 kMost = Int128{1} << 62;
      const bool small = left < kMost && -left < kMost && right < kMost && -right < kMost;
      if (small) return left * compared.left_factor != right * compared.right_factor;
    }
    const auto read = [&](const Place& place) {
      return read_place(place, [&](Register reg) { return count(place.scope, reg, item); });
    };
    return read(compared.left) != read(compared.right);
  }

  const Machine& machine_;
  const Rulebook& rulebook_;
  const CompiledRules& rules_;
  const WorksheetPlan& plan_;
  const std::size_t claim_;
  WorksheetRecord& record_;
};

}  // namespace

WorksheetRecord empty_record(const Rulebook& rulebook) {
  const CompiledRules& rules = rulebook.compiled();
  WorksheetRecord record(std::make_shared<WorksheetPlan>(rules), Facts(rulebook.fact_layout(), 0));
  if (rules.funding.fixed) {
    record.funded_by.layers.push_back({std::nullopt, rules.funding.layers.front().cases.front().shares});
    record.funded_by.odd_to = rules.funding.odd_to;
  }
  return record;
}

void record_worksheet(const Machine& machine, const Rulebook& rulebook, const Facts& facts, std::size_t claim,
                      const Settled& settled, WorksheetRecord& record) {
  record.facts = facts;
  Recording(machine, rulebook, claim, record).run(settled);
}

}  // namespace wildclaims::rules::engine
