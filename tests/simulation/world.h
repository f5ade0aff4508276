// Where the simulation plays: a county with its configuration, its people, and a disk on which everything is kept.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "claims/workflow/actor.h"
#include "claims/workflow/office.h"
#include "tests/property/random.h"
#include "tests/simulation/auditor.h"
#include "tests/simulation/disk.h"
#include "tests/simulation/vfs.h"
#include "tests/support/temporary_directory.h"

namespace wildclaims::simulation {

class Act;
using property::Random;

class World {
 public:
  // The terms of a year, and who prepays the premium of 2025: an aggregate limit that is soon used up, one that lasts
  // longer, one that comes back to nobody when it is freed; two that are settled at the year's end; and one whose
  // claims wait for funds. Where a year is settled, it ends soon.
  struct Terms {
    const char* limit;
    Shortage when_short;
    const char* when_freed;
    const char* prepaid_by;
    const char* first_day;
  };
  static constexpr Terms kTerms[] = {{"20000.00", Shortage::truncate, "restore_residuals", "county", "2025-12-01"},
                                     {"60000.00", Shortage::truncate, "restore_residuals", "", "2025-12-01"},
                                     {"40000.00", Shortage::truncate, "leave", "city", "2025-12-01"},
                                     {"60000.00", Shortage::prorate, "restore_residuals", "", "2025-12-14"},
                                     {"20000.00", Shortage::priority, "leave", "county", "2025-12-14"},
                                     {"30000.00", Shortage::hold, "leave", "", "2025-12-01"}};
  static constexpr std::size_t kStarts = std::size(kTerms);

  World();

  Disk& disk() { return disk_; }
  const std::vector<workflow::Actor>& actors() const { return actors_; }

  // Begins again for a seed: surroundings, and the disk with people, the policy of 2025, its terms by `start`, and some
  // weeks of its life, which are the same for every seed. Returns the auditor's books at this point. Throws
  // std::logic_error when those weeks did not go as the auditor has it.
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

  void play(workflow::Office& office, Auditor& auditor, const Act& act, const std::string& key) const;
  void play_history(workflow::Office& office, Auditor& auditor, Random& random) const;

  void write_configuration(std::size_t start) const;
  Start prepare(std::size_t start);
  std::string config_of(std::size_t start) const;

  Disk disk_{1};
  Vfs vfs_{disk_};
  tests::TemporaryDirectory directory_;
  std::size_t start_ = 0;  // whose configuration is in place
  std::vector<workflow::Actor> actors_;
  std::map<std::size_t, Start> starts_;  // those that were asked for
};

}  // namespace wildclaims::simulation
