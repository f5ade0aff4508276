#include "tests/simulation/faults.h"

#include <vector>

namespace wildclaims::simulation {
namespace {

// A disk stays full for some writes, as if others had filled it and then made room.
constexpr std::int64_t kFullWrites = 6;

std::vector<Fault> errors_of(Call call) {
  switch (call) {
    case Call::open:
      return {Fault::open_error};
    case Call::remove:
      return {Fault::remove_error};
    case Call::exists:
      return {Fault::exists_error};
    case Call::read:
      return {Fault::read_error, Fault::short_read};
    case Call::write:
      return {Fault::write_error, Fault::torn_write, Fault::disk_full};
    case Call::truncate:
      return {Fault::truncate_error};
    case Call::sync:
      return {Fault::sync_error, Fault::sync_forgets};
    case Call::size:
      return {Fault::size_error};
    case Call::lock:
      return {Fault::lock_error};
    case Call::map:
      return {Fault::map_error};
  }
  return {Fault::read_error};
}

}  // namespace

std::string_view name_of(Fault fault) {
  constexpr std::array<std::string_view, kFaults.size()> kNames = {
      "open error",          "remove error",      "exists error", "read error",          "short read",
      "write error",         "torn write",        "disk full",    "truncate error",      "sync error",
      "sync forgets",        "size error",        "lock error",   "shared memory error", "crash before a call",
      "crash within a call", "crash after a call"};
  return kNames[static_cast<std::size_t>(fault)];
}

void FaultPlan::arm(What what, std::int64_t n, std::optional<Call> only) {
  what_ = what;
  only_ = only;
  rest_ = n;
}

void FaultPlan::disarm() {
  rest_ = 0;
  full_ = 0;
}

std::optional<Fault> FaultPlan::next(Call call, property::Random& random) {
  std::optional<Fault> fault;
  if (full_ > 0 && call == Call::write) {
    --full_;
    fault = Fault::disk_full;
  } else if (rest_ > 0 && (!only_ || *only_ == call) && --rest_ == 0) {
    fault = choose(call, random);
    if (*fault == Fault::disk_full) full_ = random.between(0, kFullWrites);
  }
  if (fault) ++counts_[static_cast<std::size_t>(*fault)];
  return fault;
}

Fault FaultPlan::choose(Call call, property::Random& random) const {
  if (what_ == What::error) return random.pick(errors_of(call));
  return random.pick(std::vector<Fault>{Fault::crash_before, Fault::crash_within, Fault::crash_after});
}

}  // namespace wildclaims::simulation
