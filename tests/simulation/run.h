// One seed of the simulation: clients send random commands, alone and several at once, while the disk fails and the
// machine crashes; they send again, under the same key, until they are answered. After every crash everything that was
// acknowledged must be there once, and nothing else.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>

#include "tests/simulation/tally.h"
#include "tests/simulation/world.h"

namespace wildclaims::simulation {

struct Ran {
  std::uint64_t trace = 0;           // the same for the same seed
  std::optional<std::string> found;  // what is wrong; nothing: all in order
};

// `log` hears every command and answer, every crash and start; null: nobody listens.
Ran run_seed(World& world, std::uint64_t seed, Tally& tally, std::ostream* log = nullptr);

}  // namespace wildclaims::simulation
