// Exact fractions for the reference evaluator, fast enough for millions of evaluations. Shares no code with the engine.
//
// Exact holds numerator and denominator in 128 bits and reduces them when they grow; what still does not fit throws
// TooWide, and the reference then computes the same again with Endless, which never ends but crawls.
#pragma once

#include <cstdint>
#include <exception>
#include <string>

#include "tests/rules/slow_rational.h"

namespace wildclaims::property {

__extension__ typedef __int128 Wide;  // NOLINT(modernize-use-using): the extension mark needs a typedef

enum class Round { half_up, half_even, down, up };

// A number beyond 128 bits, or beyond 64 where it is to be read as a whole one.
class TooWide : public std::exception {
 public:
  const char* what() const noexcept override { return "a fraction beyond 128 bits"; }
};

Wide greatest_common_divisor(Wide left, Wide right);  // of the magnitudes; >= 0

class Exact {
 public:
  constexpr Exact() = default;  // 0
  // The denominator is not zero.
  static Exact of(Wide numerator, Wide denominator = 1);

  Wide numerator() const { return numerator_; }
  Wide denominator() const { return denominator_; }  // > 0; not always in lowest terms
  bool is_zero() const { return numerator_ == 0; }
  bool is_negative() const { return numerator_ < 0; }

  friend Exact operator+(const Exact& left, const Exact& right);
  friend Exact operator-(const Exact& left, const Exact& right) { return left + right.negated(); }
  friend Exact operator*(const Exact& left, const Exact& right);
  friend Exact operator/(const Exact& left, const Exact& right);  // right is not zero
  friend int compare(const Exact& left, const Exact& right);      // -1, 0, 1
  Exact negated() const { return Exact(-numerator_, denominator_); }

 private:
  constexpr Exact(Wide numerator, Wide denominator) : numerator_(numerator), denominator_(denominator) {}
  Exact lowest() const;
  Exact settled() const;

  Wide numerator_ = 0;
  Wide denominator_ = 1;
};

// The multiple of `increment` (> 0) that `value` rounds to: half_up and up away from zero, down towards it.
Exact rounded(const Exact& value, const Exact& increment, Round round);
// Of a whole number.
std::int64_t whole(const Exact& value);

// The same operations with numbers of any size.
class Endless {
 public:
  Endless() = default;
  explicit Endless(rules::test::SlowRational value) : value_(std::move(value)) {}
  static Endless of(Wide numerator, Wide denominator = 1);

  const rules::test::SlowRational& value() const { return value_; }
  bool is_zero() const { return value_.numerator.is_zero(); }
  bool is_negative() const { return value_.numerator.is_negative(); }
  Endless negated() const { return Endless({value_.numerator.negated(), value_.denominator}); }

  friend Endless operator+(const Endless& left, const Endless& right) { return Endless(left.value_ + right.value_); }
  friend Endless operator-(const Endless& left, const Endless& right) { return Endless(left.value_ - right.value_); }
  friend Endless operator*(const Endless& left, const Endless& right) { return Endless(left.value_ * right.value_); }
  friend Endless operator/(const Endless& left, const Endless& right) { return Endless(left.value_ / right.value_); }
  friend int compare(const Endless& left, const Endless& right) { return compare(left.value_, right.value_); }

 private:
  rules::test::SlowRational value_;
};

Endless rounded(const Endless& value, const Endless& increment, Round round);
std::int64_t whole(const Endless& value);

}  // namespace wildclaims::property
