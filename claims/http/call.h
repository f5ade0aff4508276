// One request on its way through a route: what the dispatcher has already established, and where answers come from.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "claims/http/message.h"
#include "claims/http/router.h"
#include "claims/workflow/actor.h"
#include "claims/workflow/office.h"
#include "claims/workflow/work.h"

namespace wildclaims::http {

struct Desk;

struct Call {
  workflow::Office& office;
  Desk& desk;
  const Request& request;
  PathParameters path;

  // Where the route's entry in the table asks for them:
  workflow::Actor actor{};        // signed in
  std::string token{};            // of the session
  std::string idempotency_key{};  // write: keyed
  std::int64_t version = 0;       // version: required
  const nlohmann::json* body =
      nullptr;  // body: json; any JSON value, until the handler returns. Null for a draft sent by itself
};

// Reads one state of the database as the caller may see it: `read` is called with a workflow::Reading.
template <class Read>
auto reading(Call& call, Read read) {
  const auto taken = call.office.readers().read();
  return read(workflow::Reading{*taken, call.office, call.actor, call.office.now()});
}

}  // namespace wildclaims::http
