#include <cstdlib>
#include <iostream>

#include "tests/fuzz/target.h"

namespace wildclaims::fuzz {

void promise(bool holds, std::string_view what) {
  if (holds) return;
  std::cerr << "broken promise: " << what << '\n';
  std::abort();
}

}  // namespace wildclaims::fuzz
