// The life of a claim as domain.md tells it, written down again: every cell of state, happening and role.
#include "claims/domain/lifecycle.h"

#include <map>
#include <set>
#include <string>
#include <utility>

#include "tests/support/catch.h"

using namespace wildclaims::domain;

namespace {

// Which role has which right (domain.md, section 2), in the words of the page.
const std::map<std::string, std::string> kRights = {
    {"report", "clerk"},
    {"correct", "clerk"},
    {"accept", "adjuster"},
    {"survey", "adjuster"},
    {"determine_indemnity", "adjuster"},
    {"determine_zero", "adjuster"},
    {"determine_denial", "adjuster"},
    {"deny", "adjuster"},
    {"determine_standing", "adjuster"},
    {"post_notice", "clerk"},
    {"approve_first", "approver"},
    {"approve", "approver"},
    {"approve_residual_only", "approver"},
    {"hold", "approver"},
    {"uphold", "approver"},
    {"uphold_unpaid", "approver"},
    {"uphold_nothing", "approver"},
    {"uphold_denial", "approver"},
    {"undo_approval", "approver"},
    {"settle", "approver"},
    {"settle_nothing", "approver"},
    {"restore_residual", "approver"},
    {"send_back", "approver"},
    {"send_payment", "cashier"},
    {"confirm_payment", "cashier"},
    {"confirm_part", "cashier"},
    {"return_payment", "cashier"},
    {"record_recovery", "cashier"},
    {"close", "clerk"},
    {"withdraw", "clerk"},
    {"appeal", "clerk"},
    {"appeal_pending", "clerk"},
    {"reopen", "adjuster"},
};

// What may happen in each state and where it leads (domain.md, section 4); whatever is not here is refused.
const std::map<std::pair<std::string, std::string>, std::string> kRoad = {
    // the road
    {{"reported", "accept"}, "accepted"},
    {{"accepted", "survey"}, "surveyed"},
    {{"surveyed", "determine_indemnity"}, "determined"},
    {{"determined", "post_notice"}, "noticed"},
    {{"noticed", "approve"}, "approved"},
    {{"approved", "send_payment"}, "paying"},
    {{"paying", "confirm_payment"}, "paid"},
    {{"paid", "close"}, "closed"},
    // a new answer while an approved indemnity stands
    {{"surveyed", "determine_standing"}, "determined"},
    {{"noticed", "uphold"}, "paid"},
    {{"noticed", "uphold_unpaid"}, "approved"},
    {{"noticed", "uphold_nothing"}, "closed"},
    {{"noticed", "uphold_denial"}, "denied"},
    // approved, and waiting: for funds, or for the settlement of the year
    {{"noticed", "hold"}, "noticed"},
    {{"approved", "settle"}, "approved"},
    {{"approved", "settle_nothing"}, "closed"},
    {{"approved", "appeal_pending"}, "surveyed"},
    // undone before payment
    {{"approved", "undo_approval"}, "noticed"},
    // a residual restored, wherever the claim stands
    {{"approved", "restore_residual"}, "approved"},
    {{"paying", "restore_residual"}, "paying"},
    {{"paid", "restore_residual"}, "approved"},
    {{"closed", "restore_residual"}, "approved"},
    {{"surveyed", "restore_residual"}, "surveyed"},
    {{"determined", "restore_residual"}, "determined"},
    {{"noticed", "restore_residual"}, "noticed"},
    {{"paying", "confirm_part"}, "approved"},
    // the bank gives back while other things go on
    {{"approved", "return_payment"}, "approved"},
    {{"closed", "return_payment"}, "approved"},
    {{"surveyed", "return_payment"}, "surveyed"},
    {{"determined", "return_payment"}, "determined"},
    {{"noticed", "return_payment"}, "noticed"},
    // the claimant pays back
    {{"surveyed", "record_recovery"}, "surveyed"},
    {{"determined", "record_recovery"}, "determined"},
    {{"noticed", "record_recovery"}, "noticed"},
    {{"approved", "record_recovery"}, "approved"},
    {{"paying", "record_recovery"}, "paying"},
    {{"paid", "record_recovery"}, "paid"},
    {{"closed", "record_recovery"}, "closed"},
    {{"denied", "record_recovery"}, "denied"},
    // a second visit
    {{"surveyed", "survey"}, "surveyed"},
    // corrections before determination only
    {{"reported", "correct"}, "reported"},
    {{"accepted", "correct"}, "accepted"},
    {{"surveyed", "correct"}, "surveyed"},
    // nothing owed
    {{"surveyed", "determine_zero"}, "closed"},
    {{"surveyed", "determine_denial"}, "denied"},
    {{"accepted", "deny"}, "denied"},
    {{"surveyed", "deny"}, "denied"},
    // four eyes
    {{"noticed", "approve_first"}, "noticed"},
    {{"noticed", "approve_residual_only"}, "closed"},
    {{"noticed", "send_back"}, "surveyed"},
    // payment returned
    {{"paying", "return_payment"}, "approved"},
    {{"paid", "return_payment"}, "approved"},
    // taken back before approval
    {{"reported", "withdraw"}, "withdrawn"},
    {{"accepted", "withdraw"}, "withdrawn"},
    {{"surveyed", "withdraw"}, "withdrawn"},
    {{"determined", "withdraw"}, "withdrawn"},
    {{"noticed", "withdraw"}, "withdrawn"},
    // back-edges
    {{"determined", "appeal"}, "surveyed"},
    {{"noticed", "appeal"}, "surveyed"},
    {{"denied", "appeal"}, "surveyed"},
    {{"paid", "appeal"}, "surveyed"},
    {{"closed", "appeal"}, "surveyed"},
    {{"closed", "reopen"}, "surveyed"},
};

const std::set<std::string> kApprovals = {"approve_first", "approve", "approve_residual_only", "hold"};
const std::set<std::string> kApproved = {"approved", "paying", "paid"};

std::string expected(const std::string& state, const std::string& happening, const std::string& role) {
  if (kRights.at(happening) != role) return "role_not_allowed";
  const auto next = kRoad.find({state, happening});
  if (next != kRoad.end()) return next->second;
  if (kApprovals.contains(happening) && kApproved.contains(state)) return "already_approved";
  return "wrong_state";
}

std::string text_of(const NextState& next) {
  return std::visit([](auto value) { return std::string(code_of(value)); }, next);
}

}  // namespace

TEST_CASE("Every cell of state, happening and role is as the design says") {
  std::size_t cells = 0;
  std::size_t moves = 0;
  for (ClaimState state : kClaimStates) {
    for (Happening happening : kHappenings) {
      for (Role role : kRoles) {
        CAPTURE(code_of(state), code_of(happening), code_of(role));
        const NextState next = next_state(state, happening, role);
        const std::string wanted =
            expected(std::string(code_of(state)), std::string(code_of(happening)), std::string(code_of(role)));
        CHECK(text_of(next) == wanted);
        ++cells;
        moves += std::holds_alternative<ClaimState>(next) ? 1U : 0U;
      }
    }
  }
  CHECK(cells == 11U * 33U * 6U);
  CHECK(moves == kRoad.size());
}

TEST_CASE("Several roles give the rights of each and no more") {
  for (ClaimState state : kClaimStates) {
    for (Happening happening : kHappenings) {
      CAPTURE(code_of(state), code_of(happening));
      CHECK(text_of(next_state(state, happening, RoleSet::all())) ==
            text_of(next_state(state, happening, role_for(happening))));
      RoleSet others = RoleSet::all();
      others.remove(role_for(happening));
      CHECK(text_of(next_state(state, happening, others)) == "role_not_allowed");
      CHECK(text_of(next_state(state, happening, RoleSet())) == "role_not_allowed");
    }
  }
}

TEST_CASE("Only a clerk brings a claim into being, and it begins as reported") {
  for (Role role : kRoles) {
    CAPTURE(code_of(role));
    CHECK(text_of(first_state(role)) == (role == Role::clerk ? "reported" : "role_not_allowed"));
  }
}

TEST_CASE("An auditor and an administrator change no claim") {
  for (Happening happening : kHappenings) {
    CHECK(role_for(happening) != Role::auditor);
    CHECK(role_for(happening) != Role::admin);
  }
}

TEST_CASE("A refusal in the wrong state names the state and the act in both languages") {
  const auto refused = refusal_for(ClaimState::reported, Happening::send_payment, Role::cashier, "PL-2025-000017-6");
  REQUIRE(refused);
  CHECK(refused->code == RefusalCode::wrong_state);
  CHECK(refused->subject == "PL-2025-000017-6");
  CHECK(refused->detail.zh.find("已报案") != std::string::npos);
  CHECK(refused->detail.zh.find("付款") != std::string::npos);
  CHECK(refused->detail.en.find("reported") != std::string::npos);
  CHECK(refused->detail.en.find("send the payment") != std::string::npos);
  CHECK_FALSE(refusal_for(ClaimState::approved, Happening::send_payment, Role::cashier, "PL-2025-000017-6"));
  CHECK(refusal_for(ClaimState::paid, Happening::approve, Role::approver, "X")->code == RefusalCode::already_approved);
}

TEST_CASE("States, happenings and roles are read back from their codes, and nothing else is") {
  for (ClaimState state : kClaimStates) {
    CHECK(parse_claim_state(code_of(state)) == state);
    CHECK_FALSE(label_of(state).zh.empty());
    CHECK_FALSE(label_of(state).en.empty());
  }
  for (Happening happening : kHappenings) {
    CHECK(parse_happening(code_of(happening)) == happening);
    CHECK_FALSE(label_of(happening).zh.empty());
  }
  for (Role role : kRoles) {
    CHECK(parse_role(code_of(role)) == role);
    CHECK_FALSE(label_of(role).zh.empty());
  }
  for (const char* text : {"", "Reported", "reported ", "unknown"}) {
    CHECK_FALSE(parse_claim_state(text));
    CHECK_FALSE(parse_happening(text));
    CHECK_FALSE(parse_role(text));
  }
}

TEST_CASE("A role set holds what was put in, in the order of roles") {
  RoleSet set{Role::cashier, Role::clerk};
  CHECK(set.to_vector() == std::vector<Role>{Role::clerk, Role::cashier});
  CHECK(set.has(Role::clerk));
  CHECK_FALSE(set.has(Role::admin));
  set.remove(Role::clerk);
  set.remove(Role::cashier);
  CHECK(set.empty());
  CHECK(RoleSet::all().to_vector().size() == kRoles.size());
}
