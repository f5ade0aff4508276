// Whether the process lives, and whether it can serve.
#include "claims/http/call.h"
#include "claims/http/routes.h"
#include "claims/workflow/readiness.h"

namespace wildclaims::http {

namespace {

// Alive: accepted, read and answered without any worker, so a busy or waiting store does not look like a dead process.
Reply alive(Call&) { return success(Success::ok, kPlainTextType, "ok\n"); }

// Ready: the store can be read and written, and its disk has room. Otherwise the store's exception becomes a 503 that
// says what to do.
Reply ready(Call& call) {
  workflow::require_ready(call.office);
  return success(Success::ok, kPlainTextType, "ready\n");
}

}  // namespace

std::vector<Route> health_routes() {
  return {{.pattern = "/healthz", .place = Place::gate, .handler = alive, .says = "the process is alive"},
          {.pattern = "/readyz", .handler = ready, .says = "the service can read and write"}};
}

}  // namespace wildclaims::http
