// The whole road through the workflow, without HTTP: what the book says at each step.
#include <string>

#include "claims/store/claims.h"
#include "claims/store/journal.h"
#include "claims/workflow/accept.h"
#include "claims/workflow/approve.h"
#include "claims/workflow/claim_view.h"
#include "claims/workflow/deny.h"
#include "claims/workflow/determine.h"
#include "claims/workflow/pay.h"
#include "claims/workflow/policy_view.h"
#include "claims/workflow/report_view.h"
#include "claims/workflow/send_back.h"
#include "claims/workflow/status_view.h"
#include "claims/workflow/verify_books.h"
#include "claims/workflow/withdraw.h"
#include "claims/workflow/worksheet_view.h"
#include "rules/worksheet.h"
#include "tests/support/catch.h"
#include "tests/workflow/office_fixture.h"
#include "tests/workflow/steps.h"

namespace wildclaims::tests {
namespace {

using domain::ClaimState;
using domain::RefusalCode;
using workflow::Acted;
using workflow::Work;

}  // namespace

TEST_CASE("A company's swan claim goes from report to paid and the book follows to the fen") {
  OfficeFixture fixture;
  fixture.advance("2025-09-21");
  const std::string number = fixture.report_swans();
  fixture.bring_to_notice(claim_target(number), "75%");
  CHECK(claim_of(fixture, number).money.entitlement == yuan("135000.00"));
  CHECK(policy_of(fixture).reserve_outstanding == yuan("135000.00"));

  CHECK(first_refusal(approve_claim(fixture, "approver", number)) == RefusalCode::notice_not_lapsed);
  fixture.advance("2025-09-25");
  REQUIRE(approve_claim(fixture, "approver", number).ok());
  CHECK(claim_of(fixture, number).claim.state == ClaimState::noticed);
  CHECK(first_refusal(approve_claim(fixture, "approver", number)) == RefusalCode::approvers_are_same);
  REQUIRE(approve_claim(fixture, "approver2", number).ok());

  const workflow::PolicyView approved = policy_of(fixture);
  CHECK(approved.available == yuan("7865000.00"));
  CHECK(approved.committed == yuan("135000.00"));
  CHECK(approved.reserve_outstanding.is_zero());
  CHECK(approved.funders[0].incurred == yuan("54000.00"));
  CHECK(approved.funders[1].incurred == yuan("81000.00"));

  REQUIRE(fixture
              .run<Acted>("cashier",
                          [&](Work& work) {
                            return workflow::send_payment(work, {claim_target(number), "2025-09-A"});
                          })
              .ok());
  REQUIRE(fixture
              .run<Acted>("cashier",
                          [&](Work& work) {
                            return workflow::confirm_payment(work, {claim_target(number), "REF 1"});
                          })
              .ok());
  CHECK(claim_of(fixture, number).claim.state == ClaimState::paid);
  CHECK(policy_of(fixture).paid == yuan("135000.00"));
  CHECK(books_in_order(fixture));

  SECTION("a payment returned after confirmation makes the claim payable again, and it is paid once more") {
    REQUIRE(fixture
                .run<Acted>("cashier",
                            [&](Work& work) {
                              return workflow::return_payment(work, {claim_target(number), "账户已注销"});
                            })
                .ok());
    CHECK(claim_of(fixture, number).claim.state == ClaimState::approved);
    CHECK(policy_of(fixture).paid.is_zero());
    CHECK(policy_of(fixture).committed == yuan("135000.00"));
    REQUIRE(fixture
                .run<Acted>("cashier",
                            [&](Work& work) {
                              return workflow::send_payment(work, {claim_target(number), "2025-09-B"});
                            })
                .ok());
    REQUIRE(fixture
                .run<Acted>("cashier",
                            [&](Work& work) {
                              return workflow::confirm_payment(work, {claim_target(number), "REF 2"});
                            })
                .ok());
    CHECK(policy_of(fixture).paid == yuan("135000.00"));
    CHECK(books_in_order(fixture));
  }
  SECTION("a restart keeps everything") {
    fixture.reopen();
    CHECK(claim_of(fixture, number).claim.state == ClaimState::paid);
    CHECK(books_in_order(fixture));
  }
}

TEST_CASE("A whole report is noticed, approved by two people and paid in one action each") {
  OfficeFixture fixture;
  fixture.advance("2025-09-21");
  const std::string number = fixture.report_boar(32, "5.2");
  fixture.bring_to_notice(report_target(number), "90%");
  fixture.advance("2025-09-25");
  const auto view = [&] {
    const auto reading = fixture.office().readers().read();
    return workflow::view_report(fixture.reading(*reading, "auditor"), number).value();
  };
  CHECK(view().entitlement == yuan("149760.00"));
  const auto approve = [&](const char* who) {
    return fixture.run<Acted>(who, [&](Work& work) {
      return workflow::approve(work,
                               {report_target(number, view().report.version), std::nullopt, yuan("149760.00"), false});
    });
  };
  REQUIRE(approve("approver").ok());
  const auto same = approve("approver");
  REQUIRE(same.is_refused());
  CHECK(same.refusals().size() == 32);
  REQUIRE(approve("approver2").ok());
  REQUIRE(fixture
              .run<Acted>("cashier",
                          [&](Work& work) {
                            return workflow::send_payment(work, {report_target(number), "A"});
                          })
              .ok());
  REQUIRE(fixture
              .run<Acted>("cashier",
                          [&](Work& work) {
                            return workflow::confirm_payment(work, {report_target(number), "REF"});
                          })
              .ok());
  CHECK(view().paid == yuan("149760.00"));
  CHECK(policy_of(fixture).available == yuan("7850240.00"));
  CHECK(books_in_order(fixture));
}

TEST_CASE("The roles and separations hold whatever roles one person has") {
  OfficeFixture fixture;
  fixture.advance("2025-09-21");
  const std::string number = fixture.report_boar(1, "5");
  const auto outsider =
      fixture.run<Acted>("cashier", [&](Work& work) { return workflow::accept(work, report_target(number)); });
  CHECK(first_refusal(outsider) == RefusalCode::role_not_allowed);
}

TEST_CASE("Sending back asks for a new survey and makes the first approval void") {
  OfficeFixture fixture;
  fixture.advance("2025-09-21");
  const std::string number = fixture.report_swans();
  fixture.bring_to_notice(claim_target(number), "75%");
  fixture.advance("2025-09-25");
  REQUIRE(approve_claim(fixture, "approver", number).ok());
  REQUIRE(fixture
              .run<Acted>("approver",
                          [&](Work& work) {
                            return workflow::send_back(work, {claim_target(number), "照片不清"});
                          })
              .ok());
  CHECK(claim_of(fixture, number).claim.state == ClaimState::surveyed);
  REQUIRE(
      fixture.run<Acted>("adjuster", [&](Work& work) { return workflow::determine(work, claim_target(number)); }).ok());
  CHECK(claim_of(fixture, number).determinations.size() == 2);
  CHECK(books_in_order(fixture));
}

TEST_CASE("A denial and a withdrawal release the reserve, and the farmer is told why") {
  OfficeFixture fixture;
  fixture.advance("2025-09-21");
  const std::string denied = fixture.report_swans();
  const std::string withdrawn = fixture.report_swans();
  for (const std::string& number : {denied, withdrawn}) {
    REQUIRE(
        fixture.run<Acted>("adjuster", [&](Work& work) { return workflow::accept(work, claim_target(number)); }).ok());
  }
  CHECK_FALSE(policy_of(fixture).reserve_outstanding.is_zero());
  REQUIRE(fixture
              .run<Acted>("adjuster",
                          [&](Work& work) {
                            return workflow::deny(
                                work,
                                {claim_target(denied), {{"not_insured", {"不属于保险责任", "not covered"}, "第三条"}}});
                          })
              .ok());
  REQUIRE(fixture
              .run<Acted>("clerk",
                          [&](Work& work) {
                            return workflow::withdraw(work, {claim_target(withdrawn), "重复报案"});
                          })
              .ok());
  CHECK(policy_of(fixture).reserve_outstanding.is_zero());
  const auto status = workflow::view_status(fixture.office(), denied, "0000");
  REQUIRE(status);
  CHECK(status->reasons.front().zh == "不属于保险责任");
  CHECK_FALSE(workflow::view_status(fixture.office(), denied, "0001"));
  CHECK_FALSE(workflow::view_status(fixture.office(), "PL-2025-999999-0", "0000"));
  CHECK(books_in_order(fixture));
}

TEST_CASE("The last yuan: what fits is approved, the rest is the county's residual, and nothing is left over") {
  OfficeFixture fixture;
  fixture.advance("2025-09-21");
  // 8,000,000.00 is 59 whole claims of 135,000.00 and 35,000.00 of the sixtieth.
  std::string last;
  for (int i = 0; i < 61; ++i) {
    last = fixture.report_swans();
    fixture.bring_to_notice(claim_target(last), "75%");
  }
  fixture.advance("2025-09-25");
  const auto reading = fixture.office().readers().read();
  std::vector<std::string> numbers;
  store::for_each_claim(*reading, "PL-2025", [&](const store::ClaimRow& claim) { numbers.push_back(claim.number); });
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    CAPTURE(i);
    REQUIRE(approve_claim(fixture, "approver", numbers[i]).ok());
    if (i >= 59) {
      CHECK(first_refusal(approve_claim(fixture, "approver2", numbers[i])) == RefusalCode::limit_short);
    }
    REQUIRE(approve_claim(fixture, "approver2", numbers[i], i >= 59).ok());
  }
  const workflow::PolicyView policy = policy_of(fixture);
  CHECK(policy.available.is_zero());
  CHECK(policy.committed == yuan("8000000.00"));
  CHECK(policy.residual == yuan("235000.00"));
  CHECK(claim_of(fixture, numbers[59]).money.approved == yuan("35000.00"));
  CHECK(claim_of(fixture, numbers[59]).money.residual == yuan("100000.00"));
  CHECK(claim_of(fixture, numbers[60]).claim.state == ClaimState::closed);
  CHECK(claim_of(fixture, numbers[60]).money.residual == yuan("135000.00"));
  CHECK(books_in_order(fixture));
}

TEST_CASE("The worksheet of a determined claim is evaluated from its stored receipt") {
  OfficeFixture fixture;
  fixture.advance("2025-09-21");
  const std::string number = fixture.report_swans();
  fixture.bring_to_notice(claim_target(number), "75%");
  const auto reading = fixture.office().readers().read();
  const auto worksheet = workflow::view_worksheet(fixture.reading(*reading, "auditor"), number);
  REQUIRE(worksheet.ok());
  const std::string text = rules::to_text(*worksheet, rules::Language::zh);
  CHECK(text.find("60 亩 × 2,000.00 元/亩 × 75% = 90,000.00 元") != std::string::npos);
  CHECK(text.find("135,000.00") != std::string::npos);
}

}  // namespace wildclaims::tests
