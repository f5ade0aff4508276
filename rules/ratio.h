// Exact fractions of 128-bit whole numbers, in lowest terms: unit conversions, the steps in which a register counts,
// values on a worksheet. Every operation that would leave 128 bits gives nothing instead of a wrong answer.
#pragma once

#include <optional>

#include "rules/decimal.h"
#include "rules/int128.h"

namespace wildclaims::rules {

// Products that would overflow give nothing.
std::optional<Int128> checked_multiply(Int128 left, Int128 right);
std::optional<Int128> checked_add(Int128 left, Int128 right);
Int128 greatest_common_divisor(Int128 left, Int128 right);  // >= 0; of 0 and 0 it is 0

class Ratio {
 public:
  constexpr Ratio() = default;                          // 0
  constexpr Ratio(Int128 whole) : numerator_(whole) {}  // NOLINT(google-explicit-constructor): a number
  static std::optional<Ratio> make(Int128 numerator, Int128 denominator);  // nothing for a zero denominator
  static Ratio of(const Decimal& decimal);

  constexpr Int128 numerator() const { return numerator_; }
  constexpr Int128 denominator() const { return denominator_; }  // > 0
  constexpr bool is_zero() const { return numerator_ == 0; }
  constexpr bool is_whole() const { return denominator_ == 1; }
  constexpr bool is_negative() const { return numerator_ < 0; }
  constexpr Ratio negated() const { return Ratio(-numerator_, denominator_); }

  friend std::optional<Ratio> multiply(const Ratio& left, const Ratio& right);
  friend std::optional<Ratio> divide(const Ratio& left, const Ratio& right);  // nothing when right is zero
  friend std::optional<Ratio> add(const Ratio& left, const Ratio& right);
  // The largest ratio of which both are whole multiples; of two positive ones.
  friend std::optional<Ratio> common_measure(const Ratio& left, const Ratio& right);
  // -1, 0 or 1; nothing on overflow.
  friend std::optional<int> compare(const Ratio& left, const Ratio& right);

  constexpr bool operator==(const Ratio&) const = default;

 private:
  constexpr Ratio(Int128 numerator, Int128 denominator) : numerator_(numerator), denominator_(denominator) {}
  Int128 numerator_ = 0;
  Int128 denominator_ = 1;
};

std::optional<Ratio> multiply(const Ratio& left, const Ratio& right);
std::optional<Ratio> divide(const Ratio& left, const Ratio& right);
std::optional<Ratio> add(const Ratio& left, const Ratio& right);
std::optional<Ratio> common_measure(const Ratio& left, const Ratio& right);
std::optional<int> compare(const Ratio& left, const Ratio& right);

}  // namespace wildclaims::rules
