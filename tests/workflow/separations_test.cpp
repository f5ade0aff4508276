// Determiner, approvers and cashier of one claim are different people, whatever roles each holds.
#include <string>

#include "claims/workflow/accept.h"
#include "claims/workflow/approve.h"
#include "claims/workflow/determine.h"
#include "claims/workflow/pay.h"
#include "claims/workflow/send_back.h"
#include "tests/support/catch.h"
#include "tests/workflow/office_fixture.h"
#include "tests/workflow/steps.h"

namespace wildclaims::tests {
namespace {

using domain::RefusalCode;
using domain::Role;
using workflow::Acted;
using workflow::Work;

struct Noticed {
  OfficeFixture fixture;
  std::string claim;
  explicit Noticed(const std::string& area) {
    for (const char* who : {"adjuster", "approver", "approver2", "cashier"}) {
      for (const Role role : {Role::adjuster, Role::approver, Role::cashier}) fixture.give(who, role);
    }
    fixture.advance("2025-09-21");
    claim = claims_of(fixture, fixture.report_boar(1, area)).front();
    fixture.bring_to_notice(claim_target(claim), "100%");
    fixture.advance("2025-09-25");
  }
};

}  // namespace

TEST_CASE("Who determined neither approves nor pays") {
  Noticed at("50");
  CHECK(first_refusal(approve_claim(at.fixture, "adjuster", at.claim)) == RefusalCode::approver_is_determiner);
  REQUIRE(approve_claim(at.fixture, "approver", at.claim).ok());
  CHECK(first_refusal(send(at.fixture, "adjuster", claim_target(at.claim), "A")) == RefusalCode::cashier_is_determiner);
}

TEST_CASE("Who approved neither pays, confirms nor returns, and who paid does not approve") {
  Noticed at("50");
  REQUIRE(approve_claim(at.fixture, "approver", at.claim).ok());
  CHECK(first_refusal(send(at.fixture, "approver", claim_target(at.claim), "A")) == RefusalCode::cashier_is_approver);
  REQUIRE(send(at.fixture, "cashier", claim_target(at.claim), "A").ok());
  CHECK(first_refusal(confirm(at.fixture, "approver", claim_target(at.claim))) == RefusalCode::cashier_is_approver);
  CHECK(first_refusal(at.fixture.run<Acted>("approver", [&](Work& work) {
          return workflow::return_payment(work, {claim_target(at.claim), "账户已注销"});
        })) == RefusalCode::cashier_is_approver);
  REQUIRE(confirm(at.fixture, "cashier", claim_target(at.claim)).ok());
  CHECK(first_refusal(approve_claim(at.fixture, "approver2", at.claim)) == RefusalCode::already_approved);
  CHECK(books_in_order(at.fixture));
}

TEST_CASE("Above the programme's amount two people approve, at it one does") {
  SECTION("at it") {
    Noticed at("100");
    REQUIRE(approve_claim(at.fixture, "approver", at.claim).ok());
    CHECK(claim_of(at.fixture, at.claim).claim.state == domain::ClaimState::approved);
  }
  SECTION("above it by a little") {
    Noticed at("100.01");
    REQUIRE(approve_claim(at.fixture, "approver", at.claim).ok());
    CHECK(claim_of(at.fixture, at.claim).claim.state == domain::ClaimState::noticed);
    CHECK(policy_of(at.fixture).committed.is_zero());
    CHECK(first_refusal(approve_claim(at.fixture, "approver", at.claim)) == RefusalCode::approvers_are_same);
    CHECK(first_refusal(send(at.fixture, "cashier", claim_target(at.claim), "A")) == RefusalCode::wrong_state);
    REQUIRE(approve_claim(at.fixture, "approver2", at.claim).ok());
    CHECK(policy_of(at.fixture).committed == yuan("100010.00"));
  }
}

TEST_CASE("A first approver who is sent the claim back does not determine it") {
  Noticed at("150");
  REQUIRE(approve_claim(at.fixture, "approver", at.claim).ok());
  REQUIRE(at.fixture
              .run<Acted>("approver2",
                          [&](Work& work) {
                            return workflow::send_back(work, {claim_target(at.claim), "照片不清"});
                          })
              .ok());
  CHECK(first_refusal(at.fixture.run<Acted>("approver", [&](Work& work) {
          return workflow::determine(work, claim_target(at.claim));
        })) == RefusalCode::determiner_is_approver);
}

TEST_CASE("The role is asked before anything else: an outsider learns nothing of the claim") {
  Noticed at("50");
  for (const std::string& number : {at.claim, std::string("PL-2025-000999-0"), std::string("\xFF\xFF")}) {
    for (const std::int64_t version : {std::int64_t{1}, std::int64_t{99}}) {
      const auto outcome = at.fixture.run<Acted>("auditor", [&](Work& work) {
        return workflow::approve(work, {claim_target(number, version), 1, yuan("1.00"), false});
      });
      CHECK(first_refusal(outcome) == RefusalCode::role_not_allowed);
      CHECK(outcome.refusals().front().subject.empty());
    }
  }
}

TEST_CASE("An approval names the version, the determination and the amount that were seen") {
  Noticed at("50");
  const auto view = claim_of(at.fixture, at.claim);
  const std::int64_t version = view.claim.version;
  const std::int64_t seen = view.determinations.back().id;
  const auto approve = [&](std::int64_t of_version, std::optional<std::int64_t> determination, const char* amount) {
    return at.fixture.run<Acted>("approver", [&](Work& work) {
      return workflow::approve(work, {claim_target(at.claim, of_version), determination, yuan(amount), true});
    });
  };
  const std::string before = at.fixture.dump();
  CHECK(first_refusal(approve(version - 1, seen, "50000.00")) == RefusalCode::stale_version);
  CHECK(first_refusal(approve(version, seen + 1, "50000.00")) == RefusalCode::determination_not_current);
  CHECK(first_refusal(approve(version, seen, "49999.99")) == RefusalCode::amount_not_as_seen);
  CHECK(first_refusal(approve(version, seen, "50000.01")) == RefusalCode::amount_not_as_seen);
  CHECK(faults_of(approve(version, std::nullopt, "50000.00")) ==
        std::vector<std::string>{"/determination determination_missing"});
  CHECK(at.fixture.dump() == before);
  CHECK(approve(version, seen, "50000.00").ok());
}

}  // namespace wildclaims::tests
