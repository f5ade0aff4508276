#include "rules/language/expression.h"

#include <array>

namespace wildclaims::rules::language {
namespace {

// Days before each month of a leap year.
constexpr std::array<DayOfYear, 13> kBefore = {0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335, 366};

std::string two_digits(int number) {
  return {static_cast<char>('0' + number / 10), static_cast<char>('0' + number % 10)};
}

}  // namespace

std::optional<DayOfYear> parse_day_of_year(std::string_view text) {
  if (text.size() != 5 || text[2] != '-') return std::nullopt;
  for (const std::size_t at : {0U, 1U, 3U, 4U}) {
    if (text[at] < '0' || text[at] > '9') return std::nullopt;
  }
  const auto digit = [&](std::size_t at) { return static_cast<std::size_t>(text[at] - '0'); };
  const std::size_t month = digit(0) * 10 + digit(1);
  const int day = (text[3] - '0') * 10 + (text[4] - '0');
  if (month < 1 || month > 12 || day < 1 || day > kBefore[month] - kBefore[month - 1]) return std::nullopt;
  return static_cast<DayOfYear>(kBefore[month - 1] + day);
}

std::string day_of_year_text(DayOfYear day) {
  std::size_t month = 1;
  while (month < 12 && day > kBefore[month]) ++month;
  return two_digits(static_cast<int>(month)) + "-" + two_digits(day - kBefore[month - 1]);
}

}  // namespace wildclaims::rules::language
