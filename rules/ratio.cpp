#include "rules/ratio.h"

namespace wildclaims::rules {
namespace {

constexpr UInt128 kLargest = ~UInt128{0} >> 1;  // 2^127 - 1

}  // namespace

std::optional<Int128> checked_multiply(Int128 left, Int128 right) {
  if (left == 0 || right == 0) return Int128{0};
  const UInt128 a = magnitude(left);
  const UInt128 b = magnitude(right);
  if (a > kLargest / b) return std::nullopt;
  const Int128 product = static_cast<Int128>(a * b);
  return (left < 0) == (right < 0) ? product : -product;
}

std::optional<Int128> checked_add(Int128 left, Int128 right) {
  Int128 sum = 0;
  if (__builtin_add_overflow(left, right, &sum)) return std::nullopt;
  return sum;
}

Int128 greatest_common_divisor(Int128 left, Int128 right) {
  UInt128 a = magnitude(left);
  UInt128 b = magnitude(right);
  while (b != 0) {
    const UInt128 rest = a % b;
    a = b;
    b = rest;
  }
  return static_cast<Int128>(a);
}

std::optional<Ratio> Ratio::make(Int128 numerator, Int128 denominator) {
  if (denominator == 0) return std::nullopt;
  const Int128 common = greatest_common_divisor(numerator, denominator);
  numerator /= common;
  denominator /= common;
  return denominator < 0 ? Ratio(-numerator, -denominator) : Ratio(numerator, denominator);
}

Ratio Ratio::of(const Decimal& decimal) { return *make(decimal.digits, power_of_ten(decimal.scale)); }

std::optional<Ratio> multiply(const Ratio& left, const Ratio& right) {
  // Crosswise reduction first keeps the products as small as they can be.
  const Int128 first = greatest_common_divisor(left.numerator_, right.denominator_);
  const Int128 second = greatest_common_divisor(right.numerator_, left.denominator_);
  if (left.is_zero() || right.is_zero()) return Ratio();
  const auto numerator = checked_multiply(left.numerator_ / first, right.numerator_ / second);
  const auto denominator = checked_multiply(left.denominator_ / second, right.denominator_ / first);
  if (!numerator || !denominator) return std::nullopt;
  return Ratio(*numerator, *denominator);
}

std::optional<Ratio> divide(const Ratio& left, const Ratio& right) {
  const auto inverse = Ratio::make(right.denominator_, right.numerator_);
  if (!inverse) return std::nullopt;
  return multiply(left, *inverse);
}

std::optional<Ratio> add(const Ratio& left, const Ratio& right) {
  const Int128 common = greatest_common_divisor(left.denominator_, right.denominator_);
  const auto first = checked_multiply(left.numerator_, right.denominator_ / common);
  const auto second = checked_multiply(right.numerator_, left.denominator_ / common);
  const auto denominator = checked_multiply(left.denominator_ / common, right.denominator_);
  if (!first || !second || !denominator) return std::nullopt;
  const auto numerator = checked_add(*first, *second);
  if (!numerator) return std::nullopt;
  return Ratio::make(*numerator, *denominator);
}

std::optional<Ratio> common_measure(const Ratio& left, const Ratio& right) {
  // gcd(a/b, c/d) in lowest terms is gcd(a, c) / lcm(b, d).
  const Int128 common = greatest_common_divisor(left.denominator_, right.denominator_);
  const auto denominator = checked_multiply(left.denominator_ / common, right.denominator_);
  if (!denominator) return std::nullopt;
  return Ratio(greatest_common_divisor(left.numerator_, right.numerator_), *denominator);
}

std::optional<int> compare(const Ratio& left, const Ratio& right) {
  const auto difference = add(left, right.negated());
  if (!difference) return std::nullopt;
  return difference->is_zero() ? 0 : difference->is_negative() ? -1 : 1;
}

}  // namespace wildclaims::rules
