#include "rules/rounding.h"

namespace wildclaims::rules {

std::string to_string(Rounding rounding) {
  switch (rounding) {
    case Rounding::half_up:
      return "half_up";
    case Rounding::half_even:
      return "half_even";
    case Rounding::down:
      return "down";
    case Rounding::up:
      return "up";
  }
  return {};
}

std::optional<Rounding> parse_rounding(std::string_view text) {
  for (Rounding rounding : {Rounding::half_up, Rounding::half_even, Rounding::down, Rounding::up}) {
    if (to_string(rounding) == text) return rounding;
  }
  return std::nullopt;
}

Bilingual to_label(Rounding rounding) {
  switch (rounding) {
    case Rounding::half_up:
      return {"四舍五入", "rounded half up"};
    case Rounding::half_even:
      return {"四舍六入五成双", "rounded half to even"};
    case Rounding::down:
      return {"舍去尾数", "rounded down"};
    case Rounding::up:
      return {"进位", "rounded up"};
  }
  return {};
}

}  // namespace wildclaims::rules
