// 128-bit whole numbers, for exact products of amounts. A compiler extension of both supported compilers.
#pragma once

#include <string>

namespace wildclaims::rules {

__extension__ typedef __int128 Int128;            // NOLINT(modernize-use-using): the extension mark needs a typedef
__extension__ typedef unsigned __int128 UInt128;  // NOLINT(modernize-use-using)

std::string to_string(Int128 value);

constexpr UInt128 magnitude(Int128 value) {
  return value < 0 ? UInt128{0} - static_cast<UInt128>(value) : static_cast<UInt128>(value);
}

}  // namespace wildclaims::rules
