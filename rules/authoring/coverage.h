// What of a rulebook its examples touch, and what none of them does.
#pragma once

#include <string>
#include <vector>

#include "rules/diagnostic.h"
#include "rules/language/draft.h"
#include "rules/rulebook.h"

namespace wildclaims::rules::authoring {

struct Untouched {
  Position at;
  std::string where;  // "tables.unit_value row 3", "steps.payable"
  std::string what;   // "no example meets this row"
};

// Runs the examples of a rulebook that loads, and lists in the order of the file: rows of tables (and otherwise),
// bands, denials and flags no example meets; conditions of `if` and parts of `and` and `or` that are always, or never,
// true; limits no example reaches, or all do; cases and layers of the funding that bear nothing.
std::vector<Untouched> untouched(const Rulebook& rulebook, const language::RulebookDraft& draft);

}  // namespace wildclaims::rules::authoring
