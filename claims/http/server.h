// The HTTP server: a port, a gate that reads requests from all connections on one thread, and workers that answer.
//
// Poco's own server gives every connection a thread and has no total times: 300 clients that stop in the middle of a
// header occupy 300 threads. Here a connection costs a thread only while its whole request is in hand; slow, silent
// and stopped clients wait at the gate, each with a deadline (limits.h), whether they are slow to send or to read.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <variant>

#include "claims/http/application.h"
#include "claims/http/limits.h"
#include "rules/bilingual.h"

namespace wildclaims::http {

struct ServerOptions {
  std::string address = "127.0.0.1";  // of this machine
  std::uint16_t port = 0;             // 0: any free one, see Server::port
  Limits limits;
  AnswerLog on_answer;    // called on several threads at once; may be empty
  FailureLog on_failure;  // likewise
};

class Server {
 public:
  // Listens and serves when it returns; or one sentence why not (the port is in use, say). The application must
  // outlive the server.
  static std::variant<std::unique_ptr<Server>, rules::Bilingual> start(Application& application,
                                                                       const ServerOptions& options);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server();  // stops

  std::uint16_t port() const;
  std::string address() const;  // "127.0.0.1:8080"

  // Takes no more connections and no more requests, lets the requests in hand be answered within Limits::stop_time,
  // closes everything. Waits until that is done; a second call does nothing.
  void stop();

 private:
  class State;
  explicit Server(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace wildclaims::http
