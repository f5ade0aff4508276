#include "claims/http/keyed_write.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <variant>

#include "claims/http/problem.h"

namespace wildclaims::http {

namespace {

using domain::Outcome;
using workflow::Answer;

// About who asks or what is asked about, not about what was sent.
bool outranks_faults(const domain::Refusals& refusals) {
  return std::any_of(refusals.begin(), refusals.end(), [](const domain::Refused& refused) {
    const int status = kind_of(refused.code).status;
    return status == kind_of(domain::RefusalCode::role_not_allowed).status ||
           status == kind_of(domain::RefusalCode::claim_unknown).status;
  });
}

// The codec's fault on a member makes the command's on the same member meaningless: it judged a blank.
rules::Faults merged(rules::Faults faults, const rules::Faults& more) {
  const std::size_t own = faults.size();
  for (const rules::Fault& fault : more) {
    const bool known = std::any_of(faults.begin(), faults.begin() + static_cast<std::ptrdiff_t>(own),
                                   [&](const rules::Fault& each) { return each.pointer == fault.pointer; });
    if (!known) faults.push_back(fault);
  }
  return faults;
}

Outcome<Answer> with_faults(Outcome<Answer> outcome, const rules::Faults& body_faults) {
  if (outcome.is_refused() && outranks_faults(outcome.refusals())) return outcome;
  return outcome.is_faulty() ? merged(body_faults, outcome.faults()) : body_faults;
}

Response to_response(Answer answer) {
  Response response;
  response.status = answer.status;
  response.content_type = kJsonType;
  response.body = std::move(answer.body);
  if (!answer.etag.empty()) response.headers.push_back({"ETag", std::move(answer.etag)});
  if (answer.repeated) response.headers.push_back({"Idempotency-Replayed", "true"});
  return response;
}

Problem key_expired(const Call& call, const workflow::KeyExpired& expired) {
  const std::string when = expired.used_at.to_string(call.office.programmes().front().offset);
  return problem(
      ProblemCode::idempotency_key_expired,
      {"这个 Idempotency-Key 已于 " + when +
           " 用过，当时的回答已不再保留；此次没有做任何改动。请先查看该赔案、报案或保单的现状，确需再办时用新的值。",
       "This Idempotency-Key was used at " + when +
           " and the answer of then is no longer kept; nothing was changed now. Look at the claim, report or "
           "policy itself to see what was done; if it is to be done again, use a new value."});
}

workflow::RequestKey key_of(const Call& call) {
  workflow::RequestKey key;
  key.route = std::string(to_string(call.request.head.method)) + " " + call.request.head.path;
  key.key = call.idempotency_key;
  key.hash = call.office.vault().request_hash(key.route, call.request.body);
  return key;
}

}  // namespace

Reply keyed_write(const Call& call, rules::Faults body_faults, workflow::Command command) {
  if (!body_faults.empty()) {
    command = [faults = std::move(body_faults), judge = std::move(command)](workflow::Work& work) {
      return with_faults(judge(work), faults);
    };
  }
  return std::make_shared<KeyedWrite>(KeyedWrite{key_of(call), std::move(command)});
}

Settled write_now(Call& call, const workflow::Command& command) {
  return settled(call, workflow::write_once(call.office, call.actor, key_of(call), command));
}

Settled settled(const Call& call, workflow::Written written) {
  if (std::holds_alternative<workflow::KeyReused>(written)) return problem(ProblemCode::idempotency_key_reused);
  if (std::holds_alternative<workflow::RequestInProgress>(written)) return problem(ProblemCode::request_in_progress);
  if (const auto* expired = std::get_if<workflow::KeyExpired>(&written)) return key_expired(call, *expired);
  auto& outcome = std::get<Outcome<Answer>>(written);
  if (outcome.is_refused()) return refused(outcome.refusals());
  if (outcome.is_faulty()) return invalid_input(outcome.faults());
  return to_response(std::move(outcome).value());
}

}  // namespace wildclaims::http
