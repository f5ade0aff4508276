// Media types: what a client sends (Content-Type) and which of several forms it takes (Accept).
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "claims/http/message.h"

namespace wildclaims::http {

// Content-Type is application/json, whatever its parameters; charset, when given, has to be utf-8.
bool sends_json(const RequestHead& head);
// The same for application/yaml (RFC 9512).
bool sends_yaml(const RequestHead& head);

// Which of the offered types ("application/json", "text/html"), best first, the Accept header prefers by its q values
// (RFC 9110, 12.5.1); the first without an Accept header. Nothing when it takes none of them.
std::optional<std::size_t> preferred_form(const RequestHead& head, std::span<const std::string_view> offered);

}  // namespace wildclaims::http
