// Operators of expressions: what each does to registers and to what one in them is worth.
#include "rules/language/lowering.h"

#include <utility>

namespace wildclaims::rules::language {

using engine::Code;
using engine::Instruction;
using engine::Register;

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
      return in_register(e.scope, static_cast<Register>(e.index), environment_.facts(e.scope)[e.index].step);
    case Meaning::step:
      return steps[e.index];
    case Meaning::code:
      return constant(Ratio(static_cast<Int128>(e.index)));
    case Meaning::loss_date:
      return loss_date(e);
    case Meaning::none:
    case Meaning::table:
    case Meaning::bracket:
    case Meaning::minimum:
    case Meaning::maximum:
    case Meaning::gathered:
    case Meaning::count_all:
    case Meaning::round_to:
    case Meaning::day_of:
    case Meaning::month_day_of:
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

// first <= day and day <= last; round the year's end: or.
Place Lowering::within(Expression& e) {
  const Register day = emit(Code::month_day_of, raw(lower(e.parts[0])));
  const Register after = emit(Code::less_equal, constant_register(e.first_day), day);
  const Register before = emit(Code::less_equal, day, constant_register(e.last_day));
  const Code both = e.first_day <= e.last_day ? Code::minimum : Code::maximum;
  return in_register(scope_, emit(both, after, before), Ratio(1));
}

Place Lowering::loss_date(const Expression& at) {
  const std::size_t fact = *environment_.loss_date_fact;
  const auto reg = static_cast<Register>(fact);
  const Place told = here(in_register(Scope::claim, reg, environment_.claim_facts[fact].step));
  if (environment_.layout.claim[fact].kind == FactKind::date) return told;
  const Register offset = constant_register(Int128{environment_.layout.offset.minutes()} * 60);
  return in_register(scope_, emit(Code::day_of, counted(told, Ratio(1), at), offset), Ratio(1));
}

// The code of one part by itself, so that it can be jumped over.
std::vector<Instruction> Lowering::captured(Expression& e, Place& place) {
  std::vector<Instruction> outer = std::move(code_);
  code_.clear();
  const auto loaded = loaded_;  // what a skipped part loads is not there for the others
  ++branches_;
  place = lower(e);
  --branches_;
  loaded_ = loaded;
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

}  // namespace wildclaims::rules::language
