// What a server serves: the two questions it asks about every request.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <limits>
#include <string>
#include <string_view>
#include <variant>

#include "claims/http/message.h"

namespace wildclaims::http {

// The request may go on, with a body of at most so many bytes (0: none) and never more than Limits::body_bytes.
struct BodyAllowance {
  std::size_t bytes = 0;
};
inline constexpr BodyAllowance kUsualBody{std::numeric_limits<std::size_t>::max()};

class Application {
 public:
  virtual ~Application() = default;

  // Asked once the head is here and before a byte of the body is read: an unknown path, a wrong method or media type
  // is refused now. A request without a body may also be answered here altogether (the health check), which needs no
  // worker. Called on the thread that serves every connection: it must neither wait nor take long.
  virtual std::variant<BodyAllowance, Response> admit(const RequestHead& head, std::string_view request_id) = 0;

  // Asked with the whole request, on a worker's thread, several at once; may wait for the store. An exception is
  // answered with a 500 that does not tell what it said.
  virtual Response answer(const Request& request) = 0;
};

// One answered request, for the access log: nothing in it is personal.
struct AnswerRecord {
  std::string_view method;
  std::string_view route;  // the pattern, or empty when none matched
  int status = 0;
  std::chrono::microseconds took{0};  // from the head being here to the answer being made
  std::string_view request_id;
};

using AnswerLog = std::function<void(const AnswerRecord&)>;

// What an exception out of Application::answer said, for the operator's log only.
using FailureLog = std::function<void(std::string_view request_id, std::string_view what)>;

}  // namespace wildclaims::http
