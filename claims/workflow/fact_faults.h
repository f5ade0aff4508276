// Faults that the rulebook finds in facts, brought to where the client wrote them.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "rules/facts.h"
#include "rules/fault.h"
#include "rules/rulebook.h"
#include "rules/shelf.h"

namespace wildclaims::workflow {

// Where the parts of a fact sheet stand in the client's document.
struct FactPlaces {
  std::string claim;               // fixed claim facts at `<claim>/<name>`, others at `<claim>/facts/<name>`
  std::string items;               // items at `<items>/items/<position>`
  std::vector<std::size_t> order;  // position in the client's list of each item of the sheet; empty: the same
};

// `found` (pointers "/claim/…" and "/items/…") as faults of the client's document.
rules::Faults placed(const rules::Faults& found, const FactPlaces& places);

// Adds `more` to `faults`. Where a pointer has a fault already, the first one stays: two sentences about one value help
// nobody.
void add_new(rules::Faults more, rules::Faults& faults);

// The date of loss and the animal have their own members; a second value among the further facts would be ignored, or
// would move the claim to another year. Code: has_its_own_place, at `/facts/<name>`.
void refuse_fixed_facts(const rules::FactTexts& facts, rules::Faults& faults);

// The rulebook of an id that was last in force, to read facts by when none governs; there is one of every programme.
std::shared_ptr<const rules::Rulebook> latest_rulebook(const rules::Shelf& shelf, const std::string& id);

}  // namespace wildclaims::workflow
