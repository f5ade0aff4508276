#include "tests/rules/slow_rational.h"

#include <algorithm>

namespace wildclaims::rules::test {

BigInteger::BigInteger(std::int64_t value) : negative_(value < 0) {
  // Through the remainder, so that the lowest value needs no special case.
  for (; value != 0; value /= 10) digits_.push_back(static_cast<int>(value % 10 < 0 ? -(value % 10) : value % 10));
}

BigInteger BigInteger::from_text(const std::string& digits) {
  BigInteger value;
  for (auto at = digits.rbegin(); at != digits.rend(); ++at) {
    if (*at == '-')
      value.negative_ = true;
    else
      value.digits_.push_back(*at - '0');
  }
  value.trim();
  return value;
}

void BigInteger::trim() {
  while (!digits_.empty() && digits_.back() == 0) digits_.pop_back();
  if (digits_.empty()) negative_ = false;
}

BigInteger BigInteger::negated() const {
  BigInteger value = *this;
  value.negative_ = !negative_ && !is_zero();
  return value;
}

std::string BigInteger::to_string() const {
  if (is_zero()) return "0";
  std::string text = negative_ ? "-" : "";
  for (auto at = digits_.rbegin(); at != digits_.rend(); ++at) text += static_cast<char>('0' + *at);
  return text;
}

int BigInteger::compare_digits(const std::vector<int>& left, const std::vector<int>& right) {
  if (left.size() != right.size()) return left.size() < right.size() ? -1 : 1;
  for (std::size_t i = left.size(); i-- > 0;) {
    if (left[i] != right[i]) return left[i] < right[i] ? -1 : 1;
  }
  return 0;
}

int compare(const BigInteger& left, const BigInteger& right) {
  if (left.negative_ != right.negative_) return left.negative_ ? -1 : 1;
  const int order = BigInteger::compare_digits(left.digits_, right.digits_);
  return left.negative_ ? -order : order;
}

BigInteger operator+(const BigInteger& left, const BigInteger& right) {
  BigInteger sum;
  if (left.negative_ == right.negative_) {
    sum.negative_ = left.negative_;
    int carry = 0;
    for (std::size_t i = 0; i < std::max(left.digits_.size(), right.digits_.size()) || carry != 0; ++i) {
      carry += (i < left.digits_.size() ? left.digits_[i] : 0) + (i < right.digits_.size() ? right.digits_[i] : 0);
      sum.digits_.push_back(carry % 10);
      carry /= 10;
    }
  } else {
    const bool left_larger = BigInteger::compare_digits(left.digits_, right.digits_) >= 0;
    const BigInteger& large = left_larger ? left : right;
    const BigInteger& small = left_larger ? right : left;
    sum.negative_ = large.negative_;
    int borrow = 0;
    for (std::size_t i = 0; i < large.digits_.size(); ++i) {
      int digit = large.digits_[i] - borrow - (i < small.digits_.size() ? small.digits_[i] : 0);
      borrow = digit < 0 ? 1 : 0;
      sum.digits_.push_back(digit + 10 * borrow);
    }
  }
  sum.trim();
  return sum;
}

BigInteger operator*(const BigInteger& left, const BigInteger& right) {
  BigInteger product;
  product.digits_.assign(left.digits_.size() + right.digits_.size() + 1, 0);
  for (std::size_t i = 0; i < left.digits_.size(); ++i) {
    int carry = 0;
    for (std::size_t j = 0; j < right.digits_.size() || carry != 0; ++j) {
      carry += product.digits_[i + j] + (j < right.digits_.size() ? left.digits_[i] * right.digits_[j] : 0);
      product.digits_[i + j] = carry % 10;
      carry /= 10;
    }
  }
  product.negative_ = left.negative_ != right.negative_;
  product.trim();
  return product;
}

namespace {

void prepend(std::vector<int>& digits, int digit) {
  digits.push_back(digit);
  std::rotate(digits.begin(), digits.end() - 1, digits.end());
}

}  // namespace

BigInteger divide(const BigInteger& left, const BigInteger& right, BigInteger& rest) {
  BigInteger divisor = right;
  divisor.negative_ = false;
  BigInteger quotient;
  rest = 0;
  for (std::size_t i = left.digits_.size(); i-- > 0;) {
    prepend(rest.digits_, left.digits_[i]);
    rest.trim();
    int times = 0;
    while (compare(rest, divisor) >= 0) {
      rest = rest - divisor;
      ++times;
    }
    prepend(quotient.digits_, times);
  }
  quotient.negative_ = left.negative_ != right.negative_;
  quotient.trim();
  rest.negative_ = left.negative_;
  rest.trim();
  return quotient;
}

SlowRational SlowRational::of(std::int64_t numerator, std::int64_t denominator) { return {numerator, denominator}; }

SlowRational operator+(const SlowRational& left, const SlowRational& right) {
  return {left.numerator * right.denominator + right.numerator * left.denominator,
          left.denominator * right.denominator};
}

SlowRational operator-(const SlowRational& left, const SlowRational& right) {
  return left + SlowRational{right.numerator.negated(), right.denominator};
}

SlowRational operator*(const SlowRational& left, const SlowRational& right) {
  return {left.numerator * right.numerator, left.denominator * right.denominator};
}

SlowRational operator/(const SlowRational& left, const SlowRational& right) {
  SlowRational quotient{left.numerator * right.denominator, left.denominator * right.numerator};
  if (!quotient.denominator.is_negative()) return quotient;
  return {quotient.numerator.negated(), quotient.denominator.negated()};
}

int compare(const SlowRational& left, const SlowRational& right) {
  return compare(left.numerator * right.denominator, right.numerator * left.denominator);
}

BigInteger rounded(const SlowRational& value, SlowRounding rounding) {
  BigInteger rest = 0;
  BigInteger whole = divide(value.numerator, value.denominator, rest);
  if (rest.is_zero()) return whole;
  const BigInteger away = value.numerator.is_negative() ? -1 : 1;
  const BigInteger twice = (rest.is_negative() ? rest.negated() : rest) * 2;
  const int half = compare(twice, value.denominator);
  BigInteger odd = 0;
  divide(whole, 2, odd);
  switch (rounding) {
    case SlowRounding::down:
      return whole;
    case SlowRounding::up:
      return whole + away;
    case SlowRounding::half_up:
      return half >= 0 ? whole + away : whole;
    case SlowRounding::half_even:
      return half > 0 || (half == 0 && !odd.is_zero()) ? whole + away : whole;
  }
  return whole;
}

}  // namespace wildclaims::rules::test
