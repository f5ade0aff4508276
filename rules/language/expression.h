// An expression of a rulebook as a tree. The parser makes it; the type checker fills in what names mean, types and
// units; the lowering notes where each value stands in the registers, so that a worksheet can read it back.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rules/date.h"
#include "rules/decimal.h"
#include "rules/diagnostic.h"
#include "rules/fact_layout.h"
#include "rules/language/type.h"
#include "rules/ratio.h"
#include "rules/rounding.h"

namespace wildclaims::rules::language {

enum class Op : std::uint8_t {
  number,
  truth,
  date,
  name,
  item_name,  // leaves; item_name is "item.x"
  call,       // table lookup or function, by name
  negate,
  logical_not,
  add,
  subtract,
  multiply,
  divide,
  less,
  less_equal,
  greater,
  greater_equal,
  equal,
  not_equal,
  logical_and,
  logical_or,
  conditional  // if a then b else c
};

// What a name or call turned out to be.
enum class Meaning : std::uint8_t {
  none,
  fact,
  step,
  code,
  table,
  minimum,
  maximum,  // of arguments
  sum_of,
  minimum_of,
  maximum_of,
  count_of,    // of one value per item
  item_count,  // count(items)
  round_to,
  day_of
};

// Where a value stands after lowering: raw register contents times `step`, in base units; over `divisor` if there is
// one. A constant has no register.
struct Place {
  bool constant = true;
  Ratio step;  // the constant's value, or what one in the register is worth
  Scope scope = Scope::claim;
  std::uint16_t reg = 0;
  std::optional<std::uint16_t> divisor;
};

struct Expression {
  Op op = Op::number;
  Position at;
  std::string name;  // of name, item_name and call
  Decimal number;    // of number; "60%" is {60, 0} with `percent`
  bool percent = false;
  std::string unit;  // of number, as written ("CNY/mu"); may be empty
  bool truth = false;
  Date date;
  std::vector<Expression> parts;  // operands, arguments, or condition, then, else

  // Filled by the type checker.
  Meaning meaning = Meaning::none;
  Scope scope = Scope::claim;  // of the fact or step
  std::size_t index = 0;       // of the fact, step, code or table
  Type type;
  Rounding rounding = Rounding::half_up;

  // Filled by the lowering.
  Place place;
  std::optional<Place> row;  // of a table call: which row answered
};

}  // namespace wildclaims::rules::language
