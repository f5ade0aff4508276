// The acts on one claim and on every open claim of a report: one table, one way to carry them out.
#include <nlohmann/json.hpp>
#include <utility>

#include "claims/http/acted_form.h"
#include "claims/http/action_codec.h"
#include "claims/http/call.h"
#include "claims/http/keyed_write.h"
#include "claims/http/routes.h"
#include "claims/workflow/accept.h"
#include "claims/workflow/close.h"
#include "claims/workflow/determine.h"

namespace wildclaims::http {

namespace {

using domain::Outcome;
using domain::Role;
using workflow::Answer;
using Kind = workflow::Target::Kind;

workflow::Target target_of(const Call& call, Kind kind) {
  workflow::Target target;
  target.kind = kind;
  target.number = call.path[kind == Kind::claim ? "claim" : "report"];
  if (call.version > 0) target.version = call.version;
  return target;
}

// Body to command by `read`, through the door, and the moved claims back. Everything that differs between two acts is
// in their two functions.
template <Kind kind, auto read, auto act>
Reply carry_out(Call& call) {
  rules::Faults faults;
  ObjectReader reader(*call.body, "", faults);
  const auto command = read(reader, target_of(call, kind));
  return keyed_write(call, std::move(faults), [command](workflow::Work& work) -> Outcome<Answer> {
    auto acted = act(work, command);
    if (!acted) return std::move(acted).template failure<Answer>();
    return kind == Kind::claim ? claim_acted(acted.value()) : report_acted(acted.value());
  });
}

struct Act {
  std::string_view claim_pattern;   // empty: not for one claim
  std::string_view report_pattern;  // empty: not for a whole report
  Role role;
  VersionKind version;
  Handler for_claim;
  Handler for_report;
  std::string_view says;
};

template <auto read, auto act>
constexpr Handler kForClaim = carry_out<Kind::claim, read, act>;
template <auto read, auto act>
constexpr Handler kForReport = carry_out<Kind::report, read, act>;

constexpr VersionKind kAny = VersionKind::none;
constexpr VersionKind kSeen = VersionKind::required;

const std::vector<Act>& acts() {
  using namespace workflow;
  static const std::vector<Act> table{
      {"/api/v1/claims/{claim}/correction", "", Role::clerk, kSeen, kForClaim<read_claim_correction, correct_claim>,
       nullptr, "correct details as told"},
      {"/api/v1/claims/{claim}/acceptance", "/api/v1/damage-reports/{report}/acceptance", Role::adjuster, kAny,
       kForClaim<read_nothing, accept>, kForReport<read_nothing, accept>, "take it on"},
      {"/api/v1/claims/{claim}/survey", "/api/v1/damage-reports/{report}/survey", Role::adjuster, kAny,
       kForClaim<read_survey, survey>, kForReport<read_survey, survey>, "record a visit and its assessment"},
      {"/api/v1/claims/{claim}/determination", "/api/v1/damage-reports/{report}/determination", Role::adjuster, kAny,
       kForClaim<read_nothing, determine>, kForReport<read_nothing, determine>, "compute what is owed"},
      {"/api/v1/claims/{claim}/denial", "", Role::adjuster, kAny, kForClaim<read_denial, deny>, nullptr,
       "deny with reasons"},
      {"/api/v1/claims/{claim}/notice", "/api/v1/damage-reports/{report}/notice", Role::clerk, kAny,
       kForClaim<read_notice, post_notice>, kForReport<read_notice, post_notice>, "post the public notice"},
      {"/api/v1/claims/{claim}/approval", "/api/v1/damage-reports/{report}/approval", Role::approver, kSeen,
       kForClaim<read_approval, approve>, kForReport<read_approval, approve>, "approve the amount that was seen"},
      {"/api/v1/claims/{claim}/approval-undo", "/api/v1/damage-reports/{report}/approval-undo", Role::approver, kSeen,
       kForClaim<read_approval_undo, undo_approval>, kForReport<read_approval_undo, undo_approval>,
       "take an approval back before payment"},
      {"/api/v1/claims/{claim}/return-to-survey", "", Role::approver, kAny, kForClaim<read_return_to_survey, send_back>,
       nullptr, "send back to another survey"},
      {"/api/v1/claims/{claim}/payment", "/api/v1/damage-reports/{report}/payment", Role::cashier, kAny,
       kForClaim<read_payment, send_payment>, kForReport<read_payment, send_payment>, "send the payment to the bank"},
      {"/api/v1/claims/{claim}/payment-confirmation", "/api/v1/damage-reports/{report}/payment-confirmation",
       Role::cashier, kAny, kForClaim<read_payment_confirmation, confirm_payment>,
       kForReport<read_payment_confirmation, confirm_payment>, "the bank has paid"},
      {"/api/v1/claims/{claim}/payment-return", "", Role::cashier, kAny, kForClaim<read_payment_return, return_payment>,
       nullptr, "the money came back"},
      {"/api/v1/claims/{claim}/recovery", "", Role::cashier, kAny, kForClaim<read_recovery, record_recovery>, nullptr,
       "the claimant has paid back"},
      {"/api/v1/claims/{claim}/closing", "/api/v1/damage-reports/{report}/closing", Role::clerk, kAny,
       kForClaim<read_nothing, close>, kForReport<read_nothing, close>, "put a paid claim away"},
      {"/api/v1/claims/{claim}/appeal", "", Role::clerk, kAny, kForClaim<read_appeal, appeal>, nullptr,
       "record an objection: the claim is determined anew"},
      {"/api/v1/claims/{claim}/reopening", "", Role::adjuster, kAny, kForClaim<read_reopening, reopen>, nullptr,
       "take a closed claim up again"},
      {"/api/v1/claims/{claim}/withdrawal", "", Role::clerk, kAny, kForClaim<read_withdrawal, withdraw>, nullptr,
       "the claimant takes it back"},
  };
  return table;
}

Route route_of(const Act& act, std::string_view pattern, Handler handler) {
  return {.method = Method::post,
          .pattern = pattern,
          .access = Access::only(act.role),
          .body = BodyKind::json,
          .write = WriteKind::keyed,
          .version = act.version,
          .handler = handler,
          .says = act.says};
}

}  // namespace

std::vector<Route> action_routes() {
  std::vector<Route> routes;
  for (const Act& act : acts()) {
    if (!act.claim_pattern.empty()) routes.push_back(route_of(act, act.claim_pattern, act.for_claim));
    if (!act.report_pattern.empty()) routes.push_back(route_of(act, act.report_pattern, act.for_report));
  }
  return routes;
}

}  // namespace wildclaims::http
