// A decimal number exactly as it was written: digits and how many of them stand after the point.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "rules/int128.h"

namespace wildclaims::rules {

struct Decimal {
  // Enough for any rate or amount, and far inside 128 bits, so that scaling never has to be checked twice.
  static constexpr int kMostDigits = 18;

  Int128 digits = 0;
  int scale = 0;  // "3.50" is {350, 2}

  // Optional '-', digits, optionally '.' and digits; ASCII only, no '+', no spaces, no thousands marks, no exponent.
  // At most kMostDigits digits in all. Anything else gives nothing.
  static std::optional<Decimal> parse(std::string_view text);

  bool operator==(const Decimal&) const = default;
};

// 10 to the power of `exponent`, 0 <= exponent <= 38.
Int128 power_of_ten(int exponent);

// `digits` / 10^scale without needless zeros: (350, 2) is "3.5", (300, 2) is "3".
std::string decimal_text(Int128 digits, int scale);

}  // namespace wildclaims::rules
