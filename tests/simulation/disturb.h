// Where a run lets the disk fail or crash: at any call, and more often at those that decide what is durable.
#pragma once

#include <cstdint>

#include "tests/property/random.h"
#include "tests/simulation/faults.h"

namespace wildclaims::simulation {

// Within so many calls: at any of them, at once, or at one of those that decide what is durable, few among many.
void arm(FaultPlan& faults, property::Random& random, bool crash, std::int64_t calls);

// While an office closes: the last steps of a checkpoint are two calls among hundreds.
void arm_closing(FaultPlan& faults, property::Random& random);

}  // namespace wildclaims::simulation
