#include "rules/language/table_cell.h"

#include <vector>

namespace wildclaims::rules::language {
namespace {

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t start = text.find_first_not_of(' ', at);
    if (start == std::string_view::npos) break;
    const std::size_t end = std::min(text.find(' ', start), text.size());
    words.push_back(text.substr(start, end - start));
    at = end;
  }
  return words;
}

}  // namespace

std::optional<CellRange> parse_cell_range(std::string_view text,
                                          const std::function<std::optional<Ratio>(std::string_view)>& value) {
  const std::vector<std::string_view> words = words_of(text);
  std::size_t at = 0;
  const auto accept = [&](std::string_view word) {
    if (at >= words.size() || words[at] != word) return false;
    ++at;
    return true;
  };
  const auto bound = [&]() -> std::optional<Ratio> { return at < words.size() ? value(words[at++]) : std::nullopt; };

  CellRange range;
  const bool from = accept("from");
  const bool above = !from && accept("above");
  if (from || above) {
    range.low = bound();
    range.low_inside = from;
    if (!range.low) return std::nullopt;
    if (at == words.size()) return range;
  }
  const bool up = accept("up");
  const bool to = accept("to");
  const bool below = accept("below");
  if (up && !to) return std::nullopt;
  if (!to && !below) {
    // A single value; "from 1 5" is none.
    if (from || above || words.size() != 1) return std::nullopt;
    range.low = range.high = bound();
    return range.low ? std::optional(range) : std::nullopt;
  }
  range.high = bound();
  range.high_inside = !below;
  if (!range.high || at != words.size()) return std::nullopt;
  return range;
}

}  // namespace wildclaims::rules::language
