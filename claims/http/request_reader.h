// Turns the bytes of one connection into requests, one after the other, whatever pieces they arrive in. Knows nothing
// of sockets, threads or time: what the gate drives and what tests feed with every split of every byte.
//
//   idle → head → admission → body → complete → (take) → idle …, or failed at any point.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "claims/http/chunk_decoder.h"
#include "claims/http/head_parser.h"
#include "claims/http/limits.h"
#include "claims/http/message.h"
#include "claims/http/problem.h"

namespace wildclaims::http {

class RequestReader {
 public:
  enum class State : std::uint8_t {
    idle,       // nothing of the next request is here
    head,       // some of its head is here
    admission,  // the head is whole: call allow_body
    body,       // the body is arriving
    complete,   // call take
    failed,     // problem() says why; nothing more can be read from this connection
  };

  explicit RequestReader(const Limits& limits) : limits_(&limits), parser_(limits) {}

  State state() const { return state_; }

  // Reads on. Bytes beyond the present step are kept until it has been taken, so feed at most a buffer's length at a
  // time and stop at admission, complete and failed.
  State feed(std::string_view bytes);

  // At admission: how many bytes of body this request may have; a longer one fails with body_too_large, at once when
  // its length was announced. A body where none is allowed (0) fails with unexpected_body.
  State allow_body(std::size_t limit);

  // Between admission and complete.
  const RequestHead& head() { return parser_.head(); }
  // At admission: nothing of the body is here yet, so a client that expects 100 (Continue) is still waiting for it.
  bool body_not_begun() const { return kept_.empty(); }
  // Bytes of the body held so far.
  std::size_t body_size() const { return body_.size(); }

  // At complete: the request's head and body; reading goes on with bytes already here, so look at state() again.
  struct Taken {
    RequestHead head;
    std::string body;
  };
  Taken take();

  const std::optional<Problem>& problem() const { return problem_; }

 private:
  State advance();
  State read_body();
  State fail(Problem problem);

  const Limits* limits_;
  State state_ = State::idle;
  std::string kept_;  // bytes not read yet
  HeadParser parser_;
  ChunkDecoder chunks_;
  std::size_t body_limit_ = 0;
  std::string body_;
  std::optional<Problem> problem_;
};

}  // namespace wildclaims::http
