// The demo's business clock goes on and never back; outside a demo nobody moves it.
#include <string>
#include <thread>
#include <vector>

#include "claims/workflow/business_clock.h"
#include "claims/workflow/demo_clock.h"
#include "tests/support/catch.h"
#include "tests/workflow/office_fixture.h"
#include "tests/workflow/steps.h"

namespace wildclaims::tests {
namespace {

using domain::RefusalCode;

domain::Outcome<rules::Instant> advance(OfficeFixture& fixture, const char* who, const char* to) {
  return workflow::advance_clock(fixture.office(), fixture.actor(who), day(to));
}

RefusalCode refusal_of(const domain::Outcome<rules::Instant>& outcome) {
  REQUIRE(outcome.is_refused());
  return outcome.refusals().front().code;
}

}  // namespace

TEST_CASE("An admin advances a demo's clock to a morning, a restart keeps it, and nobody sets it back") {
  OfficeFixture fixture;
  CHECK(fixture.office().now().to_string(rules::UtcOffset::parse("+08:00").value()).substr(0, 13) == "2025-01-02T09");
  CHECK(refusal_of(advance(fixture, "clerk", "2025-10-01")) == RefusalCode::role_not_allowed);
  REQUIRE(advance(fixture, "admin", "2025-10-01").ok());
  const std::string before = fixture.dump();
  CHECK(refusal_of(advance(fixture, "admin", "2025-10-01")) == RefusalCode::clock_backwards);
  CHECK(refusal_of(advance(fixture, "admin", "2025-09-30")) == RefusalCode::clock_backwards);
  CHECK(faults_of(advance(fixture, "admin", "2199-12-31")) == std::vector<std::string>{"/advance_to too_far"});
  CHECK(fixture.dump() == before);
  fixture.reopen();
  CHECK(fixture.office().now().date_at(rules::UtcOffset::parse("+08:00").value()) == day("2025-10-01"));
}

TEST_CASE("Of many that advance at once the latest day stands, in the service and in the file") {
  OfficeFixture fixture;
  std::vector<std::thread> threads;
  for (int i = 1; i <= 28; ++i) {
    threads.emplace_back([&fixture, i] {
      const std::string to = "2025-02-" + std::to_string(100 + i).substr(1);
      static_cast<void>(workflow::advance_clock(fixture.office(), fixture.actor("admin"), day(to.c_str())));
    });
  }
  for (std::thread& thread : threads) thread.join();
  const auto today = [&] { return fixture.office().now().date_at(rules::UtcOffset::parse("+08:00").value()); };
  CHECK(today() == day("2025-02-28"));
  fixture.reopen();
  CHECK(today() == day("2025-02-28"));
}

TEST_CASE("Outside a demo the clock is the system's and is not moved, and a demo's data is not opened as real") {
  const TemporaryDirectory directory;
  workflow::OfficeSettings settings;
  settings.data_directory = directory.path();
  settings.config_directory = std::string(WILDCLAIMS_SOURCE_DIR) + "/config";
  settings.may_create = true;
  OfficeFixture fixture;
  {
    workflow::Office real(settings);
    const auto outcome = workflow::advance_clock(real, fixture.actor("admin"), day("2150-01-01"));
    CHECK(refusal_of(outcome) == RefusalCode::clock_not_demo);
  }
  settings.demo_start = day("2025-01-02");
  CHECK_THROWS_AS(workflow::Office(settings), workflow::StartRefused);
  settings.demo_start.reset();
  settings.data_directory = fixture.data();
  CHECK_THROWS_AS(workflow::Office(settings), workflow::StartRefused);
}

}  // namespace wildclaims::tests
