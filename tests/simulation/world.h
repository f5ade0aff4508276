// Where the simulation plays: a county with its configuration, its people, and a disk on which everything is kept.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "claims/workflow/actor.h"
#include "claims/workflow/office.h"
#include "tests/simulation/auditor.h"
#include "tests/simulation/disk.h"
#include "tests/simulation/vfs.h"
#include "tests/support/temporary_directory.h"

namespace wildclaims::simulation {

class World {
 public:
  // Aggregate limits of a year: one that is soon used up, one that lasts.
  static constexpr const char* kLimits[] = {"20000.00", "300000.00"};
  static constexpr std::size_t kStarts = std::size(kLimits);

  World();

  Disk& disk() { return disk_; }
  const std::vector<workflow::Actor>& actors() const { return actors_; }

  // Begins again for a seed: surroundings, and the disk with people and the policy of 2025, the limit by `start`.
  // Returns the auditor's books at this point.
  Auditor begin(std::uint64_t seed, std::size_t start);
  // The same on an empty disk.
  void begin_empty(std::uint64_t seed);

  // Opens the office on what is on the disk. Throws what Office throws.
  std::unique_ptr<workflow::Office> open_office() const;
  // A connection that reads, for looking at what is stored.
  std::unique_ptr<store::Connection> open_reader() const;

 private:
  struct Start {
    Disk::Image image;
    Auditor auditor;
  };

  void write_configuration(std::size_t start) const;
  Start prepare(std::size_t start);
  std::string config_of(std::size_t start) const;

  Disk disk_{1};
  Vfs vfs_{disk_};
  tests::TemporaryDirectory directory_;
  std::size_t start_ = 0;  // whose configuration is in place
  std::vector<workflow::Actor> actors_;
  std::vector<Start> starts_;
};

}  // namespace wildclaims::simulation
