// when_exhausted: hold. An approval that does not fit whole waits, nobody passes it, and it is carried out when the
// limit reaches for it.
#include <functional>
#include <string>
#include <vector>

#include "claims/workflow/appeal.h"
#include "claims/workflow/release_held.h"
#include "claims/workflow/send_back.h"
#include "claims/workflow/status_view.h"
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
using workflow::ReleasedHeld;
using workflow::Work;

const OfficeFixture::Edits kHold = {
    {"when_exhausted: truncate\n    residual_to: county\n    when_freed: restore_residuals",
     "when_exhausted: hold\n    when_freed: leave"}};

// PL-2: 3,500.00 are left of the limit when 5,200.00 are asked for, and 1,000.00 after that.
class Held {
 public:
  Held() : fixture_("203500.00", kHold) {
    fixture_.advance("2025-09-21");
    for (const char* area : {"200", "5.2", "1"}) {
      claims_.push_back(claims_of(fixture_, fixture_.report_boar(1, area)).front());
      fixture_.bring_to_notice(claim_target(claims_.back()), "100%");
    }
    fixture_.advance("2025-09-25");
    REQUIRE(approve_claim(fixture_, "approver", claims_[0]).ok());
    REQUIRE(approve_claim(fixture_, "approver2", claims_[0]).ok());
    REQUIRE(policy_of(fixture_).available == yuan("3500.00"));
    REQUIRE(approve_claim(fixture_, "approver", claims_[1]).ok());
    REQUIRE(approve_claim(fixture_, "approver2", claims_[2]).ok());
  }

  OfficeFixture& fixture() { return fixture_; }
  const std::string& first() const { return claims_[0]; }
  const std::string& second() const { return claims_[1]; }
  const std::string& third() const { return claims_[2]; }

  domain::Outcome<ReleasedHeld> release(const std::string& who = "approver") {
    return fixture_.run<ReleasedHeld>(who, [](Work& work) { return workflow::release_held(work, {"PL-2025"}); });
  }
  void top_up(const char* limit) {
    REQUIRE(fixture_
                .run<std::int64_t>("admin",
                                   [&](Work& work) {
                                     return workflow::top_up(work, {"PL-2025", yuan(limit), {}, "批单1号"});
                                   })
                .ok());
  }
  domain::Outcome<Acted> act(const std::string& who, const std::function<domain::Outcome<Acted>(Work&)>& command) {
    return fixture_.run<Acted>(who, command);
  }
  ClaimState state(const std::string& claim) { return claim_of(fixture_, claim).claim.state; }

 private:
  OfficeFixture fixture_;
  std::vector<std::string> claims_;
};

}  // namespace

TEST_CASE("What does not fit whole waits, and so does all that comes after it, though it would fit") {
  Held held;
  OfficeFixture& fixture = held.fixture();
  for (const auto& [claim, amount] : {std::pair(held.second(), "5200.00"), std::pair(held.third(), "1000.00")}) {
    const auto view = claim_of(fixture, claim);
    CHECK(view.claim.state == ClaimState::noticed);
    CHECK(view.money.held == yuan(amount));
    CHECK(view.money.approved.is_zero());
    CHECK(view.money.reserve == yuan(amount));
    REQUIRE(view.waiting);
    CHECK(view.waiting->wait == store::Wait::funds);
    CHECK(view.waiting->since == view.approvals.back().recorded_at);
    CHECK(first_refusal(approve_claim(fixture, "approver", claim)) == RefusalCode::approval_waits);
    CHECK(first_refusal(send(fixture, "cashier", claim_target(claim), "B1")) == RefusalCode::wrong_state);
  }
  const auto status = workflow::view_status(fixture.office(), held.second(), "0001");
  REQUIRE(status);
  CHECK(status->where.en == "Your payment has been approved and waits for funds");
  CHECK(status->where.zh == "您的赔款已批准，正在等待资金");
  const auto policy = policy_of(fixture);
  REQUIRE(policy.held);
  CHECK(policy.held->claims == 2);
  CHECK(policy.held->amount == yuan("6200.00"));
  CHECK(policy.available == yuan("3500.00"));
  CHECK(books_in_order(fixture));

  CHECK(held.release().refusals().front().code == RefusalCode::nothing_to_release);
  CHECK(held.release("clerk").refusals().front().code == RefusalCode::role_not_allowed);
  held.top_up("1699.99");
  CHECK(held.release().refusals().front().code == RefusalCode::nothing_to_release);
  held.top_up("0.01");
  const auto released = held.release("approver2");
  REQUIRE(released.ok());
  REQUIRE(released->claims.size() == 1);
  CHECK(released->claims.front().number == held.second());
  CHECK(released->total == yuan("5200.00"));
  CHECK(released->waiting == 1);
  CHECK(held.state(held.second()) == ClaimState::approved);
  CHECK(held.state(held.third()) == ClaimState::noticed);
  CHECK(policy_of(fixture).available.is_zero());
  CHECK(books_in_order(fixture));

  held.top_up("5000.00");
  REQUIRE(held.release().ok());
  CHECK(!policy_of(fixture).held);
  CHECK(policy_of(fixture).committed == yuan("206200.00"));
  for (const std::string& claim : {held.second(), held.third()}) {
    REQUIRE(send(fixture, "cashier", claim_target(claim), "B1").ok());
    REQUIRE(confirm(fixture, "cashier", claim_target(claim)).ok());
    CHECK(held.state(claim) == ClaimState::paid);
  }
  CHECK(books_in_order(fixture));
}

TEST_CASE("A claim leaves the queue when it is withdrawn, sent back or appealed against, and the next is served") {
  struct Row {
    const char* what;
    std::function<domain::Outcome<Acted>(Held&)> leave;
    bool comes_back;
  };
  const Row rows[] = {
      {"withdrawn",
       [](Held& held) {
         return held.act("clerk", [&](Work& work) {
           return workflow::withdraw(work, {claim_target(held.second()), "农户撤回"});
         });
       },
       false},
      {"sent back",
       [](Held& held) {
         return held.act("approver", [&](Work& work) {
           return workflow::send_back(work, {claim_target(held.second()), "面积存疑"});
         });
       },
       true},
      {"appealed against",
       [](Held& held) {
         return held.act("clerk", [&](Work& work) {
           return workflow::appeal(work, {claim_target(held.second()), "损失率有异议"});
         });
       },
       true},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Held held;
    OfficeFixture& fixture = held.fixture();
    REQUIRE(row.leave(held).ok());
    CHECK(claim_of(fixture, held.second()).money.held.is_zero());
    CHECK(policy_of(fixture).held->claims == 1);
    CHECK(books_in_order(fixture));
    if (row.comes_back) {
      // Found smaller it would fit, and comes behind the other all the same.
      fixture.determine_anew(claim_target(held.second()), "40%");
      fixture.advance("2025-09-29");
      REQUIRE(approve_claim(fixture, "approver", held.second()).ok());
      CHECK(claim_of(fixture, held.second()).money.held == yuan("2080.00"));
      CHECK(books_in_order(fixture));
    }
    const auto released = held.release();
    REQUIRE(released.ok());
    CHECK(released->claims.front().number == held.third());
    CHECK(released->claims.size() == (row.comes_back ? 2U : 1U));
    CHECK(policy_of(fixture).available == yuan(row.comes_back ? "420.00" : "2500.00"));
    CHECK(!policy_of(fixture).held);
    CHECK(books_in_order(fixture));
  }
}

TEST_CASE("An approval undone makes room for those that wait, and comes behind them when it is given again") {
  Held held;
  OfficeFixture& fixture = held.fixture();
  REQUIRE(held.act("approver",
                   [&](Work& work) {
                     return workflow::undo_approval(work, {claim_target(held.first()), "附件有误"});
                   })
              .ok());
  REQUIRE(approve_claim(fixture, "approver", held.first()).ok());
  REQUIRE(approve_claim(fixture, "approver2", held.first()).ok());
  CHECK(claim_of(fixture, held.first()).money.held == yuan("200000.00"));
  const auto released = held.release();
  REQUIRE(released.ok());
  CHECK(released->claims.size() == 2);
  CHECK(released->waiting == 1);
  CHECK(policy_of(fixture).available == yuan("197300.00"));
  CHECK(books_in_order(fixture));
}

}  // namespace wildclaims::tests
