// The public status of a claim: for whoever has its number and a second secret, without signing in.
//
// An unknown number and a wrong secret are told the same in the same time: the workflow does the same work, and nothing
// here looks at which it was. Tries are counted per claim and per address before anything is looked up.
#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "claims/domain/claim_number.h"
#include "claims/domain/claim_state.h"
#include "claims/http/call.h"
#include "claims/http/desk.h"
#include "claims/http/json_form.h"
#include "claims/http/object_reader.h"
#include "claims/http/routes.h"
#include "claims/workflow/status_view.h"

namespace wildclaims::http {

namespace {

Json status_form(const workflow::StatusView& view) {
  Json reasons = Json::array();
  for (const rules::Bilingual& reason : view.reasons) reasons.push_back(words(reason));
  Json steps = Json::array();
  for (const auto& step : view.steps) steps.push_back({{"what", words(step.what)}, {"on", step.on.to_string()}});
  Json form{{"claim", view.claim},
            {"state", domain::code_of(view.state)},
            {"where", words(view.where)},
            {"next", words(view.next)}};
  form["next_from"] = view.next_from ? Json(view.next_from->to_string()) : Json();
  form["amount"] = view.amount ? Json(view.amount->to_string()) : Json();
  form["illustrative"] = view.illustrative;
  form["reasons"] = std::move(reasons);
  form["steps"] = std::move(steps);
  return form;
}

// However the number is typed, its tries are counted together.
std::string counted_as(const std::string& claim) {
  const auto number = domain::ClaimNumber::parse(claim);
  return number ? number->to_string() : claim;
}

Reply ask_status(Call& call) {
  rules::Faults faults;
  ObjectReader reader(*call.body, "", faults);
  const std::string claim = reader.text("claim");
  const std::string secret = reader.text("secret");
  reader.finish();
  if (!faults.empty()) return invalid_input(std::move(faults));

  Desk& desk = call.desk;
  const auto now = std::chrono::steady_clock::now();
  const std::string number = counted_as(claim);
  const std::string_view address = address_key(call.request.client);
  const int wait = std::max(desk.status_by_claim.take(number, now), desk.status_by_address.take(address, now));
  if (wait > 0) return too_many_requests(wait);
  const auto view = workflow::view_status(call.office, claim, secret);
  if (!view) return problem(ProblemCode::status_not_found);
  desk.status_by_claim.give_back(number, now);
  desk.status_by_address.give_back(address, now);
  return ok(status_form(*view));
}

}  // namespace

std::vector<Route> status_routes() {
  return {{.method = Method::post,
           .pattern = "/api/v1/status",
           .body = BodyKind::json,
           .handler = ask_status,
           .says = "where a claim is, by its number and a second secret"}};
}

}  // namespace wildclaims::http
