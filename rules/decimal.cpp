#include "rules/decimal.h"

namespace wildclaims::rules {

std::optional<Decimal> Decimal::parse(std::string_view text) {
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  Decimal value;
  int digits = 0;
  bool point = false;
  bool digit_last = false;
  for (char c : text) {
    if (c == '.' && !point && digit_last) {
      point = true;
      digit_last = false;
      continue;
    }
    if (c < '0' || c > '9' || ++digits > kMostDigits) return std::nullopt;
    value.digits = value.digits * 10 + (c - '0');
    if (point) ++value.scale;
    digit_last = true;
  }
  if (!digit_last) return std::nullopt;
  if (negative) value.digits = -value.digits;
  return value;
}

Int128 power_of_ten(int exponent) {
  Int128 power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

std::string decimal_text(Int128 digits, int scale) {
  while (scale > 0 && digits % 10 == 0) {
    digits /= 10;
    --scale;
  }
  std::string text = to_string(digits < 0 ? -digits : digits);
  if (scale > 0) {
    const std::size_t places = static_cast<std::size_t>(scale);
    if (text.size() <= places) text.insert(0, places + 1 - text.size(), '0');
    text.insert(text.size() - places, ".");
  }
  return digits < 0 ? "-" + text : text;
}

}  // namespace wildclaims::rules
