// One request being answered, from its head to the last byte of its answer handed to the kernel.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "claims/http/application.h"
#include "claims/http/message.h"
#include "claims/http/socket.h"

namespace wildclaims::http {

// What an answer needs to know of its request after the request itself is gone.
struct Exchange {
  std::string method;
  bool head_only = false;
  bool http_1_0 = false;
  bool keep_alive = true;
  std::string request_id;
  std::chrono::steady_clock::time_point received;

  static Exchange of(const RequestHead& head, std::string request_id);
};

// How an answer went out.
struct Sent {
  std::string rest;         // what the kernel did not take; to be sent when the client reads on
  bool keep_alive = false;  // the connection goes on after `rest`
  bool broken = false;      // the client is gone
};

// Logs the answer, then writes it as far as the client takes it now: whoever has an answer finds it in the log. Never
// waits.
Sent send_answer(Connection& connection, const Exchange& exchange, const Response& response, const AnswerLog& log);

// "5f3a9c1e-00002a": a part drawn at start and a running number, so that it is unique over restarts and tells nothing.
class RequestIds {
 public:
  RequestIds();
  std::string next();  // one thread

 private:
  std::string prefix_;
  unsigned long long count_ = 0;
};

}  // namespace wildclaims::http
