// Reads the head of a request (request line and headers) line by line, strictly by RFC 9112, from bytes that arrive in
// any pieces. Knows nothing of sockets.
//
// Refused, because two readers could understand them differently: line ends other than CRLF, folded lines, a space
// before the colon, NUL and other control characters, a header twice that may come once (Host, Content-Length,
// Transfer-Encoding, Content-Type, Authorization, Expect, Idempotency-Key, If-Match), a Content-Length that is not
// plain digits, Content-Length beside Transfer-Encoding, any Transfer-Encoding but "chunked". A fault is reported with
// the line that shows it, not at the end of the head.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "claims/http/limits.h"
#include "claims/http/message.h"
#include "claims/http/problem.h"

namespace wildclaims::http {

// How the body's end is known.
struct Framing {
  bool chunked = false;
  std::uint64_t length = 0;  // when not chunked
};

class HeadParser {
 public:
  explicit HeadParser(const Limits& limits) : limits_(&limits) {}

  // Reads as many whole lines as `bytes` holds and says how many bytes that were; the caller hands the rest in again
  // with what follows. Also looks at a line that is not whole yet, for its length and its first characters.
  // After done() or problem() it reads nothing.
  std::size_t feed(std::string_view bytes);

  // Some byte of a request has been seen (an empty line before it does not count).
  bool started() const { return stage_ != Stage::start || partial_; }
  bool done() const { return stage_ == Stage::done; }
  const std::optional<Problem>& problem() const { return problem_; }

  // After done().
  RequestHead& head() { return head_; }
  const Framing& framing() const { return framing_; }

 private:
  enum class Stage : std::uint8_t { start, headers, done };

  void read_line(std::string_view line);
  void look_at_partial(std::string_view line);
  void read_request_line(std::string_view line);
  void read_target(std::string_view target);
  void read_header(std::string_view line);
  void settle();  // after the empty line: framing, Host, keep-alive, Expect
  void settle_framing();
  void refuse(ProblemCode code, const char* zh, const char* en);

  const Limits* limits_;
  Stage stage_ = Stage::start;
  bool partial_ = false;
  std::size_t header_bytes_ = 0;
  std::size_t empty_lines_ = 0;
  RequestHead head_;
  Framing framing_;
  std::optional<Problem> problem_;
};

}  // namespace wildclaims::http
