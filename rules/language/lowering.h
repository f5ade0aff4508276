// Turns typed expressions into the flat program. Constants and units cost nothing at run time: multiplying by "80 %"
// or turning mu into square metres only changes what one in the register is worth (Place::step). Two values are
// brought to a common step before they are added or compared. A quotient is carried as two registers, numerator and
// divisor (Place::divisor, always positive), so that it stays exact until the rulebook rounds it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "rules/engine/program.h"
#include "rules/language/environment.h"
#include "rules/language/expression.h"
#include "rules/language/reporter.h"

namespace wildclaims::rules::language {

class Lowering {
 public:
  Lowering(const Environment& environment, engine::Program& program, Reporter& reporter);

  // Code for one step goes between these two. Its own faults (numbers too fine for 128 bits, a division by a constant
  // zero, a quotient gathered before it is rounded) are reported at the expression they arise in.
  void begin(Scope scope, std::uint32_t step, std::size_t from_stage = 0);
  void begin_for_reading(Scope scope, std::uint32_t step, std::size_t from_stage);
  void end();

  // Inside begin/end; notes the place of every part in the tree. `results` holds the places of earlier steps.
  Place lower(Expression& expression);

  // Inside begin/end, on places already lowered.
  Place rounded(const Place& value, const Ratio& increment, Rounding rounding, const Expression& at);
  Place minimum(const Place& left, const Place& right, const Expression& at);
  Place maximum(const Place& left, const Place& right, const Expression& at);
  Place difference(const Place& left, const Place& right, const Expression& at);
  // In claim code, of a value of the items.
  Place item_sum(const Place& item_value, const Expression& at);
  // An amount of `owner` shared among its members (items or claims), who want `wanted`; the places are those of the
  // scopes they belong to. Gives the members' place of what each gets. `sharing` holds by, group and the other
  // registers.
  Place shared(const Place& wanted, const Place& available, Scope members, engine::Sharing sharing,
               const Expression& at);
  // The value in a register of the current scope counted in exactly `step` ("fen"), for reading after a run.
  engine::Register counted_in(const Place& value, const Ratio& step, const Expression& at);

  std::vector<Place> steps;  // where each step of Environment::steps ended

  engine::Register truth(const Place& place) { return raw(here(place)); }  // of a condition, code or day

  static Place constant(const Ratio& value);
  static Place in_register(Scope scope, engine::Register reg, const Ratio& step);

 private:
  struct Pair {
    engine::Register left;
    engine::Register right;
    Ratio step;
    std::optional<engine::Register> divisor;
  };

  Place value(Expression& e);
  Place number(const Expression& e);
  Place name(const Expression& e);
  Place sum(Expression& e);
  Place product(Expression& e);
  Place times(const Place& left, const Place& right, const Expression& at);
  Place quotient(const Place& left, const Place& right, const Expression& at);
  Place compared(Expression& e);
  Place logical(Expression& e);
  Place conditional(Expression& e);
  Place call(Expression& e);
  Place table_call(Expression& e, Gather gather);
  engine::Register column_value(Expression& argument, const KnownColumn& column);
  Place bracket_call(Expression& e);
  Place within(Expression& e);
  Place loss_date(const Expression& at);
  Place gathered(Expression& e);
  // The value of each member, in a segment of its own.
  struct Members {
    Place value;
    std::optional<engine::Register> filter;  // min and max where: whether it counts
    std::optional<engine::Register> failed;  // where an error is noted, if the value may not be wanted
  };
  Members member_value(Expression& e, Scope members);
  Place filtered_value(Expression& e, engine::Register passes);
  Place negated(const Place& value, const Expression& at);
  Place extreme(const Place& left, const Place& right, engine::Code code, const Expression& at);
  Place combined(const Place& left, const Place& right, engine::Code code, const Expression& at);
  Place materialised(const Place& place);
  Place here(const Place& place);  // a value of the claim or event brought into the code of a lower scope

  Pair aligned(const Place& left, const Place& right, const Expression& at);
  engine::Register counted(const Place& value, const Ratio& step, const Expression& at);
  engine::Register raw(const Place& place);  // of codes, truth values and facts
  engine::Register multiplied(engine::Register reg, Int128 factor);
  engine::Register fresh();
  engine::Register constant_register(Int128 value);
  engine::Register emit(engine::Code code, engine::Register left, engine::Register right = 0);
  std::vector<engine::Instruction> captured(Expression& e, Place& place);
  void append(const std::vector<engine::Instruction>& code);
  engine::FrameLayout& frame() { return program_.frame(scope_); }
  Ratio checked(std::optional<Ratio> ratio, const Expression& at);

  const Environment& environment_;
  engine::Program& program_;
  Reporter& reporter_;
  Scope scope_ = Scope::claim;
  std::uint32_t step_ = 0;
  std::uint32_t from_stage_ = 0;
  bool for_reading_ = false;
  std::optional<engine::Register> failed_;  // Segment::failed
  int branches_ = 0;                        // open parts that may be skipped
  std::vector<engine::Instruction> code_;
  std::map<std::pair<Scope, Int128>, engine::Register> constants_;
  std::map<std::pair<Scope, engine::Register>, engine::Register> loaded_;  // from above, of the current segment
  bool full_ = false;
};

// Whether every part of it is known from the first payment stage on, or only from a later one.
std::size_t stage_of(const Expression& expression, const Environment& environment);

}  // namespace wildclaims::rules::language
