#include "claims/http/body_values.h"

#include <algorithm>
#include <utility>

namespace wildclaims::http {

namespace {

using rules::Date;
using rules::Instant;
using rules::Money;

bool looks_like_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  return std::all_of(text.begin(), text.end(), [](char c) { return c == '-' || (c >= '0' && c <= '9'); });
}

std::optional<Date> date_of(ObjectReader& reader, std::string_view key, const std::string& text) {
  if (auto date = Date::parse(text)) return date;
  if (looks_like_date(text)) {
    reader.fault(key, "no_such_day",
                 {"日历上没有这一天，或不在1900年至2199年之间。",
                  "The calendar has no such day, or it is not from 1900 to 2199."});
  } else {
    reader.fault(key, "date_format", {"日期请写成 2025-09-20 的形式。", "Write the date like 2025-09-20."});
  }
  return std::nullopt;
}

std::optional<Instant> instant_of(ObjectReader& reader, std::string_view key, const std::string& text,
                                  rules::UtcOffset assumed) {
  if (auto instant = Instant::parse(text, assumed)) return instant;
  reader.fault(key, "time_format",
               {"时间请写成 2025-09-20T07:30 的形式，且日期须存在。",
                "Write the time like 2025-09-20T07:30, on a day that exists."});
  return std::nullopt;
}

// The text; nothing when a fault was told about it. A blank one is judged by its form.
std::optional<std::string> told(ObjectReader& reader, std::string_view key) {
  const std::size_t before = reader.faults().size();
  std::string text = reader.text(key);
  if (reader.faults().size() != before) return std::nullopt;
  return text;
}

}  // namespace

std::optional<Date> required_date(ObjectReader& reader, std::string_view key) {
  const auto text = told(reader, key);
  return text ? date_of(reader, key, *text) : std::nullopt;
}

std::optional<Date> optional_date(ObjectReader& reader, std::string_view key) {
  return reader.has(key) ? required_date(reader, key) : std::nullopt;
}

std::optional<Instant> required_instant(ObjectReader& reader, std::string_view key, rules::UtcOffset assumed) {
  const auto text = told(reader, key);
  return text ? instant_of(reader, key, *text, assumed) : std::nullopt;
}

std::optional<Instant> optional_instant(ObjectReader& reader, std::string_view key, rules::UtcOffset assumed) {
  return reader.has(key) ? required_instant(reader, key, assumed) : std::nullopt;
}

Money required_money(ObjectReader& reader, std::string_view key) {
  const auto text = told(reader, key);
  if (!text) return {};
  const auto money = Money::parse(*text);
  if (money && !money->is_negative()) return *money;
  reader.fault(key, "money_format",
               {"金额请写成 \"150000.00\" 的形式：元，最多两位小数，不带千分位和负号。",
                "Write the amount like \"150000.00\": yuan, at most two decimals, no thousands marks, no minus."});
  return {};
}

rules::FactTexts as_facts(std::vector<ObjectReader::Member> members) {
  rules::FactTexts facts;
  for (ObjectReader::Member& member : members) facts.emplace(std::move(member.key), std::move(member.text));
  return facts;
}

}  // namespace wildclaims::http
