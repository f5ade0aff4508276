#include "claims/http/socket.h"

#include <Poco/Exception.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/StreamSocket.h>
#include <fcntl.h>
#include <sys/socket.h>

#include <cerrno>
#include <utility>

namespace wildclaims::http {

namespace {

// A child process must not inherit our port or our clients.
void close_on_exec(int descriptor) { ::fcntl(descriptor, F_SETFD, FD_CLOEXEC); }

// An IPv4 client of an IPv6 listener reads as IPv4.
std::string client_text(const Poco::Net::SocketAddress& address) {
  std::string text = address.host().toString();
  constexpr std::string_view mapped = "::ffff:";
  if (text.starts_with(mapped) && text.find('.') != std::string::npos) text.erase(0, mapped.size());
  return text;
}

}  // namespace

struct Connection::Handle {
  Poco::Net::StreamSocket socket;
  std::string client;
};

Connection::Connection(std::unique_ptr<Handle> handle) : handle_(std::move(handle)) {}
Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;
Connection::~Connection() = default;

// receive and send use the descriptor itself: Poco reports a broken connection by an exception, and a client that
// hangs up is nothing exceptional here.
Transfer Connection::receive(std::span<char> into) {
  ssize_t count = 0;
  do {
    count = ::recv(descriptor(), into.data(), into.size(), 0);
  } while (count < 0 && errno == EINTR);
  if (count > 0) return {Transfer::State::moved, static_cast<std::size_t>(count)};
  const bool blocked = count < 0 && errno == EAGAIN;
  return {blocked ? Transfer::State::blocked : Transfer::State::ended};
}

Transfer Connection::send(std::string_view bytes) {
  ssize_t count = 0;
  do {
    count = ::send(descriptor(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
  } while (count < 0 && errno == EINTR);
  if (count >= 0) return {Transfer::State::moved, static_cast<std::size_t>(count)};
  const bool blocked = errno == EAGAIN;
  return {blocked ? Transfer::State::blocked : Transfer::State::ended};
}

void Connection::end_sending() { ::shutdown(descriptor(), SHUT_WR); }

int Connection::descriptor() const { return handle_->socket.impl()->sockfd(); }

const std::string& Connection::client() const { return handle_->client; }

struct Listener::Handle {
  Poco::Net::ServerSocket socket;
  Poco::Net::SocketAddress address;
};

Listener::Listener(std::unique_ptr<Handle> handle) : handle_(std::move(handle)) {}
Listener::Listener(Listener&&) noexcept = default;
Listener& Listener::operator=(Listener&&) noexcept = default;
Listener::~Listener() = default;

std::variant<Listener, rules::Bilingual> Listener::open(const std::string& address, std::uint16_t port, int backlog) {
  const std::string where = address + ":" + std::to_string(port);
  int error = 0;
  try {
    auto handle = std::make_unique<Handle>();
    const Poco::Net::SocketAddress wanted(Poco::Net::IPAddress(address), port);
    handle->socket.bind(wanted, true, false);  // not SO_REUSEPORT: a busy port must be seen
    handle->socket.listen(backlog);
    handle->socket.setBlocking(false);
    handle->address = handle->socket.address();
    close_on_exec(handle->socket.impl()->sockfd());
    return Listener(std::move(handle));
  } catch (const Poco::Net::InvalidAddressException&) {
    return rules::Bilingual{"“" + address + "”不是 IP 地址，请写成 127.0.0.1 或 ::1 这样的形式。",
                            "'" + address + "' is not an IP address; write one such as 127.0.0.1 or ::1."};
  } catch (const Poco::Exception& failure) {
    error = failure.code();
  }
  if (error == EADDRINUSE) {
    return rules::Bilingual{where + " 已被其他程序占用，请用 --port 选择别的端口。",
                            where + " is in use by another program; choose another port with --port."};
  }
  if (error == EACCES) {
    return rules::Bilingual{"没有权限监听 " + where + ",请选择 1024 以上的端口。",
                            "No permission to listen on " + where + "; choose a port above 1023."};
  }
  return rules::Bilingual{"无法监听 " + where + ",请检查该地址是否属于本机。",
                          "Cannot listen on " + where + "; check that the address belongs to this machine."};
}

std::optional<Connection> Listener::accept(bool& exhausted) {
  exhausted = false;
  try {
    Poco::Net::SocketAddress address;
    auto handle = std::make_unique<Connection::Handle>();
    handle->socket = handle_->socket.acceptConnection(address);
    handle->socket.setBlocking(false);
    handle->socket.setNoDelay(true);
    handle->client = client_text(address);
    close_on_exec(handle->socket.impl()->sockfd());
    return Connection(std::move(handle));
  } catch (const Poco::Exception& failure) {
    exhausted =
        failure.code() == EMFILE || failure.code() == ENFILE || failure.code() == ENOBUFS || failure.code() == ENOMEM;
    return std::nullopt;
  }
}

void Listener::close() { handle_->socket.close(); }

int Listener::descriptor() const { return handle_->socket.impl()->sockfd(); }

std::uint16_t Listener::port() const { return handle_->address.port(); }

std::string Listener::address() const { return handle_->address.toString(); }

const std::string& reason_phrase(int status) {
  return Poco::Net::HTTPResponse::getReasonForStatus(static_cast<Poco::Net::HTTPResponse::HTTPStatus>(status));
}

}  // namespace wildclaims::http
