#include "tests/http/raw_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <cstdint>
#include <stdexcept>
#include <utility>

namespace wildclaims::http::testing {

namespace {

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

WireAnswer parse_head(std::string_view head) {
  WireAnswer answer;
  auto end = head.find("\r\n");
  answer.status = std::stoi(std::string(head.substr(9, 3)));
  while (end != std::string_view::npos) {
    head.remove_prefix(end + 2);
    end = head.find("\r\n");
    const std::string_view line = head.substr(0, end);
    const auto colon = line.find(": ");
    if (colon == std::string_view::npos) continue;
    answer.headers[lower(std::string(line.substr(0, colon)))] = std::string(line.substr(colon + 2));
  }
  return answer;
}

}  // namespace

RawClient::RawClient(int port, int receive_window) : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  if (receive_window > 0) {
    ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVBUF, &receive_window, sizeof receive_window);
  }
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const void* raw = &address;
  if (::connect(descriptor_, static_cast<const sockaddr*>(raw), sizeof address) != 0) {
    ::close(descriptor_);
    throw std::runtime_error("cannot connect to the server under test");
  }
}

RawClient::RawClient(RawClient&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), kept_(std::move(other.kept_)) {}

RawClient::~RawClient() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

bool RawClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto count = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

void RawClient::end_sending() { ::shutdown(descriptor_, SHUT_WR); }

RawClient::Read RawClient::read(std::chrono::steady_clock::time_point deadline) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
  pollfd wanted{descriptor_, POLLIN, 0};
  if (left.count() <= 0 || ::poll(&wanted, 1, static_cast<int>(left.count())) <= 0) return Read::late;
  std::array<char, 16384> bytes{};
  const auto count = ::recv(descriptor_, bytes.data(), bytes.size(), 0);
  if (count <= 0) return Read::ended;
  kept_.append(bytes.data(), static_cast<std::size_t>(count));
  return Read::some;
}

std::optional<WireAnswer> RawClient::answer(std::chrono::milliseconds patience, bool has_body) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  std::size_t end = 0;
  while ((end = kept_.find("\r\n\r\n")) == std::string::npos) {
    if (read(deadline) != Read::some) return std::nullopt;
  }
  WireAnswer answer = parse_head(std::string_view(kept_).substr(0, end + 2));
  kept_.erase(0, end + 4);
  const std::string length = answer.header("content-length");
  if (!has_body || length.empty()) return answer;
  const std::size_t wanted = std::stoul(length);
  while (kept_.size() < wanted) {
    if (read(deadline) != Read::some) return std::nullopt;
  }
  answer.body = kept_.substr(0, wanted);
  kept_.erase(0, wanted);
  return answer;
}

bool RawClient::closed(std::chrono::milliseconds patience) {
  if (!kept_.empty()) return false;
  return read(std::chrono::steady_clock::now() + patience) == Read::ended;
}

std::string request_text(std::string_view method, std::string_view path, std::string_view headers,
                         std::string_view body) {
  std::string text;
  text.append(method).append(" ").append(path).append(" HTTP/1.1\r\nHost: localhost\r\n").append(headers);
  if (!body.empty()) text.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n");
  return text.append("\r\n").append(body);
}

}  // namespace wildclaims::http::testing
