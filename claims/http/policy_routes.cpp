// Policies: opened by the administrator, their premium received by the cashier, read by all staff.
#include <nlohmann/json.hpp>
#include <utility>

#include "claims/http/body_values.h"
#include "claims/http/call.h"
#include "claims/http/json_form.h"
#include "claims/http/keyed_write.h"
#include "claims/http/policy_form.h"
#include "claims/http/routes.h"
#include "claims/workflow/claim_reimbursement.h"
#include "claims/workflow/close_period.h"
#include "claims/workflow/open_policy.h"
#include "claims/workflow/policy_view.h"
#include "claims/workflow/receive_premium.h"
#include "claims/workflow/receive_reimbursement.h"
#include "claims/workflow/release_held.h"
#include "claims/workflow/restore_residuals.h"
#include "claims/workflow/settle_year.h"
#include "claims/workflow/top_up.h"

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
  command.prepaid_by = reader.optional_text("prepaid_by").value_or("");
  reader.finish();
  return keyed_write(call, std::move(faults), [command](workflow::Work& work) -> Outcome<Answer> {
    auto opened = workflow::open_policy(work, command);
    if (!opened) return std::move(opened).failure<Answer>();
    return Answer{kCreated, dump(policy_now(work, opened.value())), {}, false};
  });
}

// A command on the policy of the path that answers with the sequence of its entry.
template <typename Command>
Reply post_entry(Call& call, rules::Faults faults, const Command& command,
                 Outcome<std::int64_t> (*act)(workflow::Work&, const Command&)) {
  return keyed_write(call, std::move(faults), [command, act](workflow::Work& work) -> Outcome<Answer> {
    auto sequence = act(work, command);
    if (!sequence) return std::move(sequence).template failure<Answer>();
    const Json form{{"entry", sequence.value()}, {"policy", policy_now(work, command.policy)}};
    return Answer{kCreated, dump(form), {}, false};
  });
}

Reply receive_premium(Call& call) {
  rules::Faults faults;
  ObjectReader reader(*call.body, "", faults);
  workflow::ReceivePremium command;
  command.policy = call.path["policy"];
  command.funder = reader.text("funder");
  command.amount = required_money(reader, "amount");
  command.effective = optional_date(reader, "effective");
  reader.finish();
  return post_entry(call, std::move(faults), command, workflow::receive_premium);
}

Reply receive_reimbursement(Call& call) {
  rules::Faults faults;
  ObjectReader reader(*call.body, "", faults);
  workflow::ReceiveReimbursement command;
  command.policy = call.path["policy"];
  command.funder = reader.text("funder");
  command.amount = required_money(reader, "amount");
  command.effective = optional_date(reader, "effective");
  reader.finish();
  return post_entry(call, std::move(faults), command, workflow::receive_reimbursement);
}

Reply top_up(Call& call) {
  rules::Faults faults;
  ObjectReader reader(*call.body, "", faults);
  workflow::TopUp command;
  command.policy = call.path["policy"];
  command.limit = required_money(reader, "limit");
  command.premium = required_money(reader, "premium");
  command.reason = reader.text("reason");
  reader.finish();
  return post_entry(call, std::move(faults), command, workflow::top_up);
}

Reply close_period(Call& call) {
  rules::Faults faults;
  ObjectReader reader(*call.body, "", faults);
  workflow::ClosePeriod command;
  command.policy = call.path["policy"];
  command.through = required_date(reader, "through").value_or(rules::Date());
  reader.finish();
  return keyed_write(call, std::move(faults), [command](workflow::Work& work) -> Outcome<Answer> {
    auto closed = workflow::close_period(work, command);
    if (!closed) return std::move(closed).failure<Answer>();
    const Json form{{"closed_through", closed.value().to_string()}, {"policy", policy_now(work, command.policy)}};
    return Answer{kCreated, dump(form), {}, false};
  });
}

Reply restore_residuals(Call& call) {
  rules::Faults faults;
  ObjectReader reader(*call.body, "", faults);
  const workflow::RestoreResiduals command{call.path["policy"]};
  reader.finish();
  return keyed_write(call, std::move(faults), [command](workflow::Work& work) -> Outcome<Answer> {
    auto restored = workflow::restore_residuals(work, command);
    if (!restored) return std::move(restored).failure<Answer>();
    Json claims = Json::array();
    for (const auto& claim : restored.value().claims) {
      claims.push_back(
          {{"claim", claim.number}, {"amount", claim.amount.to_string()}, {"left", claim.left.to_string()}});
    }
    const Json form{{"claims", std::move(claims)},
                    {"total", restored.value().total.to_string()},
                    {"policy", policy_now(work, command.policy)}};
    return Answer{kCreated, dump(form), {}, false};
  });
}

Reply release_held(Call& call) {
  rules::Faults faults;
  ObjectReader reader(*call.body, "", faults);
  const workflow::ReleaseHeld command{call.path["policy"]};
  reader.finish();
  return keyed_write(call, std::move(faults), [command](workflow::Work& work) -> Outcome<Answer> {
    auto released = workflow::release_held(work, command);
    if (!released) return std::move(released).failure<Answer>();
    Json claims = Json::array();
    for (const auto& claim : released.value().claims) {
      claims.push_back({{"claim", claim.number}, {"amount", claim.amount.to_string()}});
    }
    const Json form{{"claims", std::move(claims)},
                    {"total", released.value().total.to_string()},
                    {"still_waiting", released.value().waiting},
                    {"policy", policy_now(work, command.policy)}};
    return Answer{kCreated, dump(form), {}, false};
  });
}

Reply settle_year(Call& call) {
  rules::Faults faults;
  ObjectReader reader(*call.body, "", faults);
  workflow::SettleYear command;
  command.policy = call.path["policy"];
  command.reason = reader.text("reason");
  command.effective = optional_date(reader, "effective");
  reader.finish();
  return keyed_write(call, std::move(faults), [command](workflow::Work& work) -> Outcome<Answer> {
    auto settled = workflow::settle_year(work, command);
    if (!settled) return std::move(settled).failure<Answer>();
    const workflow::SettledYear& year = settled.value();
    const Json form{{"claims", year.claims},
                    {"wanted", year.wanted.to_string()},
                    {"available", year.available.to_string()},
                    {"approved", year.approved.to_string()},
                    {"unpaid", year.unpaid.to_string()},
                    {"policy", policy_now(work, command.policy)}};
    return Answer{kCreated, dump(form), {}, false};
  });
}

Reply claim_reimbursement(Call& call) {
  rules::Faults faults;
  ObjectReader reader(*call.body, "", faults);
  workflow::ClaimReimbursement command;
  command.policy = call.path["policy"];
  command.funder = reader.text("funder");
  command.amount = required_money(reader, "amount");
  reader.finish();
  return keyed_write(call, std::move(faults), [command](workflow::Work& work) -> Outcome<Answer> {
    auto made = workflow::claim_reimbursement(work, command);
    if (!made) return std::move(made).failure<Answer>();
    return Answer{kCreated, dump(Json{{"reimbursement_claim", made.value()}}), {}, false};
  });
}

Reply reimbursement_claims(Call& call) {
  const std::string& id = call.path["policy"];
  return reading(call, [&](const workflow::Reading& reading) -> Reply {
    const auto claims = workflow::view_reimbursements(reading, id);
    if (!claims) return refused({domain::refuse(RefusalCode::policy_unknown, id)});
    Json list = Json::array();
    for (const auto& claim : *claims) list.push_back(reimbursement_form(claim));
    return ok({{"reimbursement_claims", std::move(list)}});
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
           .says = "record premium received from a funder"},
          {.method = Method::post,
           .pattern = "/api/v1/policies/{policy}/endorsements",
           .access = Access::only(domain::Role::admin),
           .body = BodyKind::json,
           .write = WriteKind::keyed,
           .handler = top_up,
           .says = "add to the aggregate limit, the premium, or both"},
          {.method = Method::post,
           .pattern = "/api/v1/policies/{policy}/closed-periods",
           .access = Access::only(domain::Role::admin),
           .body = BodyKind::json,
           .write = WriteKind::keyed,
           .handler = close_period,
           .says = "close the book through a day"},
          {.method = Method::post,
           .pattern = "/api/v1/policies/{policy}/restored-residuals",
           .access = Access::only(domain::Role::approver),
           .body = BodyKind::json,
           .write = WriteKind::keyed,
           .handler = restore_residuals,
           .says = "approve what the limit had left unpaid, as far as it reaches now"},
          {.method = Method::post,
           .pattern = "/api/v1/policies/{policy}/held-approvals",
           .access = Access::only(domain::Role::approver),
           .body = BodyKind::json,
           .write = WriteKind::keyed,
           .handler = release_held,
           .says = "carry out approvals that wait for funds, in order, as far as the limit reaches now"},
          {.method = Method::post,
           .pattern = "/api/v1/policies/{policy}/settlement",
           .access = Access::only(domain::Role::approver),
           .body = BodyKind::json,
           .write = WriteKind::keyed,
           .handler = settle_year,
           .says = "settle the year: what is pending becomes owed, as far as the money reaches"},
          {.method = Method::post,
           .pattern = "/api/v1/policies/{policy}/reimbursement-claims",
           .access = Access::only(domain::Role::clerk),
           .body = BodyKind::json,
           .write = WriteKind::keyed,
           .handler = claim_reimbursement,
           .says = "ask a funder for its part of a prepaid premium"},
          {.pattern = "/api/v1/policies/{policy}/reimbursement-claims",
           .access = Access::staff(),
           .handler = reimbursement_claims,
           .says = "what was asked of funders, with its evidence"},
          {.method = Method::post,
           .pattern = "/api/v1/policies/{policy}/reimbursement-receipts",
           .access = Access::only(domain::Role::cashier),
           .body = BodyKind::json,
           .write = WriteKind::keyed,
           .handler = receive_reimbursement,
           .says = "record what a funder paid of a prepaid premium"}};
}

}  // namespace wildclaims::http
