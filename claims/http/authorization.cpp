#include "claims/http/authorization.h"

#include <algorithm>
#include <string_view>

namespace wildclaims::http {

namespace {

bool is_token_character(char c) {
  const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  return letter || std::string_view("-._~+/=").find(c) != std::string_view::npos;
}

bool is_bearer(std::string_view scheme) {
  constexpr std::string_view bearer = "bearer";
  return std::equal(scheme.begin(), scheme.end(), bearer.begin(), bearer.end(), [](char given, char wanted) {
    return given == wanted || (given >= 'A' && given <= 'Z' && given - 'A' + 'a' == wanted);
  });
}

}  // namespace

std::optional<std::string> bearer_token(const RequestHead& head) {
  const std::string* value = head.header("authorization");
  if (value == nullptr) return std::nullopt;
  const auto space = value->find(' ');
  if (space == std::string::npos || !is_bearer(std::string_view(*value).substr(0, space))) return std::nullopt;
  std::string token = value->substr(value->find_first_not_of(' ', space));
  const bool usable = token.size() <= kTokenBytes && std::all_of(token.begin(), token.end(), is_token_character);
  return usable ? std::optional(std::move(token)) : std::nullopt;
}

}  // namespace wildclaims::http
