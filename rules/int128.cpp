#include "rules/int128.h"

#include <algorithm>

namespace wildclaims::rules {

std::string to_string(Int128 value) {
  UInt128 rest = magnitude(value);
  std::string text;
  do {
    text += static_cast<char>('0' + static_cast<int>(rest % 10));
    rest /= 10;
  } while (rest != 0);
  if (value < 0) text += '-';
  std::reverse(text.begin(), text.end());
  return text;
}

}  // namespace wildclaims::rules
