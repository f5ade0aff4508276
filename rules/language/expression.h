// An expression of a rulebook as a tree. The parser makes it; the type checker fills in what names mean, types and
// units; the lowering notes where each value stands in the registers, so that a worksheet can read it back.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
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
  member,  // leaves; a member is "item.x" or "claim.x"
  call,    // table lookup or function, by name
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
  within,  // a day of the year between two, both inside
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
  bracket,
  loss_date,
  minimum,
  maximum,    // of arguments
  gathered,   // one value for each item, or each claim, brought together: see Gather
  count_all,  // count(items), count(claims)
  round_to,
  day_of,
  month_day_of
};

// How many values become one: those of items or claims, or those of a table that answers with a list.
enum class Gather : std::uint8_t { none, sum, minimum, maximum, count, any, all, first, last };

// Where a value stands after lowering: raw register contents times `step`, in base units; over `divisor` if there is
// one. A constant has no register.
struct Place {
  bool constant = true;
  Ratio step;  // the constant's value, or what one in the register is worth
  Scope scope = Scope::claim;
  std::uint16_t reg = 0;
  std::optional<std::uint16_t> divisor;
};

// One band of a bracket call: the part of the value that lies inside it.
struct BandPlace {
  std::size_t band = 0;
  Place part;
};

// A day of the year as its number in a leap year: 1 is 1 January, 60 is 29 February, 366 is 31 December.
using DayOfYear = std::int16_t;

struct Expression {
  Op op = Op::number;
  Position at;
  std::string name;       // of name, member and call
  std::string field;      // of a call: "table(a).field"; empty when there is none
  bool of_claim = false;  // of a member: "claim.x"
  Decimal number;         // of number; "60%" is {60, 0} with `percent`
  bool percent = false;
  std::string unit;  // of number, as written ("CNY/mu"); may be empty
  bool truth = false;
  Date date;
  DayOfYear first_day = 0;  // of within
  DayOfYear last_day = 0;
  std::vector<Expression> parts;  // operands, arguments, or condition, then, else; of `x where c`: x, c
  bool filtered = false;          // of a call: `where`
  std::string by;                 // of a call: "x by crop"

  // Filled by the type checker.
  Meaning meaning = Meaning::none;
  Scope scope = Scope::claim;  // of the fact or step
  std::size_t index = 0;       // of the fact, step, code, table or bracket
  std::size_t output = 0;      // of a table
  Gather gather = Gather::none;
  std::size_t by_fact = 0;  // of the item
  Type type;
  Rounding rounding = Rounding::half_up;

  // Filled by the lowering.
  Place place;
  std::optional<Place> answer;  // of a table call: which of its answers
  std::vector<BandPlace> bands;
};

// "04-16"; nothing when there is no such day in any year.
std::optional<DayOfYear> parse_day_of_year(std::string_view text);
std::string day_of_year_text(DayOfYear day);

}  // namespace wildclaims::rules::language
