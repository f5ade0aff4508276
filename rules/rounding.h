// Rounding a quotient to a whole number, by name. Nothing in the engine rounds except where a rulebook names one of
// these, and at the final result.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "rules/bilingual.h"

namespace wildclaims::rules {

// Symmetric about zero, so that undoing an amount rounds as the amount did:
//   half_up    halves away from zero (commercial rounding)   2.5 -> 3, -2.5 -> -3
//   half_even  halves to the even neighbour                  2.5 -> 2, -2.5 -> -2
//   down       towards zero                                  2.9 -> 2, -2.9 -> -2
//   up         away from zero                                2.1 -> 3, -2.1 -> -3
enum class Rounding { half_up, half_even, down, up };

std::string to_string(Rounding rounding);
std::optional<Rounding> parse_rounding(std::string_view text);
Bilingual to_label(Rounding rounding);  // "四舍五入" / "rounded half up"

// numerator / divisor, rounded. The divisor is not zero, and the pair is not (lowest value, -1): the caller checks.
template <class Word>
constexpr Word divide_rounded(Word numerator, Word divisor, Rounding rounding) {
  const Word quotient = static_cast<Word>(numerator / divisor);
  const Word rest = static_cast<Word>(numerator % divisor);
  if (rest == 0 || rounding == Rounding::down) return quotient;
  const Word away = (rest < 0) == (divisor < 0) ? Word{1} : Word{-1};
  if (rounding == Rounding::up) return static_cast<Word>(quotient + away);
  // |rest| against |divisor| - |rest|: neither side can overflow. Compared as negatives, whose range is the larger.
  const Word minus_rest = rest < 0 ? rest : static_cast<Word>(-rest);
  const Word minus_divisor = divisor < 0 ? divisor : static_cast<Word>(-divisor);
  const Word minus_gap = static_cast<Word>(minus_divisor - minus_rest);
  const bool beyond_half = minus_rest < minus_gap;
  const bool half = minus_rest == minus_gap;
  const bool odd = quotient % 2 != 0;
  const bool moves = beyond_half || (half && (rounding == Rounding::half_up || odd));
  return moves ? static_cast<Word>(quotient + away) : quotient;
}

}  // namespace wildclaims::rules
