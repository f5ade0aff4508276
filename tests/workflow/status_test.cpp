// The public status answers to a claim's number and its second secret, and to nothing else.
#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "claims/workflow/claim_view.h"
#include "claims/workflow/status_view.h"
#include "tests/support/catch.h"
#include "tests/workflow/office_fixture.h"
#include "tests/workflow/steps.h"

namespace wildclaims::tests {
namespace {

std::string slip_of(OfficeFixture& fixture, const std::string& claim) {
  const auto reading = fixture.office().readers().read();
  return workflow::slip_code(fixture.reading(*reading, "clerk"), claim).value();
}

}  // namespace

TEST_CASE("The last four digits of the phone or the slip's code open a claim, and only that claim") {
  OfficeFixture fixture;
  fixture.advance("2025-09-21");
  const auto claims = claims_of(fixture, fixture.report_boar(2, "5"));
  workflow::Office& office = fixture.office();
  for (std::size_t i = 0; i < claims.size(); ++i) {
    const std::string phone = "000" + std::to_string(i);
    const std::string other_phone = "000" + std::to_string(1 - i);
    CHECK(workflow::view_status(office, claims[i], phone));
    CHECK(workflow::view_status(office, claims[i], slip_of(fixture, claims[i])));
    for (const std::string& wrong :
         {other_phone, slip_of(fixture, claims[1 - i]), std::string(), std::string("000"), "0" + phone,
          "1300000" + phone, std::string("\xFF\0x", 3), std::string(100'000, '0')}) {
      CHECK_FALSE(workflow::view_status(office, claims[i], wrong));
    }
  }
  for (const std::string& unknown :
       {std::string("PL-2025-000999-0"), std::string(), std::string("'; DROP TABLE claims"), std::string("\xFF"),
        std::string(100'000, '9')}) {
    CHECK_FALSE(workflow::view_status(office, unknown, "0000"));
  }
}

TEST_CASE("A number may be typed as people type it") {
  OfficeFixture fixture;
  fixture.advance("2025-09-21");
  const std::string claim = claims_of(fixture, fixture.report_boar(1, "5")).front();
  std::string spaced = claim;
  std::replace(spaced.begin(), spaced.end(), '-', ' ');
  CHECK(workflow::view_status(fixture.office(), spaced, "0000"));
}

TEST_CASE("With no claim at all the status is still nothing") {
  OfficeFixture fixture;
  CHECK_FALSE(workflow::view_status(fixture.office(), "PL-2025-000001-3", "0000"));
}

TEST_CASE("An unknown claim takes as long as a wrong secret") {
  OfficeFixture fixture;
  fixture.advance("2025-09-21");
  const auto claims = claims_of(fixture, fixture.report_boar(20, "5"));
  constexpr int kRounds = 400;
  std::vector<std::chrono::nanoseconds> unknown;
  std::vector<std::chrono::nanoseconds> wrong;
  const auto timed = [&](const std::string& number, std::vector<std::chrono::nanoseconds>& times) {
    const auto start = std::chrono::steady_clock::now();
    const bool answered = workflow::view_status(fixture.office(), number, "9999").has_value();
    times.push_back(std::chrono::steady_clock::now() - start);
    REQUIRE_FALSE(answered);
  };
  for (int i = 0; i < kRounds; ++i) {
    timed("PL-2025-000999-9", unknown);
    timed(claims[static_cast<std::size_t>(i) % claims.size()], wrong);
  }
  const auto median = [](std::vector<std::chrono::nanoseconds> times) {
    std::nth_element(times.begin(), times.begin() + kRounds / 2, times.end());
    return times[kRounds / 2].count();
  };
  // Far below what a network shows; a skipped decryption or statement would be more than this on an idle machine.
  CAPTURE(median(unknown), median(wrong));
  CHECK(median(unknown) * 2 > median(wrong));
  CHECK(median(wrong) * 2 > median(unknown));
}

}  // namespace wildclaims::tests
