#include "tests/property/exact.h"

#include <numeric>
#include <utility>

namespace wildclaims::property {
namespace {

using rules::test::BigInteger;
using rules::test::SlowRational;
using rules::test::SlowRounding;

// Beyond this a fraction is brought to lowest terms: products of two such denominators still fit.
constexpr Wide kComfortable = Wide{1} << 60;
constexpr Wide kInt64 = Wide{1} << 62;

bool small(Wide value) { return value < kInt64 && value > -kInt64; }

Wide product(Wide left, Wide right) {
  Wide result = 0;
  if (__builtin_mul_overflow(left, right, &result)) throw TooWide();
  return result;
}

Wide sum(Wide left, Wide right) {
  Wide result = 0;
  if (__builtin_add_overflow(left, right, &result)) throw TooWide();
  return result;
}

Wide magnitude(Wide value) { return value < 0 ? -value : value; }

}  // namespace

Wide greatest_common_divisor(Wide left, Wide right) {
  left = magnitude(left);
  right = magnitude(right);
  while (right != 0) {
    if (small(left) && small(right)) return std::gcd(static_cast<std::int64_t>(left), static_cast<std::int64_t>(right));
    left = std::exchange(right, left % right);
  }
  return left;
}

Exact Exact::of(Wide numerator, Wide denominator) {
  const Exact value = denominator < 0 ? Exact(-numerator, -denominator) : Exact(numerator, denominator);
  return value.lowest();
}

Exact Exact::lowest() const {
  if (denominator_ == 1) return *this;
  const Wide common = greatest_common_divisor(numerator_, denominator_);
  return Exact(numerator_ / common, denominator_ / common);
}

Exact Exact::settled() const {
  if (denominator_ < kComfortable) return *this;
  return lowest();
}

Exact operator+(const Exact& left, const Exact& right) {
  if (left.denominator_ == right.denominator_) return Exact(sum(left.numerator_, right.numerator_), left.denominator_);
  Wide first = 0;
  Wide second = 0;
  Wide numerator = 0;
  Wide denominator = 0;
  const bool beyond = __builtin_mul_overflow(left.numerator_, right.denominator_, &first) ||
                      __builtin_mul_overflow(right.numerator_, left.denominator_, &second) ||
                      __builtin_add_overflow(first, second, &numerator) ||
                      __builtin_mul_overflow(left.denominator_, right.denominator_, &denominator);
  if (!beyond) return Exact(numerator, denominator).settled();
  const Exact a = left.lowest();
  const Exact b = right.lowest();
  const Wide common = greatest_common_divisor(a.denominator_, b.denominator_);
  const Wide rest = b.denominator_ / common;
  return Exact(sum(product(a.numerator_, rest), product(b.numerator_, a.denominator_ / common)),
               product(a.denominator_, rest))
      .lowest();
}

Exact operator*(const Exact& left, const Exact& right) {
  Wide numerator = 0;
  Wide denominator = 0;
  const bool beyond = __builtin_mul_overflow(left.numerator_, right.numerator_, &numerator) ||
                      __builtin_mul_overflow(left.denominator_, right.denominator_, &denominator);
  if (!beyond) return Exact(numerator, denominator).settled();
  const Exact a = Exact(left.numerator_, right.denominator_).lowest();
  const Exact b = Exact(right.numerator_, left.denominator_).lowest();
  return Exact(product(a.numerator_, b.numerator_), product(a.denominator_, b.denominator_));
}

Exact operator/(const Exact& left, const Exact& right) {
  const bool negative = right.numerator_ < 0;
  return left *
         Exact(negative ? -right.denominator_ : right.denominator_, negative ? -right.numerator_ : right.numerator_);
}

int compare(const Exact& left, const Exact& right) {
  Wide first = 0;
  Wide second = 0;
  if (left.denominator_ == right.denominator_) {
    first = left.numerator_;
    second = right.numerator_;
  } else if (__builtin_mul_overflow(left.numerator_, right.denominator_, &first) ||
             __builtin_mul_overflow(right.numerator_, left.denominator_, &second)) {
    const Exact a = left.lowest();
    const Exact b = right.lowest();
    const Wide common = greatest_common_divisor(a.denominator_, b.denominator_);
    first = product(a.numerator_, b.denominator_ / common);
    second = product(b.numerator_, a.denominator_ / common);
  }
  return first < second ? -1 : first > second ? 1 : 0;
}

Exact rounded(const Exact& value, const Exact& increment, Round round) {
  const Exact many = value / increment;
  Wide whole_part = 0;
  Wide rest = 0;
  if (small(many.numerator()) && small(many.denominator())) {
    const auto numerator = static_cast<std::int64_t>(many.numerator());
    const auto denominator = static_cast<std::int64_t>(many.denominator());
    whole_part = numerator / denominator;
    rest = numerator % denominator;
  } else {
    whole_part = many.numerator() / many.denominator();
    rest = many.numerator() % many.denominator();
  }
  if (rest != 0) {
    const Wide left_over = magnitude(rest);
    const Wide to_next = many.denominator() - left_over;
    const bool odd = whole_part % 2 != 0;
    bool further = false;
    switch (round) {
      case Round::down:
        break;
      case Round::up:
        further = true;
        break;
      case Round::half_up:
        further = left_over >= to_next;
        break;
      case Round::half_even:
        further = left_over > to_next || (left_over == to_next && odd);
        break;
    }
    if (further) whole_part += many.is_negative() ? -1 : 1;
  }
  return Exact::of(whole_part) * increment;
}

std::int64_t whole(const Exact& value) {
  const Wide number = value.numerator() / value.denominator();
  if (!small(number)) throw TooWide();
  return static_cast<std::int64_t>(number);
}

namespace {

BigInteger big(Wide value) {
  constexpr std::int64_t kStep = 1'000'000'000'000'000'000;
  const auto low = static_cast<std::int64_t>(value % kStep);
  const auto middle = static_cast<std::int64_t>(value / kStep % kStep);
  const auto high = static_cast<std::int64_t>(value / kStep / kStep);
  return (BigInteger(high) * BigInteger(kStep) + BigInteger(middle)) * BigInteger(kStep) + BigInteger(low);
}

SlowRounding slow(Round round) {
  switch (round) {
    case Round::half_up:
      return SlowRounding::half_up;
    case Round::half_even:
      return SlowRounding::half_even;
    case Round::down:
      return SlowRounding::down;
    case Round::up:
      return SlowRounding::up;
  }
  return SlowRounding::down;
}

}  // namespace

Endless Endless::of(Wide numerator, Wide denominator) {
  return denominator < 0 ? Endless({big(-numerator), big(-denominator)}) : Endless({big(numerator), big(denominator)});
}

Endless rounded(const Endless& value, const Endless& increment, Round round) {
  const SlowRational many = value.value() / increment.value();
  return Endless({rules::test::rounded(many, slow(round)), 1}) * increment;
}

std::int64_t whole(const Endless& value) {
  const std::string digits = rules::test::rounded(value.value(), SlowRounding::down).to_string();
  if (digits.size() > 18) throw TooWide();
  return std::stoll(digits);
}

}  // namespace wildclaims::property
