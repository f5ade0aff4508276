#include "claims/domain/authority.h"

#include "tests/support/catch.h"

using namespace wildclaims::domain;
using wildclaims::rules::Money;

namespace {

constexpr UserId kNobodyYet{1};
constexpr UserId kDeterminer{2};
constexpr UserId kApprover{3};
constexpr UserId kWaiting{4};
constexpr UserId kCashier{5};

std::string text_of(std::optional<RefusalCode> code) { return code ? std::string(code_of(*code)) : "allowed"; }

Hands full_hands() { return {{kDeterminer}, {kApprover}, {kCashier}, kWaiting}; }

}  // namespace

TEST_CASE("Determiner, approvers and cashier of one claim are different people") {
  struct Row {
    UserId user;
    const char* determines;
    const char* approves;
    const char* pays;
  };
  const Row rows[] = {
      {kNobodyYet, "allowed", "allowed", "allowed"},
      {kDeterminer, "allowed", "approver_is_determiner", "cashier_is_determiner"},
      {kApprover, "determiner_is_approver", "allowed", "cashier_is_approver"},
      {kWaiting, "determiner_is_approver", "approvers_are_same", "cashier_is_approver"},
      {kCashier, "determiner_is_cashier", "approver_is_cashier", "allowed"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.user.value);
    CHECK(text_of(refuse_determiner(full_hands(), row.user)) == row.determines);
    CHECK(text_of(refuse_approver(full_hands(), row.user)) == row.approves);
    CHECK(text_of(refuse_cashier(full_hands(), row.user)) == row.pays);
  }
}

TEST_CASE("On a fresh claim everyone may be the first") {
  for (UserId user : {kNobodyYet, kDeterminer, kApprover}) {
    CHECK_FALSE(refuse_determiner({}, user));
    CHECK_FALSE(refuse_approver({}, user));
    CHECK_FALSE(refuse_cashier({}, user));
  }
}

TEST_CASE("An earlier determiner stays barred from approving after an appeal brought another one") {
  const Hands hands{{kDeterminer, kNobodyYet}, {}, {}, std::nullopt};
  CHECK(text_of(refuse_approver(hands, kDeterminer)) == "approver_is_determiner");
  CHECK(text_of(refuse_approver(hands, kNobodyYet)) == "approver_is_determiner");
}

TEST_CASE("Two approvers are needed above the amount, not at it") {
  const Money above = Money::parse("100000.00").value();
  CHECK_FALSE(needs_second_approver(Money::parse("99999.99").value(), above));
  CHECK_FALSE(needs_second_approver(above, above));
  CHECK(needs_second_approver(Money::parse("100000.01").value(), above));
}
