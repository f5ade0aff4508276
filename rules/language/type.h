// The type of an expression: what it is, what it measures, and the unit it is shown in.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "rules/language/unit.h"

namespace wildclaims::rules::language {

// month_day: a day of the year, recurring every year; 29 February is one of its own.
enum class Kind : std::uint8_t { unknown, number, boolean, code, date, datetime, month_day };

struct Type {
  Kind kind = Kind::unknown;  // unknown: already reported, stay silent
  Dimension dimension;        // of a number
  UnitProduct unit;           // a number is shown in
  bool percent = false;       // a plain number shown as a per cent
  // Only bare literals so far ("0.00"): takes the dimension of what it meets, if it is written as that is written.
  bool bare = false;
  std::size_t code_type = 0;

  bool is_number() const { return kind == Kind::number; }
  bool is_money() const { return is_number() && dimension.is_money(); }
  bool is_duration() const { return is_number() && dimension.is_duration(); }
};

Type plain_number();
Type truth_value();

}  // namespace wildclaims::rules::language
