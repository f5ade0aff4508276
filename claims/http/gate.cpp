#include "claims/http/gate.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include "claims/http/problem_document.h"
#include "claims/http/wire.h"

namespace wildclaims::http {

namespace {

using std::chrono::milliseconds;

constexpr std::uint64_t kListenerId = 0;
constexpr std::uint64_t kWakeId = 1;
constexpr std::uint64_t kFirstLinkId = 2;
// Events fetched at once, and connections accepted between two looks at the others.
constexpr int kEventsAtOnce = 256;
constexpr int kAcceptsAtOnce = 64;
// One read, and the most one connection is read before the others have their turn.
constexpr std::size_t kReadBytes = 16 * kKiB;
constexpr int kReadsAtOnce = 16;
// No descriptor was left for a client: others must close first.
constexpr milliseconds kListenPause{100};
// Connections beyond the limit that are told so; more than these are closed without a word.
constexpr std::size_t kTurnedAwayAtOnce = 32;
// When every place is taken, a connection that has been this long in its phase makes room: a head is one packet, a body
// or an answer a few.
constexpr milliseconds kSlowHead{1'000};
constexpr milliseconds kSlowTransfer{3'000};
// Deadlines are kept to this.
constexpr milliseconds kSweepGrain{20};

}  // namespace

struct Gate::Link {
  Link(std::uint64_t number, Connection accepted, const Limits& limits)
      : id(number), connection(std::move(accepted)), reader(limits) {}

  std::uint64_t id;
  Connection connection;
  RequestReader reader;
  Phase phase = Phase::idle;
  Clock::time_point entered;
  Clock::time_point deadline;
  bool admitted = false;  // `exchange` and `lane` are of the present request
  Lane lane = Lane::may_wait;
  bool readable = true;  // a read has not said "blocked" since the last event
  bool peer_ended = false;
  std::size_t held = 0;      // its share of held_bytes_
  std::size_t requests = 0;  // answered on this connection
  std::size_t drained = 0;
  Exchange exchange;
  Sent sent;                // in phase writing: what is left
  std::size_t written = 0;  // of sent.rest
};

Gate::Gate(Listener listener, Application& application, const Limits& limits, AnswerLog log,
           std::function<bool(GateJob&)> submit)
    : listener_(std::move(listener)),
      application_(application),
      limits_(limits),
      log_(std::move(log)),
      submit_(std::move(submit)),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)),
      wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      last_id_(kFirstLinkId) {
  if (epoll_ < 0 || wake_ < 0) throw std::system_error(errno, std::generic_category(), "epoll");
  watch(listener_.descriptor(), kListenerId, EPOLLIN);
  watch(wake_, kWakeId, EPOLLIN);
}

Gate::~Gate() {
  links_.clear();
  ::close(wake_);
  ::close(epoll_);
}

void Gate::watch(int descriptor, std::uint64_t id, std::uint32_t events) {
  epoll_event event{};
  event.events = events;
  event.data.u64 = id;
  if (::epoll_ctl(epoll_, EPOLL_CTL_ADD, descriptor, &event) < 0) {
    throw std::system_error(errno, std::generic_category(), "epoll_ctl");
  }
}

void Gate::run() {
  std::array<epoll_event, kEventsAtOnce> events{};
  Clock::time_point stop_deadline = Clock::time_point::max();
  for (;;) {
    now_ = Clock::now();
    const int count = ::epoll_wait(epoll_, events.data(), kEventsAtOnce, wait_milliseconds());
    now_ = Clock::now();
    take_returned();
    for (int i = 0; i < std::max(count, 0); ++i) {
      const epoll_event& event = events[static_cast<std::size_t>(i)];
      if (event.data.u64 == kListenerId) {
        accept_some();
      } else if (event.data.u64 == kWakeId) {
        std::uint64_t ignored = 0;
        [[maybe_unused]] const auto drained = ::read(wake_, &ignored, sizeof ignored);
        take_returned();
      } else if (const auto found = links_.find(event.data.u64); found != links_.end()) {
        on_event(*found->second, event.events);
      }
    }
    for (const std::uint64_t id : std::exchange(unfinished_, {})) {
      if (const auto found = links_.find(id); found != links_.end()) on_event(*found->second, 0);
    }
    if (stop_wanted_ && !stopping_) {
      begin_stop();
      stop_deadline = now_ + limits_.stop_time;
    }
    if (now_ >= next_deadline_) sweep(now_);
    if (now_ >= listen_again_at_) resume_listening();
    dropped_.clear();
    if (stopping_ && (links_.empty() || now_ >= stop_deadline)) return;
  }
}

int Gate::wait_milliseconds() const {
  if (!unfinished_.empty()) return 0;
  const Clock::time_point until = std::min(next_deadline_, listen_again_at_);
  if (stopping_) return static_cast<int>(kSweepGrain.count());
  if (until == Clock::time_point::max()) return -1;
  const auto wait = std::chrono::duration_cast<milliseconds>(until - now_) + kSweepGrain;
  return static_cast<int>(std::max<milliseconds::rep>(wait.count(), 0));
}

void Gate::stop() {
  stop_wanted_ = true;
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(wake_, &one, sizeof one);
}

void Gate::give_back(std::uint64_t link, Sent sent) {
  bool first = false;
  {
    const std::lock_guard lock(returned_mutex_);
    first = returned_.empty();
    returned_.push_back({link, std::move(sent)});
  }
  if (!first) return;  // whoever was first has woken the gate
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(wake_, &one, sizeof one);
}

// --- accepting
// --------------------------------------------------------------------------------------------------------

void Gate::accept_some() {
  for (int i = 0; i < kAcceptsAtOnce && !stopping_; ++i) {
    bool exhausted = false;
    std::optional<Connection> accepted = listener_.accept(exhausted);
    if (exhausted) return pause_listening();
    if (!accepted) return;
    if (links_.size() >= limits_.connections && !make_room()) {
      turn_away(std::move(*accepted));
      continue;
    }
    const std::uint64_t id = ++last_id_;
    const int descriptor = accepted->descriptor();
    auto link = std::make_unique<Link>(id, std::move(*accepted), limits_);
    enter(*link, Phase::idle, limits_.head_time);  // a new connection has the time of a head to begin one
    links_.emplace(id, std::move(link));
    watch(descriptor, id, EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET);
  }
}

// How willingly a connection is given up for a new one: 0 not at all, then the slow, then the idle.
int Gate::dispensable(const Link& link) const {
  const auto since = now_ - link.entered;
  switch (link.phase) {
    case Phase::idle:
      return link.requests > 0 || since >= kSlowHead ? 2 : 0;  // a new one has its first request on the way
    case Phase::draining:
      return 2;
    case Phase::head:
      return since >= kSlowHead ? 1 : 0;
    case Phase::body:
    case Phase::writing:
      return since >= kSlowTransfer ? 1 : 0;
    case Phase::working:
    case Phase::gone:
      break;
  }
  return 0;
}

// Drops the connection that is worth least, of equal ones the one longest in its phase.
bool Gate::make_room() {
  Link* least = nullptr;
  int most = 0;
  for (const auto& [id, link] : links_) {
    const int willing = dispensable(*link);
    if (willing > most || (willing == most && willing > 0 && link->entered < least->entered)) {
      least = link.get();
      most = willing;
    }
  }
  if (least == nullptr) return false;
  drop(*least);
  return true;
}

void Gate::turn_away(Connection connection) {
  if (links_.size() >= limits_.connections + kTurnedAwayAtOnce) return;
  const std::uint64_t id = ++last_id_;
  const int descriptor = connection.descriptor();
  const auto added = links_.emplace(id, std::make_unique<Link>(id, std::move(connection), limits_)).first;
  watch(descriptor, id, EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET);
  refuse(*added->second, problem(ProblemCode::service_full));
}

void Gate::pause_listening() {
  ::epoll_ctl(epoll_, EPOLL_CTL_DEL, listener_.descriptor(), nullptr);
  listen_again_at_ = now_ + kListenPause;
}

void Gate::resume_listening() {
  listen_again_at_ = Clock::time_point::max();
  if (!stopping_) watch(listener_.descriptor(), kListenerId, EPOLLIN);
}

// --- one link: reading
// ------------------------------------------------------------------------------------------------

void Gate::on_event(Link& link, std::uint32_t events) {
  if ((events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0) link.readable = true;
  if ((events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0) link.peer_ended = true;
  switch (link.phase) {
    case Phase::idle:
      // After an answer, bytes of the next request may be here already.
      if (link.reader.state() != RequestReader::State::idle) advance(link);
      return read(link);
    case Phase::head:
    case Phase::body:
      return read(link);
    case Phase::working:
      return;  // looked at when it comes back
    case Phase::writing:
      return write(link);
    case Phase::draining:
      return drain(link);
    case Phase::gone:
      return;
  }
}

void Gate::read(Link& link) {
  thread_local std::array<char, kReadBytes> bytes;
  const auto reading = [&] {
    return link.phase == Phase::idle || link.phase == Phase::head || link.phase == Phase::body;
  };
  for (int i = 0; i < kReadsAtOnce && link.readable && reading(); ++i) {
    const Transfer transfer = link.connection.receive(bytes);
    if (transfer.state == Transfer::State::ended) return drop(link);
    // A short read emptied the socket; only an end that was already announced is still to be fetched.
    link.readable = transfer.bytes == bytes.size() || link.peer_ended;
    if (transfer.state == Transfer::State::blocked) {
      link.readable = false;
      return;
    }
    link.reader.feed(std::string_view(bytes.data(), transfer.bytes));
    advance(link);
  }
  if (link.readable && reading()) unfinished_.push_back(link.id);
}

// Does what the reader's state asks for, as far as the bytes go.
void Gate::advance(Link& link) {
  if (link.reader.state() == RequestReader::State::admission && !admit(link)) return;
  switch (link.reader.state()) {
    case RequestReader::State::idle:
      return;
    case RequestReader::State::head:
      // The time of a head runs from its first byte; on a new connection from its opening.
      if (link.phase != Phase::head) {
        const auto begun = link.requests == 0 ? link.entered : now_;
        enter(link, Phase::head, limits_.head_time - std::chrono::duration_cast<milliseconds>(now_ - begun));
      }
      return;
    case RequestReader::State::admission:
      return;  // admit has moved on from it
    case RequestReader::State::body:
      if (link.phase != Phase::body) enter(link, Phase::body, limits_.body_time);
      if (!count_body(link)) refuse(link, problem(ProblemCode::service_full));
      return;
    case RequestReader::State::complete:
      return hand_over(link);
    case RequestReader::State::failed:
      return refuse(link, *link.reader.problem());
  }
}

// Asks the application about the head. False when the request has been answered.
bool Gate::admit(Link& link) {
  const RequestHead& head = link.reader.head();
  link.exchange = Exchange::of(head, ids_.next());
  link.admitted = true;
  if (stopping_ || ++link.requests >= limits_.requests_per_connection) link.exchange.keep_alive = false;
  auto verdict = application_.admit(head, link.exchange.request_id);
  if (const auto* allowance = std::get_if<BodyAllowance>(&verdict)) {
    const bool asks = head.expects_continue && head.has_body && link.reader.body_not_begun();
    link.lane = allowance->lane;
    link.reader.allow_body(std::min(allowance->bytes, limits_.body_bytes));
    if (asks && link.reader.state() == RequestReader::State::body) {
      const bool out = link.connection.send(kContinue).bytes == kContinue.size();
      if (!out) drop(link);
      return out;
    }
    return true;
  }
  auto& response = std::get<Response>(verdict);
  if (head.has_body) {
    response.close = true;  // its body is neither wanted nor skipped
  } else {
    link.reader.allow_body(0);
    link.reader.take();
  }
  answer(link, link.exchange, response);
  return false;
}

// Bodies held by all connections together stay within the limit.
bool Gate::count_body(Link& link) {
  held_bytes_ += link.reader.body_size() - link.held;
  link.held = link.reader.body_size();
  return held_bytes_ <= limits_.arriving_bytes;
}

void Gate::hand_over(Link& link) {
  const bool room = count_body(link);
  RequestReader::Taken taken = link.reader.take();
  GateJob job{link.lane,
              link.id,
              &link.connection,
              link.exchange,
              {std::move(taken.head), std::move(taken.body), link.connection.client(), link.exchange.request_id,
               link.exchange.received}};
  link.phase = Phase::working;
  link.deadline = Clock::time_point::max();
  if (room && submit_(job)) return;
  answer(link, link.exchange, to_response(problem(ProblemCode::service_full), link.exchange.request_id));
}

// --- one link: answering
// ----------------------------------------------------------------------------------------------

// Answers what cannot be read or served, for the last time on this connection.
void Gate::refuse(Link& link, const Problem& problem) {
  if (!link.admitted) link.exchange = Exchange::of(link.reader.head(), ids_.next());
  Response response = to_response(problem, link.exchange.request_id);
  response.close = true;
  answer(link, link.exchange, response);
}

void Gate::answer(Link& link, const Exchange& exchange, const Response& response) {
  link.phase = Phase::working;
  after_answer(link, send_answer(link.connection, exchange, response, log_));
}

void Gate::after_answer(Link& link, Sent sent) {
  held_bytes_ -= std::exchange(link.held, 0);
  link.admitted = false;
  if (sent.broken) return drop(link);
  link.sent = std::move(sent);
  link.written = 0;
  enter(link, Phase::writing, limits_.write_time);
  write(link);
}

void Gate::write(Link& link) {
  while (link.written < link.sent.rest.size()) {
    const Transfer transfer = link.connection.send(std::string_view(link.sent.rest).substr(link.written));
    if (transfer.state == Transfer::State::ended) return drop(link);
    if (transfer.state == Transfer::State::blocked) return;
    link.written += transfer.bytes;
  }
  link.sent.rest = {};
  if (!link.sent.keep_alive || stopping_) return last_words(link);
  next_request(link);
}

// The connection goes on: with bytes already here, when the others have had their turn, or by waiting.
void Gate::next_request(Link& link) {
  enter(link, Phase::idle, limits_.idle_time);
  if (link.readable || link.reader.state() != RequestReader::State::idle) unfinished_.push_back(link.id);
}

// Says that no more answers follow, and gives the client a moment to read the last one: closing with unread bytes
// would reset the connection and take the answer with it.
void Gate::last_words(Link& link) {
  link.connection.end_sending();
  enter(link, Phase::draining, limits_.drain_time);
  if (link.readable) unfinished_.push_back(link.id);
}

void Gate::drain(Link& link) {
  thread_local std::array<char, kReadBytes> bytes;
  for (int i = 0; i < kReadsAtOnce; ++i) {
    const Transfer transfer = link.connection.receive(bytes);
    link.drained += transfer.bytes;
    if (transfer.state == Transfer::State::ended || link.drained > limits_.drain_bytes) return drop(link);
    if (transfer.state == Transfer::State::blocked) return;
  }
  unfinished_.push_back(link.id);
}

void Gate::enter(Link& link, Phase phase, milliseconds time) {
  link.phase = phase;
  link.entered = now_;
  link.deadline = now_ + time;
  next_deadline_ = std::min(next_deadline_, link.deadline);
}

void Gate::drop(Link& link) {
  held_bytes_ -= std::exchange(link.held, 0);
  link.phase = Phase::gone;
  const auto found = links_.find(link.id);
  dropped_.push_back(std::move(found->second));
  links_.erase(found);
}

// --- all links
// --------------------------------------------------------------------------------------------------------

void Gate::take_returned() {
  std::vector<Returned> returned;
  {
    const std::lock_guard lock(returned_mutex_);
    returned.swap(returned_);
  }
  for (Returned& each : returned) {
    if (const auto found = links_.find(each.link); found != links_.end()) {
      after_answer(*found->second, std::move(each.sent));
    }
  }
}

void Gate::sweep(Clock::time_point now) {
  std::vector<Link*> expired;
  next_deadline_ = Clock::time_point::max();
  for (const auto& [id, link] : links_) {
    if (link->phase == Phase::working) continue;  // a command has no deadline here
    if (link->deadline <= now) {
      expired.push_back(link.get());
    } else {
      next_deadline_ = std::min(next_deadline_, link->deadline);
    }
  }
  for (Link* link : expired) expire(*link);
}

// A client that began a request is told that it was too slow; one that began none is not spoken to.
void Gate::expire(Link& link) {
  if (link.phase == Phase::head || link.phase == Phase::body) {
    return refuse(link, problem(ProblemCode::request_timeout));
  }
  drop(link);
}

void Gate::begin_stop() {
  stopping_ = true;
  listen_again_at_ = Clock::time_point::max();
  listener_.close();
  std::vector<Link*> waiting;
  for (const auto& [id, link] : links_) {
    if (link->phase == Phase::idle) waiting.push_back(link.get());
    if (link->phase == Phase::head || link->phase == Phase::body) waiting.push_back(link.get());
  }
  for (Link* link : waiting) {
    if (link->phase == Phase::idle) {
      drop(*link);
    } else {
      refuse(*link, problem(ProblemCode::service_stopping));
    }
  }
}

}  // namespace wildclaims::http
