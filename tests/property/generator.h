// Random rulebooks and random claims under them.
#pragma once

#include <cstdint>

#include "tests/property/features.h"
#include "tests/property/model.h"
#include "tests/property/random.h"
#include "tests/property/reference.h"

namespace wildclaims::property {

// A rulebook that loads: typed, complete, and within what the engine can count. `size` (1 to 5 or so) scales how many
// tables and steps there are and how deep expressions go.
Model random_model(std::uint64_t seed, int size, const Features& features);

// One made only of blocks under which more damage never pays less: rates, areas and losses that are not negative, sums,
// minima with limits, brackets of 0 to 100 %, max(x - deductible, 0). With `with_edges` franchises and deductibles that
// begin at a threshold come in, and Model::edges names the thresholds. Its item facts are damage_area and lost; its
// result is a limit, or the last step before it.
Model random_monotone_model(std::uint64_t seed, int size, const Features& features, bool with_edges);

ClaimFacts random_facts(const Model& model, Random& random);

// One item's damage_area or lost made larger, all else equal.
ClaimFacts with_more_damage(const Model& model, ClaimFacts facts, Random& random);

}  // namespace wildclaims::property
