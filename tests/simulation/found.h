// What a run finds wrong, thrown through everything up to run_seed.
#pragma once

#include <cstdint>
#include <string>

namespace wildclaims::simulation {

struct Found {
  enum class What : std::uint8_t { lost, doubled, broken, contradicted };
  What what;
  std::string text;
};

// Throws Found.
[[noreturn]] inline void contradict(const std::string& text) { throw Found{Found::What::contradicted, text}; }

}  // namespace wildclaims::simulation
