// Division of many numbers by one: a multiplication and a correction each, exact.
#pragma once

#include <cstdint>

#include "rules/int128.h"
#include "rules/rounding.h"

namespace wildclaims::rules {

// The divisor is at least 1.
class Divider {
 public:
  struct Result {
    std::uint64_t quotient = 0;
    std::uint64_t rest = 0;
  };

  constexpr explicit Divider(std::uint64_t divisor) : divisor_(divisor), reciprocal_(~std::uint64_t{0} / divisor) {}

  // Of a number up to 2^63. The reciprocal is less than one below 2^64 / divisor, so the product is less than one half
  // below number / divisor, and its whole part at most one below the quotient.
  constexpr Result divide(std::uint64_t number) const {
    auto quotient = static_cast<std::uint64_t>((UInt128{number} * reciprocal_) >> 64);
    std::uint64_t rest = number - quotient * divisor_;
    const bool once_more = rest >= divisor_;
    quotient += once_more ? 1U : 0U;
    rest -= once_more ? divisor_ : 0U;
    return {quotient, rest};
  }

  // As rules::divide_rounded(), for any number.
  constexpr std::int64_t divide_rounded(std::int64_t number, Rounding rounding) const {
    const bool negative = number < 0;
    const std::uint64_t magnitude =
        negative ? std::uint64_t{0} - static_cast<std::uint64_t>(number) : static_cast<std::uint64_t>(number);
    Result result = divide(magnitude);
    const std::uint64_t gap = divisor_ - result.rest;
    bool moves = false;
    switch (rounding) {
      case Rounding::half_up:
        moves = result.rest >= gap;
        break;
      case Rounding::half_even:
        moves = result.rest > gap || (result.rest == gap && result.quotient % 2 != 0);
        break;
      case Rounding::up:
        moves = result.rest != 0;
        break;
      case Rounding::down:
        break;
    }
    result.quotient += moves ? 1U : 0U;
    return static_cast<std::int64_t>(negative ? std::uint64_t{0} - result.quotient : result.quotient);
  }

 private:
  std::uint64_t divisor_;
  std::uint64_t reciprocal_;
};

}  // namespace wildclaims::rules
