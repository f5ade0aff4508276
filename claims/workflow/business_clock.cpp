#include "claims/workflow/business_clock.h"

#include <chrono>

namespace wildclaims::workflow {
namespace {

std::int64_t system_seconds() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::seconds>(since).count();
}

}  // namespace

rules::Instant BusinessClock::now() const { return rules::Instant::from_seconds(system_seconds() + offset_.load()); }

std::int64_t BusinessClock::offset_for(rules::Instant instant) { return instant.seconds() - system_seconds(); }

void BusinessClock::advance_offset(std::int64_t offset_seconds) {
  std::int64_t present = offset_.load();
  while (present < offset_seconds && !offset_.compare_exchange_weak(present, offset_seconds)) {
  }
}

rules::Instant demo_morning(rules::Date day, rules::UtcOffset offset) {
  constexpr std::int64_t kNineOClock = 9 * 3600;
  return rules::Instant::start_of(day, offset).plus_seconds(kNineOClock);
}

}  // namespace wildclaims::workflow
