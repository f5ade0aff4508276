// The one clock of the service. Outside a demo it is the system's; in a demo it runs at the system's pace from a stated
// start and can be advanced, never set back. No business rule reads any other clock.
#pragma once

#include <atomic>
#include <cstdint>

#include "rules/date.h"

namespace wildclaims::workflow {

class BusinessClock {
 public:
  // Seconds that the business clock is ahead of the system's (negative: behind); zero outside a demo.
  explicit BusinessClock(std::int64_t offset_seconds) : offset_(offset_seconds) {}

  rules::Instant now() const;
  // The offset that makes now() be `instant` at this moment.
  static std::int64_t offset_for(rules::Instant instant);
  // Moves the clock on to run so far ahead; an offset that would set it back changes nothing.
  void advance_offset(std::int64_t offset_seconds);

 private:
  std::atomic<std::int64_t> offset_;
};

// The setting that keeps a demo's offset between starts; present exactly in a demo's database.
inline constexpr const char* kDemoClockSetting = "demo_clock_offset_seconds";

// When a demo's day begins: 09:00, as office hours do.
rules::Instant demo_morning(rules::Date day, rules::UtcOffset offset);

}  // namespace wildclaims::workflow
