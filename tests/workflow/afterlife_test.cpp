// What becomes of an approval: undone, added to, lowered, paid back, restored; each to the fen and in order by the
// books.
#include <algorithm>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "claims/store/journal.h"
#include "claims/store/past_claims.h"
#include "claims/workflow/appeal.h"
#include "claims/workflow/close.h"
#include "claims/workflow/determine.h"
#include "claims/workflow/pay.h"
#include "claims/workflow/post_notice.h"
#include "claims/workflow/record_recovery.h"
#include "claims/workflow/restore_residuals.h"
#include "claims/workflow/survey.h"
#include "claims/workflow/top_up.h"
#include "claims/workflow/undo_approval.h"
#include "claims/workflow/withdraw.h"
#include "tests/support/catch.h"
#include "tests/workflow/office_fixture.h"
#include "tests/workflow/steps.h"

namespace wildclaims::tests {
namespace {

using domain::ClaimState;
using domain::RefusalCode;
using workflow::Acted;

// A claim of ripe maize over so many mu, all lost: 1,000.00 a mu. Days pass until it may be approved.
std::string noticed(OfficeFixture& fixture, const std::string& area) {
  fixture.advance("2025-09-21");
  std::string claim = claims_of(fixture, fixture.report_boar(1, area)).front();
  fixture.bring_to_notice(claim_target(claim), "100%");
  fixture.advance("2025-09-25");
  return claim;
}

domain::Outcome<Acted> act(OfficeFixture& fixture, const std::string& who,
                           const std::function<domain::Outcome<Acted>(workflow::Work&)>& command) {
  return fixture.run<Acted>(who, command);
}

void pay(OfficeFixture& fixture, const std::string& claim, const std::string& batch) {
  REQUIRE(send(fixture, "cashier", claim_target(claim), batch).ok());
  REQUIRE(confirm(fixture, "cashier", claim_target(claim)).ok());
}

// An appeal, a new visit that finds another loss rate, and the new answer on notice for long enough.
void determine_anew(OfficeFixture& fixture, const std::string& claim, const std::string& loss_rate, const char* on) {
  REQUIRE(act(fixture, "clerk", [&](auto& work) {
            return workflow::appeal(work, {claim_target(claim), "损失率有异议"});
          }).ok());
  fixture.determine_anew(claim_target(claim), loss_rate);
  fixture.advance(on);
}

// The pockets of every sub-limit of the year, by account.
std::vector<std::pair<std::string, rules::Money>> sub_limits(OfficeFixture& fixture) {
  std::vector<std::pair<std::string, rules::Money>> pockets;
  const auto reading = fixture.office().readers().read();
  for (const auto& [account, amount] : store::balances_of(*reading, "PL-2025").sorted()) {
    const bool is_aggregate = account.find(':') == account.rfind(':');
    if (account.starts_with("limit:") && !is_aggregate) pockets.emplace_back(account, amount);
  }
  return pockets;
}

// What a simulation reads back of the year's claims: "PL-2025-000001-9 40000.00 0.00" for number, approved and
// residual.
std::vector<std::string> past_claims(OfficeFixture& fixture) {
  std::vector<std::string> lines;
  const auto reading = fixture.office().readers().read();
  store::for_each_past_claim(
      *reading, "PL-2025", rules::UtcOffset::parse("+08:00").value(), [&](const store::PastClaimRow& row) {
        lines.push_back(row.number + " " + row.approved_amount.to_string() + " " + row.residual.to_string());
        return true;
      });
  return lines;
}

}  // namespace

TEST_CASE("An approval undone before payment gives back limit, reserve and running totals, and may be given again") {
  OfficeFixture fixture;
  const std::string claim = noticed(fixture, "50");
  REQUIRE(approve_claim(fixture, "approver", claim).ok());
  const auto undo = [&](const std::string& who) {
    return act(fixture, who, [&](auto& work) {
      return workflow::undo_approval(work, {claim_target(claim), "附件有误"});
    });
  };
  CHECK(first_refusal(undo("cashier")) == RefusalCode::role_not_allowed);
  REQUIRE(undo("approver2").ok());
  CHECK(claim_of(fixture, claim).claim.state == ClaimState::noticed);
  CHECK(claim_of(fixture, claim).money.approved.is_zero());
  CHECK(claim_of(fixture, claim).money.reserve == yuan("50000.00"));
  CHECK(policy_of(fixture).committed.is_zero());
  CHECK(books_in_order(fixture));
  CHECK(first_refusal(undo("approver2")) == RefusalCode::wrong_state);

  REQUIRE(approve_claim(fixture, "approver", claim).ok());
  CHECK(policy_of(fixture).committed == yuan("50000.00"));
  REQUIRE(send(fixture, "cashier", claim_target(claim), "B1").ok());
  CHECK(first_refusal(undo("approver2")) == RefusalCode::wrong_state);
  CHECK(books_in_order(fixture));
}

TEST_CASE("Undoing takes both approvals back where two were needed") {
  OfficeFixture fixture;
  const std::string claim = noticed(fixture, "150");
  REQUIRE(approve_claim(fixture, "approver", claim).ok());
  REQUIRE(approve_claim(fixture, "approver2", claim).ok());
  REQUIRE(act(fixture, "approver", [&](auto& work) {
            return workflow::undo_approval(work, {claim_target(claim), "附件有误"});
          }).ok());
  REQUIRE(approve_claim(fixture, "approver2", claim).ok());
  CHECK(claim_of(fixture, claim).claim.state == ClaimState::noticed);
  CHECK(first_refusal(approve_claim(fixture, "approver2", claim)) == RefusalCode::approvers_are_same);
  REQUIRE(approve_claim(fixture, "approver", claim).ok());
  CHECK(policy_of(fixture).committed == yuan("150000.00"));
  CHECK(books_in_order(fixture));
}

TEST_CASE("A later determination settles what stands approved") {
  struct Row {
    const char* rate;  // of the new survey; the first gave 50 % of 80 mu: 40,000.00
    bool paid;
    ClaimState state;
    const char* approved;
    const char* committed;
    const char* limit_paid;
    const char* recoverable;
  };
  const Row rows[] = {
      {"75%", true, ClaimState::approved, "60000.00", "20000.00", "40000.00", "0.00"},
      {"50%", true, ClaimState::paid, "40000.00", "0.00", "40000.00", "0.00"},
      {"30%", true, ClaimState::paid, "24000.00", "0.00", "40000.00", "16000.00"},
      {"0%", true, ClaimState::closed, "0.00", "0.00", "40000.00", "40000.00"},
      {"75%", false, ClaimState::approved, "60000.00", "60000.00", "0.00", "0.00"},
      {"50%", false, ClaimState::approved, "40000.00", "40000.00", "0.00", "0.00"},
      {"30%", false, ClaimState::approved, "24000.00", "24000.00", "0.00", "0.00"},
      {"0%", false, ClaimState::closed, "0.00", "0.00", "0.00", "0.00"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.rate, row.paid);
    OfficeFixture fixture;
    fixture.advance("2025-09-21");
    const std::string claim = claims_of(fixture, fixture.report_boar(1, "80")).front();
    fixture.bring_to_notice(claim_target(claim), "50%");
    fixture.advance("2025-09-25");
    REQUIRE(approve_claim(fixture, "approver", claim).ok());
    pay(fixture, claim, "B1");
    REQUIRE(act(fixture, "clerk", [&](auto& work) {
              return workflow::appeal(work, {claim_target(claim), "损失率有异议"});
            }).ok());
    if (!row.paid) {
      // The bank gives the money back while the claim is looked at again.
      REQUIRE(act(fixture, "cashier", [&](auto& work) {
                return workflow::return_payment(work, {claim_target(claim), "账号有误", {}});
              }).ok());
      CHECK(claim_of(fixture, claim).claim.state == ClaimState::surveyed);
    }
    fixture.determine_anew(claim_target(claim), row.rate);
    CHECK(claim_of(fixture, claim).claim.state == ClaimState::noticed);
    CHECK(first_refusal(act(fixture, "clerk", [&](auto& work) {
            return workflow::withdraw(work, {claim_target(claim), "撤回"});
          })) == RefusalCode::approval_stands);
    fixture.advance("2025-09-30");
    REQUIRE(approve_claim(fixture, "approver", claim).ok());
    const auto view = claim_of(fixture, claim);
    CHECK(view.claim.state == row.state);
    CHECK(view.money.approved == yuan(row.approved));
    CHECK(view.money.recoverable == yuan(row.recoverable));
    CHECK(view.money.reserve.is_zero());
    CHECK(policy_of(fixture).committed == yuan(row.committed));
    CHECK(policy_of(fixture).paid == yuan(row.limit_paid));
    CHECK(books_in_order(fixture));
    CHECK(past_claims(fixture) == std::vector<std::string>{claim + " " + row.approved + " 0.00"});
    if (row.state == ClaimState::approved) {
      pay(fixture, claim, "B2");
      CHECK(claim_of(fixture, claim).claim.state == ClaimState::paid);
      CHECK(policy_of(fixture).paid == yuan(row.approved));
      CHECK(books_in_order(fixture));
    }
  }
}

TEST_CASE("One determination lowers several approvals, the newest first") {
  OfficeFixture fixture;
  fixture.advance("2025-09-21");
  const std::string claim = claims_of(fixture, fixture.report_boar(1, "80")).front();
  fixture.bring_to_notice(claim_target(claim), "50%");
  fixture.advance("2025-09-25");
  REQUIRE(approve_claim(fixture, "approver", claim).ok());
  pay(fixture, claim, "B1");
  determine_anew(fixture, claim, "75%", "2025-10-08");
  REQUIRE(approve_claim(fixture, "approver", claim).ok());
  pay(fixture, claim, "B2");
  determine_anew(fixture, claim, "25%", "2025-10-18");
  REQUIRE(approve_claim(fixture, "approver", claim).ok());
  CHECK(claim_of(fixture, claim).money.approved == yuan("20000.00"));
  CHECK(claim_of(fixture, claim).money.recoverable == yuan("40000.00"));
  CHECK(books_in_order(fixture));
}

TEST_CASE("Money paid too much comes back and, where the rulebook says so, to the limit") {
  OfficeFixture fixture;
  const std::string claim = noticed(fixture, "80");
  REQUIRE(approve_claim(fixture, "approver", claim).ok());
  pay(fixture, claim, "B1");
  determine_anew(fixture, claim, "50%", "2025-10-08");
  REQUIRE(approve_claim(fixture, "approver", claim).ok());
  CHECK(claim_of(fixture, claim).money.recoverable == yuan("40000.00"));
  const auto close = [&] {
    return act(fixture, "clerk", [&](auto& work) { return workflow::close(work, claim_target(claim)); });
  };
  CHECK(first_refusal(close()) == RefusalCode::recovery_outstanding);

  const auto recover = [&](const char* amount) {
    return act(fixture, "cashier", [&](auto& work) {
      return workflow::record_recovery(work, {claim_target(claim), yuan(amount), "流水 4711"});
    });
  };
  CHECK(first_refusal(recover("40000.01")) == RefusalCode::recovery_over_received);
  CHECK(faults_of(recover("0.00")) == std::vector<std::string>{"/amount amount_not_positive"});
  CHECK(first_refusal(act(fixture, "cashier", [&](auto& work) {
          return workflow::return_payment(work, {claim_target(claim), "账号有误", {}});
        })) == RefusalCode::recovery_outstanding);
  REQUIRE(recover("15000.00").ok());
  REQUIRE(recover("25000.00").ok());
  CHECK(claim_of(fixture, claim).money.recoverable.is_zero());
  CHECK(claim_of(fixture, claim).money.recovered == yuan("40000.00"));
  CHECK(policy_of(fixture).paid == yuan("40000.00"));
  CHECK(policy_of(fixture).available == yuan("7960000.00"));
  REQUIRE(close().ok());
  CHECK(books_in_order(fixture));
}

TEST_CASE("Who lowered what was paid does not take it back, and who took it back decides nothing more") {
  OfficeFixture fixture;
  const std::string claim = noticed(fixture, "80");
  REQUIRE(approve_claim(fixture, "approver", claim).ok());
  pay(fixture, claim, "B1");
  determine_anew(fixture, claim, "50%", "2025-10-08");
  for (const domain::Role role : {domain::Role::approver, domain::Role::adjuster, domain::Role::cashier}) {
    fixture.give("approver2", role);
    fixture.give("clerk", role);
  }
  REQUIRE(approve_claim(fixture, "approver2", claim).ok());
  const auto recover = [&](const std::string& who) {
    return act(fixture, who, [&](auto& work) {
      return workflow::record_recovery(work, {claim_target(claim), yuan("100.00"), "流水 4711"});
    });
  };
  CHECK(first_refusal(recover("approver2")) == RefusalCode::cashier_is_approver);
  REQUIRE(recover("clerk").ok());
  determine_anew(fixture, claim, "60%", "2025-10-18");
  CHECK(first_refusal(approve_claim(fixture, "clerk", claim)) == RefusalCode::approver_is_cashier);
  CHECK(books_in_order(fixture));
}

TEST_CASE("Money paid back comes back to the sub-limit too where a residual was lowered with it") {
  OfficeFixture fixture("40000.00");
  fixture.advance("2025-09-21");
  const std::string claim = claims_of(fixture, fixture.report_boar(1, "80")).front();
  fixture.bring_to_notice(claim_target(claim), "50%");
  fixture.advance("2025-09-25");
  REQUIRE(approve_claim(fixture, "approver", claim).ok());
  pay(fixture, claim, "B1");
  determine_anew(fixture, claim, "75%", "2025-10-08");
  REQUIRE(approve_claim(fixture, "approver", claim, true).ok());
  CHECK(policy_of(fixture).residual == yuan("20000.00"));
  determine_anew(fixture, claim, "25%", "2025-10-18");
  REQUIRE(approve_claim(fixture, "approver", claim).ok());
  REQUIRE(act(fixture, "cashier", [&](auto& work) {
            return workflow::record_recovery(work, {claim_target(claim), yuan("20000.00"), "流水 4711"});
          }).ok());
  for (const auto& [account, amount] : sub_limits(fixture)) {
    CAPTURE(account);
    if (account.ends_with(":paid")) CHECK(amount == policy_of(fixture).paid);
  }
  CHECK(books_in_order(fixture));
}

TEST_CASE("What was lowered after payment may be given again within the household's limit") {
  OfficeFixture fixture;
  const std::string claim = noticed(fixture, "300");
  const auto approve_twice = [&] {
    return approve_claim(fixture, "approver", claim).ok() && approve_claim(fixture, "approver2", claim).ok();
  };
  REQUIRE(approve_twice());
  pay(fixture, claim, "B1");
  determine_anew(fixture, claim, "10%", "2025-10-08");
  REQUIRE(approve_claim(fixture, "approver", claim).ok());
  CHECK(claim_of(fixture, claim).money.recoverable == yuan("170000.00"));
  determine_anew(fixture, claim, "90%", "2025-10-18");
  REQUIRE(approve_twice());
  CHECK(claim_of(fixture, claim).money.approved == yuan("200000.00"));
  CHECK(books_in_order(fixture));
}

TEST_CASE("Residuals are restored in the order of the approvals, as far as the limit reaches") {
  OfficeFixture fixture("60000.00");
  fixture.advance("2025-09-21");
  const auto claims = claims_of(fixture, fixture.report_boar(3, "50"));
  for (const std::string& claim : claims) fixture.bring_to_notice(claim_target(claim), "100%");
  fixture.advance("2025-09-25");
  for (const std::string& claim : claims) REQUIRE(approve_claim(fixture, "approver", claim, true).ok());
  CHECK(policy_of(fixture).residual == yuan("90000.00"));
  const auto restore = [&](const std::string& who) {
    return fixture.run<workflow::RestoredResiduals>(
        who, [](auto& work) { return workflow::restore_residuals(work, {"PL-2025"}); });
  };
  CHECK(restore("approver").refusals().front().code == RefusalCode::nothing_to_restore);

  const auto top_up = [&](const char* limit, const char* premium) {
    return fixture.run<std::int64_t>("admin", [&](auto& work) {
      return workflow::top_up(work, {"PL-2025", yuan(limit), yuan(premium), "批单1号"});
    });
  };
  CHECK(faults_of(top_up("0.00", "0.00")) == std::vector<std::string>{"/limit nothing_added"});
  REQUIRE(top_up("55000.00", "3000.01").ok());
  CHECK(policy_of(fixture).granted == yuan("115000.00"));
  CHECK(policy_of(fixture).funders[0].premium_called + policy_of(fixture).funders[1].premium_called ==
        yuan("503000.01"));

  const auto restored = restore("approver");
  REQUIRE(restored.ok());
  CHECK(restored->total == yuan("55000.00"));
  REQUIRE(restored->claims.size() == 2);
  CHECK(restored->claims[0].number == claims[1]);
  CHECK(restored->claims[0].amount == yuan("40000.00"));
  CHECK(restored->claims[1].number == claims[2]);
  CHECK(restored->claims[1].amount == yuan("15000.00"));
  CHECK(restored->claims[1].left == yuan("35000.00"));
  CHECK(policy_of(fixture).available.is_zero());
  CHECK(policy_of(fixture).residual == yuan("35000.00"));
  CHECK(claim_of(fixture, claims[2]).claim.state == ClaimState::approved);
  CHECK(books_in_order(fixture));
  auto past = past_claims(fixture);
  std::sort(past.begin(), past.end());
  CHECK(past == std::vector<std::string>{claims[0] + " 50000.00 0.00", claims[1] + " 50000.00 0.00",
                                         claims[2] + " 15000.00 35000.00"});

  // The second claim has two approvals now: both go out with one batch, and come back by its name.
  pay(fixture, claims[1], "B1");
  CHECK(claim_of(fixture, claims[1]).money.paid == yuan("50000.00"));
  REQUIRE(top_up("35000.00", "0.00").ok());
  REQUIRE(restore("approver2").ok());
  pay(fixture, claims[2], "B2");
  REQUIRE(act(fixture, "cashier", [&](auto& work) {
            return workflow::return_payment(work, {claim_target(claims[2]), "账号有误", "B2"});
          }).ok());
  CHECK(claim_of(fixture, claims[2]).claim.state == ClaimState::approved);
  pay(fixture, claims[2], "B3");
  CHECK(claim_of(fixture, claims[2]).money.paid == yuan("50000.00"));
  CHECK(policy_of(fixture).residual.is_zero());
  CHECK(books_in_order(fixture));
}

TEST_CASE("A residual of an answer that was replaced stands in nobody's way") {
  OfficeFixture fixture("60000.00");
  fixture.advance("2025-09-21");
  const auto claims = claims_of(fixture, fixture.report_boar(2, "50"));
  for (const std::string& claim : claims) fixture.bring_to_notice(claim_target(claim), "100%");
  fixture.advance("2025-09-25");
  for (const std::string& claim : claims) REQUIRE(approve_claim(fixture, "approver", claim, true).ok());
  pay(fixture, claims[1], "B1");
  determine_anew(fixture, claims[1], "100%", "2025-10-08");
  REQUIRE(approve_claim(fixture, "approver", claims[1]).ok());
  REQUIRE(fixture
              .run<std::int64_t>("admin",
                                 [&](auto& work) {
                                   return workflow::top_up(work, {"PL-2025", yuan("50000.00"), {}, "批单1号"});
                                 })
              .ok());
  const auto restore = [&] {
    return fixture.run<workflow::RestoredResiduals>(
        "approver", [](auto& work) { return workflow::restore_residuals(work, {"PL-2025"}); });
  };
  CHECK(restore().refusals().front().code == RefusalCode::nothing_to_restore);
  CHECK(policy_of(fixture).residual == yuan("40000.00"));
  CHECK(books_in_order(fixture));
}

}  // namespace wildclaims::tests
