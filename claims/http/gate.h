// The one thread that owns every connection: accepts, reads requests as far as they have come, hands whole ones to the
// workers, takes connections back, finishes answers that a client reads slowly, and keeps every deadline. It never
// waits for a client and never runs a command.
//
// A connection is owned by the gate in every phase but `working`, when a worker alone may send on it; it comes back by
// give_back. Waiting is epoll's, edge-triggered: an event sets a flag, and the flag is cleared when reading or writing
// would block.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "claims/http/application.h"
#include "claims/http/exchange.h"
#include "claims/http/limits.h"
#include "claims/http/request_reader.h"
#include "claims/http/socket.h"

namespace wildclaims::http {

// A whole request on its way to a worker.
struct GateJob {
  Lane lane = Lane::may_wait;
  std::uint64_t link = 0;
  Connection* connection = nullptr;  // the worker's alone until give_back
  Exchange exchange;
  Request request;
};

class Gate {
 public:
  // `submit` takes a job or says false when there is no room.
  Gate(Listener listener, Application& application, const Limits& limits, AnswerLog log,
       std::function<bool(GateJob&)> submit);
  Gate(const Gate&) = delete;
  Gate& operator=(const Gate&) = delete;
  ~Gate();

  // Serves until stop, then until the last answer is out or Limits::stop_time has passed.
  void run();

  // From any thread.
  void stop();
  bool stop_wanted() const { return stop_wanted_; }
  // From a worker, after it has sent an answer: the connection is the gate's again.
  void give_back(std::uint64_t link, Sent sent);

  const Listener& listener() const { return listener_; }

 private:
  using Clock = std::chrono::steady_clock;
  enum class Phase : std::uint8_t {
    idle,      // between requests
    head,      // a request's head is arriving
    body,      // its body is arriving
    working,   // a worker has it
    writing,   // the rest of an answer is waiting for the client to read
    draining,  // answered for the last time; what still comes is thrown away
    gone,      // dropped; nothing may be done with it any more
  };
  struct Link;
  struct Returned {
    std::uint64_t link;
    Sent sent;
  };

  // accepting
  void accept_some();
  int dispensable(const Link& link) const;
  bool make_room();
  void turn_away(Connection connection);
  void pause_listening();
  void resume_listening();
  // one link
  void on_event(Link& link, std::uint32_t events);
  void read(Link& link);
  void advance(Link& link);
  bool admit(Link& link);
  void hand_over(Link& link);
  void refuse(Link& link, const Problem& problem);
  void answer(Link& link, const Exchange& exchange, const Response& response);
  void after_answer(Link& link, Sent sent);
  void write(Link& link);
  void next_request(Link& link);
  void last_words(Link& link);
  void drain(Link& link);
  void enter(Link& link, Phase phase, std::chrono::milliseconds time);
  bool count_body(Link& link);
  void drop(Link& link);
  // all links
  void take_returned();
  void sweep(Clock::time_point now);
  void expire(Link& link);
  void begin_stop();
  int wait_milliseconds() const;
  void watch(int descriptor, std::uint64_t id, std::uint32_t events);

  Listener listener_;
  Application& application_;
  const Limits limits_;
  const AnswerLog log_;
  const std::function<bool(GateJob&)> submit_;
  RequestIds ids_;

  int epoll_ = -1;
  int wake_ = -1;
  std::unordered_map<std::uint64_t, std::unique_ptr<Link>> links_;
  std::vector<std::unique_ptr<Link>> dropped_;  // until the end of the round: an event may still name them
  std::vector<std::uint64_t> unfinished_;       // links with more to read than one turn allows
  std::uint64_t last_id_ = 0;
  std::size_t held_bytes_ = 0;  // of bodies, arriving or in hand
  bool stopping_ = false;
  Clock::time_point now_;  // of this round
  Clock::time_point listen_again_at_ = Clock::time_point::max();
  Clock::time_point next_deadline_ = Clock::time_point::max();

  std::atomic<bool> stop_wanted_{false};
  std::mutex returned_mutex_;
  std::vector<Returned> returned_;
};

}  // namespace wildclaims::http
