// Reading a value back from the registers after a run.
#pragma once

#include <optional>

#include "rules/language/expression.h"
#include "rules/ratio.h"

namespace wildclaims::rules::engine {

// `raw(register)` gives a register of the place's own scope. In base units; nothing when it cannot be written in 128
// bits.
template <class Raw>
std::optional<Ratio> read_place(const language::Place& place, Raw&& raw) {
  if (place.constant) return place.step;
  auto value = multiply(Ratio(raw(place.reg)), place.step);
  if (value && place.divisor) value = divide(*value, Ratio(raw(*place.divisor)));
  return value;
}

}  // namespace wildclaims::rules::engine
