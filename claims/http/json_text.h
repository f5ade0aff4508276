// JSON text to a value, strictly: RFC 8259 in UTF-8, no key twice in an object, at most kJsonDepth levels. Refused
// with one sentence that says what and where. Never recursive: depth is counted before anything is built on it.
#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string_view>
#include <variant>

#include "rules/bilingual.h"

namespace wildclaims::http {

// The value, or why the text is none ("byte 17: …"). Never repeats what the text says.
std::variant<std::unique_ptr<nlohmann::json>, rules::Bilingual> parse_json(std::string_view text);

}  // namespace wildclaims::http
