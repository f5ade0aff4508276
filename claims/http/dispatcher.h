// Leads each request through its route's entry in the table: path and method, media type, sign-in, role,
// Idempotency-Key, If-Match, JSON; then the handler. Everything a handler may rely on is settled before it is called.
#pragma once

#include <string_view>
#include <variant>

#include "claims/http/application.h"
#include "claims/http/desk.h"
#include "claims/http/router.h"

namespace wildclaims::workflow {
class Office;
}

namespace wildclaims::http {

struct Call;

class Dispatcher final : public Application {
 public:
  Dispatcher(workflow::Office& office, std::vector<Route> routes, FailureLog on_failure);

  std::variant<BodyAllowance, Response> admit(const RequestHead& head, std::string_view request_id) override;
  Response answer(const Request& request) override;

  const Router& router() const { return router_; }

 private:
  Reply dispatch(Call& call, const Route& route);
  Reply with_body(Call& call, const Route& route);

  workflow::Office& office_;
  const Router router_;
  const FailureLog on_failure_;
  Desk desk_;
};

}  // namespace wildclaims::http
