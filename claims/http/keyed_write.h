// The one way a route changes books or claims: through the workflow's writing door, once per idempotency key.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "claims/domain/outcome.h"
#include "claims/http/call.h"
#include "claims/http/router.h"
#include "claims/workflow/door.h"
#include "rules/fault.h"

namespace wildclaims::http {

using Command = std::function<domain::Outcome<workflow::Answer>(workflow::Work&)>;

// Runs the command for this call's key, actor and body.
//
// `body_faults` are the codec's. With any of them the command still runs, to find every fault there is, and is then
// undone: the answer lists the codec's faults and the command's, one for a pointer. A refusal that nothing in the body
// could mend (no such claim, not this role) is told instead.
Reply keyed_write(Call& call, rules::Faults body_faults, const Command& command);

// A view's outcome as a reply: the value as `form` makes it, or its refusals or faults.
template <class T, class Form>
Reply view_reply(const domain::Outcome<T>& outcome, Form form) {
  if (outcome.is_refused()) return refused(outcome.refusals());
  if (outcome.is_faulty()) return invalid_input(outcome.faults());
  return form(outcome.value());
}

}  // namespace wildclaims::http
