#include "claims/http/preconditions.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace wildclaims::http {

std::variant<std::string, Problem> idempotency_key(const RequestHead& head) {
  const std::string* key = head.header("idempotency-key");
  if (key == nullptr || key->empty()) return problem(ProblemCode::idempotency_key_missing);
  const bool visible = std::all_of(key->begin(), key->end(), [](char c) { return c > 0x20 && c < 0x7F; });
  if (!visible || key->size() < kLeastKeyBytes || key->size() > kMostKeyBytes) {
    return problem(ProblemCode::idempotency_key_invalid);
  }
  return *key;
}

std::variant<std::optional<std::int64_t>, Problem> optional_if_match(const RequestHead& head) {
  const std::string* value = head.header("if-match");
  if (value == nullptr) return std::nullopt;
  std::string_view tag = *value;
  if (tag.size() >= 2 && tag.front() == '"' && tag.back() == '"') tag = tag.substr(1, tag.size() - 2);
  if (tag.starts_with('v')) tag.remove_prefix(1);
  std::int64_t version = 0;
  const char* const end = tag.data() + tag.size();
  const auto [stop, error] = std::from_chars(tag.data(), end, version);
  if (tag.empty() || error != std::errc() || stop != end || version < 1) {
    return problem(ProblemCode::if_match_invalid);
  }
  return version;
}

std::variant<std::int64_t, Problem> if_match(const RequestHead& head) {
  auto given = optional_if_match(head);
  if (auto* wrong = std::get_if<Problem>(&given)) return std::move(*wrong);
  const auto version = std::get<std::optional<std::int64_t>>(given);
  if (!version) return problem(ProblemCode::if_match_missing);
  return *version;
}

bool has_already(const RequestHead& head, std::string_view tag) {
  const std::string* value = head.header("if-none-match");
  if (value == nullptr) return false;
  std::string_view rest = *value;
  while (!rest.empty()) {
    const auto comma = rest.find(',');
    std::string_view one = rest.substr(0, comma);
    rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
    while (one.starts_with(' ')) one.remove_prefix(1);
    while (one.ends_with(' ')) one.remove_suffix(1);
    if (one.starts_with("W/")) one.remove_prefix(2);
    if (one == tag || one == "*") return true;
  }
  return false;
}

std::string etag(std::int64_t version) { return "\"" + std::to_string(version) + "\""; }

}  // namespace wildclaims::http
