// Exact fractions of any size, slow and plain: the independent reference for property tests. Shares no code with the
// engine.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace wildclaims::rules::test {

// A whole number of any size: sign and decimal digits, least first. As slow as pencil and paper, and as easy to check.
class BigInteger {
 public:
  BigInteger(std::int64_t value = 0);  // NOLINT(google-explicit-constructor): a number
  static BigInteger from_text(const std::string& digits);

  bool is_zero() const { return digits_.empty(); }
  bool is_negative() const { return negative_; }
  BigInteger negated() const;
  std::string to_string() const;

  friend BigInteger operator+(const BigInteger& left, const BigInteger& right);
  friend BigInteger operator-(const BigInteger& left, const BigInteger& right) { return left + right.negated(); }
  friend BigInteger operator*(const BigInteger& left, const BigInteger& right);
  // Towards zero; the divisor is not zero.
  friend BigInteger divide(const BigInteger& left, const BigInteger& right, BigInteger& rest);
  friend int compare(const BigInteger& left, const BigInteger& right);

 private:
  static int compare_digits(const std::vector<int>& left, const std::vector<int>& right);
  void trim();

  bool negative_ = false;
  std::vector<int> digits_;
};

struct SlowRational {
  BigInteger numerator = 0;
  BigInteger denominator = 1;  // > 0, not reduced

  static SlowRational of(std::int64_t numerator, std::int64_t denominator = 1);
};

SlowRational operator+(const SlowRational& left, const SlowRational& right);
SlowRational operator-(const SlowRational& left, const SlowRational& right);
SlowRational operator*(const SlowRational& left, const SlowRational& right);
SlowRational operator/(const SlowRational& left, const SlowRational& right);
int compare(const SlowRational& left, const SlowRational& right);

enum class SlowRounding { half_up, half_even, down, up };
// To a whole number.
BigInteger rounded(const SlowRational& value, SlowRounding rounding);

}  // namespace wildclaims::rules::test
