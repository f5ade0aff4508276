// A request and an answer as values: what routes see instead of sockets and library types.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace wildclaims::http {

// `other` is every method we do not serve; its name is kept in RequestHead::method_name.
enum class Method : std::uint8_t { get, head, post, put, patch, del, other };

std::string_view to_string(Method method);  // "GET"; "other" for Method::other

struct Header {
  std::string name;  // of a request: lower case
  std::string value;

  bool operator==(const Header&) const = default;
};

// The part before the body, already checked against RFC 9112: one request line, well-formed headers, one framing.
struct RequestHead {
  Method method = Method::other;
  std::string method_name;
  std::string path;   // as sent, percent-escapes and all; starts with '/'
  std::string query;  // after the first '?', as sent; may hold personal data: never log it
  bool http_1_0 = false;
  bool keep_alive = true;  // what the client asks for
  bool has_body = false;   // a length above zero, or chunks
  bool expects_continue = false;
  std::vector<Header> headers;

  // The header's value or nothing; `name` in lower case. Headers that may appear once only do.
  const std::string* header(std::string_view name) const;
};

struct Request {
  RequestHead head;
  std::string body;
  std::string client;  // the peer's address without its port
  std::string id;      // ours, for the log and the problem document; says nothing about the client
  std::chrono::steady_clock::time_point received;  // when its head was complete
};

// Numbers of success. Which failure has which number is known to problem.cpp alone.
// not_modified is one: the client has it already.
enum class Success : std::uint16_t { ok = 200, created = 201, no_content = 204, not_modified = 304 };

struct Response {
  int status = 200;
  std::string content_type;  // empty when there is no body
  std::string body;
  std::vector<Header> headers;  // beside those the server writes: date, length, connection, security headers
  std::string_view route;       // the pattern that answered, for the access log; of static storage
  bool close = false;           // the connection cannot go on after this answer
  bool cacheable = false;       // otherwise the answer carries Cache-Control: no-store
};

inline constexpr std::string_view kJsonType = "application/json";
inline constexpr std::string_view kPlainTextType = "text/plain; charset=utf-8";
inline constexpr std::string_view kHtmlType = "text/html; charset=utf-8";

Response success(Success number, std::string_view content_type, std::string body);

}  // namespace wildclaims::http
