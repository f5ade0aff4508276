// A file of facts, YAML or JSON, as `wildclaims rules evaluate` takes it:
//   claim: {species: wild_boar, …}
//   items: [{crop: maize, …}]
//   running: {household_event: 0.00}      # may be left out
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "rules/diagnostic.h"
#include "rules/facts.h"
#include "rules/running_totals.h"

namespace wildclaims::rules {

struct FactsFile {
  FactSheet sheet;
  RunningTotals running;
};

// Faults of form only (keys, shapes, amounts of `running`); the facts themselves are judged by read_facts().
std::variant<FactsFile, Diagnostics> load_facts(std::string_view text, const std::string& file_name);

}  // namespace wildclaims::rules
