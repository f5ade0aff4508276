// What the service's throughput is held against: Poco's own HTTP server with a handler that reads the body and answers
// a fixed small JSON, in a process of its own.
#pragma once

#include <sys/types.h>

namespace wildclaims::bench {

class BareServer {
 public:
  // Starts it; call this while the process has one thread.
  explicit BareServer(int connections);
  ~BareServer();  // ends it
  BareServer(const BareServer&) = delete;
  BareServer& operator=(const BareServer&) = delete;

  int port() const { return port_; }

 private:
  pid_t process_ = -1;
  int port_ = 0;
};

}  // namespace wildclaims::bench
