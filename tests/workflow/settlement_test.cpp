// when_exhausted: prorate and priority. Approvals wait for the settlement of their year, which gives out exactly the
// money or exactly what is wanted.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "claims/workflow/appeal.h"
#include "claims/workflow/deny.h"
#include "claims/workflow/post_notice.h"
#include "claims/workflow/restore_residuals.h"
#include "claims/workflow/settle_year.h"
#include "claims/workflow/status_view.h"
#include "claims/workflow/top_up.h"
#include "claims/workflow/undo_approval.h"
#include "claims/workflow/withdraw.h"
#include "tests/support/catch.h"
#include "tests/workflow/office_fixture.h"
#include "tests/workflow/pending_year.h"
#include "tests/workflow/steps.h"

namespace wildclaims::tests {
namespace {

using domain::ClaimState;
using domain::RefusalCode;
using rules::Money;
using workflow::Acted;
using workflow::SettledYear;
using workflow::Work;
using Edits = OfficeFixture::Edits;
using Year = PendingYear;

RefusalCode refusal_of(const domain::Outcome<SettledYear>& outcome) {
  REQUIRE(outcome.is_refused());
  return outcome.refusals().front().code;
}

}  // namespace

TEST_CASE("A year is settled to exactly the money, or to exactly what is wanted") {
  struct Row {
    const char* what;
    const Edits& edits;
    const char* limit;
    std::vector<Wanted> wanted;
    std::vector<const char*> approved;
    std::vector<const char*> unpaid;
  };
  const Row rows[] = {
      {"80 % of every claim",
       kProrate,
       "800.00",
       {{"wild_boar", "0.7"}, {"wild_boar", "0.3"}},
       {"560.00", "240.00"},
       {"140.00", "60.00"}},
      {"an odd fen to the largest remainder",
       kProrate,
       "1000.01",
       {{"wild_boar", "1"}, {"wild_boar", "1"}, {"wild_boar", "1"}},
       {"333.34", "333.34", "333.33"},
       {"666.66", "666.66", "666.67"}},
      {"the money reaches",
       kProrate,
       "1000.01",
       {{"wild_boar", "0.7"}, {"wild_boar", "0.3"}},
       {"700.00", "300.00"},
       {"0.00", "0.00"}},
      {"one claim", kProrate, "800.00", {{"wild_boar", "1"}}, {"800.00"}, {"200.00"}},
      {"no claim", kProrate, "800.00", {}, {}, {}},
      {"a fen for many",
       kProrate,
       "0.01",
       {{"wild_boar", "1"}, {"wild_boar", "2"}},
       {"0.00", "0.01"},
       {"1000.00", "1999.99"}},
      {"the first rank takes all it needs, the second shares the rest",
       kPriority,
       "1000.00",
       {{"wild_boar", "0.4"}, {"whooper_swan", "0.7"}, {"wild_boar", "0.2"}},
       {"200.00", "700.00", "100.00"},
       {"200.00", "0.00", "100.00"}},
      {"nothing is left for the last rank",
       kPriority,
       "700.00",
       {{"pheasant", "0.4"}, {"whooper_swan", "0.7"}},
       {"0.00", "700.00"},
       {"400.00", "0.00"}},
      {"a small claim is paid first, boar damage has a quarter of the limit to itself",
       kReserved,
       "60000.00",
       {{"pheasant", "0.1"}, {"wild_boar", "30"}, {"whooper_swan", "40"}},
       {"100.00", "27245.45", "32654.55"},
       {"0.00", "2754.55", "7345.45"}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Year year(row.limit, row.edits);
    OfficeFixture& fixture = year.fixture();
    const auto claims = year.approve(row.wanted);
    Money wanted;
    for (const std::string& claim : claims) {
      const auto view = claim_of(fixture, claim);
      CHECK(view.claim.state == ClaimState::approved);
      CHECK(view.money.pending == *view.money.entitlement);
      CHECK(view.money.approved.is_zero());
      CHECK(view.money.reserve.is_zero());
      REQUIRE(view.waiting);
      CHECK(view.waiting->wait == store::Wait::settlement);
      wanted += view.money.pending;
      CHECK(first_refusal(send(fixture, "cashier", claim_target(claim), "B1")) == RefusalCode::year_not_settled);
    }
    CHECK(policy_of(fixture).pending == wanted);
    CHECK(policy_of(fixture).available == yuan(row.limit));
    CHECK(books_in_order(fixture));

    fixture.advance("2026-01-05");
    const auto settled = year.settle();
    REQUIRE(settled.ok());
    CHECK(settled->wanted == wanted);
    CHECK(settled->approved == std::min(wanted, yuan(row.limit)));
    CHECK(settled->approved + settled->unpaid == wanted);
    CHECK(policy_of(fixture).committed == settled->approved);
    CHECK(policy_of(fixture).pending.is_zero());
    CHECK(policy_of(fixture).residual == settled->unpaid);
    REQUIRE(policy_of(fixture).settlement);
    CHECK(policy_of(fixture).settlement->available == yuan(row.limit));
    for (std::size_t i = 0; i < claims.size(); ++i) {
      CAPTURE(i);
      const auto view = claim_of(fixture, claims[i]);
      CHECK(view.money.approved == yuan(row.approved[i]));
      CHECK(view.money.residual == yuan(row.unpaid[i]));
      CHECK(!view.waiting);
      CHECK(view.claim.state == (view.money.approved.is_zero() ? ClaimState::closed : ClaimState::approved));
      // The approval is its approver's; who settled only carried it out.
      CHECK(view.users.at(view.approvals.back().approved_by) == "approver");
      CHECK(view.users.at(view.approvals.front().carried_out->carried_out_by) == "approver2");
      if (view.money.approved.is_zero()) continue;
      REQUIRE(send(fixture, "cashier", claim_target(claims[i]), "B1").ok());
      REQUIRE(confirm(fixture, "cashier", claim_target(claims[i])).ok());
    }
    CHECK(refusal_of(year.settle()) == RefusalCode::year_settled);
    CHECK(books_in_order(fixture));
  }
}

TEST_CASE(
    "A year is settled after its end, when every claim is decided, by an approver who had no other part in them") {
  Year year("800.00", kProrate);
  OfficeFixture& fixture = year.fixture();
  year.approve({{"wild_boar", "0.7"}});
  const std::string open = year.notice({"wild_boar", "0.3"});
  CHECK(refusal_of(year.settle("admin")) == RefusalCode::role_not_allowed);
  CHECK(refusal_of(year.settle()) == RefusalCode::year_not_over);
  fixture.advance("2025-12-31");
  CHECK(refusal_of(year.settle()) == RefusalCode::year_not_over);
  fixture.advance("2026-01-01");
  const auto refused = year.settle();
  CHECK(refusal_of(refused) == RefusalCode::claims_undecided);
  CHECK(refused.refusals().size() == 1);
  CHECK(refused.refusals().front().subject == open);
  REQUIRE(year.act("clerk", [&](Work& work) { return workflow::withdraw(work, {claim_target(open), "撤回"}); }).ok());
  fixture.give("adjuster", domain::Role::approver);
  CHECK(refusal_of(year.settle("adjuster")) == RefusalCode::approver_is_determiner);
  CHECK(faults_of(fixture.run<SettledYear>("approver", [](Work& work) {
          return workflow::settle_year(work, {"PL-2025", "", std::nullopt});
        })) == std::vector<std::string>{"/reason missing"});
  REQUIRE(year.settle().ok());

  OfficeFixture plain("800.00");
  plain.advance("2026-01-05");
  const auto outcome = plain.run<SettledYear>("approver", [](Work& work) {
    return workflow::settle_year(work, {"PL-2025", "纪要", std::nullopt});
  });
  CHECK(refusal_of(outcome) == RefusalCode::not_settled_at_year_end);
}

TEST_CASE("Whoever settles a claim may not pay it") {
  Year year("800.00", kProrate);
  OfficeFixture& fixture = year.fixture();
  const auto claims = year.approve({{"wild_boar", "1"}});
  fixture.advance("2026-01-05");
  REQUIRE(year.settle("approver2").ok());
  fixture.give("approver2", domain::Role::cashier);
  CHECK(first_refusal(send(fixture, "approver2", claim_target(claims[0]), "B1")) == RefusalCode::cashier_is_approver);
}

TEST_CASE("Before the settlement an approval is undone, or replaced by the answer to an appeal") {
  struct Row {
    const char* rate;  // of the new survey; the first found everything lost: 5,000.00
    ClaimState state;
    const char* pending;
  };
  const Row rows[] = {{"60%", ClaimState::approved, "3000.00"},
                      {"100%", ClaimState::approved, "5000.00"},
                      {"0%", ClaimState::closed, "0.00"}};
  for (const bool undone : {false, true}) {
    for (const Row& row : rows) {
      CAPTURE(undone, row.rate);
      Year year("4000.00", kProrate);
      OfficeFixture& fixture = year.fixture();
      const std::string claim = year.approve({{"wild_boar", "5"}}).front();
      if (undone) {
        REQUIRE(year.act("approver2",
                         [&](Work& work) {
                           return workflow::undo_approval(work, {claim_target(claim), "附件有误"});
                         })
                    .ok());
        CHECK(claim_of(fixture, claim).claim.state == ClaimState::noticed);
        CHECK(claim_of(fixture, claim).money.pending.is_zero());
        CHECK(claim_of(fixture, claim).money.reserve == yuan("5000.00"));
        CHECK(books_in_order(fixture));
      }
      REQUIRE(year.act("clerk",
                       [&](Work& work) {
                         return workflow::appeal(work, {claim_target(claim), "损失率有异议"});
                       })
                  .ok());
      CHECK(claim_of(fixture, claim).money.pending == yuan(undone ? "0.00" : "5000.00"));
      CHECK(books_in_order(fixture));
      const bool ends_here = undone && std::string(row.rate) == "0%";
      if (ends_here) continue;  // determined at nothing with nothing standing: closed at once
      fixture.determine_anew(claim_target(claim), row.rate);
      fixture.advance("2025-09-30");
      REQUIRE(approve_claim(fixture, "approver", claim).ok());
      const auto view = claim_of(fixture, claim);
      CHECK(view.claim.state == row.state);
      CHECK(view.money.pending == yuan(row.pending));
      CHECK(view.money.reserve.is_zero());
      CHECK(policy_of(fixture).pending == yuan(row.pending));
      CHECK(books_in_order(fixture));
      fixture.advance("2026-01-05");
      REQUIRE(year.settle().ok());
      CHECK(claim_of(fixture, claim).money.approved == std::min(yuan(row.pending), yuan("4000.00")));
      CHECK(books_in_order(fixture));
    }
  }
}

TEST_CASE("A denial after an appeal takes a pending entitlement back") {
  Year year("4000.00", kProrate);
  OfficeFixture& fixture = year.fixture();
  const std::string claim = year.approve({{"wild_boar", "5"}}).front();
  REQUIRE(year.act("clerk",
                   [&](Work& work) {
                     return workflow::appeal(work, {claim_target(claim), "有人举报"});
                   })
              .ok());
  REQUIRE(year.act("adjuster",
                   [&](Work& work) {
                     return workflow::deny(work, {claim_target(claim),
                                                  {{"not_wildlife", {"系家畜所致", "done by livestock"}, "第三条"}}});
                   })
              .ok());
  CHECK(claim_of(fixture, claim).claim.state == ClaimState::determined);
  CHECK(policy_of(fixture).pending == yuan("5000.00"));
  REQUIRE(year.act("clerk",
                   [&](Work& work) {
                     return workflow::post_notice(work, {claim_target(claim), "村委会公示栏"});
                   })
              .ok());
  fixture.advance("2025-09-30");
  REQUIRE(approve_claim(fixture, "approver", claim).ok());
  CHECK(claim_of(fixture, claim).claim.state == ClaimState::denied);
  CHECK(policy_of(fixture).pending.is_zero());
  CHECK(books_in_order(fixture));
}

TEST_CASE("After the settlement what comes later takes what is left, and freed money restores what was cut") {
  Year year("6000.00", kProrate);
  OfficeFixture& fixture = year.fixture();
  const auto claims = year.approve({{"wild_boar", "3"}, {"wild_boar", "5"}});
  fixture.advance("2026-01-05");
  REQUIRE(year.settle().ok());
  CHECK(claim_of(fixture, claims[0]).money.approved == yuan("2250.00"));
  const std::string late = year.notice({"wild_boar", "1"});
  fixture.advance("2026-01-10");
  CHECK(first_refusal(approve_claim(fixture, "approver", late)) == RefusalCode::limit_short);
  REQUIRE(approve_claim(fixture, "approver", late, true).ok());
  CHECK(claim_of(fixture, late).money.residual == yuan("1000.00"));
  CHECK(books_in_order(fixture));

  // Undone after the settlement, an approval is given again out of what it left.
  REQUIRE(year.act("approver",
                   [&](Work& work) {
                     return workflow::undo_approval(work, {claim_target(claims[0]), "附件有误"});
                   })
              .ok());
  CHECK(policy_of(fixture).available == yuan("2250.00"));
  CHECK(policy_of(fixture).pending.is_zero());
  REQUIRE(approve_claim(fixture, "approver", claims[0], true).ok());
  CHECK(claim_of(fixture, claims[0]).money.approved == yuan("2250.00"));
  CHECK(claim_of(fixture, claims[0]).money.residual == yuan("750.00"));
  CHECK(books_in_order(fixture));

  REQUIRE(fixture
              .run<std::int64_t>("admin",
                                 [](Work& work) {
                                   return workflow::top_up(work, {"PL-2025", yuan("2000.00"), {}, "批单1号"});
                                 })
              .ok());
  REQUIRE(fixture
              .run<workflow::RestoredResiduals>(
                  "approver", [](Work& work) { return workflow::restore_residuals(work, {"PL-2025"}); })
              .ok());
  // In the order of the approvals: that of the first claim was given anew.
  CHECK(claim_of(fixture, claims[1]).money.approved == yuan("5000.00"));
  CHECK(claim_of(fixture, late).money.approved == yuan("750.00"));
  CHECK(claim_of(fixture, claims[0]).money.approved == yuan("2250.00"));
  CHECK(policy_of(fixture).residual == yuan("1000.00"));
  CHECK(books_in_order(fixture));
}

TEST_CASE("The farmer is told that the amount waits for the year's settlement") {
  Year year("800.00", kProrate);
  OfficeFixture& fixture = year.fixture();
  const std::string claim = year.approve({{"wild_boar", "1"}}).front();
  auto status = workflow::view_status(fixture.office(), claim, "0000");
  REQUIRE(status);
  CHECK(status->where.zh == "您的赔款已批准，待年度统一结算");
  CHECK(status->where.en == "Your payment has been approved and waits for the year's settlement");
  CHECK(status->amount == yuan("1000.00"));
  fixture.advance("2026-01-05");
  REQUIRE(year.settle().ok());
  status = workflow::view_status(fixture.office(), claim, "0000");
  REQUIRE(status);
  CHECK(status->where.en == "Your payment has been approved");
  CHECK(status->amount == yuan("800.00"));
}

}  // namespace wildclaims::tests
