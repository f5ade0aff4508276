#include "claims/http/dispatcher.h"

#include <exception>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "claims/http/authorization.h"
#include "claims/http/call.h"
#include "claims/http/json_text.h"
#include "claims/http/keyed_write.h"
#include "claims/http/limits.h"
#include "claims/http/negotiation.h"
#include "claims/http/preconditions.h"
#include "claims/http/problem_document.h"
#include "claims/store/failure.h"
#include "claims/workflow/sessions.h"

namespace wildclaims::http {

namespace {

Problem not_found(const std::variant<Match, NoSuchPath, MethodNotAllowed>& result) {
  if (const auto* not_allowed = std::get_if<MethodNotAllowed>(&result)) {
    Problem made = problem(ProblemCode::method_not_allowed);
    made.headers.push_back({"Allow", not_allowed->allow});
    return made;
  }
  return problem(ProblemCode::route_not_found);
}

bool may_call(const Access& access, domain::RoleSet roles) {
  for (const domain::Role role : domain::kRoles) {
    if (access.roles.has(role) && roles.has(role)) return true;
  }
  return false;
}

// Settles sign-in, role and headers; a problem when one is not as the route asks.
std::optional<Problem> settle_caller(Call& call, const Route& route) {
  if (!route.access.signed_in) return std::nullopt;
  auto token = bearer_token(call.request.head);
  auto actor = token ? workflow::actor_of(call.office, *token) : std::nullopt;
  if (!actor) return problem(ProblemCode::not_signed_in);
  call.token = std::move(*token);
  call.actor = std::move(*actor);
  if (!may_call(route.access, call.actor.roles))
    return refused({domain::refuse(domain::RefusalCode::role_not_allowed)});
  return std::nullopt;
}

std::optional<Problem> settle_headers(Call& call, const Route& route) {
  if (route.write == WriteKind::keyed) {
    auto key = idempotency_key(call.request.head);
    if (auto* wrong = std::get_if<Problem>(&key)) return std::move(*wrong);
    call.idempotency_key = std::move(std::get<std::string>(key));
  }
  if (route.version == VersionKind::required) {
    auto version = if_match(call.request.head);
    if (auto* wrong = std::get_if<Problem>(&version)) return std::move(*wrong);
    call.version = std::get<std::int64_t>(version);
  }
  return std::nullopt;
}

Response to_answer(Settled reply, const Route* route, std::string_view request_id) {
  Response response = std::holds_alternative<Response>(reply) ? std::get<Response>(std::move(reply))
                                                              : to_response(std::get<Problem>(reply), request_id);
  if (route != nullptr) response.route = route->pattern;
  return response;
}

// Of a reply that is not one to be written.
Settled as_settled(Reply reply) {
  if (auto* response = std::get_if<Response>(&reply)) return std::move(*response);
  return std::get<Problem>(std::move(reply));
}

// Its whole work is to read, judge and queue.
Lane lane_of(const Route& route) {
  return route.write == WriteKind::keyed && route.body == BodyKind::json ? Lane::never_waits : Lane::may_wait;
}

}  // namespace

Dispatcher::Dispatcher(workflow::Office& office, std::vector<Route> routes, FailureLog on_failure)
    : office_(office), router_(std::move(routes)), on_failure_(std::move(on_failure)) {}

std::variant<BodyAllowance, Response> Dispatcher::admit(const RequestHead& head, std::string_view request_id) {
  auto result = router_.match(head.method, head.path);
  auto* match = std::get_if<Match>(&result);
  if (match == nullptr) return to_answer(not_found(result), nullptr, request_id);
  const Route& route = *match->route;
  if (route.place == Place::gate && !head.has_body) {
    Request request;
    request.head = head;
    request.id = request_id;
    Call call{office_, desk_, request, std::move(match->parameters)};
    return to_answer(as_settled(route.handler(call)), &route, request_id);
  }
  const Lane lane = lane_of(route);
  if (route.body == BodyKind::none) return BodyAllowance{0, lane};
  if (route.body == BodyKind::draft) {
    if (sends_json(head) || sends_yaml(head)) return BodyAllowance{kDraftBytes, lane};
    return to_answer(problem(ProblemCode::unsupported_media_type,
                             {"请求正文须为 application/yaml（规则文件本身）或 application/json。",
                              "Send the rulebook file itself as application/yaml, or JSON as application/json."}),
                     &route, request_id);
  }
  if (!sends_json(head)) return to_answer(problem(ProblemCode::unsupported_media_type), &route, request_id);
  return BodyAllowance{kUsualBody, lane};
}

// A call from its handler's start until it is answered.
struct Dispatcher::Calling {
  std::unique_ptr<InHand> in_hand;  // until it is answered
  const Route& route;
  Call call;
  std::shared_ptr<KeyedWrite> to_write;
};

template <class Make>
Response Dispatcher::guarded(const Request& request, const Route& route, Make make) {
  try {
    return make();
  } catch (const store::StoreUnavailable& failure) {
    if (on_failure_) on_failure_(request.id, failure.what());
    return to_answer(storage_unavailable(failure.trouble()), &route, request.id);
  } catch (const store::ReadingCutOff&) {
    return to_answer(problem(ProblemCode::reading_cut_off), &route, request.id);
  } catch (const std::exception& failure) {
    if (on_failure_) on_failure_(request.id, failure.what());
    return to_answer(problem(ProblemCode::internal_error), &route, request.id);
  }
}

void Dispatcher::answer(std::unique_ptr<InHand>&& in_hand) {
  const Request& request = in_hand->request();
  auto result = router_.match(request.head.method, request.head.path);
  auto* match = std::get_if<Match>(&result);
  if (match == nullptr) return in_hand->answer(to_answer(not_found(result), nullptr, request.id));
  const Route& route = *match->route;
  const auto calling = std::make_shared<Calling>(
      Calling{nullptr, route, Call{office_, desk_, request, std::move(match->parameters)}, {}});
  const Response response = guarded(request, route, [&]() -> Response {
    Reply reply = dispatch(calling->call, route);
    if (auto* write = std::get_if<std::shared_ptr<KeyedWrite>>(&reply)) {
      calling->to_write = std::move(*write);
      return {};
    }
    return to_answer(as_settled(std::move(reply)), &route, request.id);
  });
  if (calling->to_write == nullptr) return in_hand->answer(response);
  calling->in_hand = std::move(in_hand);
  write(calling);
}

void Dispatcher::write(std::shared_ptr<Calling> calling) {
  const Call& call = calling->call;
  const KeyedWrite& write = *calling->to_write;
  // By the writer's thread, which is not to be kept: one of the server's makes the answer.
  workflow::write_later(
      office_, call.actor, write.key, write.command,
      [this, calling = std::move(calling)](std::variant<workflow::Written, std::exception_ptr> result) {
        auto in_hand = std::move(calling->in_hand);
        InHand& here = *in_hand;
        auto made = std::make_shared<decltype(result)>(std::move(result));
        here.answer_by(std::move(in_hand), [this, calling, made]() -> Response {
          const Request& request = calling->call.request;
          return guarded(request, calling->route, [&]() -> Response {
            if (const auto* failure = std::get_if<std::exception_ptr>(made.get())) std::rethrow_exception(*failure);
            return to_answer(settled(calling->call, std::get<workflow::Written>(std::move(*made))), &calling->route,
                             request.id);
          });
        });
      });
}

Reply Dispatcher::dispatch(Call& call, const Route& route) {
  if (auto wrong = settle_caller(call, route)) return std::move(*wrong);
  if (auto wrong = settle_headers(call, route)) return std::move(*wrong);
  const bool json = route.body == BodyKind::json || (route.body == BodyKind::draft && !sends_yaml(call.request.head));
  return json ? with_body(call, route) : route.handler(call);
}

Reply Dispatcher::with_body(Call& call, const Route& route) {
  const auto parsed = parse_json(call.request.body);
  if (const auto* why = std::get_if<rules::Bilingual>(&parsed)) return problem(ProblemCode::malformed_json, *why);
  call.body = std::get<std::unique_ptr<nlohmann::json>>(parsed).get();
  Reply reply = route.handler(call);
  call.body = nullptr;
  return reply;
}

}  // namespace wildclaims::http
