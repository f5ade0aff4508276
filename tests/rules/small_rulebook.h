// A small rulebook for trying steps and expressions.
#pragma once

#include <string>
#include <string_view>

namespace wildclaims::rules::test {

// A rulebook around some steps, whose result is the step "out". Item facts: crop_of (maize, rice), area (mu), rate
// (percent), price (CNY/mu), weight (kg), cost (money), planted (tree), n (count); claim facts: kind_of (boar, swan),
// on (date, the date of loss), seen and told (datetimes), near (boolean). A table value_of(crop) in CNY/mu: maize
// 300.00, rice 500.00.
std::string small_text(std::string_view steps);

}  // namespace wildclaims::rules::test
