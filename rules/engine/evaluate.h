// One evaluation: the program run once, and from its registers the determination. A worksheet reads the same
// registers.
#pragma once

#include <optional>
#include <variant>

#include "rules/determine.h"
#include "rules/engine/compiled_rules.h"
#include "rules/engine/run.h"

namespace wildclaims::rules::engine {

// Checks what determine() promises to check, then runs. `machine` was made for rulebook.compiled().program.
std::optional<Fault> run_rules(Machine& machine, const Rulebook& rulebook, const Facts& facts,
                               const RunningTotals& running);

// After a run without a fault.
std::variant<Determination, Fault> read_determination(const Machine& machine, const Rulebook& rulebook,
                                                      const Facts& facts);

}  // namespace wildclaims::rules::engine
