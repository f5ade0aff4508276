// Signing in and out, and who a token belongs to.
#pragma once

#include <optional>
#include <string>

#include "claims/workflow/actor.h"
#include "claims/workflow/office.h"
#include "rules/date.h"

namespace wildclaims::workflow {

// A working day: longer sessions outlive the person at the desk. System time would do for the demo's clock too, but
// one clock is one clock: an advanced demo clock ends sessions, and clients sign in again.
inline constexpr std::int64_t kSessionSeconds = 12 * 3600;

struct SignedIn {
  std::string token;  // shown once; only its hash is kept
  rules::Instant expires_at;
  Actor actor;
};

// Nothing when name or password is wrong: which of the two is not told, nor by the time it takes.
std::optional<SignedIn> sign_in(Office& office, const std::string& name, const std::string& password);
// Who the token belongs to; nothing when it is unknown or has expired. May be as old as KnownSessions::kTrusted in what
// another process changes.
std::optional<Actor> actor_of(Office& office, const std::string& token);
void sign_out(Office& office, const std::string& token);

}  // namespace wildclaims::workflow
