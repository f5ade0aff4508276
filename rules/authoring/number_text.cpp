#include "rules/authoring/number_text.h"

#include <algorithm>

#include "rules/date.h"
#include "rules/decimal.h"
#include "rules/language/expression.h"
#include "rules/ratio.h"
#include "rules/rounding.h"

namespace wildclaims::rules::authoring {
namespace {

// With all its decimals, zeros too: the last place is part of what was written.
std::string written(Int128 digits, int scale) {
  const bool negative = digits < 0;
  std::string text = decimal_text(negative ? -digits : digits, 0);
  const auto places = static_cast<std::size_t>(scale);
  if (text.size() <= places) text.insert(0, places + 1 - text.size(), '0');
  if (places > 0) text.insert(text.size() - places, 1, '.');
  return negative ? "-" + text : text;
}

bool is_percent(std::string_view text) { return !text.empty() && text.back() == '%'; }

std::optional<Decimal> number_of(std::string_view text) {
  return Decimal::parse(is_percent(text) ? text.substr(0, text.size() - 1) : text);
}

std::optional<std::string> moved(std::string_view text, int by) {
  if (const auto date = Date::parse(text)) return date->plus_days(by).to_string();
  if (const auto day = language::parse_day_of_year(text)) {
    const int next = *day + by;
    constexpr int kLast = 366;
    if (next < 1 || next > kLast) return std::nullopt;
    return language::day_of_year_text(static_cast<language::DayOfYear>(next));
  }
  const auto number = number_of(text);
  if (!number) return std::nullopt;
  return written(number->digits + by, number->scale) + (is_percent(text) ? "%" : "");
}

}  // namespace

std::optional<std::string> next_up(std::string_view text) { return moved(text, 1); }
std::optional<std::string> next_down(std::string_view text) { return moved(text, -1); }

std::string grouped(std::string_view text) {
  if (!number_of(text)) return std::string(text);
  std::string result(text);
  const std::size_t first = result.front() == '-' ? 1 : 0;
  std::size_t at = std::min(result.find_first_of(".%"), result.size());
  while (at > first + 3) {
    at -= 3;
    result.insert(at, ",");
  }
  return result;
}

std::string relative_change(std::string_view before, std::string_view after, Language language) {
  const auto old_number = number_of(before);
  const auto new_number = number_of(after);
  if (!old_number || !new_number || is_percent(before) != is_percent(after)) return "";
  const Ratio from = Ratio::of(*old_number);
  auto change = add(Ratio::of(*new_number), from.negated());
  if (change && !is_percent(before)) {
    change = divide(*change, from.is_negative() ? from.negated() : from);
    if (change) change = multiply(*change, Ratio(100));
  }
  constexpr int kDecimals = 2;
  const auto scaled = change ? multiply(*change, Ratio(power_of_ten(kDecimals))) : std::nullopt;
  if (!scaled) return "";
  const Int128 digits = divide_rounded(scaled->numerator(), scaled->denominator(), Rounding::half_up);
  const bool cut = !scaled->is_whole() && !is_percent(before);
  const std::string text = (cut ? "≈" : "") + std::string(digits < 0 ? "" : "+") + decimal_text(digits, kDecimals);
  if (!is_percent(before)) return text + " %";
  return text + (language == Language::zh ? " 个百分点" : " pp");
}

}  // namespace wildclaims::rules::authoring
