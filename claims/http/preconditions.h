// The headers that make a write safe: Idempotency-Key (which request is this?) and If-Match (which version was seen?).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "claims/http/message.h"
#include "claims/http/problem.h"

namespace wildclaims::http {

// A key that two clients could choose alike is no key; a UUID has 36 characters.
inline constexpr std::size_t kLeastKeyBytes = 8;
inline constexpr std::size_t kMostKeyBytes = 128;

// Visible ASCII without spaces, kLeastKeyBytes to kMostKeyBytes. Otherwise idempotency_key_missing or
// idempotency_key_invalid.
std::variant<std::string, Problem> idempotency_key(const RequestHead& head);

// One strong entity tag with a version: "7" or "v7", with or without the quotes. Otherwise if_match_missing or
// if_match_invalid: not *, which would say that nothing was looked at; not W/"7"; not several.
std::variant<std::int64_t, Problem> if_match(const RequestHead& head);

// The same for routes on which it may be left out; nothing then.
std::variant<std::optional<std::int64_t>, Problem> optional_if_match(const RequestHead& head);

// "\"7\""
std::string etag(std::int64_t version);

// Whether the client says in If-None-Match that it has the entity of this tag (with its quotes), or any: weak tags and
// lists count too (RFC 9110, 13.1.2).
bool has_already(const RequestHead& head, std::string_view tag);

}  // namespace wildclaims::http
