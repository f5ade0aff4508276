// Policies: opened by the administrator, their premium received by the cashier, read by all staff.
#include <nlohmann/json.hpp>
#include <utility>

#include "claims/http/body_values.h"
#include "claims/http/call.h"
#include "claims/http/json_form.h"
#include "claims/http/keyed_write.h"
#include "claims/http/policy_form.h"
#include "claims/http/routes.h"
#include "claims/workflow/open_policy.h"
#include "claims/workflow/policy_view.h"
#include "claims/workflow/receive_premium.h"

namespace wildclaims::http {

namespace {

using domain::Outcome;
using domain::RefusalCode;
using workflow::Answer;

constexpr int kCreated = static_cast<int>(Success::created);

Json policy_now(const workflow::Work& work, const std::string& id) {
  return policy_form(workflow::view_policy(work.reading(), id).value());
}

Reply open_policy(Call& call) {
  rules::Faults faults;
  ObjectReader reader(*call.body, "", faults);
  workflow::OpenPolicy command;
  command.programme = reader.text("programme");
  command.year = static_cast<int>(reader.whole("year", domain::kFirstYear, domain::kLastYear));
  reader.finish();
  return keyed_write(call, std::move(faults), [&](workflow::Work& work) -> Outcome<Answer> {
    auto opened = workflow::open_policy(work, command);
    if (!opened) return std::move(opened).failure<Answer>();
    return Answer{kCreated, dump(policy_now(work, opened.value())), {}, false};
  });
}

Reply receive_premium(Call& call) {
  rules::Faults faults;
  ObjectReader reader(*call.body, "", faults);
  workflow::ReceivePremium command;
  command.policy = call.path["policy"];
  command.funder = reader.text("funder");
  command.amount = required_money(reader, "amount");
  reader.finish();
  return keyed_write(call, std::move(faults), [&](workflow::Work& work) -> Outcome<Answer> {
    auto received = workflow::receive_premium(work, command);
    if (!received) return std::move(received).failure<Answer>();
    const Json form{{"entry", received.value()}, {"policy", policy_now(work, command.policy)}};
    return Answer{kCreated, dump(form), {}, false};
  });
}

Reply one_policy(Call& call) {
  const std::string& id = call.path["policy"];
  return reading(call, [&](const workflow::Reading& reading) -> Reply {
    const auto view = workflow::view_policy(reading, id);
    if (!view) return refused({domain::refuse(RefusalCode::policy_unknown, id)});
    return ok(policy_form(*view));
  });
}

Reply all_policies(Call& call) {
  return reading(call, [](const workflow::Reading& reading) {
    Json policies = Json::array();
    for (const workflow::PolicyView& view : workflow::view_policies(reading)) policies.push_back(policy_form(view));
    return Reply(ok({{"policies", std::move(policies)}}));
  });
}

}  // namespace

std::vector<Route> policy_routes() {
  return {{.method = Method::post,
           .pattern = "/api/v1/policies",
           .access = Access::only(domain::Role::admin),
           .body = BodyKind::json,
           .write = WriteKind::keyed,
           .handler = open_policy,
           .says = "open a programme's policy for a year"},
          {.pattern = "/api/v1/policies",
           .access = Access::staff(),
           .handler = all_policies,
           .says = "all policies with limit and premium"},
          {.pattern = "/api/v1/policies/{policy}",
           .access = Access::staff(),
           .handler = one_policy,
           .says = "one policy with limit and premium"},
          {.method = Method::post,
           .pattern = "/api/v1/policies/{policy}/premium-receipts",
           .access = Access::only(domain::Role::cashier),
           .body = BodyKind::json,
           .write = WriteKind::keyed,
           .handler = receive_premium,
           .says = "record premium received from a funder"}};
}

}  // namespace wildclaims::http
