#include "claims/store/stored_row.h"

#include <algorithm>
#include <array>

namespace wildclaims::store {
namespace {

using Type = StoredValue::Type;

constexpr std::string_view kHex = "0123456789abcdef";

void append_byte(std::string& out, char byte) {
  const auto bits = static_cast<unsigned char>(byte);
  out += kHex[bits >> 4U];
  out += kHex[bits & 0xFU];
}

// Numbers sort together.
int rank(Type type) {
  switch (type) {
    case Type::null:
      return 0;
    case Type::integer:
    case Type::real:
      return 1;
    case Type::text:
      return 2;
    case Type::bytes:
      return 3;
  }
  return 0;
}

int sign(std::int64_t left, std::int64_t right) { return left < right ? -1 : static_cast<int>(left > right); }

// "HH:MM:SSZ" after the 'T', each in its range.
std::optional<int> second_of_day(std::string_view text) {
  constexpr std::string_view kForm = "00:00:00Z";
  if (text.size() != kForm.size()) return std::nullopt;
  std::array<int, 3> parts{};
  for (std::size_t i = 0; i < kForm.size(); ++i) {
    if (kForm[i] != '0') {
      if (text[i] != kForm[i]) return std::nullopt;
      continue;
    }
    const int digit = text[i] - '0';
    if (digit < 0 || digit > 9) return std::nullopt;
    parts[i / 3] = parts[i / 3] * 10 + digit;
  }
  if (parts[0] > 23 || parts[1] > 59 || parts[2] > 59) return std::nullopt;
  return parts[0] * 3600 + parts[1] * 60 + parts[2];
}

}  // namespace

std::string shown(const StoredValue& value) {
  switch (value.type) {
    case Type::null:
      return "NULL";
    case Type::integer:
      return std::to_string(value.integer);
    case Type::real:
      return std::string(value.data) + " (real)";
    case Type::text:
    case Type::bytes:
      break;
  }
  std::string out = value.type == Type::bytes ? "x'" : "'";
  for (const char byte : value.data.substr(0, kShownBytes)) {
    if (value.type == Type::bytes) {
      append_byte(out, byte);
    } else if (byte >= ' ' && byte <= '~' && byte != '\\' && byte != '\'') {
      out += byte;
    } else {
      out += "\\x";
      append_byte(out, byte);
    }
  }
  return out + (value.data.size() > kShownBytes ? "…" : "") + "'";
}

int compare(const StoredValue& left, const StoredValue& right) {
  if (left.type != right.type && rank(left.type) != rank(right.type)) return sign(rank(left.type), rank(right.type));
  switch (left.type) {
    case Type::integer:
      return right.type == Type::integer ? sign(left.integer, right.integer) : 0;
    case Type::text:
    case Type::bytes:
      return left.data.compare(right.data);
    case Type::null:
    case Type::real:
      break;
  }
  return 0;
}

std::optional<rules::Date> CanonicalTime::date(std::string_view text) {
  if (text == last_text_) return last_;
  const auto date = rules::Date::parse(text);
  if (!date) return std::nullopt;
  last_text_ = text;
  last_ = *date;
  return date;
}

std::optional<rules::Instant> CanonicalTime::instant(std::string_view text, bool& canonical) {
  constexpr std::size_t kDateBytes = 10;
  canonical = true;
  if (text.size() > kDateBytes && text[kDateBytes] == 'T') {
    const auto second = second_of_day(text.substr(kDateBytes + 1));
    const auto day = second ? date(text.substr(0, kDateBytes)) : std::nullopt;
    if (day) return rules::Instant::start_of(*day, rules::UtcOffset()).plus_seconds(*second);
  }
  canonical = false;
  return rules::Instant::parse(text, rules::UtcOffset());
}

void StoredRow::bad(const char* place, const StoredValue& value, const rules::Bilingual& should, bool readable) {
  bad_->push_back({place, shown(value), should, readable});
}

std::int64_t StoredRow::integer_of(const StoredValue& value, const char* place) {
  if (value.type != Type::integer) bad(place, value, {"整数", "a whole number"});
  return value.integer;
}

std::string_view StoredRow::text_of(const StoredValue& value, const char* place) {
  if (value.type == Type::text) return value.data;
  bad(place, value, {"文本", "text"});
  return {};
}

rules::Digest StoredRow::digest_of(const StoredValue& value, const char* place) {
  rules::Digest digest;
  if (value.type != Type::bytes || value.data.size() != digest.bytes.size()) {
    bad(place, value, {"32字节的哈希", "a hash of 32 bytes"});
    return digest;
  }
  std::transform(value.data.begin(), value.data.end(), digest.bytes.begin(),
                 [](char byte) { return static_cast<std::uint8_t>(byte); });
  return digest;
}

std::int64_t StoredRow::integer(const char* place) { return integer_of(row_->value(), place); }

bool StoredRow::flag(const char* place) {
  const StoredValue value = row_->value();
  if (value.type != Type::integer || value.integer < 0 || value.integer > 1) bad(place, value, {"0或1", "0 or 1"});
  return value.integer == 1;
}

std::string_view StoredRow::text(const char* place) { return text_of(row_->value(), place); }

rules::Money StoredRow::money(const char* place) {
  const StoredValue value = row_->value();
  const bool in_range = value.integer <= rules::Money::kLimit && value.integer >= -rules::Money::kLimit;
  if (value.type == Type::integer && in_range) return rules::Money::from_fen(value.integer);
  bad(place, value, {"以分计的金额", "an amount in whole fen within the range of money"});
  return {};
}

rules::Date StoredRow::date(const char* place) {
  const StoredValue value = row_->value();
  const auto date = value.type == Type::text ? time_->date(value.data) : std::nullopt;
  if (!date) bad(place, value, {"日期（YYYY-MM-DD）", "a date, YYYY-MM-DD"});
  return date.value_or(rules::Date());
}

rules::Instant StoredRow::instant(const char* place) {
  const StoredValue value = row_->value();
  bool canonical = true;
  const auto instant = value.type == Type::text ? time_->instant(value.data, canonical) : std::nullopt;
  if (!instant) {
    bad(place, value, {"时刻（YYYY-MM-DDTHH:MM:SSZ）", "an instant, YYYY-MM-DDTHH:MM:SSZ"});
    return {};
  }
  if (!canonical) bad(place, value, {instant->to_string(), instant->to_string()}, true);
  return *instant;
}

rules::Digest StoredRow::digest(const char* place) { return digest_of(row_->value(), place); }

std::optional<std::int64_t> StoredRow::optional_integer(const char* place) {
  const StoredValue value = row_->value();
  return value.type == Type::null ? std::nullopt : std::optional(integer_of(value, place));
}

std::optional<std::string_view> StoredRow::optional_text(const char* place) {
  const StoredValue value = row_->value();
  return value.type == Type::null ? std::nullopt : std::optional(text_of(value, place));
}

std::optional<rules::Digest> StoredRow::optional_digest(const char* place) {
  const StoredValue value = row_->value();
  return value.type == Type::null ? std::nullopt : std::optional(digest_of(value, place));
}

}  // namespace wildclaims::store
