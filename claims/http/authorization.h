// The Authorization header.
#pragma once

#include <optional>
#include <string>

#include "claims/http/message.h"

namespace wildclaims::http {

// The token of "Bearer TOKEN": letters, digits and "-._~+/=", at most kTokenBytes. Nothing for anything else.
std::optional<std::string> bearer_token(const RequestHead& head);

// Ours have 64 characters.
inline constexpr std::size_t kTokenBytes = 256;

}  // namespace wildclaims::http
