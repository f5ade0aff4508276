// A client that sends exactly the bytes a test says, well-formed or not, and reads what comes back.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace wildclaims::http::testing {

struct WireAnswer {
  int status = 0;
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;

  std::string header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string() : found->second;
  }
};

class RawClient {
 public:
  // Connects to 127.0.0.1; a small receive window makes a client that reads slowly felt at once.
  explicit RawClient(int port, int receive_window = 0);
  RawClient(RawClient&& other) noexcept;
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;
  RawClient& operator=(RawClient&&) = delete;
  ~RawClient();

  // False when the server has closed.
  bool send(std::string_view bytes);
  void end_sending();

  // The next answer, or nothing when none came in time or the connection ended first. `has_body` is false for the
  // answer to a HEAD request.
  std::optional<WireAnswer> answer(std::chrono::milliseconds patience = std::chrono::seconds(10), bool has_body = true);
  // The server has closed within the time, and sent nothing more.
  bool closed(std::chrono::milliseconds patience = std::chrono::seconds(10));

 private:
  // Reads once, as far as there is something before the deadline.
  enum class Read { some, ended, late };
  Read read(std::chrono::steady_clock::time_point deadline);

  int descriptor_ = -1;
  std::string kept_;
};

// "POST /path HTTP/1.1", Host, Content-Length and the given headers ("Name: value\r\n…"), then the body.
std::string request_text(std::string_view method, std::string_view path, std::string_view headers = {},
                         std::string_view body = {});

}  // namespace wildclaims::http::testing
