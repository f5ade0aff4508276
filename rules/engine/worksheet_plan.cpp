#include "rules/engine/worksheet_plan.h"

#include <map>
#include <set>
#include <utility>

namespace wildclaims::rules::engine {
namespace {

using language::Expression;
using language::Kind;
using language::Meaning;
using language::Op;
using language::Place;
using language::StepKind;
using language::Type;

// Takes everything that WorksheetReader may read of an expression, and nothing that was not computed.
class Planner {
 public:
  Planner(const CompiledRules& rules, WorksheetPlan& plan) : rules_(rules), plan_(plan) {}

  void step(const CompiledStep& step) {
    StepPlan made = begin();
    made.result = take(step.value, step.type);
    expression(step.expression);
    if (step.kind == StepKind::limit) {
      take(step.limit->amount.place, step.type);
      take(step.limit->available, step.type);
      if (step.limit->used) take(step.limit->approved, step.type);
      made.changed = comparison(step.expression.place, step.value);
      take(step.expression.place, step.type);
    } else if (step.rounding) {
      take(step.unrounded, step.type);
      made.changed = comparison(step.unrounded, step.value);
    }
    plan_.steps.push_back(end(made));
  }

  void payment(const CompiledPayment& payment) {
    const CompiledStep& step = rules_.steps[payment.step];
    StepPlan made = begin();
    made.result = take(step.value, step.type);
    Place fen;
    fen.constant = false;
    fen.step = *Ratio::make(1, 100);
    fen.scope = Scope::claim;
    fen.reg = payment.fen;
    made.changed = comparison(step.value, fen);
    plan_.payments.push_back(end(made));
  }

 private:
  StepPlan begin() {
    taken_.clear();
    StepPlan made;
    made.begin = static_cast<std::uint32_t>(plan_.ops.size());
    return made;
  }

  StepPlan end(StepPlan made) const {
    made.end = static_cast<std::uint32_t>(plan_.ops.size());
    return made;
  }

  void expression(const Expression& e) {
    switch (e.op) {
      case Op::number:
      case Op::truth:
      case Op::date:
      case Op::name:
      case Op::member:
        take(e.place, e.type);
        return;
      case Op::call:
        call(e);
        return;
      case Op::conditional: {
        expression(e.parts[0]);
        const auto before = taken_;
        either(e.parts[0], e.parts[1], e.parts[2]);
        taken_ = before;
        return;
      }
      case Op::logical_and:
      case Op::logical_or: {
        expression(e.parts[0]);
        const auto before = taken_;
        only_if(e.parts[0], e.op == Op::logical_and, e.parts[1]);
        taken_ = before;
        return;
      }
      case Op::negate:
      case Op::logical_not:
      case Op::within:
      case Op::add:
      case Op::subtract:
      case Op::multiply:
      case Op::divide:
      case Op::less:
      case Op::less_equal:
      case Op::greater:
      case Op::greater_equal:
      case Op::equal:
      case Op::not_equal:
        for (const Expression& part : e.parts) expression(part);
        return;
    }
  }

  void either(const Expression& condition, const Expression& yes, const Expression& no) {
    if (condition.place.constant) {
      expression(condition.place.step.is_zero() ? no : yes);
      return;
    }
    const auto before = taken_;
    const std::size_t branch = skip(PlanOp::Kind::skip_unless, condition);
    expression(yes);
    const std::size_t jump = plan_.ops.size();
    plan_.ops.push_back({PlanOp::Kind::skip, 0, 0});
    land(branch);
    taken_ = before;
    expression(no);
    land(jump);
  }

  // The part was computed only when the condition came out so.
  void only_if(const Expression& condition, bool holds, const Expression& part) {
    if (condition.place.constant) {
      if (condition.place.step.is_zero() != holds) expression(part);
      return;
    }
    const std::size_t branch = skip(holds ? PlanOp::Kind::skip_unless : PlanOp::Kind::skip_if, condition);
    expression(part);
    land(branch);
  }

  std::size_t skip(PlanOp::Kind kind, const Expression& condition) {
    const std::uint32_t value = *take(condition.place, condition.type);
    plan_.ops.push_back({kind, value, 0});
    return plan_.ops.size() - 1;
  }
  void land(std::size_t branch) { plan_.ops[branch].skip = static_cast<std::uint32_t>(plan_.ops.size() - branch - 1); }

  void call(const Expression& e) {
    if (e.meaning == Meaning::gathered) {
      gathered(e);
      return;
    }
    for (const Expression& part : e.parts) expression(part);
    if (e.meaning == Meaning::table) table(e);
    for (const language::BandPlace& band : e.bands) take(band.part, e.type);
    const bool written_out =
        e.meaning == Meaning::minimum || e.meaning == Meaning::maximum || e.meaning == Meaning::round_to;
    if (!written_out) take(e.place, e.type);
  }

  void table(const Expression& e) {
    for (const Expression& part : e.parts) take(part.place, part.type);
    const Type& type =
        e.type.kind == Kind::unknown ? rules_.environment.tables[e.index].outputs[e.output].type : e.type;
    take(e.place, type);
    if (!e.answer) return;
    if (const auto answer = take(*e.answer, language::plain_number())) {
      plan_.values[*answer].table = static_cast<std::uint32_t>(e.index);
    }
  }

  void gathered(const Expression& e) {
    take(e.place, e.type);
    const Expression& of = e.parts[0];
    if (of.meaning == Meaning::table && of.answer) {
      table(of);
    } else if (adds_up_items(e)) {
      members(of.place, e.type);
    }
  }

  void members(const Place& place, const Type& type) {
    if (place.constant || place.scope != Scope::item) {
      take(place, type);
      return;
    }
    plan_.ops.push_back({PlanOp::Kind::take_members, value(place.scope, place.reg, place.step, type), 0});
    if (place.divisor) {
      plan_.ops.push_back(
          {PlanOp::Kind::take_members, value(place.scope, *place.divisor, Ratio(1), language::plain_number()), 0});
    }
  }

  // Each value once on every way through a step. Nothing: a constant.
  std::optional<std::uint32_t> take(const Place& place, const Type& type) {
    if (place.constant) return std::nullopt;
    const std::uint32_t taken = value(place.scope, place.reg, place.step, type);
    if (taken_.insert(taken).second) plan_.ops.push_back({PlanOp::Kind::take, taken, 0});
    if (place.divisor) {
      const std::uint32_t divisor = value(place.scope, *place.divisor, Ratio(1), language::plain_number());
      if (taken_.insert(divisor).second) plan_.ops.push_back({PlanOp::Kind::take, divisor, 0});
    }
    return taken;
  }

  std::uint32_t value(Scope scope, Register reg, const Ratio& worth, const Type& type) {
    const auto [known, added] = known_.emplace(std::pair(scope, reg), static_cast<std::uint32_t>(plan_.values.size()));
    if (added) plan_.values.push_back({scope, reg, worth, type, std::nullopt});
    return known->second;
  }

  static PlanComparison comparison(const Place& left, const Place& right) {
    PlanComparison made{left, right, 0, 0};
    constexpr Int128 kMost = Int128{1} << 62;
    if (left.constant || right.constant || left.divisor || right.divisor) return made;
    const auto ratio = divide(left.step, right.step);
    if (!ratio || ratio->numerator() <= 0 || ratio->numerator() > kMost || ratio->denominator() > kMost) return made;
    made.left_factor = static_cast<std::int64_t>(ratio->numerator());
    made.right_factor = static_cast<std::int64_t>(ratio->denominator());
    return made;
  }

  const CompiledRules& rules_;
  WorksheetPlan& plan_;
  std::map<std::pair<Scope, Register>, std::uint32_t> known_;
  std::set<std::uint32_t> taken_;  // on the way to here
};

}  // namespace

bool adds_up_items(const Expression& gathered) {
  return gathered.gather == language::Gather::sum && !gathered.filtered && gathered.by.empty() &&
         gathered.parts[0].meaning != Meaning::table && gathered.place.scope == Scope::claim;
}

WorksheetPlan::WorksheetPlan(const CompiledRules& rules) {
  Planner planner(rules, *this);
  for (const CompiledStep& step : rules.steps) planner.step(step);
  for (const CompiledPayment& payment : rules.payments) planner.payment(payment);
}

}  // namespace wildclaims::rules::engine
