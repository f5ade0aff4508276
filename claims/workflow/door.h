// The way in for every change: one command, once per idempotency key, durable before it is answered.
#pragma once

#include <exception>
#include <functional>
#include <string>
#include <variant>

#include "claims/domain/outcome.h"
#include "claims/workflow/actor.h"
#include "claims/workflow/office.h"
#include "claims/workflow/work.h"
#include "rules/date.h"
#include "rules/digest.h"

namespace wildclaims::workflow {

// What the client is told, kept with its key so that a repeated request is told the same. No personal data.
struct Answer {
  int status = 200;
  std::string body;
  std::string etag;
  bool repeated = false;  // from the record: nothing was done again
};

// Which request this is. The route is the method and path as called, so one key serves one object and act.
struct RequestKey {
  std::string route;
  std::string key;
  rules::Digest hash;  // store::Vault::request_hash of the route and body
};

// The key was used before, by this user on this route, for another request: nothing was done.
struct KeyReused {};
// The same request, but longer ago than answers are kept (OfficeSettings): nothing was done.
struct KeyExpired {
  rules::Instant used_at;
};
// A request with this key is being worked on just now: nothing was done by this one.
struct RequestInProgress {};
using Written = std::variant<domain::Outcome<Answer>, KeyReused, KeyExpired, RequestInProgress>;

// Answers dropped by one command once their time is over: more than the one that it adds, so that none piles up, and
// few enough not to be felt.
inline constexpr int kExpiredPerCommand = 8;

// What is to be done, and how it is answered. When its transaction is undone for another's sake it may run again
// (store:: Writer::Again): beside its Work it changes nothing but what it reports.
using Command = std::function<domain::Outcome<Answer>(Work&)>;

// Runs the command and renders its answer inside one savepoint. Kept only when the outcome is a value; then the answer
// is kept with it. The same key and hash again gives the first answer for as long as answers are kept.
// Throws what the store throws (StoreUnavailable, InvariantViolated): then nothing happened.
Written write(Office& office, const Actor& actor, const RequestKey& request, const Command& command);

// For a command that changes more than the database, and so runs once.
Written write_once(Office& office, const Actor& actor, const RequestKey& request, const Command& command);

// The same for a caller who does not wait: `done` is called once, with what was written or with what `write` would have
// thrown; here, or later on the writer's thread, where it must be short, wait for nobody and not throw. Actor,
// request and command must live until then.
using Done = std::function<void(std::variant<Written, std::exception_ptr>)>;
void write_later(Office& office, const Actor& actor, const RequestKey& request, const Command& command, Done done);

// For changes that no client repeats by key (signing in, the demo's clock, the command line).
void write_unkeyed(Office& office, const std::function<bool(store::Connection&)>& change);

}  // namespace wildclaims::workflow
