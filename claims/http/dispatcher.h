// Leads each request through its route's entry in the table: path and method, media type, sign-in, role,
// Idempotency-Key, If-Match, JSON; then the handler. Everything a handler may rely on is settled before it is called.
#pragma once

#include <memory>
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
  void answer(std::unique_ptr<InHand>&& in_hand) override;

  const Router& router() const { return router_; }

 private:
  struct Calling;

  static Reply dispatch(Call& call, const Route& route);
  static Reply with_body(Call& call, const Route& route);
  void write(std::shared_ptr<Calling> calling);
  // The reply that `make` gives, or the problem that an exception of its is answered as.
  template <class Make>
  Response guarded(const Request& request, const Route& route, Make make);

  workflow::Office& office_;
  const Router router_;
  const FailureLog on_failure_;
  Desk desk_;
};

}  // namespace wildclaims::http
