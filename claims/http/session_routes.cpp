// Signing in and out.
#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <utility>

#include "claims/domain/role.h"
#include "claims/http/call.h"
#include "claims/http/desk.h"
#include "claims/http/json_form.h"
#include "claims/http/object_reader.h"
#include "claims/http/routes.h"
#include "claims/workflow/sessions.h"

namespace wildclaims::http {

namespace {

Json user_form(const workflow::Actor& actor) {
  Json roles = Json::array();
  for (const domain::Role role : actor.roles.to_vector()) roles.push_back(domain::code_of(role));
  return {{"name", actor.name}, {"display", words(actor.display)}, {"roles", std::move(roles)}};
}

// Every try is counted before it is made and given back when it succeeds, so that many at once count as many.
Reply sign_in(Call& call) {
  rules::Faults faults;
  ObjectReader reader(*call.body, "", faults);
  const std::string user = reader.text("user");
  const std::string password = reader.text("password");
  reader.finish();
  if (!faults.empty()) return invalid_input(std::move(faults));

  Desk& desk = call.desk;
  const auto now = std::chrono::steady_clock::now();
  const std::string_view address = address_key(call.request.client);
  const int wait = std::max(desk.sign_in_by_name.take(user, now), desk.sign_in_by_address.take(address, now));
  if (wait > 0) return too_many_requests(wait);
  const auto pass = desk.passwords.enter();
  if (!pass) return problem(ProblemCode::service_full);
  const auto signed_in = workflow::sign_in(call.office, user, password);
  if (!signed_in) return problem(ProblemCode::wrong_sign_in);
  desk.sign_in_by_name.give_back(user, now);
  desk.sign_in_by_address.give_back(address, now);

  Response response = ok({{"token", signed_in->token},
                          {"expires_at", signed_in->expires_at.to_string()},
                          {"user", user_form(signed_in->actor)}});
  response.status = static_cast<int>(Success::created);
  return response;
}

Reply current_session(Call& call) { return ok({{"user", user_form(call.actor)}}); }

Reply sign_out(Call& call) {
  workflow::sign_out(call.office, call.token);
  return success(Success::no_content, {}, {});
}

}  // namespace

std::vector<Route> session_routes() {
  return {{.method = Method::post,
           .pattern = "/api/v1/sessions",
           .body = BodyKind::json,
           .handler = sign_in,
           .says = "sign in with user and password"},
          {.pattern = "/api/v1/sessions/current",
           .access = Access::staff(),
           .handler = current_session,
           .says = "who is signed in"},
          {.method = Method::del,
           .pattern = "/api/v1/sessions/current",
           .access = Access::staff(),
           .handler = sign_out,
           .says = "sign out"}};
}

}  // namespace wildclaims::http
