// Every number, day and comparison of a rulebook's rules, with the smallest changes a slip of the pen could make to it.
#pragma once

#include <string>
#include <vector>

#include "rules/bilingual.h"
#include "rules/diagnostic.h"
#include "rules/language/draft.h"

namespace wildclaims::rules::authoring {

struct MutationSite {
  Position at;
  std::string where;            // "tables.unit_value row 3", "steps.loss", "deny.species_not_covered"
  std::string change;           // "1000.00 -> 1000.01", "< -> <="
  std::string* text = nullptr;  // inside the draft
  std::string mutated;          // what stands there instead of *text
};

// Points into `draft`, which must outlive the answer. Numbers and days move up and down by one unit of their last
// place; < and <=, > and >= change places, and so do the words of a cell's range (from and above, to and below).
std::vector<MutationSite> mutation_sites(language::RulebookDraft& draft);

// The numbers of a rulebook file that mutation_sites() leaves alone, and why.
std::vector<Bilingual> left_alone();

}  // namespace wildclaims::rules::authoring
