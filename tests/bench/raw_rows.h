// The rows that damage reports left in one database, written once more into another by nothing but prepared SQLite
// statements: what the workflow's throughput is held against.
#pragma once

#include <cstddef>
#include <string>

namespace wildclaims::bench {

struct RawWriting {
  std::size_t reports = 0;
  std::size_t rows = 0;
  double seconds = 0;
  double per_second() const { return static_cast<double>(reports) / seconds; }
};

// Reads every row of every report in `from` into memory; copies into `to`, which must be a migrated database without
// reports, what reports refer to (users, policies, rulebooks); then writes the reports' rows with the same tables,
// indexes, triggers, foreign keys and durability, `group` reports a transaction. Throws std::runtime_error.
RawWriting write_raw(const std::string& from, const std::string& to, std::size_t group);

}  // namespace wildclaims::bench
