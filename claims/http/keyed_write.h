// The one way a route changes books or claims: through the workflow's writing door, once per idempotency key.
#pragma once

#include "claims/domain/outcome.h"
#include "claims/http/call.h"
#include "claims/http/router.h"
#include "claims/workflow/door.h"
#include "rules/fault.h"

namespace wildclaims::http {

// What a handler asks to be written for its call. The command runs when the handler has returned, on another thread:
// it owns what it uses, but for the call, which lives until it is answered.
struct KeyedWrite {
  workflow::RequestKey key;
  workflow::Command command;
};

// Asks for the command to be run for this call's key, actor and body.
//
// `body_faults` are the codec's. With any of them the command still runs, to find every fault there is, and is then
// undone: the answer lists the codec's faults and the command's, one for a pointer. A refusal that nothing in the body
// could mend (no such claim, not this role) is told instead.
Reply keyed_write(const Call& call, rules::Faults body_faults, workflow::Command command);

// Runs it now, once, and waits: for a command that changes more than the database, on a route whose lane may wait.
// Throws what workflow::write_once throws.
Settled write_now(Call& call, const workflow::Command& command);

// What came of a call's write.
Settled settled(const Call& call, workflow::Written written);

// A view's outcome as a reply: the value as `form` makes it, or its refusals or faults.
template <class T, class Form>
Reply view_reply(const domain::Outcome<T>& outcome, Form form) {
  if (outcome.is_refused()) return refused(outcome.refusals());
  if (outcome.is_faulty()) return invalid_input(outcome.faults());
  return form(outcome.value());
}

}  // namespace wildclaims::http
