// Clients that stop in the middle of a request do not keep anyone else waiting.
#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/StreamSocket.h>

#include <chrono>
#include <string>
#include <vector>

#include "tests/journey/service.h"
#include "tests/support/catch.h"

namespace wildclaims::tests {

namespace {

constexpr int kClients = 300;
constexpr auto kAnswerTime = std::chrono::seconds(5);

std::vector<Poco::Net::StreamSocket> stopped_after(const Service& service, const std::string& beginning) {
  std::vector<Poco::Net::StreamSocket> clients;
  for (int i = 0; i < kClients; ++i) {
    clients.emplace_back(Poco::Net::SocketAddress("127.0.0.1", static_cast<Poco::UInt16>(service.port())));
    clients.back().sendBytes(beginning.data(), static_cast<int>(beginning.size()));
  }
  return clients;
}

}  // namespace

TEST_CASE("With 300 clients stopped in the middle of a request, the service still answers within 5 seconds") {
  Service service;
  for (const std::string beginning :
       {"", "POST /api/v1/damage-reports HT", "POST /api/v1/damage-reports HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Le",
        "POST /api/v1/sessions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: "
        "100\r\n\r\n{\"user\":"}) {
    const auto clients = stopped_after(service, beginning);
    const auto begin = std::chrono::steady_clock::now();
    HttpConnection connection(service.port());
    const Answer answer = connection.send("GET", "/healthz");
    INFO("after \"" << beginning << "\"");
    CHECK(answer.status == 200);
    CHECK(std::chrono::steady_clock::now() - begin < kAnswerTime);
    Person auditor(service, "auditor");
    CHECK(auditor.get("/policies").status == 200);
    CHECK(std::chrono::steady_clock::now() - begin < 2 * kAnswerTime);
  }
}

}  // namespace wildclaims::tests
