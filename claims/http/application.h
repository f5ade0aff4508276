// What a server serves: the two questions it asks about every request.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "claims/http/message.h"

namespace wildclaims::http {

// Which of the server's threads a request is answered on: those for requests that may wait (for a reader of the store,
// for a dear calculation), or the few for requests that never do.
enum class Lane : std::uint8_t { may_wait, never_waits };

// The request may go on, with a body of at most so many bytes (0: none) and never more than Limits::body_bytes.
struct BodyAllowance {
  std::size_t bytes = 0;
  Lane lane = Lane::may_wait;
};
inline constexpr std::size_t kUsualBody = std::numeric_limits<std::size_t>::max();

// A request in the server's hands. Whoever holds it owes its answer; let go without one, it is answered with a 500.
class InHand {
 public:
  virtual ~InHand() = default;
  virtual const Request& request() const = 0;
  // Sends the answer, here and now. Once.
  virtual void answer(const Response& response) = 0;
  // From any thread: `make` is called on one of the server's threads that never wait, and what it returns is sent.
  // Instead of answer.
  virtual void answer_by(std::unique_ptr<InHand> self, std::function<Response()> make) = 0;
};

class Application {
 public:
  virtual ~Application() = default;

  // Asked once the head is here and before a byte of the body is read: an unknown path, a wrong method or media type
  // is refused now. A request without a body may also be answered here altogether (the health check), which needs no
  // worker. Called on the thread that serves every connection: it must neither wait nor take long.
  virtual std::variant<BodyAllowance, Response> admit(const RequestHead& head, std::string_view request_id) = 0;

  // Given the whole request, on a thread of its lane, several at once. It is answered before this returns, or later by
  // whoever it was moved on to. After an exception it is answered with a 500 that does not tell what was said.
  virtual void answer(std::unique_ptr<InHand>&& in_hand) = 0;
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

// What an exception out of Application::answer or a maker of an answer said, for the operator's log only.
using FailureLog = std::function<void(std::string_view request_id, std::string_view what)>;

}  // namespace wildclaims::http
