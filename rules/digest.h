// A SHA-256 digest as a value. Computing one is rules/loader/sha256.h.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wildclaims::rules {

struct Digest {
  std::array<std::uint8_t, 32> bytes{};

  std::string to_hex() const;  // 64 lower-case digits
  static std::optional<Digest> from_hex(std::string_view hex);
  bool operator==(const Digest&) const = default;
};

}  // namespace wildclaims::rules
