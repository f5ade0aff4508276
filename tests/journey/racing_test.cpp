// 64 approvals at once for a limit that fits 10 of them and half of the 11th: the limit is used to the last fen and
// never exceeded, and what did not fit stands as residual.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "rules/money.h"
#include "tests/journey/road.h"
#include "tests/journey/service.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_directory.h"
#include "tests/support/text_file.h"

namespace wildclaims::tests {

namespace {

using nlohmann::json;
namespace fs = std::filesystem;

constexpr int kClaims = 64;
// 60 mu of mature maize lost whole at 1,000.00 a mu; below the amount that takes two approvers.
constexpr const char* kArea = "60";
constexpr const char* kIndemnity = "60000.00";
constexpr const char* kLimit = "630000.00";
constexpr int kFitting = 10;
constexpr const char* kPartOfTheEleventh = "30000.00";

// The shipped configuration with a small annual limit.
fs::path with_limit(const fs::path& directory) {
  fs::copy(fs::path(WILDCLAIMS_SOURCE_DIR) / "config", directory, fs::copy_options::recursive);
  const std::string shipped = "amount: 8000000.00";
  int changed = 0;
  for (const auto& entry : fs::directory_iterator(directory / "rulebooks")) {
    if (entry.path().extension() != ".yaml") continue;
    std::string text = read_text(entry.path());
    if (const auto place = text.find(shipped); place != std::string::npos) {
      text.replace(place, shipped.size(), std::string("amount: ") + kLimit);
      write_text(entry.path(), text);
      ++changed;
    }
  }
  REQUIRE(changed > 0);
  return directory;
}

struct Approval {
  std::string claim;
  std::string etag;
  json body;
};

std::vector<Approval> approvals_of(Person& approver, const Reported& reported) {
  std::vector<Approval> approvals;
  for (const auto& claim : reported.claims) {
    const Answer seen = approver.get("/claims/" + claim);
    REQUIRE(seen.status == 200);
    approvals.push_back({claim,
                         seen.etag,
                         {{"determination", seen.json().at("determination").at("number")},
                          {"amount", kIndemnity},
                          {"if_short", "truncate"}}});
  }
  return approvals;
}

// Every approval from a connection and thread of its own, all let go at once; the answers' statuses.
std::vector<int> race(const Service& service, const std::vector<Approval>& approvals) {
  Person first(service, "approver");
  Person second(service, "approver2");
  std::vector<int> statuses(approvals.size());
  std::atomic<std::size_t> at_the_line{0};
  std::atomic<bool> go{false};
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < approvals.size(); ++i) {
    std::shared_ptr<Person> approver = (i % 2 == 0 ? first : second).on_another_connection();
    threads.emplace_back([&, approver, i] {
      approver->get("/claims/" + approvals[i].claim);
      ++at_the_line;
      while (!go) std::this_thread::yield();
      const std::string path = "/claims/" + approvals[i].claim + "/approval";
      statuses[i] = approver->post(path, approvals[i].body, {{"If-Match", approvals[i].etag}}).status;
    });
  }
  while (at_the_line < approvals.size()) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  go = true;
  for (auto& thread : threads) thread.join();
  return statuses;
}

}  // namespace

TEST_CASE("64 approvals racing for the last yuan commit exactly the limit") {
  const TemporaryDirectory scratch;
  Service service({"2025-01-02", with_limit(scratch.file("config"))});
  Person(service, "admin").done("/policies", {{"programme", "PL"}, {"year", 2025}});
  advance_clock(service, "2025-09-21");
  std::vector<json> households;
  for (int i = 0; i < kClaims; ++i) households.push_back(household(i, kArea));
  const Reported reported = walk_to_notice(service, damage_report(households, "racing"));
  advance_clock(service, "2025-09-25");

  Person approver(service, "approver");
  const auto statuses = race(service, approvals_of(approver, reported));
  CHECK(std::count(statuses.begin(), statuses.end(), 200) == kClaims);

  Person auditor(service, "auditor");
  const json policy = auditor.read("/policies/PL-2025");
  INFO(policy.dump(1));
  CHECK(policy["limit"]["granted"] == kLimit);
  CHECK(policy["limit"]["available"] == "0.00");
  CHECK(policy["limit"]["committed"] == kLimit);
  // 64 × 60,000.00 − 630,000.00
  CHECK(policy["residual"] == "3210000.00");

  int whole = 0, part = 0, none = 0;
  for (const auto& claim : reported.claims) {
    const json money = auditor.read("/claims/" + claim).at("money");
    const std::string approved = money.at("approved");
    whole += approved == kIndemnity ? 1 : 0;
    part += approved == kPartOfTheEleventh ? 1 : 0;
    none += approved == "0.00" ? 1 : 0;
    CHECK(*rules::Money::parse(approved) + *rules::Money::parse(money.at("residual").get<std::string>()) ==
          *rules::Money::parse(kIndemnity));
  }
  CHECK(whole == kFitting);
  CHECK(part == 1);
  CHECK(none == kClaims - kFitting - 1);

  const auto verified = service.command({"ledger", "verify"});
  INFO(verified.output);
  CHECK(verified.exit_code == 0);
}

}  // namespace wildclaims::tests
