// The simulated disk as SQLite's default file system, for as long as this lives. Every connection opened meanwhile uses
// it. Time stands still in it, sleeping costs nothing, and its randomness comes from a seed.
#pragma once

#include <memory>

#include "tests/simulation/disk.h"

namespace wildclaims::simulation {

class Vfs {
 public:
  explicit Vfs(Disk& disk);
  Vfs(const Vfs&) = delete;
  Vfs& operator=(const Vfs&) = delete;
  ~Vfs();

  // What SQLite's own random numbers come from, from here on.
  void seed(std::uint64_t seed);

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace wildclaims::simulation
