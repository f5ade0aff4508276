#include "rules/loader/plain_value.h"

#include "rules/date.h"
#include "rules/decimal.h"

namespace wildclaims::rules {
namespace {

constexpr std::array<std::int64_t, 19> kPowersOfTen = [] {
  std::array<std::int64_t, 19> powers{};
  std::int64_t power = 1;
  for (std::size_t i = 0; i < powers.size(); ++i) {
    powers[i] = power;
    if (i + 1 < powers.size()) power *= 10;
  }
  return powers;
}();

// Digits with at most one point between them, as Decimal::parse takes them, times ten to the power of `decimals`.
std::optional<std::int64_t> scaled(std::string_view text, int decimals) {
  std::int64_t digits = 0;
  std::size_t point = text.size();
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c >= '0' && c <= '9') {
      digits = digits * 10 + (c - '0');
    } else if (c == '.' && point == text.size() && i != 0 && i + 1 != text.size()) {
      point = i;
    } else {
      return std::nullopt;
    }
  }
  const std::size_t scale = point == text.size() ? 0 : text.size() - point - 1;
  if (scale > static_cast<std::size_t>(decimals)) return std::nullopt;
  std::int64_t value = 0;
  if (__builtin_mul_overflow(digits, kPowersOfTen[static_cast<std::size_t>(decimals) - scale], &value)) {
    return std::nullopt;
  }
  return value;
}

std::optional<std::int64_t> number(const FactDeclaration& fact, std::string_view text, bool quoted) {
  int decimals = fact.decimals;
  if (fact.kind == FactKind::percent) {
    if (!quoted || text.empty() || text.back() != '%') return std::nullopt;
    text.remove_suffix(1);
    decimals -= 2;
  }
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  // Up to 18 characters: neither too many digits, nor beyond 64 bits.
  if (text.empty() || text.size() > static_cast<std::size_t>(Decimal::kMostDigits)) return std::nullopt;
  // JSON writes no zero before other digits.
  if (!quoted && text.size() > 1 && text[0] == '0' && text[1] != '.') return std::nullopt;
  if (decimals < 0 || decimals > Decimal::kMostDigits) return std::nullopt;
  auto value = scaled(text, decimals);
  if (!value) return std::nullopt;
  if (negative) value = -*value;
  if (*value < fact.at_least || *value > fact.at_most) return std::nullopt;
  return value;
}

template <class Parsed, class Value>
std::optional<std::int64_t> quoted_only(bool quoted, const std::optional<Parsed>& parsed, Value&& value) {
  if (!quoted || !parsed) return std::nullopt;
  return value(*parsed);
}

}  // namespace

PlainValues::PlainValues(const FactLayout& layout) : layout_(layout) {
  for (const CodeType& type : layout.code_types) {
    std::vector<NameIndex::Entry> entries;
    for (const Code& code : type.codes) entries.push_back({code.name, static_cast<std::uint32_t>(entries.size())});
    codes_.emplace_back(entries);
  }
}

std::optional<std::int64_t> PlainValues::read(const FactDeclaration& fact, std::string_view text, bool quoted) const {
  switch (fact.kind) {
    case FactKind::code:
      return quoted_only(quoted, codes_[fact.code_type].find(text),
                         [](std::size_t code) { return static_cast<std::int64_t>(code); });
    case FactKind::number:
    case FactKind::percent:
      return number(fact, text, quoted);
    case FactKind::date:
      return quoted_only(quoted, Date::parse(text), [](Date day) { return std::int64_t{day.days()}; });
    case FactKind::datetime:
      return quoted_only(quoted, Instant::parse(text, layout_.offset), [](Instant time) { return time.seconds(); });
    case FactKind::boolean:
      if (text == "true") return 1;
      if (text == "false") return 0;
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace wildclaims::rules
