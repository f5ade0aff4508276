#include "tests/bench/bare_server.h"

#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerParams.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/StreamCopier.h>
#include <Poco/ThreadPool.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <stdexcept>
#include <string>

namespace wildclaims::bench {
namespace {

// Of about the size that a taken report is answered with.
constexpr const char* kAnswer =
    R"({"report":"PLR-2025-000001-9","event":1,"version":1,"claims":[{"claim":"PL-2025-000001-9",)"
    R"("state":"reported","version":1,"claimant":"甲**"}]})";

class Handler : public Poco::Net::HTTPRequestHandler {
 public:
  void handleRequest(Poco::Net::HTTPServerRequest& request, Poco::Net::HTTPServerResponse& response) override {
    std::string body;
    Poco::StreamCopier::copyToString(request.stream(), body);
    if (body.empty()) throw std::runtime_error("no body");
    const std::string answer = kAnswer;
    response.setStatus(Poco::Net::HTTPResponse::HTTP_CREATED);
    response.setContentType("application/json");
    response.sendBuffer(answer.data(), answer.size());
  }
};

class Factory : public Poco::Net::HTTPRequestHandlerFactory {
 public:
  Poco::Net::HTTPRequestHandler* createRequestHandler(const Poco::Net::HTTPServerRequest&) override {
    return new Handler;  // Poco deletes it
  }
};

[[noreturn]] void serve(int connections, int to_parent) {
  Poco::ThreadPool threads(connections, connections);
  const Poco::Net::ServerSocket socket(Poco::Net::SocketAddress("127.0.0.1", 0));
  auto* const parameters = new Poco::Net::HTTPServerParams;  // the server counts its references
  parameters->setMaxThreads(connections);
  parameters->setKeepAlive(true);
  parameters->setMaxKeepAliveRequests(0);
  Poco::Net::HTTPServer server(new Factory, threads, socket, parameters);
  server.start();
  const int port = socket.address().port();
  if (::write(to_parent, &port, sizeof port) != sizeof port) ::_exit(1);
  for (;;) ::pause();
}

}  // namespace

BareServer::BareServer(int connections) {
  std::array<int, 2> pipe{};
  if (::pipe(pipe.data()) != 0) throw std::runtime_error("no pipe");
  process_ = ::fork();
  if (process_ == 0) {
    ::close(pipe[0]);
    serve(connections, pipe[1]);
  }
  ::close(pipe[1]);
  const bool told = process_ > 0 && ::read(pipe[0], &port_, sizeof port_) == sizeof port_;
  ::close(pipe[0]);
  if (!told) throw std::runtime_error("the bare server did not start");
}

BareServer::~BareServer() {
  ::kill(process_, SIGKILL);
  ::waitpid(process_, nullptr, 0);
}

}  // namespace wildclaims::bench
