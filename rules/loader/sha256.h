// SHA-256 of bytes, by libsodium.
#pragma once

#include <string_view>

#include "rules/digest.h"

namespace wildclaims::rules {

Digest sha256(std::string_view bytes);

}  // namespace wildclaims::rules
