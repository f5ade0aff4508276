// Two claims of one household in one event share its limit of 200,000.00, in the order of their approvals.
#include <string>

#include "claims/workflow/determine.h"
#include "claims/workflow/send_back.h"
#include "claims/workflow/worksheet_view.h"
#include "tests/support/catch.h"
#include "tests/workflow/office_fixture.h"
#include "tests/workflow/steps.h"

namespace wildclaims::tests {
namespace {

using domain::RefusalCode;

// The person's claim over so many mu of ripe maize, all lost, told as part of the event (0: a new one).
std::string claim_in_event(OfficeFixture& fixture, const std::string& area, std::int64_t& event) {
  domain::DamageReport report = boar_report();
  report.households = {household(0, "maize", "mature", area)};
  if (event != 0) report.event = event;
  const auto reported = fixture.report(report);
  REQUIRE(reported.ok());
  event = reported->event;
  return reported->acted.claims.front().number;
}

void approve_by_two(OfficeFixture& fixture, const std::string& claim, bool truncate = false) {
  REQUIRE(approve_claim(fixture, "approver", claim, truncate).ok());
  REQUIRE(approve_claim(fixture, "approver2", claim, truncate).ok());
}

rules::Money worksheet_of(OfficeFixture& fixture, const std::string& claim) {
  const auto reading = fixture.office().readers().read();
  return workflow::view_worksheet(fixture.reading(*reading, "auditor"), claim).value().entitlement;
}

}  // namespace

TEST_CASE("The second claim of the household gets what the first left of the limit") {
  OfficeFixture fixture;
  fixture.advance("2025-09-21");
  std::int64_t event = 0;
  const std::string first = claim_in_event(fixture, "150", event);
  const std::string second = claim_in_event(fixture, "120", event);

  SECTION("determined after the first was approved") {
    fixture.bring_to_notice(claim_target(first), "100%");
    fixture.advance("2025-09-25");
    approve_by_two(fixture, first);
    fixture.bring_to_notice(claim_target(second), "100%");
    CHECK(claim_of(fixture, second).money.entitlement == yuan("50000.00"));
    fixture.advance("2025-09-29");
    REQUIRE(approve_claim(fixture, "approver", second).ok());
  }
  SECTION("determined before the first was approved: only as what is left, and only when asked for") {
    fixture.bring_to_notice(claim_target(first), "100%");
    fixture.bring_to_notice(claim_target(second), "100%");
    CHECK(claim_of(fixture, second).money.entitlement == yuan("120000.00"));
    fixture.advance("2025-09-25");
    approve_by_two(fixture, first);
    REQUIRE(approve_claim(fixture, "approver", second).ok());
    const std::string before = fixture.dump();
    CHECK(first_refusal(approve_claim(fixture, "approver2", second)) == RefusalCode::limit_short);
    CHECK(fixture.dump() == before);
    REQUIRE(approve_claim(fixture, "approver2", second, true).ok());
    CHECK(worksheet_of(fixture, second) == yuan("50000.00"));
  }
  CHECK(claim_of(fixture, second).money.approved == yuan("50000.00"));
  CHECK(claim_of(fixture, second).money.residual.is_zero());
  CHECK(policy_of(fixture).committed == yuan("200000.00"));
  CHECK(policy_of(fixture).residual.is_zero());
  CHECK(policy_of(fixture).reserve_outstanding.is_zero());
  CHECK(books_in_order(fixture));
}

TEST_CASE("With the household's limit used up a determined claim goes back, and is then determined at zero") {
  OfficeFixture fixture;
  fixture.advance("2025-09-21");
  std::int64_t event = 0;
  const std::string first = claim_in_event(fixture, "250", event);
  const std::string second = claim_in_event(fixture, "50", event);
  fixture.bring_to_notice(claim_target(first), "100%");
  fixture.bring_to_notice(claim_target(second), "100%");
  CHECK(claim_of(fixture, first).money.entitlement == yuan("200000.00"));
  fixture.advance("2025-09-25");
  approve_by_two(fixture, first);
  CHECK(first_refusal(approve_claim(fixture, "approver", second, true)) == RefusalCode::determination_not_current);
  REQUIRE(fixture
              .run<workflow::Acted>("approver",
                                    [&](workflow::Work& work) {
                                      return workflow::send_back(work, {claim_target(second), "限额已用尽"});
                                    })
              .ok());
  REQUIRE(fixture
              .run<workflow::Acted>(
                  "adjuster", [&](workflow::Work& work) { return workflow::determine(work, claim_target(second)); })
              .ok());
  CHECK(claim_of(fixture, second).claim.state == domain::ClaimState::closed);
  CHECK(policy_of(fixture).reserve_outstanding.is_zero());
  CHECK(books_in_order(fixture));
}

TEST_CASE("Another event of the household has a limit of its own") {
  OfficeFixture fixture;
  fixture.advance("2025-09-21");
  std::int64_t event = 0;
  const std::string first = claim_in_event(fixture, "200", event);
  event = 0;
  const std::string second = claim_in_event(fixture, "200", event);
  for (const std::string& claim : {first, second}) fixture.bring_to_notice(claim_target(claim), "100%");
  fixture.advance("2025-09-25");
  for (const std::string& claim : {first, second}) approve_by_two(fixture, claim);
  CHECK(policy_of(fixture).committed == yuan("400000.00"));
  CHECK(books_in_order(fixture));
}

}  // namespace wildclaims::tests
