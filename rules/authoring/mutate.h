// Would the examples notice a wrong number? Every number and comparison of the rules is changed by the least that can
// be changed, one at a time, and the examples are run again.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "rules/diagnostic.h"
#include "rules/language/draft.h"

namespace wildclaims::rules::authoring {

struct Mutant {
  Position at;
  std::string where;   // "tables.unit_value row 3"
  std::string change;  // "1000.00 -> 1000.01"
  std::string why;     // of one that the file lists under untested
};

struct MutationReport {
  std::size_t tried = 0;
  std::size_t refused = 0;          // no longer a rulebook: the proofs noticed
  std::size_t failed = 0;           // an example noticed
  std::vector<Mutant> unnoticed;    // in the order of the file's sections
  std::vector<Mutant> untested;     // unnoticed, and the file says why
  std::vector<Diagnostic> useless;  // entries of untested that excuse nothing
};

// `draft` is that of a rulebook whose examples hold. An entry of `untested` excuses the changes whose place is its
// `where`, or begins with it ("tables.unit_value" for all its rows), and, if it names one, whose change is its
// `change`.
MutationReport mutate(language::RulebookDraft draft, const std::string& file_name);

}  // namespace wildclaims::rules::authoring
