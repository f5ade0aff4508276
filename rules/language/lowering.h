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
  // zero, a quotient summed before it is rounded) are reported at the expression they arise in.
  void begin(Scope scope, std::uint32_t step);
  void end();

  // Inside begin/end; notes the place of every part in the tree. `results` holds the places of earlier steps.
  Place lower(Expression& expression);

  // Inside begin/end, on places already lowered.
  Place rounded(const Place& value, const Ratio& increment, Rounding rounding, const Expression& at);
  Place minimum(const Place& left, const Place& right, const Expression& at);
  Place maximum(const Place& left, const Place& right, const Expression& at);
  Place difference(const Place& left, const Place& right, const Expression& at);
  Place item_sum(const Place& item_value, const Expression& at);
  // The value in a register of the current scope counted in exactly `step` ("fen"), for reading after a run.
  engine::Register counted_in(const Place& value, const Ratio& step, const Expression& at);

  std::vector<Place> steps;  // where each step of Environment::steps ended

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
  Place table_call(Expression& e);
  Place lifted(Expression& e);
  Place negated(const Place& value, const Expression& at);
  Place extreme(const Place& left, const Place& right, engine::Code code, const Expression& at);
  Place combined(const Place& left, const Place& right, engine::Code code, const Expression& at);
  Place materialised(const Place& place);
  Place here(const Place& place);  // a claim value brought into item code

  Pair aligned(const Place& left, const Place& right, const Expression& at);
  engine::Register counted(const Place& value, const Ratio& step, const Expression& at);
  engine::Register raw(const Place& place);  // of codes, truth values and facts
  engine::Register multiplied(engine::Register reg, Int128 factor);
  engine::Register fresh();
  engine::Register constant_register(Int128 value);
  engine::Register emit(engine::Code code, engine::Register left, engine::Register right = 0);
  std::vector<engine::Instruction> captured(Expression& e, Place& place);
  void append(const std::vector<engine::Instruction>& code);
  engine::FrameLayout& frame();
  Ratio checked(std::optional<Ratio> ratio, const Expression& at);

  const Environment& environment_;
  engine::Program& program_;
  Reporter& reporter_;
  Scope scope_ = Scope::claim;
  std::uint32_t step_ = 0;
  std::vector<engine::Instruction> code_;
  std::map<std::pair<Scope, Int128>, engine::Register> constants_;
  std::map<engine::Register, engine::Register> from_claim_;  // of the current segment
  bool full_ = false;
};

}  // namespace wildclaims::rules::language
