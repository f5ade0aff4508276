// Values of many brought together in one, and one amount shared among many.
#include <utility>

#include "rules/language/lowering.h"

namespace wildclaims::rules::language {

using engine::Code;
using engine::Instruction;
using engine::Register;

namespace {

const Ratio kFen = *Ratio::make(1, 100);

Code gathering(Gather gather, bool filtered, bool by) {
  const bool least = gather == Gather::minimum || gather == Gather::all;
  const bool most = gather == Gather::maximum || gather == Gather::any;
  if (by) return least ? Code::minimum_members_by : most ? Code::maximum_members_by : Code::sum_members_by;
  // any and all need no member that passes the filter.
  if (filtered && gather == Gather::minimum) return Code::minimum_members_where;
  if (filtered && gather == Gather::maximum) return Code::maximum_members_where;
  return least ? Code::minimum_members : most ? Code::maximum_members : Code::sum_members;
}

}  // namespace

Place Lowering::gathered(Expression& e) {
  if (e.parts[0].meaning == Meaning::table && environment_.tables[e.parts[0].index].gives_list) {
    Place place = table_call(e.parts[0], e.gather);
    e.parts[0].place = place;
    return place;
  }
  const Scope members = scope_ == Scope::event ? Scope::claim : Scope::item;
  const Members gathered = member_value(e, members);
  const Place& inner = gathered.value;
  if (inner.divisor) {
    reporter_.error(e.parts[0].at, "quotient_not_rounded",
                    "each value is an exact quotient, and quotients of different divisors cannot be gathered",
                    "round it first, as in " + e.name + "(round_half_up(…, 0.01))");
    return constant(Ratio());
  }
  const bool by = !e.by.empty();
  const Code code = gathering(e.gather, e.filtered, by);
  const Register right = by ? static_cast<Register>(e.by_fact) : gathered.filter.value_or(Register{0});
  if (gathered.failed) {
    code_.push_back({by ? Code::require_members_by : Code::require_members, 0, *gathered.failed, right});
  }
  return in_register(scope_, emit(code, inner.reg, right), inner.step);
}

// The members' code becomes a segment of its own that runs before this one, also when this one then skips it: what it
// cannot compute is told only when it is wanted.
Lowering::Members Lowering::member_value(Expression& e, Scope members) {
  std::vector<Instruction> outer_code = std::move(code_);
  const auto outer_loaded = std::move(loaded_);
  const Scope outer = scope_;
  const bool reading = for_reading_;
  const auto outer_failed = failed_;
  begin(members, step_, from_stage_);
  for_reading_ = reading;
  Members gathered;
  if (branches_ > 0 || outer_failed) failed_ = gathered.failed = fresh();
  if (!e.filtered) {
    gathered.value = materialised(lower(e.parts[0]));
  } else {
    const Register passes = raw(lower(e.parts[1]));
    if (e.gather == Gather::minimum || e.gather == Gather::maximum) gathered.filter = passes;
    gathered.value = filtered_value(e, passes);
  }
  gathered.value = here(gathered.value);
  end();
  scope_ = outer;
  for_reading_ = reading;
  failed_ = outer_failed;
  code_ = std::move(outer_code);
  loaded_ = outer_loaded;
  return gathered;
}

// Computed only where the filter passes. Elsewhere it counts for nothing: it is 0, or 1 for `all`; min and max do not
// look at it.
Place Lowering::filtered_value(Expression& e, Register passes) {
  Place value;
  std::vector<Instruction> code = captured(e.parts[0], value);
  std::swap(code, code_);
  const Place local = materialised(here(value));
  std::swap(code, code_);
  if (local.divisor) return local;  // refused by the caller
  const Register result = emit(Code::copy, constant_register(e.gather == Gather::all ? 1 : 0));
  code_.push_back({Code::jump_unless, 0, passes, static_cast<Register>(code.size() + 1)});
  append(code);
  code_.push_back({Code::copy, result, local.reg, 0});
  return in_register(scope_, result, local.step);
}

Place Lowering::item_sum(const Place& item_value, const Expression& at) {
  if (!item_value.constant) return in_register(scope_, emit(Code::sum_members, item_value.reg), item_value.step);
  return times(in_register(Scope::claim, program_.member_count(Scope::claim), Ratio(1)), item_value, at);
}

Place Lowering::shared(const Place& wanted, const Place& available, Scope members, engine::Sharing sharing,
                       const Expression& at) {
  const Scope owner = scope_;
  const std::uint32_t step = step_;
  const std::uint32_t from_stage = from_stage_;
  if (wanted.divisor || available.divisor) {
    reporter_.error(at.at, "quotient_not_rounded", "an exact quotient cannot be shared", "round it to the cent first");
    return wanted;
  }
  const Ratio with_cents = checked(common_measure(wanted.step, kFen), at);
  const Ratio count = checked(common_measure(with_cents, available.step), at);
  const Ratio grain = checked(divide(kFen, count), at);
  sharing.grain = grain.numerator();
  if (sharing.group) {
    end();
    begin(members, step, from_stage);
    sharing.available = counted(here(available), count, at);
    sharing.wanted = counted(here(wanted), count, at);
    sharing.given = fresh();
    end();
    begin(owner, step, from_stage);
  } else {
    sharing.available = counted(here(available), count, at);
    end();
    begin(members, step, from_stage);
    sharing.wanted = counted(here(wanted), count, at);
    sharing.given = fresh();
    end();
    // The amount was computed in the segment before; sharing follows in one of its own.
    begin(owner, step, from_stage);
  }
  const auto number = static_cast<Register>(program_.sharings.size());
  const Register given = sharing.given;
  program_.sharings.push_back(sharing);
  code_.push_back({Code::share, 0, number, 0});
  return in_register(members, given, count);
}

}  // namespace wildclaims::rules::language
