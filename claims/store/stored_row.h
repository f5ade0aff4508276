// Rows read for checking: a value that is not what its column holds is noted and passed over, never thrown.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "claims/store/connection.h"
#include "rules/bilingual.h"
#include "rules/date.h"
#include "rules/digest.h"
#include "rules/money.h"

namespace wildclaims::store {

// A value that cannot be what was stored there.
struct BadValue {
  std::string place;        // "postings.amount_fen", with the row where the reader knows more: "approvals 17 receipt"
  std::string stored;       // as printable ASCII, cut when it is long; "NULL"
  rules::Bilingual should;  // what stands there in a true book
  // True: it can be read all the same, but it is not in the one form in which it is written.
  bool readable = false;
};

// Longer values are cut: enough for a digest in hex, and for a person to see what it is.
inline constexpr std::size_t kShownBytes = 64;
std::string shown(const StoredValue& value);

// The order in which SQLite sorts values of any type: below zero, zero or above. A real is taken for equal to any
// number.
int compare(const StoredValue& left, const StoredValue& right);

// Remembers the last day it read: rows that follow each other are mostly of one day.
class CanonicalTime {
 public:
  // Nothing for what is no date or instant at all; `canonical` tells whether it prints back to the same bytes.
  std::optional<rules::Date> date(std::string_view text);
  std::optional<rules::Instant> instant(std::string_view text, bool& canonical);

 private:
  std::string last_text_ = "1970-01-01";
  rules::Date last_;
};

// Takes the columns of a row in their order. What is wrong goes to `bad`, a stand-in is returned.
class StoredRow {
 public:
  StoredRow(Statement& row, CanonicalTime& time, std::vector<BadValue>& bad) : row_(&row), time_(&time), bad_(&bad) {}

  std::int64_t integer(const char* place);
  bool flag(const char* place);  // 0 or 1
  std::string_view text(const char* place);
  rules::Money money(const char* place);
  rules::Date date(const char* place);
  rules::Instant instant(const char* place);
  rules::Digest digest(const char* place);
  std::optional<std::int64_t> optional_integer(const char* place);
  std::optional<std::string_view> optional_text(const char* place);
  std::optional<rules::Digest> optional_digest(const char* place);
  StoredValue value() { return row_->value(); }

  void bad(const char* place, const StoredValue& value, const rules::Bilingual& should, bool readable = false);

 private:
  std::int64_t integer_of(const StoredValue& value, const char* place);
  std::string_view text_of(const StoredValue& value, const char* place);
  rules::Digest digest_of(const StoredValue& value, const char* place);

  Statement* row_;
  CanonicalTime* time_;
  std::vector<BadValue>* bad_;
};

}  // namespace wildclaims::store
