// Four eyes on one claim (domain.md, section 2): determiner, approver and cashier are three different people,
// over the whole life of the claim, appeals included; above a configured amount two different people approve.
// Whoever holds several roles may use only one of them on a claim. Roles themselves are lifecycle.h.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <vector>

#include "claims/domain/refusal.h"
#include "rules/money.h"

namespace wildclaims::domain {

// The number of a user; never reused for another person.
struct UserId {
  std::int64_t value = 0;
  auto operator<=>(const UserId&) const = default;
};

// Whose hands were on the claim so far. Each list may hold a user more than once.
struct Hands {
  std::vector<UserId> determiners;         // of every determination, also of superseded ones
  std::vector<UserId> approvers;           // of every approval, first ones of two included, and who carried it out
  std::vector<UserId> cashiers;            // of every payment sent, confirmed or returned
  std::optional<UserId> waiting_approver;  // who gave the first of two approvals of the current determination
};

// True above the amount, not at it. `amount` is what the action as a whole approves: the claim's, or the
// report's total when the whole report is approved in one action.
bool needs_second_approver(rules::Money amount, rules::Money second_approval_above);

// The first separation that stands in the way, in the order of RefusalCode; nothing when allowed.
// determiner_is_approver, determiner_is_cashier. A determiner may determine again.
std::optional<RefusalCode> refuse_determiner(const Hands& hands, UserId user);
// approver_is_determiner, approver_is_cashier, approvers_are_same (the waiting first approver).
std::optional<RefusalCode> refuse_approver(const Hands& hands, UserId user);
// cashier_is_determiner, cashier_is_approver.
std::optional<RefusalCode> refuse_cashier(const Hands& hands, UserId user);

}  // namespace wildclaims::domain
