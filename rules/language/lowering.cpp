#include "rules/language/lowering.h"

#include <algorithm>
#include <string>

namespace wildclaims::rules::language {

using engine::Code;
using engine::Instruction;
using engine::Register;

Lowering::Lowering(const Environment& environment, engine::Program& program, Reporter& reporter)
    : environment_(environment), program_(program), reporter_(reporter) {
  for (const Scope scope : {Scope::event, Scope::claim, Scope::item}) {
    engine::FrameLayout& layout = program_.frame(scope);
    layout.facts = environment.layout.of(scope).size();
    layout.registers = layout.facts + (scope == Scope::item ? 0 : 1);  // and the number of members
  }
}

void Lowering::begin(Scope scope, std::uint32_t step, std::size_t from_stage) {
  scope_ = scope;
  step_ = step;
  from_stage_ = static_cast<std::uint32_t>(from_stage);
  for_reading_ = false;
  failed_ = std::nullopt;
  code_.clear();
  loaded_.clear();
}

void Lowering::begin_for_reading(Scope scope, std::uint32_t step, std::size_t from_stage) {
  begin(scope, step, from_stage);
  for_reading_ = true;
}

void Lowering::end() {
  if (code_.empty()) return;
  const auto first = static_cast<std::uint32_t>(program_.code.size());
  program_.code.insert(program_.code.end(), code_.begin(), code_.end());
  program_.segments.push_back(
      {scope_, first, static_cast<std::uint32_t>(program_.code.size()), step_, from_stage_, for_reading_, failed_});
  code_.clear();
}

Place Lowering::constant(const Ratio& value) {
  Place place;
  place.step = value;
  return place;
}

Place Lowering::in_register(Scope scope, Register reg, const Ratio& step) {
  Place place;
  place.constant = false;
  place.step = step;
  place.scope = scope;
  place.reg = reg;
  return place;
}

Register Lowering::fresh() {
  engine::FrameLayout& layout = frame();
  if (layout.registers >= engine::kMostRegisters) {
    if (!full_) {
      reporter_.error({}, "rulebook_too_large",
                      "the rules need more than " + std::to_string(engine::kMostRegisters) + " intermediate values",
                      "split the rulebook");
    }
    full_ = true;
    return 0;
  }
  return static_cast<Register>(layout.registers++);
}

Register Lowering::constant_register(Int128 value) {
  const auto [at, added] = constants_.try_emplace({scope_, value}, Register{0});
  if (added) {
    at->second = fresh();
    frame().constants.push_back({at->second, value});
  }
  return at->second;
}

Register Lowering::emit(Code code, Register left, Register right) {
  const Register to = fresh();
  code_.push_back({code, to, left, right});
  return to;
}

Register Lowering::multiplied(Register reg, Int128 factor) {
  return factor == 1 ? reg : emit(Code::multiply, reg, constant_register(factor));
}

Ratio Lowering::checked(std::optional<Ratio> ratio, const Expression& at) {
  if (ratio) return *ratio;
  reporter_.error(at.at, "too_many_decimals", "the decimals of these numbers multiply to more than 128 bits can count",
                  "round an earlier step, or write the numbers with fewer decimals");
  return Ratio(1);
}

Place Lowering::here(const Place& place) {
  if (place.constant || place.scope == scope_) return place;
  // Only values from above reach down; the checker refuses the other way round.
  const auto load = [&](Register reg) {
    const auto [at, added] = loaded_.try_emplace({place.scope, reg}, Register{0});
    if (added) at->second = emit(place.scope == Scope::claim ? Code::from_claim : Code::from_event, reg);
    return at->second;
  };
  Place local = place;
  local.scope = scope_;
  local.reg = load(place.reg);
  if (place.divisor) local.divisor = load(*place.divisor);
  return local;
}

Register Lowering::counted(const Place& value, const Ratio& step, const Expression& at) {
  const Ratio factor = checked(divide(value.step, step), at);
  if (value.constant) return constant_register(factor.numerator());
  return multiplied(value.reg, factor.numerator());
}

// A constant in a register of its own: 1, 0 or -1, worth its magnitude.
Place Lowering::materialised(const Place& place) {
  if (!place.constant) return place;
  const Ratio& value = place.step;
  if (value.is_zero()) return in_register(scope_, constant_register(0), Ratio(1));
  return in_register(scope_, constant_register(value.is_negative() ? -1 : 1),
                     value.is_negative() ? value.negated() : value);
}

Register Lowering::counted_in(const Place& value, const Ratio& step, const Expression& at) {
  return counted(here(value), step, at);
}

Register Lowering::raw(const Place& place) {
  return place.constant ? constant_register(place.step.numerator()) : place.reg;
}

// Both over one divisor and counted in one step.
Lowering::Pair Lowering::aligned(const Place& left, const Place& right, const Expression& at) {
  Place a = left;
  Place b = right;
  std::optional<Register> divisor;
  if (a.divisor || b.divisor) {
    const auto scale = [&](Place& place, std::optional<Register> by) {
      if (!by || (place.constant && place.step.is_zero())) return;
      place = materialised(place);
      place.reg = emit(Code::multiply, place.reg, *by);
    };
    const auto first = a.divisor;
    const auto second = b.divisor;
    if (first && second && *first == *second) {
      divisor = first;
    } else {
      scale(a, second);
      scale(b, first);
      divisor = first && second ? emit(Code::multiply, *first, *second) : first ? *first : *second;
    }
  }
  const Ratio measure = checked(common_measure(a.step, b.step), at);
  const Ratio step = measure.is_zero() ? Ratio(1) : measure;
  return {counted(a, step, at), counted(b, step, at), step, divisor};
}

std::size_t stage_of(const Expression& expression, const Environment& environment) {
  std::size_t stage = 0;
  if (expression.meaning == Meaning::fact) {
    stage = environment.layout.of(expression.scope)[expression.index].from_stage;
  } else if (expression.meaning == Meaning::step) {
    stage = environment.steps[expression.index].from_stage;
  }
  for (const Expression& part : expression.parts) stage = std::max(stage, stage_of(part, environment));
  return stage;
}

Place Lowering::lower(Expression& expression) {
  expression.place = value(expression);
  return expression.place;
}

Place Lowering::value(Expression& e) {
  switch (e.op) {
    case Op::number:
      return number(e);
    case Op::truth:
      return constant(Ratio(e.truth ? 1 : 0));
    case Op::date:
      return constant(Ratio(e.date.days()));
    case Op::name:
      return e.meaning == Meaning::table ? table_call(e, Gather::none) : here(name(e));
    case Op::member:
      return here(name(e));
    case Op::call:
      return call(e);
    case Op::negate:
      return negated(lower(e.parts[0]), e);
    case Op::logical_not: {
      const Register operand = raw(lower(e.parts[0]));
      return in_register(scope_, emit(Code::logical_not, operand), Ratio(1));
    }
    case Op::add:
    case Op::subtract:
      return sum(e);
    case Op::multiply:
    case Op::divide:
      return product(e);
    case Op::less:
    case Op::less_equal:
    case Op::greater:
    case Op::greater_equal:
    case Op::equal:
    case Op::not_equal:
      return compared(e);
    case Op::within:
      return within(e);
    case Op::logical_and:
    case Op::logical_or:
      return logical(e);
    case Op::conditional:
      return conditional(e);
  }
  return constant(Ratio());
}

}  // namespace wildclaims::rules::language
