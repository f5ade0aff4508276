// One evaluation: the program run once over the claims of an event, and from its registers the determinations. A
// worksheet reads the same registers.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <variant>

#include "rules/determine.h"
#include "rules/engine/compiled_rules.h"
#include "rules/engine/run.h"

namespace wildclaims::rules::engine {

// Checks what determine() promises to check, then runs. `machine` was made for rulebook.compiled().program.
std::optional<Fault> run_rules(Machine& machine, const Rulebook& rulebook, std::span<const Facts> claims);

// After a run without a fault, of one of its claims.
std::variant<Determination, Fault> read_determination(const Machine& machine, const Rulebook& rulebook,
                                                      const Facts& facts, std::size_t claim);

// What a failed run says to people; `pointer` is where the claim stands.
Fault fault_of(const RunFailure& failure, const CompiledRules& rules, const std::string& pointer);

// How this claim is funded; false when its weights are no weights or its layers leave 128 bits.
bool read_funding(const Machine& machine, const CompiledRules& rules, std::size_t claim, FundingRule& rule);

}  // namespace wildclaims::rules::engine
