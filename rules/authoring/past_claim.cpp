#include "rules/authoring/past_claim.h"

#include <functional>

#include "rules/canonical_cursor.h"

namespace wildclaims::rules::authoring {
namespace {

constexpr std::string_view kResult = ",\"result\":{\"denied\":";

std::optional<Money> money_in(CanonicalCursor& cursor) {
  const auto text = cursor.text();
  return text ? Money::parse(*text) : std::nullopt;
}

bool read_parts(CanonicalCursor& cursor, std::vector<PastPart>& parts) {
  while (cursor.take("{\"funder\":")) {
    const auto funder = cursor.text();
    if (!funder || !cursor.take(",\"amount\":")) return false;
    const auto amount = money_in(cursor);
    if (!amount || !cursor.take("}")) return false;
    parts.push_back({*funder, *amount});
    cursor.take(",");
  }
  return cursor.take("]");
}

bool read_codes(CanonicalCursor& cursor, std::vector<std::string_view>& codes) {
  while (const auto code = cursor.text()) {
    codes.push_back(*code);
    cursor.take(",");
  }
  return cursor.take("]");
}

bool read_result(CanonicalCursor cursor, PastAnswer& answer) {
  answer.denied = cursor.take("true");
  if (!answer.denied && !cursor.take("false")) return false;
  if (!cursor.take(",\"loss_date\":") || !cursor.text() || !cursor.take(",\"entitlement\":")) return false;
  const auto entitlement = money_in(cursor);
  if (!entitlement) return false;
  if (cursor.take(",\"balance\":") && !cursor.text()) return false;
  if (!cursor.take(",\"funding\":[") || !read_parts(cursor, answer.parts)) return false;
  answer.entitlement = *entitlement;
  answer.codes_known = cursor.skip_past_last(",\"denials\":[") && read_codes(cursor, answer.denials) &&
                       cursor.take(",\"flags\":[") && read_codes(cursor, answer.flags);
  return true;
}

// Where the result begins; npos when there is none from there on.
std::size_t find_result(std::string_view receipt, std::size_t from) {
  // A key, never part of a text: quotes inside a text are escaped. The searcher passes over most of the receipt unread.
  static const std::boyer_moore_horspool_searcher kSearch(kResult.begin(), kResult.end());
  const auto found = kSearch(receipt.begin() + static_cast<std::ptrdiff_t>(from), receipt.end()).first;
  return found == receipt.end() ? std::string_view::npos : static_cast<std::size_t>(found - receipt.begin());
}

}  // namespace

void PastAnswer::clear() {
  denied = false;
  entitlement = Money();
  parts.clear();
  approved.reset();
  residual = Money();
  approved_parts.clear();
  codes_known = false;
  denials.clear();
  flags.clear();
}

bool read_past_result(std::string_view receipt, PastAnswer& answer, std::size_t from) {
  answer.clear();
  const std::size_t at = find_result(receipt, from);
  if (at != std::string_view::npos && read_result(CanonicalCursor(receipt.substr(at + kResult.size())), answer))
    return true;
  answer.clear();
  return false;
}

}  // namespace wildclaims::rules::authoring
