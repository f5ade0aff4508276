// Numbers and days as authors write them: moved by one unit of their last place, and compared.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "rules/bilingual.h"

namespace wildclaims::rules::authoring {

// "1000.00" up is "1000.01", "60%" down is "59%", "2025-12-31" up is "2026-01-01", "02-28" up is "02-29". Nothing for
// any other text, and where there is no such neighbour ("12-31" up).
std::optional<std::string> next_up(std::string_view text);
std::optional<std::string> next_down(std::string_view text);

// "1000.00" is "1,000.00", "60%" stays; any other text as it is.
std::string grouped(std::string_view text);

// How much more the second is than the first: "+10 %" (of two numbers; cut after two decimals with "≈"), "+1" and "pp"
// or "个百分点" after it (of two per cents). Empty when either is no number, or the first is 0.
std::string relative_change(std::string_view before, std::string_view after, Language language);

}  // namespace wildclaims::rules::authoring
