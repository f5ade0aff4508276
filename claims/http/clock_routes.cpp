// The business clock: what day it is for the service, and moving it on in a demo.
#include <nlohmann/json.hpp>
#include <utility>

#include "claims/http/body_values.h"
#include "claims/http/call.h"
#include "claims/http/json_form.h"
#include "claims/http/keyed_write.h"
#include "claims/http/routes.h"
#include "claims/workflow/demo_clock.h"

namespace wildclaims::http {

namespace {

Response clock_reply(const workflow::Office& office, rules::Instant now) {
  const rules::UtcOffset offset = office.programmes().front().offset;
  return ok({{"now", now.to_string(offset)},
             {"today", now.date_at(offset).to_string()},
             {"offset", offset.to_string()},
             {"demo", office.is_demo()}});
}

Reply read_clock(Call& call) { return clock_reply(call.office, call.office.now()); }

Reply advance_clock(Call& call) {
  rules::Faults faults;
  ObjectReader reader(*call.body, "", faults);
  const auto day = required_date(reader, "advance_to");
  reader.finish();
  if (!faults.empty()) return invalid_input(std::move(faults));
  return view_reply(workflow::advance_clock(call.office, call.actor, *day),
                    [&](rules::Instant now) { return clock_reply(call.office, now); });
}

}  // namespace

std::vector<Route> clock_routes() {
  return {{.pattern = "/api/v1/clock", .handler = read_clock, .says = "the business date and time"},
          {.method = Method::post,
           .pattern = "/api/v1/clock",
           .access = Access::only(domain::Role::admin),
           .body = BodyKind::json,
           .handler = advance_clock,
           .says = "move a demo's clock on"}};
}

}  // namespace wildclaims::http
