// A file of facts, YAML or JSON, as `wildclaims rules evaluate` takes it. One claim:
//   event: {village: x}                   # may be left out, as all keys below `items`
//   claim: {species: wild_boar, …}
//   items: [{crop: maize, …}]
//   running: {approved_to_household: 0.00}
//   adjustments: {disallowed: {amount: 12.50, reason: …}}
//   override: {amount: -5.00, reason: …}
//   stage: advance
//   paid: 0.00
// or several claims of one event, which share `event` and `running`; each may add running totals of its own:
//   event: {village: x}
//   running: {approved_in_event: 120000.00}
//   claims: [{claim: …, items: …}, …]
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "rules/diagnostic.h"
#include "rules/facts.h"

namespace wildclaims::rules {

struct FactsFile {
  std::vector<FactSheet> claims;  // as written; one unless one_event
  bool one_event = false;         // written as claims of one event, if only one of them
};

// Faults of form only (keys, shapes); the facts themselves are judged by read_facts().
std::variant<FactsFile, Diagnostics> load_facts(std::string_view text, const std::string& file_name);

}  // namespace wildclaims::rules
