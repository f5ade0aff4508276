// A rulebook compiled: a flat program over registers of whole numbers. What one in a register is worth was settled
// when the program was made, so running it is additions, multiplications and comparisons, with every overflow seen.
//
// Every value has a register of its own that is written once: after a run the registers hold the whole computation,
// and a worksheet only reads them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "rules/allocation.h"
#include "rules/engine/decision_table.h"
#include "rules/fact_layout.h"
#include "rules/int128.h"
#include "rules/ratio.h"

namespace wildclaims::rules::engine {

using Register = std::uint16_t;
constexpr std::size_t kMostRegisters = 65'535;

// Members are what a scope gathers: the items of a claim, the claims of an event; to an item, all items of its claim.
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
  jump_if,             // skip `right` instructions (when left is 0 / is not 0)
  require_nonzero,     // left, else division by zero
  require_at_least,    // left >= right, else outside a table's domain
  require_members,     // no member has failed: the error noted in register left of one, else
  require_members_by,  // … of the items that hold the same as this one in register right
  divide_half_up,
  divide_half_even,
  divide_down,
  divide_up,     // to = left / right, rounded
  halves_of,     // to = 2 * floor(left / right), and one more when something is left over; right > 0
  day_of,        // to = day of (left seconds + right seconds of offset)
  month_day_of,  // to = number of the day `left` in a leap year, 1 to 366
  lookup,        // to = answer of table call number `left`
  cell,          // to = value of the answer `left` in the cells numbered `right`
  from_claim,    // in item code: to = the claim's register left
  from_event,    // in item and claim code: to = the event's register left
  sum_members,
  minimum_members,
  maximum_members,        // to = over every member's register left
  minimum_members_where,  // … that has not 0 in its register right; without one, an empty selection
  maximum_members_where,
  sum_members_by,  // in item code: … over the items that hold the same as this one in register right
  minimum_members_by,
  maximum_members_by,
  share  // sharing number `left` among the members
};

struct Instruction {
  Code code = Code::copy;
  Register to = 0;
  Register left = 0;
  Register right = 0;
  bool guarded = false;  // some jump may skip it: settled by mark_guarded()
};

struct Constant {
  Register reg = 0;
  Int128 value = 0;
};

// Code that runs once for the event, once for each claim, or once for each item.
struct Segment {
  Scope scope = Scope::claim;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t step = 0;        // index of the name an error is reported under
  std::uint32_t from_stage = 0;  // of payment: before it, what this needs is not known
  bool for_reading = false;      // prepares amounts that only people look at
  // Of values that may not be wanted: an error is noted here, one more than its number, and told only when it is read.
  std::optional<Register> failed;
  bool branches = false;  // has jumps: settled by mark_guarded()
};

struct TableCall {
  std::uint32_t table = 0;
  std::vector<Register> arguments;
};

// One amount and the members that want it. All in counts of one step.
struct Sharing {
  Register wanted = 0;            // of the member
  Register given = 0;             // of the member: written
  Register available = 0;         // of the member when there are groups, else of the owner
  std::optional<Register> group;  // of the member: those of one value share one amount
  std::optional<Register> priority;
  std::optional<Register> reserved;
  std::optional<Register> exempt;
  Ratio reserved_share;
  Allocation by = Allocation::first_come;
  Int128 grain = 1;  // counts of one cent
};

// Fixed registers: the values of the scope come first, in the order of the layout; in claim and event then the number
// of members.
struct FrameLayout {
  std::size_t facts = 0;
  std::size_t registers = 0;
  std::vector<Constant> constants;
};

struct Program {
  FrameLayout event;
  FrameLayout claim;
  FrameLayout item;
  std::vector<Instruction> code;
  std::vector<Segment> segments;
  std::vector<TableCall> calls;
  std::vector<DecisionTable> tables;
  std::vector<std::vector<std::int64_t>> cells;  // by answer
  std::vector<Sharing> sharings;

  const FrameLayout& frame(Scope scope) const {
    return scope == Scope::claim ? claim : scope == Scope::item ? item : event;
  }
  FrameLayout& frame(Scope scope) { return scope == Scope::claim ? claim : scope == Scope::item ? item : event; }
  Register member_count(Scope scope) const { return static_cast<Register>(frame(scope).facts); }

  // Once all segments are there.
  void mark_guarded();
};

}  // namespace wildclaims::rules::engine
