// A load generator that takes as little of the machine as it can: one thread, requests made beforehand, keep-alive
// connections that each have one request on the way.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace wildclaims::bench {

struct Load {
  double seconds = 0;
  std::vector<double> milliseconds;  // of every request, in rising order

  double per_second() const { return static_cast<double>(milliseconds.size()) / seconds; }
  // The time that `share` of all requests kept to: 0.5 is the median.
  double within(double share) const;
};

// A whole request with its body.
std::string http_request(std::string_view path, std::string_view headers, std::string_view body);

// Sends every request to 127.0.0.1:port, each once, and waits for all answers. `see` is told the request's place in
// the list and the body of its answer. Throws std::runtime_error on a broken connection, or with the answer when its
// status is not `status`.
Load send_all(int port, std::size_t connections, const std::vector<std::string>& requests, int status,
              const std::function<void(std::size_t, std::string_view)>& see);

}  // namespace wildclaims::bench
