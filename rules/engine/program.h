// A rulebook compiled: a flat program over registers of whole numbers. What one in a register is worth was settled
// when the program was made, so running it is additions, multiplications and comparisons, with every overflow seen.
//
// Every value has a register of its own that is written once: after a run the registers hold the whole computation,
// and a worksheet only reads them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "rules/engine/decision_table.h"
#include "rules/fact_layout.h"
#include "rules/int128.h"

namespace wildclaims::rules::engine {

using Register = std::uint16_t;
constexpr std::size_t kMostRegisters = 65'535;

enum class Code : std::uint8_t {
  multiply,
  add,
  subtract,  // to = left op right
  minimum,
  maximum,
  less,
  less_equal,
  equal,
  not_equal,  // to = 0 or 1
  logical_not,
  negate,
  copy,  // to = op left
  sign,  // to = -1 or 1; 0 counts as 1
  jump,
  jump_unless,
  jump_if,          // skip `right` instructions (when left is 0 / is not 0)
  require_nonzero,  // left, else division by zero
  divide_half_up,
  divide_half_even,
  divide_down,
  divide_up,   // to = left / right, rounded
  day_of,      // to = day of (left seconds + right seconds of offset)
  lookup,      // to = answering row of table call number `left`
  cell,        // to = value in the row numbered `left` of table `right`
  from_claim,  // in item code: to = the claim's register left
  sum_items,
  minimum_items,
  maximum_items  // in claim code: to = over every item's register left
};

struct Instruction {
  Code code = Code::copy;
  Register to = 0;
  Register left = 0;
  Register right = 0;
};

struct Constant {
  Register reg = 0;
  Int128 value = 0;
};

// Code that runs once for the claim, or once for each item.
struct Segment {
  Scope scope = Scope::claim;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t step = 0;  // index of the name an error is reported under
};

struct TableCall {
  std::uint32_t table = 0;
  std::vector<Register> arguments;
};

struct CompiledTable {
  DecisionTable decision;
  std::vector<std::int64_t> values;  // one for each row, then that of `otherwise`
};

// Fixed registers: the facts of the scope come first, in the order of the layout; in the claim then the number of
// items and the running total of the household in the event.
struct FrameLayout {
  std::size_t facts = 0;
  std::size_t registers = 0;
  std::vector<Constant> constants;
};

struct Program {
  FrameLayout claim;
  FrameLayout item;
  std::vector<Instruction> code;
  std::vector<Segment> segments;
  std::vector<TableCall> calls;
  std::vector<CompiledTable> tables;

  Register item_count() const { return static_cast<Register>(claim.facts); }
  Register household_event() const { return static_cast<Register>(claim.facts + 1); }
  static constexpr std::size_t kFixedClaimRegisters = 2;
};

}  // namespace wildclaims::rules::engine
