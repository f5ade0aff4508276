#include "claims/ledger/invariants.h"

#include <array>
#include <cstddef>
#include <optional>
#include <utility>

#include "claims/ledger/account.h"
#include "claims/ledger/entry_shape.h"
#include "claims/ledger/ledger_violation.h"

namespace wildclaims::ledger {
namespace {

using rules::Money;

// What an entry moves of one sub-limit.
struct ScopeMoves {
  std::string_view scope;
  std::array<Money, kAccountKinds> by_kind;

  Money of(AccountKind kind) const { return by_kind[static_cast<std::size_t>(kind)]; }
};

// What an entry moves, by family and by kind of account, and of each sub-limit.
struct Moves {
  std::array<Money, kAccountFamilies> by_family;
  std::array<Money, kAccountKinds> by_kind;
  std::vector<ScopeMoves> scopes;

  Money of(AccountKind kind) const { return by_kind[static_cast<std::size_t>(kind)]; }
  ScopeMoves& in(std::string_view scope) {
    for (ScopeMoves& each : scopes) {
      if (each.scope == scope) return each;
    }
    return scopes.emplace_back(ScopeMoves{scope, {}});
  }
};

void add(Violations& violations, Invariant invariant, std::string subject, rules::Bilingual sentence) {
  violations.push_back({invariant, std::move(subject), std::move(sentence)});
}

std::string subject_of(const Entry& entry) { return entry.claim.value_or(std::string(code_of(entry.kind))); }

void check_owner(const Entry& entry, const Posting& posting, const Account& account, Violations& violations) {
  const Owner owner = owner_of(account.kind);
  const bool of_claim = owner != Owner::claim || entry.claim == account.owner;
  const bool of_batch = owner != Owner::batch || entry.batch == account.owner;
  if (of_claim && of_batch) return;
  add(violations, Invariant::entry_concerns_one_claim, posting.account,
      {"分录涉及另一赔案或另一批次的账户。", "The entry posts to an account of another claim or batch."});
}

// Adds up the postings and notes what is wrong with each; nothing when an account is not one of ours.
std::optional<Moves> add_up(const Entry& entry, Violations& violations) {
  Moves moves;
  bool known = true;
  for (const Posting& posting : entry.postings) {
    const auto account = parse_account(posting.account);
    if (!account) {
      add(violations, Invariant::entry_balances, subject_of(entry),
          {"分录使用了不存在的账户。", "The entry posts to an account that does not exist."});
      known = false;
      continue;
    }
    if (posting.amount.is_zero()) {
      add(violations, Invariant::entry_balances, posting.account, {"有金额为零的记账。", "A posting of zero."});
    }
    check_owner(entry, posting, *account, violations);
    moves.by_family[static_cast<std::size_t>(family_of(account->kind))] += posting.amount;
    moves.by_kind[static_cast<std::size_t>(account->kind)] += posting.amount;
    if (owner_of(account->kind) == Owner::scope) {
      moves.in(account->owner).by_kind[static_cast<std::size_t>(account->kind)] += posting.amount;
    }
  }
  if (!known) return std::nullopt;
  return moves;
}

void check_balanced(const Entry& entry, const Moves& moves, Violations& violations) {
  if (entry.postings.size() < 2) {
    add(violations, Invariant::entry_balances, subject_of(entry),
        {"分录少于两笔记账。", "The entry has fewer than two postings."});
  }
  for (Money sum : moves.by_family) {
    if (sum.is_zero()) continue;
    add(violations, Invariant::entry_balances, subject_of(entry),
        {"分录借贷不平，差额 " + sum.to_string() + "。", "Debits and credits differ by " + sum.to_string() + "."});
  }
}

void check_approval(const Entry& entry, const Moves& moves, Violations& violations) {
  if (entry.kind != EntryKind::indemnity_approved && entry.kind != EntryKind::residual_restored) return;
  const Money attributed = moves.of(AccountKind::incurred);
  const bool equal = attributed == -moves.of(AccountKind::payable) &&
                     attributed == moves.of(AccountKind::limit_committed) &&
                     attributed == -moves.of(AccountKind::limit_available) && attributed > Money();
  if (equal) return;
  add(violations, Invariant::incurred_equals_payable_per_approval, subject_of(entry),
      {"批准的赔款、应付款与限额占用不一致。",
       "What is attributed to funders, what becomes payable and what is committed of the limit differ."});
}

void check_limit_moves(const Entry& entry, const Moves& moves, Violations& violations) {
  const Money owed =
      moves.of(AccountKind::limit_committed) + moves.of(AccountKind::payable) + moves.of(AccountKind::clearing);
  const Money out = moves.of(AccountKind::limit_paid) + moves.of(AccountKind::bank_claims);
  // What a claimant pays back need not come back to the limit.
  const bool kept_out = entry.kind == EntryKind::recovery_received && moves.of(AccountKind::limit_paid).is_zero();
  if (owed.is_zero() && (out.is_zero() || kept_out)) return;
  add(violations, Invariant::limit_matches_money, subject_of(entry),
      {"限额的变动与款项的变动不一致。", "The limit does not move as the money does."});
}

// Each sub-limit moves as the aggregate limit does, except where it is opened.
void check_sub_limits(const Entry& entry, const Moves& moves, Violations& violations) {
  const bool opened = entry.kind == EntryKind::sub_limit_opened;
  for (const ScopeMoves& scope : moves.scopes) {
    const Money committed = scope.of(AccountKind::sub_limit_committed);
    const Money paid = scope.of(AccountKind::sub_limit_paid);
    const Money sum =
        scope.of(AccountKind::sub_limit_granted) + scope.of(AccountKind::sub_limit_available) + committed + paid;
    const bool follows = committed == moves.of(AccountKind::limit_committed) &&
                         paid == moves.of(AccountKind::limit_paid) &&
                         scope.of(AccountKind::sub_limit_available) == moves.of(AccountKind::limit_available);
    if (sum.is_zero() && (opened || follows)) continue;
    add(violations, Invariant::sub_limits_follow_the_limit, std::string(scope.scope),
        {"分项限额的变动与年度限额的变动不一致。", "The sub-limit does not move as the annual limit does."});
  }
}

bool on_its_side(AccountKind kind, Money balance) {
  return normal_side(kind) == Side::debit ? !balance.is_negative() : balance <= Money();
}

// The balance of one account after the whole entry.
Money balance_after(const Balances& before, const Entry& entry, const std::string& account) {
  Money balance = before.of(account);
  for (const Posting& posting : entry.postings) {
    if (posting.account == account) balance += posting.amount;
  }
  return balance;
}

bool is_first_of_its_account(const Entry& entry, std::size_t at) {
  for (std::size_t i = 0; i < at; ++i) {
    if (entry.postings[i].account == entry.postings[at].account) return false;
  }
  return true;
}

void check_sides(const Balances& before, const Entry& entry, Violations& violations) {
  for (std::size_t i = 0; i < entry.postings.size(); ++i) {
    const std::string& name = entry.postings[i].account;
    const auto account = parse_account(name);
    if (!account || !is_first_of_its_account(entry, i)) continue;
    const Money after = balance_after(before, entry, name);
    if (on_its_side(account->kind, after)) continue;
    if (account->kind == AccountKind::limit_available || account->kind == AccountKind::sub_limit_available) {
      add(violations, Invariant::available_limit_not_negative, name,
          {"可用限额将为 " + after.to_string() + "，低于零。",
           "The available limit would be " + after.to_string() + ", below zero."});
    } else {
      add(violations, Invariant::account_on_its_side, name,
          {"账户余额将为 " + after.to_string() + "，方向不对。",
           "The balance would be " + after.to_string() + ", on the wrong side."});
    }
  }
}

}  // namespace

std::string_view code_of(Invariant invariant) {
  switch (invariant) {
    case Invariant::entry_balances:
      return "entry_balances";
    case Invariant::entry_concerns_one_claim:
      return "entry_concerns_one_claim";
    case Invariant::entry_is_of_its_kind:
      return "entry_is_of_its_kind";
    case Invariant::entry_is_append_only:
      return "entry_is_append_only";
    case Invariant::account_on_its_side:
      return "account_on_its_side";
    case Invariant::available_limit_not_negative:
      return "available_limit_not_negative";
    case Invariant::incurred_equals_payable_per_approval:
      return "incurred_equals_payable_per_approval";
    case Invariant::limit_matches_money:
      return "limit_matches_money";
    case Invariant::sub_limits_follow_the_limit:
      return "sub_limits_follow_the_limit";
    case Invariant::trial_balance_is_zero:
      return "trial_balance_is_zero";
    case Invariant::balances_equal_sum_of_postings:
      return "balances_equal_sum_of_postings";
    case Invariant::funding_parts_sum_to_approved:
      return "funding_parts_sum_to_approved";
    case Invariant::approved_plus_residual_equals_entitlement:
      return "approved_plus_residual_equals_entitlement";
    case Invariant::approved_within_determined:
      return "approved_within_determined";
    case Invariant::paid_within_approved:
      return "paid_within_approved";
    case Invariant::nothing_paid_twice:
      return "nothing_paid_twice";
    case Invariant::maker_is_not_checker:
      return "maker_is_not_checker";
    case Invariant::closed_claim_owes_nothing:
      return "closed_claim_owes_nothing";
    case Invariant::pending_as_recorded:
      return "pending_as_recorded";
    case Invariant::settled_within_available:
      return "settled_within_available";
    case Invariant::hash_chain_unbroken:
      return "hash_chain_unbroken";
  }
  throw LedgerViolation("no such invariant");
}

Violations check_entry_alone(const Entry& entry) {
  Violations violations;
  const auto moves = add_up(entry, violations);
  if (!moves) return violations;
  check_balanced(entry, *moves, violations);
  if (auto sentence = misshapen(entry)) {
    add(violations, Invariant::entry_is_of_its_kind, subject_of(entry), std::move(*sentence));
  }
  check_approval(entry, *moves, violations);
  check_limit_moves(entry, *moves, violations);
  check_sub_limits(entry, *moves, violations);
  return violations;
}

Violations check_entry(const Balances& before, const Entry& entry) {
  Violations violations = check_entry_alone(entry);
  check_sides(before, entry, violations);
  return violations;
}

void require_entry(const Balances& before, const Entry& entry) {
  const Violations violations = check_entry(before, entry);
  if (violations.empty()) return;
  const Violation& first = violations.front();
  throw LedgerViolation(std::string(code_of(first.invariant)) + " at " + first.subject + ": " + first.sentence.en);
}

}  // namespace wildclaims::ledger
