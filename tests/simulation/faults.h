// Which call on the simulated disk fails, and how. One fault is armed at a time: at the n-th call from now.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "tests/property/random.h"

namespace wildclaims::simulation {

// What SQLite asks of a disk.
enum class Call : std::uint8_t { open, remove, exists, read, write, truncate, sync, size, lock, map };

enum class Fault : std::uint8_t {
  open_error,
  remove_error,
  exists_error,
  read_error,
  short_read,   // some bytes came, then the device failed
  write_error,  // nothing was written
  torn_write,   // some bytes were written, then the device failed
  disk_full,    // some bytes were written, and for some calls no more will be
  truncate_error,
  sync_error,    // nothing is known of what is durable; a later sync may make it so
  sync_forgets,  // as sync_error, but the kernel drops what it could not write: a later sync says yes and keeps nothing
  size_error,
  lock_error,
  map_error,  // of shared memory
  crash_before,
  crash_within,
  crash_after,
};

inline constexpr std::array kFaults = {
    Fault::open_error,   Fault::remove_error, Fault::exists_error, Fault::read_error,     Fault::short_read,
    Fault::write_error,  Fault::torn_write,   Fault::disk_full,    Fault::truncate_error, Fault::sync_error,
    Fault::sync_forgets, Fault::size_error,   Fault::lock_error,   Fault::map_error,      Fault::crash_before,
    Fault::crash_within, Fault::crash_after};

std::string_view name_of(Fault fault);

using FaultCounts = std::array<std::int64_t, kFaults.size()>;

class FaultPlan {
 public:
  enum class What : std::uint8_t { error, crash };

  // The `n`-th call from now (from 1), of any kind or of one, fails in a way that suits that call.
  void arm(What what, std::int64_t n, std::optional<Call> only = std::nullopt);
  void disarm();
  // The armed fault has not struck yet.
  bool is_pending() const { return rest_ > 0; }

  // Asked once for every call: how it fails, if it does.
  std::optional<Fault> next(Call call, property::Random& random);

  const FaultCounts& counts() const { return counts_; }

 private:
  Fault choose(Call call, property::Random& random) const;

  What what_ = What::error;
  std::optional<Call> only_;
  std::int64_t rest_ = 0;  // calls until the fault, that one included; 0: none armed
  std::int64_t full_ = 0;  // writes that still find the disk full
  FaultCounts counts_{};
};

}  // namespace wildclaims::simulation
