// What a simulation counted.
#pragma once

#include <cstdint>
#include <map>
#include <ostream>
#include <string>
#include <vector>

#include "tests/simulation/course.h"
#include "tests/simulation/faults.h"

namespace wildclaims::simulation {

struct Tally {
  std::int64_t seeds = 0;
  std::int64_t commands = 0;      // sent, retries included
  std::int64_t acknowledged = 0;  // answered with what was done
  std::int64_t refused = 0;       // answered with why not
  std::int64_t unavailable = 0;   // told to send it again, or cut off by a crash
  std::int64_t retried = 0;
  std::int64_t repeated = 0;  // answered from the record
  std::int64_t spoiled = 0;   // failed by a bug put into the command
  std::int64_t forgeries = 0;
  std::int64_t reused_keys = 0;
  std::int64_t overtaken = 0;  // repeats told that the first sending is still in hand
  std::int64_t groups = 0;     // of several commands
  std::int64_t grouped = 0;
  std::int64_t crashes = 0;
  std::int64_t killed = 0;          // of these, the program alone: what it wrote stays, durable or not
  std::int64_t crashed_starts = 0;  // of these, while the office opened
  std::int64_t restarts = 0;        // without a crash
  std::int64_t settled_done = 0;    // in doubt at a crash, and found done
  std::int64_t settled_undone = 0;
  std::int64_t last_yuan = 0;  // approvals with a residual
  std::int64_t audits = 0;
  std::int64_t lost = 0;
  std::int64_t doubled = 0;
  std::int64_t broken = 0;        // invariants, by the product's check, SQLite's, or the hashes
  std::int64_t contradicted = 0;  // answers other than the auditor's
  FaultCounts faults{};
  std::map<std::string, std::int64_t> done;      // acknowledged, by kind
  std::map<std::string, std::int64_t> refusals;  // by code
  CourseCounts courses;
};

void print(const Tally& tally, std::ostream& out);

// Acts that never succeeded, and ways that none went: over many seeds a fault of the simulation, which proves nothing
// about them.
std::vector<std::string> acts_never_done(const Tally& tally);
std::vector<std::string> ways_never_gone(const Tally& tally);

}  // namespace wildclaims::simulation
