// Functions, table lookups and brackets.
#include <utility>

#include "rules/language/lowering.h"

namespace wildclaims::rules::language {

using engine::Code;
using engine::Register;

Place Lowering::call(Expression& e) {
  switch (e.meaning) {
    case Meaning::table:
      return table_call(e, Gather::none);
    case Meaning::bracket:
      return bracket_call(e);
    case Meaning::minimum:
    case Meaning::maximum: {
      Place result = lower(e.parts[0]);
      for (std::size_t i = 1; i < e.parts.size(); ++i) {
        const Place next = lower(e.parts[i]);
        result = e.meaning == Meaning::minimum ? minimum(result, next, e) : maximum(result, next, e);
      }
      return result;
    }
    case Meaning::gathered:
      return gathered(e);
    case Meaning::count_all:
      return in_register(e.scope, program_.member_count(e.scope), Ratio(1));
    case Meaning::round_to: {
      const Place increment = number(e.parts[1]);
      return rounded(lower(e.parts[0]), increment.step, e.rounding, e);
    }
    case Meaning::day_of: {
      const Place instant = lower(e.parts[0]);
      const Register offset = constant_register(Int128{environment_.layout.offset.minutes()} * 60);
      return in_register(scope_, emit(Code::day_of, counted(instant, Ratio(1), e), offset), Ratio(1));
    }
    case Meaning::month_day_of:
      return in_register(scope_, emit(Code::month_day_of, raw(lower(e.parts[0]))), Ratio(1));
    case Meaning::none:
    case Meaning::fact:
    case Meaning::step:
    case Meaning::code:
    case Meaning::loss_date:
      break;
  }
  return constant(Ratio());
}

Place Lowering::table_call(Expression& e, Gather gather) {
  const KnownTable& table = environment_.tables[e.index];
  engine::TableCall call;
  call.table = static_cast<std::uint32_t>(e.index);
  for (std::size_t i = 0; i < e.parts.size(); ++i) {
    call.arguments.push_back(column_value(e.parts[i], table.columns[i]));
  }
  if (table.dated) call.arguments.push_back(raw(loss_date(e)));
  const auto number = static_cast<Register>(program_.calls.size());
  program_.calls.push_back(std::move(call));
  const Register answer = emit(Code::lookup, number);
  e.answer = in_register(scope_, answer, Ratio(1));
  // Counting needs no output: any of them tells how many.
  const KnownOutput& output = table.outputs[e.output];
  const auto cells = output.cells.find(gather);
  if (cells == output.cells.end()) return constant(Ratio());  // the table was refused
  const Ratio step = gather == Gather::count ? Ratio(1) : output.step;
  return in_register(scope_, emit(Code::cell, answer, static_cast<Register>(cells->second)), step);
}

Register Lowering::column_value(Expression& argument, const KnownColumn& column) {
  const Place value = lower(argument);
  if (column.axes != Axes::exact) return raw(value);
  // value = register * value.step (/ divisor); in steps of the column that is register * factor (/ divisor).
  const Ratio factor = checked(divide(value.step, column.step), argument);
  Register halves = 0;
  if (value.constant) {
    const Int128 whole = divide_rounded(factor.numerator(), factor.denominator(), Rounding::down);
    const bool below = factor.is_negative() && !factor.is_whole();
    halves = constant_register(2 * (below ? whole - 1 : whole) + (factor.is_whole() ? 0 : 1));
  } else {
    const Register above = multiplied(value.reg, factor.numerator());
    const Register below =
        value.divisor ? multiplied(*value.divisor, factor.denominator()) : constant_register(factor.denominator());
    halves = emit(Code::halves_of, above, below);
  }
  if (column.bounded) {
    code_.push_back({Code::require_at_least, 0, halves, constant_register(column.at_least)});
    code_.push_back({Code::require_at_least, 0, constant_register(column.at_most), halves});
  }
  return halves;
}

// Every band: its rate times the part of the value between its ends.
Place Lowering::bracket_call(Expression& e) {
  const KnownBracket& bracket = environment_.brackets[e.index];
  const Place value = lower(e.parts[0]);
  const Place nothing = constant(Ratio());
  Place total = nothing;
  Ratio low;
  for (std::size_t i = 0; i < bracket.bands.size(); ++i) {
    const KnownBand& band = bracket.bands[i];
    const Place reached = band.up_to ? minimum(value, constant(*band.up_to), e) : value;
    const Place part = maximum(combined(reached, constant(low), Code::subtract, e), nothing, e);
    e.bands.push_back({i, part});
    if (!band.rate.is_zero()) total = combined(total, times(part, constant(band.rate), e), Code::add, e);
    if (band.up_to) low = *band.up_to;
  }
  return total;
}

}  // namespace wildclaims::rules::language
