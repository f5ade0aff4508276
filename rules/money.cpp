#include "rules/money.h"

namespace wildclaims::rules {
namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string two_decimals(std::int64_t fen, bool grouped) {
  const bool negative = fen < 0;
  const std::uint64_t magnitude = static_cast<std::uint64_t>(negative ? -fen : fen);
  std::string whole = std::to_string(magnitude / 100);
  if (grouped) {
    for (std::size_t at = whole.size(); at > 3; at -= 3) whole.insert(at - 3, ",");
  }
  const std::uint64_t cents = magnitude % 100;
  whole += '.';
  whole += static_cast<char>('0' + cents / 10);
  whole += static_cast<char>('0' + cents % 10);
  return negative ? "-" + whole : whole;
}

}  // namespace

std::optional<Money> Money::parse(std::string_view text) {
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const std::string_view cents = point == std::string_view::npos ? std::string_view() : text.substr(point + 1);
  const bool whole_fits = !whole.empty() && whole.size() <= 16;
  const bool cents_fit = point == std::string_view::npos || cents.size() == 1 || cents.size() == 2;
  if (!whole_fits || !cents_fit) return std::nullopt;

  std::int64_t fen = 0;
  for (char c : whole) {
    if (!is_digit(c)) return std::nullopt;
    fen = fen * 10 + (c - '0');
  }
  for (std::size_t place = 0; place < 2; ++place) {
    const char c = place < cents.size() ? cents[place] : '0';
    if (!is_digit(c)) return std::nullopt;
    fen = fen * 10 + (c - '0');
  }
  if (fen > kLimit) return std::nullopt;
  return Money(negative ? -fen : fen);
}

std::string Money::to_string() const { return two_decimals(fen_, false); }

std::string Money::to_grouped_string() const { return two_decimals(fen_, true); }

}  // namespace wildclaims::rules
