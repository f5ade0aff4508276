#include "claims/workflow/demo_clock.h"

#include <string>

#include "claims/store/settings.h"
#include "claims/workflow/door.h"

namespace wildclaims::workflow {

domain::Outcome<rules::Instant> advance_clock(Office& office, const Actor& actor, rules::Date day) {
  using domain::RefusalCode;
  if (!actor.roles.has(domain::Role::admin)) return domain::refuse(RefusalCode::role_not_allowed);
  if (!office.is_demo()) return domain::refuse(RefusalCode::clock_not_demo);
  if (day.year() > kLastDemoYear) {
    const std::string last = std::to_string(kLastDemoYear);
    return rules::Fault{
        "/advance_to", "too_far", {"演示时钟最多到" + last + "年", "the demo's clock ends with " + last}};
  }
  const rules::Instant morning = demo_morning(day, office.programmes().front().offset);
  std::int64_t offset = 0;
  // Against what is stored, inside the door: of two that advance at once none sets the other's clock back.
  bool forwards = false;
  write_unkeyed(office, [&](store::Connection& db) {
    offset = BusinessClock::offset_for(morning);
    forwards = offset > std::stoll(store::setting(db, kDemoClockSetting).value_or("0"));
    if (forwards) store::put_setting(db, kDemoClockSetting, std::to_string(offset));
    return forwards;
  });
  if (!forwards) return domain::refuse(RefusalCode::clock_backwards);
  office.clock().advance_offset(offset);
  return office.now();
}

}  // namespace wildclaims::workflow
