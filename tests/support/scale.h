// How often repeated tests repeat: WILDCLAIMS_TEST_SCALE per cent of the full count (sanitized builds run fewer).
#pragma once

#include <algorithm>
#include <cstdlib>

namespace wildclaims::tests {

// The full count at 100 per cent, which is the default; never fewer than one. An unreadable scale counts as 100.
inline int scaled(int full_count) {
  const char* text = std::getenv("WILDCLAIMS_TEST_SCALE");
  const long percent = text == nullptr ? 100 : std::strtol(text, nullptr, 10);
  if (percent <= 0 || percent > 10'000) return full_count;
  return std::max(1, static_cast<int>(full_count * percent / 100));
}

}  // namespace wildclaims::tests
