#include "rules/language/value_text.h"

#include "rules/date.h"
#include "rules/decimal.h"
#include "rules/language/expression.h"

namespace wildclaims::rules::language {

std::optional<Type> number_type(std::string_view word, const UnitTable& units) {
  Type type = plain_number();
  if (word == "percent") {
    type.percent = true;
    return type;
  }
  if (word == "number" || word == "count") return type;
  const auto unit = word == "money" ? std::optional(UnitProduct(UnitTable::kCurrency)) : parse_unit(word, units);
  if (!unit) return std::nullopt;
  type.unit = *unit;
  type.dimension = unit->dimension(units);
  return type;
}

std::optional<Ratio> bound_value(std::string_view text, const Type& type, const UnitTable& units) {
  if (type.kind == Kind::date) {
    const auto date = Date::parse(text);
    return date ? std::optional(Ratio(date->days())) : std::nullopt;
  }
  if (type.kind == Kind::month_day) {
    const auto day = parse_day_of_year(text);
    return day ? std::optional(Ratio(*day)) : std::nullopt;
  }
  const bool percent = !text.empty() && text.back() == '%';
  if (percent != type.percent) return std::nullopt;
  if (percent) text.remove_suffix(1);
  const auto decimal = Decimal::parse(text);
  if (!decimal) return std::nullopt;
  std::optional<Ratio> value = Ratio::of(*decimal);
  if (percent) value = divide(*value, Ratio(100));
  const auto unit = type.unit.in_base(units);
  return unit && value ? multiply(*value, *unit) : std::nullopt;
}

std::string plain_text(std::int64_t stored, const Ratio& step, const Type& type, const UnitTable& units) {
  const auto unit = type.unit.in_base(units);
  auto value = multiply(Ratio(stored), step);
  if (value && unit) value = divide(*value, *unit);
  if (value && type.percent) value = multiply(*value, Ratio(100));
  if (!value) return "?";
  int scale = 0;
  Int128 digits = value->numerator();
  for (Int128 rest = value->denominator(); rest > 1 && scale < 12; ++scale) {
    digits *= 10;
    const Int128 common = greatest_common_divisor(digits, rest);
    digits /= common;
    rest /= common;
  }
  return decimal_text(digits, scale) + (type.percent ? "%" : "");
}

}  // namespace wildclaims::rules::language
