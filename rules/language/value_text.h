// Numbers of tables, bounds and brackets as authors write them: "10%", "300.00", "04-16", "2025-04-16".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "rules/language/type.h"
#include "rules/language/unit.h"
#include "rules/ratio.h"

namespace wildclaims::rules::language {

// percent, number, count, money or a unit; nothing for any other word.
std::optional<Type> number_type(std::string_view word, const UnitTable& units);

// A date as its day, a day of the year as its number, a number in base units. A per cent must carry its sign, and
// nothing else may.
std::optional<Ratio> bound_value(std::string_view text, const Type& type, const UnitTable& units);

// `stored` steps, in the type's own unit: "10.01%", "3.5".
std::string plain_text(std::int64_t stored, const Ratio& step, const Type& type, const UnitTable& units);

}  // namespace wildclaims::rules::language
