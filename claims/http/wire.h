// An answer as bytes. Adds what every answer carries: Date, Content-Length, Connection where it is not the default,
// and the security headers; names no software and no version.
#pragma once

#include <string>

#include "claims/http/message.h"

namespace wildclaims::http {

struct WireOptions {
  bool head_only = false;  // a HEAD request: the length of the body, but not the body
  bool http_1_0 = false;   // then keep-alive must be said
  bool keep_alive = true;  // the connection goes on
};

std::string to_wire(const Response& response, const WireOptions& options);

// "HTTP/1.1 100 Continue", for a client that waits to be asked for its body.
inline constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

}  // namespace wildclaims::http
