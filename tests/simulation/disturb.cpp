#include "tests/simulation/disturb.h"

namespace wildclaims::simulation {
namespace {

using property::Random;

constexpr std::int64_t kNearCalls = 20;
constexpr std::int64_t kCallsOfClosing = 120;
constexpr std::int64_t kSyncs = 3;

}  // namespace

void arm(FaultPlan& faults, Random& random, bool crash, std::int64_t calls) {
  const auto what = crash ? FaultPlan::What::crash : FaultPlan::What::error;
  const int which = random.below(10);
  if (which < 2) {
    faults.arm(what, random.between(1, kSyncs), Call::sync);
  } else if (which < 4) {
    faults.arm(what, random.between(1, calls / 2), Call::write);
  } else {
    faults.arm(what, random.between(1, random.chance(40) ? kNearCalls : calls));
  }
}

void arm_closing(FaultPlan& faults, Random& random) {
  const bool crash = random.chance(60);
  const auto what = crash ? FaultPlan::What::crash : FaultPlan::What::error;
  if (random.chance(30)) {
    faults.arm(what, 1, random.chance(50) ? Call::truncate : Call::remove);
  } else {
    arm(faults, random, crash, kCallsOfClosing);
  }
}

}  // namespace wildclaims::simulation
