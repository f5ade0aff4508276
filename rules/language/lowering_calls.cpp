// Functions, table lookups, and values lifted from the items to the claim.
#include "rules/language/lowering.h"

#include <utility>

namespace wildclaims::rules::language {

using engine::Code;
using engine::Instruction;
using engine::Register;

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
