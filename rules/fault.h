// One fault in something a person or a program handed in: where, which (for machines), and what to do (for people).
// Faults are always collected, all of them, before an input is refused.
#pragma once

#include <string>
#include <vector>

#include "rules/bilingual.h"

namespace wildclaims::rules {

struct Fault {
  std::string pointer;  // JSON pointer into the input, e.g. "/households/3/items/0/area"; "" is the whole
  std::string code;     // stable, snake_case, e.g. "unknown_code"
  Bilingual say;        // what is wrong and what to do; never repeats personal data
};

using Faults = std::vector<Fault>;

}  // namespace wildclaims::rules
