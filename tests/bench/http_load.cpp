#include "tests/bench/http_load.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace wildclaims::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kReadBytes = 16 * 1024;
constexpr int kEventsAtOnce = 64;
constexpr std::string_view kHeadEnd = "\r\n\r\n";
constexpr std::string_view kLength = "Content-Length: ";

[[noreturn]] void fail(const std::string& what) { throw std::runtime_error("load: " + what); }

// An open descriptor, closed at the end.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {
    if (number_ < 0) fail(std::strerror(errno));
  }
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  int get() const { return number_; }

 private:
  int number_;
};

Descriptor connected(int port) {
  Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    fail(std::string("cannot connect: ") + std::strerror(errno));
  }
  const int on = 1;
  ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return socket;
}

struct Link {
  Descriptor socket;
  std::size_t request = 0;
  Clock::time_point sent;
  std::string answer;  // as far as it is here
};

struct Answer {
  int status = 0;
  std::string_view body;
};

// The status and body when the answer is whole.
bool read_answer(const std::string& bytes, Answer& answer) {
  const std::size_t end = bytes.find(kHeadEnd);
  if (end == std::string::npos) return false;
  const std::string_view head(bytes.data(), end);
  const std::size_t at = head.find(kLength);
  std::size_t length = 0;
  if (at != std::string_view::npos) {
    std::from_chars(head.data() + at + kLength.size(), head.data() + head.size(), length);
  }
  const std::size_t begin = end + kHeadEnd.size();
  if (bytes.size() < begin + length) return false;
  constexpr std::size_t kStatusAt = 9;  // after "HTTP/1.1 "
  std::from_chars(head.data() + kStatusAt, head.data() + kStatusAt + 3, answer.status);
  answer.body = std::string_view(bytes).substr(begin, length);
  return true;
}

void send_request(Link& link, const std::string& request) {
  link.answer.clear();
  link.sent = Clock::now();
  for (std::size_t done = 0; done < request.size();) {
    const ssize_t sent = ::send(link.socket.get(), request.data() + done, request.size() - done, MSG_NOSIGNAL);
    if (sent < 0) fail(std::string("cannot send: ") + std::strerror(errno));
    done += static_cast<std::size_t>(sent);
  }
}

}  // namespace

double Load::within(double share) const {
  const auto place = static_cast<std::size_t>(share * static_cast<double>(milliseconds.size()));
  return milliseconds.at(std::min(place, milliseconds.size() - 1));
}

std::string http_request(std::string_view path, std::string_view headers, std::string_view body) {
  std::string request("POST ");
  request.append(path).append(" HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n");
  request.append(headers).append("Content-Length: ").append(std::to_string(body.size())).append(kHeadEnd);
  return request.append(body);
}

Load send_all(int port, std::size_t connections, const std::vector<std::string>& requests, int status,
              const std::function<void(std::size_t, std::string_view)>& see) {
  const Descriptor epoll(::epoll_create1(EPOLL_CLOEXEC));
  std::vector<Link> links;
  for (std::size_t i = 0; i < std::min(connections, requests.size()); ++i) {
    links.push_back({connected(port), 0, {}, {}});
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = i;
    if (::epoll_ctl(epoll.get(), EPOLL_CTL_ADD, links.back().socket.get(), &event) != 0) fail("epoll");
  }
  Load load;
  load.milliseconds.reserve(requests.size());
  const Clock::time_point start = Clock::now();
  std::size_t next = 0;
  for (Link& link : links) {
    link.request = next++;
    send_request(link, requests[link.request]);
  }
  std::array<epoll_event, kEventsAtOnce> events{};
  std::array<char, kReadBytes> bytes{};
  while (load.milliseconds.size() < requests.size()) {
    const int count = ::epoll_wait(epoll.get(), events.data(), kEventsAtOnce, -1);
    for (int i = 0; i < count; ++i) {
      Link& link = links[events.at(static_cast<std::size_t>(i)).data.u64];
      const ssize_t received = ::recv(link.socket.get(), bytes.data(), bytes.size(), 0);
      if (received <= 0) fail("the server closed a connection");
      link.answer.append(bytes.data(), static_cast<std::size_t>(received));
      Answer answer;
      if (!read_answer(link.answer, answer)) continue;
      load.milliseconds.push_back(std::chrono::duration<double, std::milli>(Clock::now() - link.sent).count());
      if (answer.status != status) fail(link.answer);
      see(link.request, answer.body);
      if (next == requests.size()) continue;
      link.request = next++;
      send_request(link, requests[link.request]);
    }
  }
  load.seconds = std::chrono::duration<double>(Clock::now() - start).count();
  std::sort(load.milliseconds.begin(), load.milliseconds.end());
  return load;
}

}  // namespace wildclaims::bench
