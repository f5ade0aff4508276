// What is true of every entry and every book, each with a name. Stated here for entries about to be committed
// (check_entry); for whole books it is book_check.h; SQL states it again.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "claims/ledger/balances.h"
#include "claims/ledger/entry.h"
#include "rules/bilingual.h"

namespace wildclaims::ledger {

enum class Invariant : std::uint8_t {
  entry_balances,            // two postings or more, none zero, known accounts, sum zero in each family
  entry_concerns_one_claim,  // accounts of a claim or batch are the entry's own claim and batch
  entry_is_of_its_kind,      // posts to the accounts and names what its kind does: entry_shape.h
  entry_is_append_only,      // one book, sequence 1, 2, 3 … without a gap
  account_on_its_side,       // no balance on the side its account cannot have
  available_limit_not_negative,
  incurred_equals_payable_per_approval,
  limit_matches_money,          // committed = payable + clearing; paid = confirmed less what came back and was restored
  sub_limits_follow_the_limit,  // each entry moves the sub-limits it touches as it moves the aggregate limit
  trial_balance_is_zero,
  balances_equal_sum_of_postings,
  funding_parts_sum_to_approved,
  approved_plus_residual_equals_entitlement,
  approved_within_determined,
  paid_within_approved,
  nothing_paid_twice,
  maker_is_not_checker,
  closed_claim_owes_nothing,
  pending_as_recorded,       // what waits for the settlement is what the entries say, and ends once
  settled_within_available,  // a year's settlement gives no more than there was, and all of it was there
  hash_chain_unbroken,
};

inline constexpr Invariant kLastInvariant = Invariant::hash_chain_unbroken;

std::string_view code_of(Invariant invariant);

struct Violation {
  Invariant invariant{};
  std::string subject;        // account, claim or entry ("PL-2025#17")
  rules::Bilingual sentence;  // with the amounts; no personal data
};
using Violations = std::vector<Violation>;

// What is untrue of the entry alone, whatever the balances: entry_balances, entry_concerns_one_claim,
// entry_is_of_its_kind, incurred_equals_payable_per_approval, limit_matches_money, sub_limits_follow_the_limit.
Violations check_entry_alone(const Entry& entry);

// Everything that would be untrue once `entry` is posted onto `before`; empty is the only right answer, anything
// else is a bug of ours and the unit of work rolls back. `before` need hold only the accounts the entry touches.
//
// Checked: what check_entry_alone checks, account_on_its_side and available_limit_not_negative.
Violations check_entry(const Balances& before, const Entry& entry);

// LedgerViolation naming the first when check_entry finds any.
void require_entry(const Balances& before, const Entry& entry);

}  // namespace wildclaims::ledger
