#include "claims/http/wire.h"

#include <array>
#include <ctime>

#include "claims/http/socket.h"

namespace wildclaims::http {

namespace {

// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110, 5.6.7), made once a second and thread.
const std::string& date_header() {
  thread_local std::time_t made_at = -1;
  thread_local std::string text;
  const std::time_t now = std::time(nullptr);
  if (now != made_at) {
    static constexpr std::array<const char*, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    std::tm parts{};
    gmtime_r(&now, &parts);
    std::array<char, 40> rest{};
    text = days[static_cast<std::size_t>(parts.tm_wday)];
    text.append(rest.data(), std::strftime(rest.data(), rest.size(), ", %d ", &parts));
    text += months[static_cast<std::size_t>(parts.tm_mon)];
    text.append(rest.data(), std::strftime(rest.data(), rest.size(), " %Y %H:%M:%S GMT", &parts));
    made_at = now;
  }
  return text;
}

void add(std::string& bytes, std::string_view name, std::string_view value) {
  bytes.append(name).append(": ").append(value).append("\r\n");
}

bool has_no_body(int status) {
  return status == static_cast<int>(Success::no_content) || status == static_cast<int>(Success::not_modified);
}

}  // namespace

std::string to_wire(const Response& response, const WireOptions& options) {
  std::string bytes;
  bytes.reserve(512 + (options.head_only ? 0 : response.body.size()));
  bytes.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
  bytes.append(reason_phrase(response.status)).append("\r\n");
  add(bytes, "Date", date_header());
  if (!has_no_body(response.status)) {
    if (!response.content_type.empty()) add(bytes, "Content-Type", response.content_type);
    add(bytes, "Content-Length", std::to_string(response.body.size()));
  }
  // What is answered is never taken for another type, framed, or sent on as a referrer; claims are not for caches.
  bytes.append("X-Content-Type-Options: nosniff\r\nX-Frame-Options: DENY\r\nReferrer-Policy: no-referrer\r\n");
  if (!response.cacheable) add(bytes, "Cache-Control", "no-store");
  for (const Header& header : response.headers) add(bytes, header.name, header.value);
  if (!options.keep_alive) {
    add(bytes, "Connection", "close");
  } else if (options.http_1_0) {
    add(bytes, "Connection", "keep-alive");
  }
  bytes.append("\r\n");
  if (!options.head_only && !has_no_body(response.status)) bytes.append(response.body);
  return bytes;
}

}  // namespace wildclaims::http
