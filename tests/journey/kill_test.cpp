// kill -9 in the middle of a stream of reports, again and again: every answered report is there, none twice.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "tests/journey/road.h"
#include "tests/journey/service.h"
#include "tests/support/catch.h"
#include "tests/support/scale.h"

namespace wildclaims::tests {

namespace {

using nlohmann::json;

constexpr int kKills = 50;
constexpr int kSenders = 4;
constexpr int kCreated = 201;

// One report as its sender knows it.
struct Sent {
  int number;
  std::string key;
  std::string report;  // empty when the service died before it answered
};

json report_of(const Sent& sent) {
  return damage_report({household(sent.number, "1.5")}, "kill " + std::to_string(sent.number));
}

// What the senders share.
struct Stream {
  std::atomic<int> next{0};
  std::mutex guard;
  std::vector<Sent> all;

  void remember(const Sent& sent) {
    const std::lock_guard lock(guard);
    all.push_back(sent);
  }
};

// Sends reports until the service dies.
void send_until_it_dies(Person& clerk, Stream& stream) {
  for (;;) {
    Sent sent{stream.next++, fresh_key(), ""};
    try {
      const Answer answer = clerk.post("/damage-reports", report_of(sent), {{"Idempotency-Key", sent.key}});
      if (answer.status == kCreated) sent.report = answer.json().at("report");
      stream.remember(sent);
    } catch (const std::runtime_error&) {
      stream.remember(sent);
      return;
    }
  }
}

}  // namespace

TEST_CASE("A service killed while reports stream in keeps every answered report, once") {
  Service service;
  Person(service, "admin").done("/policies", {{"programme", "PL"}, {"year", 2025}});
  advance_clock(service, "2025-09-21");

  const auto seed = std::random_device{}();
  INFO("seed " << seed);
  std::mt19937 random(seed);
  std::uniform_int_distribution<int> milliseconds(5, 250);
  Stream stream;
  Person clerk(service, "clerk");
  std::vector<std::unique_ptr<Person>> clerks;
  for (int i = 0; i < kSenders; ++i) clerks.push_back(clerk.on_another_connection());
  for (int kill = 0; kill < scaled(kKills); ++kill) {
    std::vector<std::thread> senders;
    for (auto& one : clerks) senders.emplace_back([&stream, &one] { send_until_it_dies(*one, stream); });
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds(random)));
    service.kill_hard();
    for (auto& sender : senders) sender.join();
    service.start();
  }

  const auto answered =
      std::count_if(stream.all.begin(), stream.all.end(), [](const Sent& sent) { return !sent.report.empty(); });
  CHECK(answered > scaled(kKills));
  // The signed-in clerk's own connection was to a service that is gone.
  const std::unique_ptr<Person> reader = clerk.on_another_connection();
  // Sent again with the same key, an answered report gives its first answer, and an unanswered one is made once.
  std::set<std::string> numbers;
  for (const auto& sent : stream.all) {
    const Answer answer = reader->post("/damage-reports", report_of(sent), {{"Idempotency-Key", sent.key}});
    REQUIRE(answer.status == kCreated);
    const std::string report = answer.json().at("report");
    if (!sent.report.empty()) REQUIRE(report == sent.report);
    numbers.insert(report);
  }
  CHECK(numbers.size() == stream.all.size());
  CHECK(reader->all("/damage-reports?limit=100", "reports").size() == stream.all.size());
  CHECK(reader->all("/claims?limit=100", "claims").size() == stream.all.size());

  const auto verified = service.command({"ledger", "verify"});
  INFO(verified.output);
  CHECK(verified.exit_code == 0);
}

}  // namespace wildclaims::tests
