// The service: the workflow's office behind the HTTP API. `wildclaims serve` starts one and stops it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <variant>

#include "claims/http/application.h"
#include "claims/http/limits.h"
#include "rules/bilingual.h"

namespace wildclaims::workflow {
class Office;
}

namespace wildclaims::http {

struct ServiceSettings {
  std::string address = "127.0.0.1";  // an address of this machine
  std::uint16_t port = 8080;          // 0: any free one, see Service::port
  Limits limits;
  AnswerLog on_answer;    // one record for each answered request; access_log_to_stderr() for the usual lines
  FailureLog on_failure;  // what went wrong inside; failure_log_to_stderr()
};

class Service {
 public:
  // Serves when it returns; or one sentence why not (the port is in use, say). The office must outlive the service.
  static std::variant<std::unique_ptr<Service>, rules::Bilingual> start(workflow::Office& office,
                                                                        const ServiceSettings& settings);
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;
  ~Service();  // stops

  std::uint16_t port() const;
  std::string address() const;  // "127.0.0.1:8080"

  // Takes nothing new, lets the requests in hand be answered within Limits::stop_time, closes everything. Waits until
  // that is done. Not for a signal handler: wait for the signal in a thread (sigwait) and call it from there.
  void stop();

 private:
  class State;
  explicit Service(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace wildclaims::http
