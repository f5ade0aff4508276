// Approvals racing for the last yuan: the limit is committed to the fen and never exceeded.
#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "claims/workflow/approve.h"
#include "tests/support/catch.h"
#include "tests/workflow/office_fixture.h"
#include "tests/workflow/steps.h"

namespace wildclaims::tests {

TEST_CASE("64 approvals at once for a limit that fits 10 and a part of the 11th commit exactly the limit") {
  constexpr int kClaims = 64;
  OfficeFixture fixture("945000.07");
  fixture.advance("2025-09-21");
  const std::string report = fixture.report_boar(kClaims, "90");
  fixture.bring_to_notice(report_target(report), "100%");
  fixture.advance("2025-09-25");
  std::vector<workflow::Approve> commands;
  for (const std::string& number : claims_of(fixture, report)) {
    const auto view = claim_of(fixture, number);
    commands.push_back(
        {claim_target(number, view.claim.version), view.determinations.back().id, *view.money.entitlement, true});
  }
  std::atomic<int> approved = 0;
  std::atomic<bool> go = false;
  std::vector<std::thread> threads;
  for (const workflow::Approve& command : commands) {
    threads.emplace_back([&] {
      while (!go) std::this_thread::yield();
      const auto outcome = fixture.run<workflow::Acted>(
          "approver", [&](workflow::Work& work) { return workflow::approve(work, command); });
      if (outcome.ok()) ++approved;
    });
  }
  go = true;
  for (std::thread& thread : threads) thread.join();
  CHECK(approved == kClaims);

  int whole = 0;
  int part = 0;
  int residual_only = 0;
  for (const workflow::ClaimLine& line : report_of(fixture, report).claims) {
    CHECK(line.money.approved + line.money.residual == yuan("90000.00"));
    if (line.money.approved == yuan("90000.00")) {
      ++whole;
    } else if (line.money.approved == yuan("45000.07")) {
      ++part;
    } else if (line.money.approved.is_zero()) {
      ++residual_only;
      CHECK(line.claim.state == domain::ClaimState::closed);
    }
  }
  CHECK(whole == 10);
  CHECK(part == 1);
  CHECK(residual_only == 53);
  const auto policy = policy_of(fixture);
  CHECK(policy.available.is_zero());
  CHECK(policy.committed == yuan("945000.07"));
  CHECK(policy.residual == yuan("4814999.93"));
  CHECK(policy.reserve_outstanding.is_zero());
  CHECK(policy.funders[0].incurred + policy.funders[1].incurred == yuan("945000.07"));
  CHECK(books_in_order(fixture));
}

TEST_CASE("Of many approvals of one claim at once exactly one happens") {
  OfficeFixture fixture;
  fixture.advance("2025-09-21");
  const std::string claim = claims_of(fixture, fixture.report_boar(1, "50")).front();
  fixture.bring_to_notice(claim_target(claim), "100%");
  fixture.advance("2025-09-25");
  const auto view = claim_of(fixture, claim);
  const workflow::Approve command{claim_target(claim, view.claim.version), view.determinations.back().id,
                                  *view.money.entitlement, false};
  std::atomic<int> approved = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 16; ++i) {
    threads.emplace_back([&, i] {
      const auto outcome =
          fixture.run<workflow::Acted>(i % 2 == 0 ? "approver" : "approver2",
                                       [&](workflow::Work& work) { return workflow::approve(work, command); });
      if (outcome.ok()) ++approved;
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(approved == 1);
  CHECK(policy_of(fixture).committed == yuan("50000.00"));
  CHECK(books_in_order(fixture));
}

TEST_CASE("A whole report that only partly fits is approved in claim-number order") {
  OfficeFixture fixture("150000.01");
  fixture.advance("2025-09-21");
  const std::string report = fixture.report_boar(3, "70");
  fixture.bring_to_notice(report_target(report), "100%");
  fixture.advance("2025-09-25");
  REQUIRE(approve_report(fixture, "approver", report).ok());
  const std::string before = fixture.dump();
  CHECK(first_refusal(approve_report(fixture, "approver2", report)) == domain::RefusalCode::limit_short);
  CHECK(fixture.dump() == before);
  REQUIRE(approve_report(fixture, "approver2", report, true).ok());
  const auto lines = report_of(fixture, report).claims;
  CHECK(lines[0].money.approved == yuan("70000.00"));
  CHECK(lines[1].money.approved == yuan("70000.00"));
  CHECK(lines[2].money.approved == yuan("10000.01"));
  CHECK(lines[2].money.residual == yuan("59999.99"));
  CHECK(books_in_order(fixture));
}

}  // namespace wildclaims::tests
