#include "rules/language/lowering.h"

#include <algorithm>
#include <string>

namespace wildclaims::rules::language {

using engine::Code;
using engine::Instruction;
using engine::Register;

Lowering::Lowering(const Environment& environment, engine::Program& program, Reporter& reporter)
    : environment_(environment), program_(program), reporter_(reporter) {
  program_.claim.facts = environment.layout.claim.size();
  program_.claim.registers = program_.claim.facts + engine::Program::kFixedClaimRegisters;
  program_.item.facts = environment.layout.item.size();
  program_.item.registers = program_.item.facts;
}

void Lowering::begin(Scope scope, std::uint32_t step) {
  scope_ = scope;
  step_ = step;
  code_.clear();
  from_claim_.clear();
}

void Lowering::end() {
  if (code_.empty()) return;
  const auto first = static_cast<std::uint32_t>(program_.code.size());
  program_.code.insert(program_.code.end(), code_.begin(), code_.end());
  program_.segments.push_back({scope_, first, static_cast<std::uint32_t>(program_.code.size()), step_});
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

engine::FrameLayout& Lowering::frame() { return scope_ == Scope::claim ? program_.claim : program_.item; }

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
  // Only claim values reach into item code; the checker refuses the other way round.
  const auto load = [&](Register reg) {
    const auto [at, added] = from_claim_.try_emplace(reg, Register{0});
    if (added) at->second = emit(Code::from_claim, reg);
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
    case Op::item_name:
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
    case Op::logical_and:
    case Op::logical_or:
      return logical(e);
    case Op::conditional:
      return conditional(e);
  }
  return constant(Ratio());
}

Place Lowering::number(const Expression& e) {
  std::optional<Ratio> amount = Ratio::of(e.number);
  if (e.percent) amount = divide(*amount, Ratio(100));
  const auto unit = e.type.unit.in_base(environment_.units);
  if (amount && unit) amount = multiply(*amount, *unit);
  return constant(checked(unit ? amount : std::nullopt, e));
}

Place Lowering::name(const Expression& e) {
  switch (e.meaning) {
    case Meaning::fact:
      return in_register(e.scope, static_cast<Register>(e.index), environment_.step_of_fact(e.scope, e.index));
    case Meaning::step:
      return steps[e.index];
    case Meaning::code:
      return constant(Ratio(static_cast<Int128>(e.index)));
    case Meaning::none:
    case Meaning::table:
    case Meaning::minimum:
    case Meaning::maximum:
    case Meaning::sum_of:
    case Meaning::minimum_of:
    case Meaning::maximum_of:
    case Meaning::count_of:
    case Meaning::item_count:
    case Meaning::round_to:
    case Meaning::day_of:
      break;
  }
  return constant(Ratio());
}

Place Lowering::negated(const Place& place, const Expression&) {
  if (place.constant) return constant(place.step.negated());
  Place result = place;
  result.reg = emit(Code::negate, place.reg);
  return result;
}

Place Lowering::combined(const Place& left, const Place& right, Code code, const Expression& at) {
  if (left.constant && right.constant) {
    return constant(checked(add(left.step, code == Code::add ? right.step : right.step.negated()), at));
  }
  const Pair pair = aligned(left, right, at);
  Place result = in_register(scope_, emit(code, pair.left, pair.right), pair.step);
  result.divisor = pair.divisor;
  return result;
}

Place Lowering::sum(Expression& e) {
  constexpr Int128 kSecondsPerDay = 86'400;
  Place left = lower(e.parts[0]);
  Place right = lower(e.parts[1]);
  const Code code = e.op == Op::add ? Code::add : Code::subtract;
  const Kind kind = e.parts[0].type.kind;
  if (kind == Kind::date && e.type.kind == Kind::date) {
    right = constant(checked(divide(right.step, Ratio(kSecondsPerDay)), e));  // a literal: whole days, checked
  }
  Place result = combined(left, right, code, e);
  // Registers of dates count days; a duration is worth seconds.
  if (kind == Kind::date && e.type.is_number()) {
    result.step = checked(multiply(result.step, Ratio(kSecondsPerDay)), e);
  }
  return result;
}

Place Lowering::difference(const Place& left, const Place& right, const Expression& at) {
  return combined(here(left), here(right), Code::subtract, at);
}

Place Lowering::product(Expression& e) {
  const Place left = lower(e.parts[0]);
  const Place right = lower(e.parts[1]);
  return e.op == Op::multiply ? times(left, right, e) : quotient(left, right, e);
}

Place Lowering::times(const Place& left, const Place& right, const Expression& at) {
  if (left.constant && !right.constant) return times(right, left, at);
  if (right.constant) {
    if (right.step.is_zero()) return constant(Ratio());
    const Ratio step = checked(multiply(left.step, right.step), at);
    if (left.constant) return constant(step);
    Place result = right.step.is_negative() ? negated(left, at) : left;
    result.step = step.is_negative() ? step.negated() : step;
    return result;
  }
  Place result =
      in_register(scope_, emit(Code::multiply, left.reg, right.reg), checked(multiply(left.step, right.step), at));
  if (left.divisor && right.divisor) {
    result.divisor = emit(Code::multiply, *left.divisor, *right.divisor);
  } else {
    result.divisor = left.divisor ? left.divisor : right.divisor;
  }
  return result;
}

Place Lowering::quotient(const Place& left, const Place& right, const Expression& at) {
  if (right.constant) {
    if (right.step.is_zero()) {
      reporter_.error(at.at, "division_by_zero", "this divides by zero");
      return constant(Ratio());
    }
    return times(left, constant(checked(divide(Ratio(1), right.step), at)), at);
  }
  code_.push_back({Code::require_nonzero, 0, right.reg, 0});
  const Register sign = emit(Code::sign, right.reg);
  const Register divisor = emit(Code::multiply, right.reg, sign);
  Place flipped = in_register(scope_, sign, checked(divide(Ratio(1), right.step), at));
  if (right.divisor) flipped.reg = emit(Code::multiply, sign, *right.divisor);
  flipped.divisor = divisor;
  return times(left, flipped, at);
}

Place Lowering::compared(Expression& e) {
  const Place left = lower(e.parts[0]);
  const Place right = lower(e.parts[1]);
  const Pair pair = aligned(left, right, e);  // divisors are positive, so numerators compare as the values do
  const bool swapped = e.op == Op::greater || e.op == Op::greater_equal;
  Code code = Code::equal;
  if (e.op == Op::less || e.op == Op::greater) code = Code::less;
  if (e.op == Op::less_equal || e.op == Op::greater_equal) code = Code::less_equal;
  if (e.op == Op::not_equal) code = Code::not_equal;
  const Register holds = swapped ? emit(code, pair.right, pair.left) : emit(code, pair.left, pair.right);
  return in_register(scope_, holds, Ratio(1));
}

// The code of one part by itself, so that it can be jumped over.
std::vector<Instruction> Lowering::captured(Expression& e, Place& place) {
  std::vector<Instruction> outer = std::move(code_);
  code_.clear();
  const auto loaded = from_claim_;  // what a skipped part loads is not there for the others
  place = lower(e);
  from_claim_ = loaded;
  std::swap(outer, code_);
  return outer;
}

void Lowering::append(const std::vector<Instruction>& code) { code_.insert(code_.end(), code.begin(), code.end()); }

Place Lowering::logical(Expression& e) {
  const Register first = raw(lower(e.parts[0]));
  const Register result = emit(Code::copy, first);
  Place second;
  const std::vector<Instruction> code = captured(e.parts[1], second);
  const auto skipped = static_cast<Register>(code.size() + 1);
  code_.push_back({e.op == Op::logical_and ? Code::jump_unless : Code::jump_if, 0, result, skipped});
  append(code);
  code_.push_back({Code::copy, result, raw(second), 0});
  return in_register(scope_, result, Ratio(1));
}

Place Lowering::conditional(Expression& e) {
  const Register condition = raw(lower(e.parts[0]));
  Place yes;
  Place no;
  std::vector<Instruction> first = captured(e.parts[1], yes);
  std::vector<Instruction> second = captured(e.parts[2], no);
  // Codes, dates and truth values are told by the register itself; only numbers may be counted in another step.
  const Ratio measure = e.type.is_number() ? checked(common_measure(yes.step, no.step), e) : Ratio(1);
  const Ratio step = measure.is_zero() ? Ratio(1) : measure;
  Place result = in_register(scope_, fresh(), step);
  if (yes.divisor || no.divisor) result.divisor = fresh();

  const auto finish = [&](std::vector<Instruction>& code, const Place& branch) {
    std::swap(code, code_);
    const Register counted_value = counted(branch, step, e);
    code_.push_back({Code::copy, result.reg, counted_value, 0});
    if (result.divisor) {
      code_.push_back({Code::copy, *result.divisor, branch.divisor ? *branch.divisor : constant_register(1), 0});
    }
    std::swap(code, code_);
  };
  finish(first, yes);
  finish(second, no);
  code_.push_back({Code::jump_unless, 0, condition, static_cast<Register>(first.size() + 1)});
  append(first);
  code_.push_back({Code::jump, 0, 0, static_cast<Register>(second.size())});
  append(second);
  return result;
}

Place Lowering::extreme(const Place& left, const Place& right, Code code, const Expression& at) {
  const Pair pair = aligned(here(left), here(right), at);
  Place result = in_register(scope_, emit(code, pair.left, pair.right), pair.step);
  result.divisor = pair.divisor;
  return result;
}

Place Lowering::minimum(const Place& left, const Place& right, const Expression& at) {
  return extreme(left, right, Code::minimum, at);
}

Place Lowering::maximum(const Place& left, const Place& right, const Expression& at) {
  return extreme(left, right, Code::maximum, at);
}

Place Lowering::rounded(const Place& value, const Ratio& increment, Rounding rounding, const Expression& at) {
  const Place local = here(value);
  const Ratio factor = checked(divide(local.step, increment), at);
  if (local.constant) {
    const Int128 whole = divide_rounded(factor.numerator(), factor.denominator(), rounding);
    return constant(checked(multiply(Ratio(whole), increment), at));
  }
  if (factor.is_whole() && !local.divisor) return local;
  const Register numerator = multiplied(local.reg, factor.numerator());
  const Register divisor =
      local.divisor ? multiplied(*local.divisor, factor.denominator()) : constant_register(factor.denominator());
  const Code code = rounding == Rounding::half_up     ? Code::divide_half_up
                    : rounding == Rounding::half_even ? Code::divide_half_even
                    : rounding == Rounding::down      ? Code::divide_down
                                                      : Code::divide_up;
  return in_register(scope_, emit(code, numerator, divisor), increment);
}

Place Lowering::call(Expression& e) {
  switch (e.meaning) {
    case Meaning::table:
      return table_call(e);
    case Meaning::minimum:
    case Meaning::maximum: {
      Place result = lower(e.parts[0]);
      for (std::size_t i = 1; i < e.parts.size(); ++i) {
        const Place next = lower(e.parts[i]);
        result = e.meaning == Meaning::minimum ? minimum(result, next, e) : maximum(result, next, e);
      }
      return result;
    }
    case Meaning::sum_of:
    case Meaning::minimum_of:
    case Meaning::maximum_of:
    case Meaning::count_of:
      return lifted(e);
    case Meaning::item_count:
      return in_register(Scope::claim, program_.item_count(), Ratio(1));
    case Meaning::round_to: {
      const Place increment = number(e.parts[1]);
      return rounded(lower(e.parts[0]), increment.step, e.rounding, e);
    }
    case Meaning::day_of: {
      const Place instant = lower(e.parts[0]);
      const Register offset = constant_register(Int128{environment_.layout.offset.minutes()} * 60);
      return in_register(scope_, emit(Code::day_of, counted(instant, Ratio(1), e), offset), Ratio(1));
    }
    case Meaning::none:
    case Meaning::fact:
    case Meaning::step:
    case Meaning::code:
      break;
  }
  return constant(Ratio());
}

// The item code becomes a segment of its own that runs before the claim's.
Place Lowering::lifted(Expression& e) {
  std::vector<Instruction> claim_code = std::move(code_);
  const auto claim_loads = std::move(from_claim_);
  begin(Scope::item, step_);
  const Place inner = materialised(lower(e.parts[0]));
  end();
  scope_ = Scope::claim;
  code_ = std::move(claim_code);
  from_claim_ = claim_loads;

  if (inner.divisor) {
    reporter_.error(e.parts[0].at, "quotient_not_rounded",
                    "each item's value is an exact quotient, and quotients of different divisors cannot be gathered",
                    "round it first, as in " + e.name + "(round_half_up(…, 0.01))");
    return constant(Ratio());
  }
  const Code code = e.meaning == Meaning::minimum_of   ? Code::minimum_items
                    : e.meaning == Meaning::maximum_of ? Code::maximum_items
                                                       : Code::sum_items;
  return in_register(scope_, emit(code, inner.reg), inner.step);
}

Place Lowering::item_sum(const Place& item_value, const Expression& at) {
  if (!item_value.constant) return in_register(scope_, emit(Code::sum_items, item_value.reg), item_value.step);
  return times(in_register(Scope::claim, program_.item_count(), Ratio(1)), item_value, at);
}

Place Lowering::table_call(Expression& e) {
  const KnownTable& table = environment_.tables[e.index];
  engine::TableCall call;
  call.table = static_cast<std::uint32_t>(e.index);
  for (std::size_t i = 0; i < e.parts.size(); ++i) {
    // Codes, truth values and, for ordered columns, facts in the column's own step: the register is the value.
    call.arguments.push_back(raw(lower(e.parts[i])));
  }
  const auto number = static_cast<Register>(program_.calls.size());
  program_.calls.push_back(std::move(call));
  const Register row = emit(Code::lookup, number);
  e.row = in_register(scope_, row, Ratio(1));
  return in_register(scope_, emit(Code::cell, row, static_cast<Register>(e.index)), table.step);
}

}  // namespace wildclaims::rules::language
