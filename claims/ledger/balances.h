// Balances per account as a value: apply entries, read sums, print the trial balance.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "claims/ledger/account.h"
#include "claims/ledger/entry.h"
#include "rules/money.h"

namespace wildclaims::ledger {

struct AccountBalance {
  std::string account;
  rules::Money balance;  // debit positive, credit negative
  bool operator==(const AccountBalance&) const = default;
};

class Balances {
 public:
  Balances() = default;

  // Zero for an account never posted to.
  rules::Money of(std::string_view account) const;
  // Sum over the accounts of one kind, whatever their owner.
  rules::Money total(AccountKind kind) const;
  // Sum over everything; zero in a true book.
  rules::Money sum() const;

  // Replaces the balance: for balances read from storage.
  void set(std::string_view account, rules::Money balance);
  void add(std::string_view account, rules::Money amount);
  void apply(const Entry& entry);

  // Accounts that only one of the two has, or that have another balance there, by name.
  std::vector<std::string> differences(const Balances& other) const;

  bool has(std::string_view account) const { return balances_.find(account) != balances_.end(); }
  std::size_t size() const { return balances_.size(); }
  // Every account ever posted to or set, by name, zero balances included.
  std::vector<AccountBalance> sorted() const;

 private:
  struct NameHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view name) const { return std::hash<std::string_view>()(name); }
  };
  std::unordered_map<std::string, rules::Money, NameHash, std::equal_to<>> balances_;
};

// Two columns that must have the same sum.
struct TrialBalance {
  struct Row {
    std::string account;
    rules::Money debit;   // one of the two is zero
    rules::Money credit;  // shown positive
    bool operator==(const Row&) const = default;
  };
  std::vector<Row> rows;  // by account name, zero balances included
  rules::Money debit;
  rules::Money credit;
  bool is_balanced() const { return debit == credit; }
};

TrialBalance trial_balance(const Balances& balances);

}  // namespace wildclaims::ledger
