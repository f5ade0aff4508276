// The server over real sockets: what well-behaved clients may expect.
#include "claims/http/server.h"

#include <atomic>
#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "tests/http/raw_client.h"
#include "tests/http/test_application.h"
#include "tests/support/catch.h"

namespace {

using namespace wildclaims::http;
using namespace wildclaims::http::testing;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

const std::string kHealth = request_text("GET", "/healthz");

TEST_CASE("A request is answered, and the connection goes on") {
  TestServer server;
  RawClient client(server.port());
  for (int i = 0; i < 3; ++i) {
    const std::string body = "body " + std::to_string(i);
    REQUIRE(client.send(request_text("POST", "/echo", "", body)));
    const auto answer = client.answer();
    REQUIRE(answer);
    CHECK(answer->status == 200);
    CHECK(answer->body == body);
  }
}

TEST_CASE("Every answer carries the security headers and names no software") {
  TestServer server;
  for (const char* path : {"/healthz", "/large?10", "/throw", "/nowhere"}) {
    RawClient client(server.port());
    client.send(request_text("GET", path));
    const auto answer = client.answer();
    REQUIRE(answer);
    INFO(path);
    CHECK(answer->header("x-content-type-options") == "nosniff");
    CHECK(answer->header("x-frame-options") == "DENY");
    CHECK(answer->header("referrer-policy") == "no-referrer");
    CHECK(answer->header("cache-control") == "no-store");
    CHECK(answer->headers.count("server") == 0);
    CHECK(answer->header("date").ends_with(" GMT"));
  }
}

TEST_CASE("A request head that cannot be read is a problem document, and the last on its connection") {
  TestServer server;
  struct Row {
    std::string bytes;
    int status;
  };
  const std::vector<Row> rows{
      {"GET /healthz HTTP/1.1\nHost: h\n\n", 400},
      {"GET /healthz HTTP/2.0\r\n", 505},
      {"GET /" + std::string(5'000, 'a'), 414},
      {"GET /healthz HTTP/1.1\r\nHost: h\r\nX: " + std::string(20'000, 'a'), 431},
      {request_text("POST", "/echo", "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n"), 400},
      {request_text("POST", "/echo", "Expect: tea\r\n"), 417},
  };
  for (const Row& row : rows) {
    RawClient client(server.port());
    client.send(row.bytes);
    const auto answer = client.answer();
    REQUIRE(answer);
    CHECK(answer->status == row.status);
    CHECK(answer->header("content-type") == "application/problem+json");
    CHECK(answer->header("connection") == "close");
    CHECK(answer->body.find("\"request_id\"") != std::string::npos);
    client.end_sending();
    CHECK(client.closed());
  }
}

TEST_CASE("Pipelined requests are answered in their order") {
  TestServer server;
  RawClient client(server.port());
  constexpr int count = 500;
  std::string bytes;
  for (int i = 0; i < count; ++i) {
    bytes += i % 3 == 0 ? kHealth : request_text("POST", "/echo", "", std::to_string(i));
  }
  std::thread sender([&] { client.send(bytes); });
  for (int i = 0; i < count; ++i) {
    const auto answer = client.answer();
    REQUIRE(answer);
    REQUIRE(answer->body == (i % 3 == 0 ? "ok" : std::to_string(i)));
  }
  sender.join();
}

TEST_CASE("A client that asks to be asked for its body is asked, and an unwanted body is refused before it is sent") {
  TestServer server;
  RawClient client(server.port());
  client.send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
  auto answer = client.answer();
  REQUIRE(answer);
  CHECK(answer->status == 100);
  client.send("body");
  answer = client.answer();
  REQUIRE(answer);
  CHECK(answer->body == "body");

  client.send("POST /nowhere HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
  answer = client.answer();
  REQUIRE(answer);
  CHECK(answer->status == 404);
}

TEST_CASE("HEAD has the length of the body but not the body") {
  TestServer server;
  RawClient client(server.port());
  client.send(request_text("HEAD", "/large?1234") + kHealth);
  const auto head = client.answer(10s, false);
  REQUIRE(head);
  CHECK(head->header("content-length") == "1234");
  const auto next = client.answer();
  REQUIRE(next);
  CHECK(next->body == "ok");
}

TEST_CASE("A client that ends its side after the request still gets the answer") {
  TestServer server;
  RawClient client(server.port());
  client.send(request_text("POST", "/echo", "", "last"));
  client.end_sending();
  const auto answer = client.answer();
  REQUIRE(answer);
  CHECK(answer->body == "last");
  CHECK(client.closed());
}

TEST_CASE("HTTP/1.0 and Connection: close end the connection after the answer") {
  TestServer server;
  for (const char* bytes :
       {"GET /healthz HTTP/1.0\r\n\r\n", "GET /healthz HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"}) {
    RawClient client(server.port());
    client.send(bytes);
    const auto answer = client.answer();
    REQUIRE(answer);
    CHECK(answer->header("connection") == "close");
    CHECK(client.closed());
  }
}

TEST_CASE("A failure inside is a 500 that tells nothing of the inside, and the server goes on") {
  std::mutex mutex;
  std::string told;
  TestServer server({}, {}, [&](std::string_view, std::string_view what) {
    const std::lock_guard lock(mutex);
    told = what;
  });
  RawClient client(server.port());
  client.send(request_text("GET", "/throw"));
  const auto answer = client.answer();
  REQUIRE(answer);
  CHECK(answer->status == 500);
  CHECK(answer->body.find("secret") == std::string::npos);
  const std::lock_guard lock(mutex);
  CHECK(told == "a secret of the inside");
}

TEST_CASE("Every answer is in the access log, and nothing of the query or body is") {
  std::mutex mutex;
  std::vector<std::pair<std::string, int>> log;
  TestServer server({}, [&](const AnswerRecord& record) {
    const std::lock_guard lock(mutex);
    log.emplace_back(record.request_id.empty() ? "no id" : record.method, record.status);
  });
  RawClient client(server.port());
  client.send(request_text("GET", "/large?5"));
  REQUIRE(client.answer());
  client.send(request_text("TELLME", "/nowhere"));
  REQUIRE(client.answer());
  client.send("nonsense\r\n");
  REQUIRE(client.answer());
  server.server().stop();
  CHECK(log == std::vector<std::pair<std::string, int>>{{"GET", 200}, {"other", 404}, {"other", 400}});
}

TEST_CASE("A stop lets the request in hand be answered, closes the idle and takes no new ones") {
  TestServer server;
  RawClient idle(server.port());
  RawClient busy(server.port());
  RawClient halfway(server.port());
  busy.send(request_text("GET", "/wait?400"));
  halfway.send("GET /hea");
  std::this_thread::sleep_for(100ms);
  const int port = server.port();
  std::thread stopper([&] { server.server().stop(); });
  const auto answer = busy.answer();
  REQUIRE(answer);
  CHECK(answer->status == 200);
  CHECK(answer->header("connection") == "close");
  CHECK(idle.closed());
  const auto refused = halfway.answer();
  REQUIRE(refused);
  CHECK(refused->status == 503);
  stopper.join();
  CHECK_THROWS(RawClient(port));
}

TEST_CASE("Requests that are kept hold no thread, and all are answered") {
  Limits limits;
  limits.quick_workers = 1;
  TestServer server(limits);
  std::vector<RawClient> clients;
  for (int i = 0; i < 8; ++i) clients.emplace_back(server.port());
  for (RawClient& client : clients) client.send(request_text("GET", "/later?200"));
  for (RawClient& client : clients) {
    const auto answer = client.answer();
    REQUIRE(answer);
    CHECK(answer->body == "late");
  }
}

TEST_CASE("A request that is let go without an answer is answered with a 500, and the connection goes on") {
  TestServer server;
  RawClient client(server.port());
  for (int i = 0; i < 2; ++i) {
    client.send(request_text("GET", "/forget"));
    const auto answer = client.answer();
    REQUIRE(answer);
    CHECK(answer->status == 500);
  }
}

TEST_CASE("A stop waits for the answers of requests that are kept") {
  TestServer server;
  RawClient client(server.port());
  client.send(request_text("GET", "/later?400"));
  std::this_thread::sleep_for(100ms);
  server.server().stop();
  const auto answer = client.answer();
  REQUIRE(answer);
  CHECK(answer->body == "late");
}

TEST_CASE("A port in use and an address that is none are one clear sentence each") {
  TestServer first;
  TestApplication application;
  struct Row {
    const char* address;
    int port;
    const char* says;
  };
  const std::vector<Row> rows{{"127.0.0.1", first.port(), "is in use by another program"},
                              {"county.example", 0, "is not an IP address"},
                              {"203.0.113.7", 0, "check that the address belongs to this machine"}};
  for (const Row& row : rows) {
    ServerOptions options;
    options.address = row.address;
    options.port = static_cast<std::uint16_t>(row.port);
    const auto started = Server::start(application, options);
    const auto* sentence = std::get_if<wildclaims::rules::Bilingual>(&started);
    REQUIRE(sentence != nullptr);
    CHECK(sentence->en.find(row.says) != std::string::npos);
    CHECK(!sentence->zh.empty());
  }
}

TEST_CASE("Many connections at once all get their own answers") {
  TestServer server;
  std::atomic<int> right = 0;
  std::vector<std::thread> clients;
  clients.reserve(16);
  for (int number = 0; number < 16; ++number) {
    clients.emplace_back([&, number] {
      RawClient client(server.port());
      for (int i = 0; i < 100; ++i) {
        const std::string body = std::to_string(number) + "/" + std::to_string(i);
        client.send(request_text("POST", "/echo", "", body));
        const auto answer = client.answer();
        if (answer && answer->body == body) ++right;
      }
    });
  }
  for (std::thread& client : clients) client.join();
  CHECK(right == 1'600);
}

}  // namespace
