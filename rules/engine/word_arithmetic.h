// What the engine computes with its words of 64 or 128 bits, telling whether the result fits.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>

#include "rules/date.h"
#include "rules/ratio.h"
#include "rules/rounding.h"

namespace wildclaims::rules::engine {

// std::numeric_limits knows nothing of 128 bits in strict C++.
template <class Word>
inline constexpr Word kLowest = std::numeric_limits<Word>::min();
template <>
inline constexpr Int128 kLowest<Int128> = -static_cast<Int128>(~UInt128{0} >> 1) - 1;

// True when the result does not fit; `to` is then unspecified.
inline bool overflows_product(std::int64_t left, std::int64_t right, std::int64_t& to) {
  return __builtin_mul_overflow(left, right, &to);
}

inline bool overflows_product(Int128 left, Int128 right, Int128& to) {
  const auto product = checked_multiply(left, right);
  to = product.value_or(0);
  return !product;
}

template <class Word>
bool overflows_quotient(Word left, Word right, Rounding rounding, Word& to) {
  if (left == kLowest<Word> && right == -1) return true;
  to = divide_rounded(left, right, rounding);
  return false;
}

// True when the quotient, twice, does not fit.
template <class Word>
bool overflows_halves(Word left, Word right, Word& to) {
  Word whole = static_cast<Word>(left / right);
  const Word rest = static_cast<Word>(left % right);
  if (rest < 0) --whole;
  if (__builtin_add_overflow(whole, whole, &to)) return true;
  return rest != 0 && __builtin_add_overflow(to, Word{1}, &to);
}

// The number of a day of the civil calendar in a leap year.
inline std::int64_t number_in_leap_year(std::int64_t days) {
  constexpr std::array<int, 12> kBefore = {0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335};
  const Date date = Date::from_days(static_cast<std::int32_t>(days));
  return kBefore[static_cast<std::size_t>(date.month() - 1)] + date.day();
}

// What lies beyond 64 bits lies beyond every end of a column: the nearest value there is answers alike.
inline std::int64_t column_value(std::int64_t value) { return value; }
inline std::int64_t column_value(Int128 value) {
  constexpr Int128 kMost = std::numeric_limits<std::int64_t>::max();
  return static_cast<std::int64_t>(std::clamp(value, -kMost, kMost));
}

inline constexpr std::int64_t kSecondsPerDay = 86'400;

template <class Word>
bool overflows_day(Word seconds, Word offset, Word& to) {
  Word local = 0;
  if (__builtin_add_overflow(seconds, offset, &local)) return true;
  to = local / kSecondsPerDay;
  if (local % kSecondsPerDay < 0) --to;
  return false;
}

}  // namespace wildclaims::rules::engine
