#include "claims/workflow/demo_clock.h"

#include "claims/store/settings.h"
#include "claims/workflow/door.h"

namespace wildclaims::workflow {

domain::Outcome<rules::Instant> advance_clock(Office& office, const Actor& actor, rules::Date day) {
  using domain::RefusalCode;
  if (!actor.roles.has(domain::Role::admin)) return domain::refuse(RefusalCode::role_not_allowed);
  if (!office.is_demo()) return domain::refuse(RefusalCode::clock_not_demo);
  const rules::Instant morning = demo_morning(day, office.programmes().front().offset);
  if (morning <= office.now()) return domain::refuse(RefusalCode::clock_backwards);
  const std::int64_t offset = BusinessClock::offset_for(morning);
  write_unkeyed(office, [&](store::Connection& db) {
    store::put_setting(db, kDemoClockSetting, std::to_string(offset));
    return true;
  });
  office.clock().set_offset(offset);
  return office.now();
}

}  // namespace wildclaims::workflow
