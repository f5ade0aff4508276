// The server against clients that are slow, stopped, oversized or mad: they are cut, and nobody else waits for them.
#include <chrono>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "claims/http/limits.h"
#include "tests/http/raw_client.h"
#include "tests/http/test_application.h"
#include "tests/support/catch.h"
#include "tests/support/scale.h"

namespace {

using namespace wildclaims::http;
using namespace wildclaims::http::testing;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

const std::string kHealth = request_text("GET", "/healthz");

Limits hasty_limits() {
  Limits limits;
  limits.head_time = 300ms;
  limits.body_time = 300ms;
  limits.write_time = 300ms;
  limits.idle_time = 300ms;
  limits.drain_time = 300ms;
  return limits;
}

// How long a well-behaved client waits now, at the gate and at the workers.
std::chrono::milliseconds time_to_answer(int port) {
  const auto begun = Clock::now();
  RawClient client(port);
  client.send(kHealth);
  const auto health = client.answer();
  REQUIRE(health);
  CHECK(health->status == 200);
  client.send(request_text("POST", "/echo", "", "hello"));
  const auto echo = client.answer();
  REQUIRE(echo);
  CHECK(echo->body == "hello");
  return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begun);
}

TEST_CASE("With 300 clients stopped in mid-header the health check still answers within 5 seconds") {
  TestServer server;  // the limits of the service as it ships
  std::vector<RawClient> stopped;
  for (int i = 0; i < 300; ++i) {
    stopped.emplace_back(server.port());
    stopped.back().send("POST /echo HTTP/1.1\r\nHost: h\r\nX-Stopped: he");
  }
  CHECK(time_to_answer(server.port()) < 5s);
  // They are cut after the time of a head, each with a sentence.
  const auto begun = Clock::now();
  const auto cut = stopped.front().answer(10s);
  REQUIRE(cut);
  CHECK(cut->status == 408);
  CHECK(Clock::now() - begun < 7s);
}

TEST_CASE("A client that trickles its head is cut after the total time, however steadily it trickles") {
  TestServer server(hasty_limits());
  RawClient client(server.port());
  const auto begun = Clock::now();
  const std::string text = request_text("GET", "/healthz", "X: " + std::string(200, 'y') + "\r\n");
  std::size_t sent = 0;
  while (sent < text.size() && client.send(text.substr(sent, 1)) && Clock::now() - begun < 600ms) {
    ++sent;
    std::this_thread::sleep_for(20ms);
  }
  const auto answer = client.answer();
  REQUIRE(answer);
  CHECK(answer->status == 408);
  CHECK(answer->header("connection") == "close");
}

TEST_CASE("A connection on which nothing was ever asked is closed without a word") {
  TestServer server(hasty_limits());
  RawClient silent(server.port());
  CHECK(silent.closed(3s));
  RawClient idle(server.port());
  idle.send(kHealth);
  REQUIRE(idle.answer());
  CHECK(idle.closed(3s));
}

TEST_CASE("Clients that stop in the middle of a body hold no worker and are cut") {
  Limits limits = hasty_limits();
  limits.workers = 2;
  limits.body_time = 1s;
  TestServer server(limits);
  std::vector<RawClient> stopped;
  for (int i = 0; i < 200; ++i) {
    stopped.emplace_back(server.port());
    stopped.back().send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\nhalf");
  }
  CHECK(time_to_answer(server.port()) < 5s);
  for (RawClient& client : stopped) {
    const auto answer = client.answer(5s);
    REQUIRE(answer);
    CHECK(answer->status == 408);
  }
}

TEST_CASE("Clients that do not read their answers hold no worker") {
  Limits limits;
  limits.workers = 2;
  // Nobody is cut while this test runs: a worker that waited for such a client would wait as long.
  limits.write_time = 10min;
  TestServer server(limits);
  std::vector<RawClient> deaf;
  for (int i = 0; i < 20; ++i) {
    deaf.emplace_back(server.port(), 4096);
    deaf.back().send(request_text("GET", "/large?8000000"));
  }
  CHECK(time_to_answer(server.port()) < 1min);
}

TEST_CASE("A client that does not read its answer is cut after the time for writing") {
  TestServer server(hasty_limits());
  RawClient deaf(server.port(), 4096);
  deaf.send(request_text("GET", "/large?8000000"));
  std::this_thread::sleep_for(800ms);
  // Cut: the answer never becomes whole.
  CHECK_FALSE(deaf.answer(5s));
}

TEST_CASE("A client that reads slowly but in time gets the whole of a large answer") {
  TestServer server;
  RawClient client(server.port(), 4096);
  client.send(request_text("GET", "/large?8000000") + kHealth);
  std::this_thread::sleep_for(200ms);
  const auto large = client.answer(20s);
  REQUIRE(large);
  CHECK(large->body == std::string(8'000'000, 'x'));
  const auto next = client.answer();
  REQUIRE(next);
  CHECK(next->body == "ok");
}

TEST_CASE("A body of 20 MB is refused at its announcement, and the client can read why") {
  TestServer server;
  RawClient client(server.port());
  std::string body;
  body.resize(20'000'000, 'x');
  std::thread sender([&] { client.send(request_text("POST", "/echo", "", body)); });
  const auto answer = client.answer();
  REQUIRE(answer);
  CHECK(answer->status == 413);
  CHECK(answer->header("content-type") == "application/problem+json");
  sender.join();
}

TEST_CASE("A body in chunks is counted as it comes and refused when it is too large") {
  TestServer server;
  RawClient client(server.port());
  client.send(request_text("POST", "/echo", "Transfer-Encoding: chunked\r\n"));
  const std::string chunk = "10000\r\n" + std::string(0x10000, 'x') + "\r\n";
  for (int i = 0; i < 40 && client.send(chunk); ++i) {
  }
  const auto answer = client.answer();
  REQUIRE(answer);
  CHECK(answer->status == 413);
}

TEST_CASE("Bodies of all connections together stay within the memory granted to them") {
  Limits limits;
  limits.arriving_bytes = 100'000;
  TestServer server(limits);
  RawClient first(server.port());
  RawClient second(server.port());
  const std::string head = request_text("POST", "/echo", "Content-Length: 90000\r\n");
  first.send(head + std::string(80'000, 'x'));
  std::this_thread::sleep_for(100ms);
  second.send(head + std::string(80'000, 'x'));
  const auto refused = second.answer();
  REQUIRE(refused);
  CHECK(refused->status == 503);
  CHECK(!refused->header("retry-after").empty());
  first.send(std::string(10'000, 'x'));
  const auto served = first.answer();
  REQUIRE(served);
  CHECK(served->status == 200);
  std::this_thread::sleep_for(100ms);  // the gate takes the room back a moment after the client has its answer
  RawClient third(server.port());
  third.send(request_text("POST", "/echo", "", std::string(90'000, 'x')));
  const auto again = third.answer();
  REQUIRE(again);
  CHECK(again->status == 200);
}

TEST_CASE("When every worker is busy and the queue is full the answer is 503 with Retry-After, and health answers on") {
  Limits limits;
  limits.workers = 1;
  limits.queue = 1;
  TestServer server(limits);
  std::vector<RawClient> clients;
  for (int i = 0; i < 5; ++i) {
    clients.emplace_back(server.port());
    clients.back().send(request_text("GET", "/wait?600"));
    std::this_thread::sleep_for(30ms);
  }
  RawClient health(server.port());
  health.send(kHealth);
  REQUIRE(health.answer(5s));
  int served = 0;
  int refused = 0;
  for (RawClient& client : clients) {
    const auto answer = client.answer();
    REQUIRE(answer);
    if (answer->status == 200) ++served;
    if (answer->status == 503 && !answer->header("retry-after").empty()) ++refused;
  }
  CHECK(served == 2);
  CHECK(refused == 3);
}

TEST_CASE("When every place is taken the idle make room, and the busy do not") {
  Limits limits;
  limits.connections = 4;
  TestServer server(limits);
  std::vector<RawClient> idle;
  for (int i = 0; i < 4; ++i) {
    idle.emplace_back(server.port());
    idle.back().send(kHealth);
    REQUIRE(idle.back().answer());
  }
  std::vector<RawClient> busy;
  for (int i = 0; i < 4; ++i) {
    busy.emplace_back(server.port());
    busy.back().send(request_text("GET", "/wait?700"));
  }
  std::this_thread::sleep_for(150ms);
  for (RawClient& client : idle) CHECK(client.closed());
  RawClient late(server.port());
  const auto turned_away = late.answer();
  REQUIRE(turned_away);
  CHECK(turned_away->status == 503);
  for (RawClient& client : busy) {
    const auto answer = client.answer();
    REQUIRE(answer);
    CHECK(answer->status == 200);
  }
}

TEST_CASE("When every place is taken by clients stopped in a body, they make room for one that asks") {
  Limits limits;
  limits.connections = 4;
  TestServer server(limits);
  std::vector<RawClient> stopped;
  for (int i = 0; i < 4; ++i) {
    stopped.emplace_back(server.port());
    stopped.back().send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\nhalf");
  }
  std::this_thread::sleep_for(3'200ms);
  CHECK(time_to_answer(server.port()) < 1s);
}

TEST_CASE("A connection's number of requests is bounded, and the last answer says so") {
  Limits limits;
  limits.requests_per_connection = 3;
  TestServer server(limits);
  RawClient client(server.port());
  for (const char* connection : {"", "", "close"}) {
    client.send(kHealth);
    const auto answer = client.answer();
    REQUIRE(answer);
    CHECK(answer->header("connection") == connection);
  }
  CHECK(client.closed());
}

TEST_CASE("Random bytes, hang-ups and resets leave the server serving") {
  TestServer server(hasty_limits());
  const auto seed = std::random_device()();
  INFO("seed " << seed);
  std::mt19937 random(seed);
  const auto below = [&](int limit) { return std::uniform_int_distribution<int>(0, limit - 1)(random); };
  const std::vector<std::string> starts{"",
                                        "GET /",
                                        "POST /echo HTTP/1.1\r\nHost: h\r\n",
                                        kHealth,
                                        request_text("POST", "/echo", "Transfer-Encoding: chunked\r\n"),
                                        request_text("POST", "/echo", "", "abc")};
  for (int i = 0; i < wildclaims::tests::scaled(400); ++i) {
    RawClient client(server.port());
    std::string bytes = starts[static_cast<std::size_t>(below(static_cast<int>(starts.size())))];
    for (int count = below(200); count > 0; --count) bytes.push_back(static_cast<char>(below(256)));
    client.send(bytes);
    if (below(2) == 0) client.end_sending();
    if (below(2) == 0) client.answer(20ms);
  }
  CHECK(time_to_answer(server.port()) < 5s);
}

}  // namespace
