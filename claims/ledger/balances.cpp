#include "claims/ledger/balances.h"

#include <algorithm>

namespace wildclaims::ledger {

rules::Money Balances::of(std::string_view account) const {
  const auto found = balances_.find(account);
  return found == balances_.end() ? rules::Money() : found->second;
}

rules::Money Balances::total(AccountKind kind) const {
  rules::Money total;
  for (const auto& [name, balance] : balances_) {
    const auto account = parse_account(name);
    if (account && account->kind == kind) total += balance;
  }
  return total;
}

rules::Money Balances::sum() const {
  rules::Money sum;
  for (const auto& [name, balance] : balances_) sum += balance;
  return sum;
}

void Balances::set(std::string_view account, rules::Money balance) {
  balances_.insert_or_assign(std::string(account), balance);
}

void Balances::add(std::string_view account, rules::Money amount) {
  const auto found = balances_.find(account);
  if (found != balances_.end()) {
    found->second += amount;
  } else {
    balances_.emplace(account, amount);
  }
}

void Balances::apply(const Entry& entry) {
  for (const Posting& posting : entry.postings) add(posting.account, posting.amount);
}

std::vector<std::string> Balances::differences(const Balances& other) const {
  if (this == &other) return {};
  std::vector<std::string> names;
  std::size_t shared = 0;
  for (const auto& [name, balance] : balances_) {
    const auto found = other.balances_.find(name);
    if (found != other.balances_.end()) ++shared;
    if (found == other.balances_.end() || found->second != balance) names.push_back(name);
  }
  if (shared != other.balances_.size()) {
    for (const auto& [name, balance] : other.balances_) {
      if (!has(name)) names.push_back(name);
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::vector<AccountBalance> Balances::sorted() const {
  std::vector<AccountBalance> rows;
  rows.reserve(balances_.size());
  for (const auto& [name, balance] : balances_) rows.push_back({name, balance});
  std::sort(rows.begin(), rows.end(),
            [](const AccountBalance& left, const AccountBalance& right) { return left.account < right.account; });
  return rows;
}

TrialBalance trial_balance(const Balances& balances) {
  TrialBalance trial;
  for (AccountBalance& row : balances.sorted()) {
    TrialBalance::Row line{std::move(row.account), {}, {}};
    (row.balance.is_negative() ? line.credit : line.debit) = row.balance.is_negative() ? -row.balance : row.balance;
    trial.debit += line.debit;
    trial.credit += line.credit;
    trial.rows.push_back(std::move(line));
  }
  return trial;
}

}  // namespace wildclaims::ledger
