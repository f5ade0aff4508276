#include "claims/domain/authority.h"

#include <algorithm>

namespace wildclaims::domain {
namespace {

bool contains(const std::vector<UserId>& users, UserId user) {
  return std::find(users.begin(), users.end(), user) != users.end();
}

}  // namespace

bool needs_second_approver(rules::Money amount, rules::Money second_approval_above) {
  return amount > second_approval_above;
}

std::optional<RefusalCode> refuse_determiner(const Hands& hands, UserId user) {
  if (contains(hands.approvers, user)) return RefusalCode::determiner_is_approver;
  if (hands.waiting_approver == user) return RefusalCode::determiner_is_approver;
  if (contains(hands.cashiers, user)) return RefusalCode::determiner_is_cashier;
  return std::nullopt;
}

std::optional<RefusalCode> refuse_approver(const Hands& hands, UserId user) {
  if (contains(hands.determiners, user)) return RefusalCode::approver_is_determiner;
  if (contains(hands.cashiers, user)) return RefusalCode::approver_is_cashier;
  if (hands.waiting_approver == user) return RefusalCode::approvers_are_same;
  return std::nullopt;
}

std::optional<RefusalCode> refuse_cashier(const Hands& hands, UserId user) {
  if (contains(hands.determiners, user)) return RefusalCode::cashier_is_determiner;
  if (contains(hands.approvers, user)) return RefusalCode::cashier_is_approver;
  if (hands.waiting_approver == user) return RefusalCode::cashier_is_approver;
  return std::nullopt;
}

}  // namespace wildclaims::domain
