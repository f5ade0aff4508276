// Money as a whole number of minor units (fen). Never floating point, never rounded by itself.
//
// Range: |amount| <= 90,000,000,000,000.00 (kLimit); every operation that would leave it throws MoneyOverflow,
// so a sum that was computed is a sum that is right.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace wildclaims::rules {

// An amount left the range of Money. Names no amount: the thrower's caller knows the step.
class MoneyOverflow : public std::overflow_error {
 public:
  MoneyOverflow() : std::overflow_error("amount beyond the range of money") {}
};

class Money {
 public:
  static constexpr std::int64_t kLimit = 9'000'000'000'000'000;

  constexpr Money() = default;

  // Throws MoneyOverflow beyond kLimit.
  static Money from_fen(std::int64_t fen) {
    if (fen > kLimit || fen < -kLimit) throw MoneyOverflow();
    return Money(fen);
  }

  // Exact decimal text in yuan: optional '-', digits, optionally '.' and one or two digits ("1578", "1578.5",
  // "-0.01"). Nothing else: no sign '+', no spaces, no thousands marks, no exponent. Anything else gives nothing.
  static std::optional<Money> parse(std::string_view text);

  constexpr std::int64_t fen() const { return fen_; }
  constexpr bool is_zero() const { return fen_ == 0; }
  constexpr bool is_negative() const { return fen_ < 0; }

  // Always two decimals: "1578.00", "-0.01". The form of JSON, CSV and receipts.
  std::string to_string() const;
  // With thousands marks for people: "1,578.00".
  std::string to_grouped_string() const;

  Money operator-() const { return from_fen(-fen_); }
  Money& operator+=(Money other) {
    // Both are within kLimit, far below half of int64: the sum itself cannot overflow.
    *this = from_fen(fen_ + other.fen_);
    return *this;
  }
  Money& operator-=(Money other) { return *this += -other; }
  friend Money operator+(Money left, Money right) { return left += right; }
  friend Money operator-(Money left, Money right) { return left -= right; }
  constexpr auto operator<=>(const Money&) const = default;

 private:
  constexpr explicit Money(std::int64_t fen) : fen_(fen) {}
  std::int64_t fen_ = 0;
};

}  // namespace wildclaims::rules
