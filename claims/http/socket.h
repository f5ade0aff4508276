// The sockets under the server: a listener and its connections, non-blocking. Poco::Net is seen in socket.cpp only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "rules/bilingual.h"

namespace wildclaims::http {

// How a transfer went. `bytes` is what was moved; the state says what to do next.
struct Transfer {
  enum class State : std::uint8_t {
    moved,    // some bytes
    blocked,  // nothing now; wait for the descriptor
    ended,    // the peer closed or the connection broke
  };
  State state;
  std::size_t bytes = 0;
};

// One accepted connection; closed when destroyed. Sends at once (TCP_NODELAY): an answer is one write.
class Connection {
 public:
  struct Handle;
  explicit Connection(std::unique_ptr<Handle> handle);
  Connection(Connection&&) noexcept;
  Connection& operator=(Connection&&) noexcept;
  ~Connection();

  Transfer receive(std::span<char> into);
  Transfer send(std::string_view bytes);
  // No more answers follow; the peer sees the end while we may still read.
  void end_sending();

  int descriptor() const;
  const std::string& client() const;  // address without port

 private:
  std::unique_ptr<Handle> handle_;
};

class Listener {
 public:
  struct Handle;
  explicit Listener(std::unique_ptr<Handle> handle);
  Listener(Listener&&) noexcept;
  Listener& operator=(Listener&&) noexcept;
  ~Listener();

  // Listens on an address of this machine ("127.0.0.1", "::1", "0.0.0.0"); port 0 takes a free one. Otherwise one
  // clear sentence: the port is in use, not permitted, or the address is not this machine's.
  static std::variant<Listener, rules::Bilingual> open(const std::string& address, std::uint16_t port, int backlog);

  // The next waiting connection. Nothing when none waits, or when this process has no descriptor left for it, which
  // `exhausted` tells.
  std::optional<Connection> accept(bool& exhausted);

  // Nobody can connect any more; port and address are still told.
  void close();

  int descriptor() const;
  std::uint16_t port() const;
  // "127.0.0.1:8080"
  std::string address() const;

 private:
  std::unique_ptr<Handle> handle_;
};

// The standard phrase of a status number ("Not Found").
const std::string& reason_phrase(int status);

}  // namespace wildclaims::http
