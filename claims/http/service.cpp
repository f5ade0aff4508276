#include "claims/http/service.h"

#include <utility>

#include "claims/http/dispatcher.h"
#include "claims/http/routes.h"
#include "claims/http/server.h"

namespace wildclaims::http {

class Service::State {
 public:
  State(workflow::Office& office, const ServiceSettings& settings)
      : dispatcher(office, all_routes(), settings.on_failure) {}

  Dispatcher dispatcher;
  std::unique_ptr<Server> server;  // ends before the dispatcher it asks
};

std::variant<std::unique_ptr<Service>, rules::Bilingual> Service::start(workflow::Office& office,
                                                                        const ServiceSettings& settings) {
  auto state = std::make_unique<State>(office, settings);
  auto started = Server::start(
      state->dispatcher, {settings.address, settings.port, settings.limits, settings.on_answer, settings.on_failure});
  if (auto* why_not = std::get_if<rules::Bilingual>(&started)) return std::move(*why_not);
  state->server = std::move(std::get<std::unique_ptr<Server>>(started));
  return std::unique_ptr<Service>(new Service(std::move(state)));
}

Service::Service(std::unique_ptr<State> state) : state_(std::move(state)) {}
Service::~Service() = default;

std::uint16_t Service::port() const { return state_->server->port(); }
std::string Service::address() const { return state_->server->address(); }
void Service::stop() { state_->server->stop(); }

}  // namespace wildclaims::http
