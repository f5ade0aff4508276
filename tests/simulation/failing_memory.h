// SQLite's memory, of which the n-th request is refused. To be made before anything else uses SQLite.
#pragma once

#include <cstdint>

namespace wildclaims::simulation {

class FailingMemory {
 public:
  FailingMemory();
  FailingMemory(const FailingMemory&) = delete;
  FailingMemory& operator=(const FailingMemory&) = delete;
  // Every connection must be closed.
  ~FailingMemory();

  // The n-th request from now (from 1) is refused; 0: none.
  void refuse(std::int64_t n);
  // Whether one was refused since.
  bool refused() const;
};

}  // namespace wildclaims::simulation
