#include "claims/ledger/account.h"

#include <algorithm>
#include <array>

#include "claims/ledger/ledger_violation.h"

namespace wildclaims::ledger {
namespace {

struct Row {
  AccountKind kind;
  std::string_view path;  // the whole name, or what stands before the owner, with its ':'
  Owner owner;
  AccountFamily family;
  Side side;
  std::string_view end = {};  // what stands behind the owner, with its ':'
};

// In the order of AccountKind. Where a name fits several rows, it is of the first.
constexpr std::array<Row, kAccountKinds> kRows = {{
    {AccountKind::limit_granted, "limit:granted", Owner::none, AccountFamily::limit, Side::credit},
    {AccountKind::limit_available, "limit:available", Owner::none, AccountFamily::limit, Side::debit},
    {AccountKind::limit_committed, "limit:committed", Owner::none, AccountFamily::limit, Side::debit},
    {AccountKind::limit_paid, "limit:paid", Owner::none, AccountFamily::limit, Side::debit},
    {AccountKind::sub_limit_granted, "limit:", Owner::scope, AccountFamily::sub_limit, Side::credit, ":granted"},
    {AccountKind::sub_limit_available, "limit:", Owner::scope, AccountFamily::sub_limit, Side::debit, ":available"},
    {AccountKind::sub_limit_committed, "limit:", Owner::scope, AccountFamily::sub_limit, Side::debit, ":committed"},
    {AccountKind::sub_limit_paid, "limit:", Owner::scope, AccountFamily::sub_limit, Side::debit, ":paid"},
    {AccountKind::premium_receivable, "premium:receivable:", Owner::funder, AccountFamily::premium, Side::debit},
    {AccountKind::premium_written, "premium:written", Owner::none, AccountFamily::premium, Side::credit},
    {AccountKind::bank_premium, "bank:premium", Owner::none, AccountFamily::premium, Side::debit},
    {AccountKind::incurred, "incurred:", Owner::funder, AccountFamily::indemnity, Side::debit},
    {AccountKind::payable, "payable:", Owner::claim, AccountFamily::indemnity, Side::credit},
    {AccountKind::clearing, "clearing:", Owner::batch, AccountFamily::indemnity, Side::credit},
    {AccountKind::bank_claims, "bank:claims", Owner::none, AccountFamily::indemnity, Side::credit},
    {AccountKind::recovery_receivable, "recovery:receivable:", Owner::claim, AccountFamily::indemnity, Side::debit},
    {AccountKind::reserve_estimate, "reserve:estimate", Owner::none, AccountFamily::reserve, Side::debit},
    {AccountKind::reserve_outstanding, "reserve:outstanding:", Owner::claim, AccountFamily::reserve, Side::credit},
    {AccountKind::residual, "residual:", Owner::funder, AccountFamily::residual, Side::debit},
    {AccountKind::residual_owed, "residual:owed:", Owner::claim, AccountFamily::residual, Side::credit},
    {AccountKind::reimbursement_receivable, "reimbursement:receivable:", Owner::funder, AccountFamily::reimbursement,
     Side::debit},
    {AccountKind::reimbursement_owed_to, "reimbursement:owed_to:", Owner::funder, AccountFamily::reimbursement,
     Side::credit},
    {AccountKind::entitlement_pending, "entitlement:pending", Owner::none, AccountFamily::entitlement, Side::debit},
    {AccountKind::entitlement_owed, "entitlement:", Owner::claim, AccountFamily::entitlement, Side::credit},
}};

constexpr bool rows_follow_kinds() {
  for (std::size_t i = 0; i < kRows.size(); ++i) {
    if (static_cast<std::size_t>(kRows[i].kind) != i) return false;
  }
  return true;
}
static_assert(rows_follow_kinds());

const Row& row_of(AccountKind kind) {
  const auto at = static_cast<std::size_t>(kind);
  if (at >= kRows.size()) throw LedgerViolation("no such account kind");
  return kRows[at];
}

constexpr bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// By byte: asked of every posting many times.
constexpr auto kInSegment = [] {
  std::array<bool, 256> in{};
  for (std::size_t i = 0; i < in.size(); ++i) {
    const char c = static_cast<char>(i);
    in[i] = is_letter_or_digit(c) || c == '-' || c == '_' || c == '.';
  }
  return in;
}();

bool owns(Owner owner, std::string_view segment) {
  if (owner == Owner::scope) return is_scope_segment(segment);
  return owner == Owner::funder ? is_funder_segment(segment) : is_segment(segment);
}

bool is_segment_within(std::string_view text, std::size_t most) {
  if (text.empty() || text.size() > most || !is_letter_or_digit(text.front())) return false;
  return std::all_of(text.begin(), text.end(), [](char c) { return kInSegment[static_cast<unsigned char>(c)]; });
}

std::string plain(AccountKind kind) { return std::string(row_of(kind).path); }

std::string owned(AccountKind kind, std::string_view segment) {
  const Row& row = row_of(kind);
  // The segment itself stays out of the message: it may be anything.
  if (!owns(row.owner, segment)) throw LedgerViolation("no account segment after " + std::string(row.path));
  std::string name(row.path);
  name += segment;
  name += row.end;
  return name;
}

}  // namespace

AccountFamily family_of(AccountKind kind) { return row_of(kind).family; }
Side normal_side(AccountKind kind) { return row_of(kind).side; }
Owner owner_of(AccountKind kind) { return row_of(kind).owner; }

std::optional<Account> parse_account(std::string_view name) {
  if (name.empty()) return std::nullopt;
  for (const Row& row : kRows) {
    if (row.path.front() != name.front()) continue;  // asked of every posting many times: most rows end here
    if (row.owner == Owner::none) {
      if (name == row.path) return Account{row.kind, {}};
    } else if (name.size() > row.path.size() + row.end.size() && name.starts_with(row.path) &&
               name.ends_with(row.end)) {
      const std::string_view owner = name.substr(row.path.size(), name.size() - row.path.size() - row.end.size());
      if (owns(row.owner, owner)) return Account{row.kind, owner};
    }
  }
  return std::nullopt;
}

bool is_segment(std::string_view text) { return is_segment_within(text, kMaxSegmentBytes); }

bool is_scope_segment(std::string_view text) { return is_segment_within(text, kMaxScopeBytes); }

bool is_funder_segment(std::string_view text) { return is_segment(text) && text != "owed"; }

std::string limit_granted() { return plain(AccountKind::limit_granted); }
std::string limit_available() { return plain(AccountKind::limit_available); }
std::string limit_committed() { return plain(AccountKind::limit_committed); }
std::string limit_paid() { return plain(AccountKind::limit_paid); }
std::string sub_limit_granted(std::string_view scope) { return owned(AccountKind::sub_limit_granted, scope); }
std::string sub_limit_available(std::string_view scope) { return owned(AccountKind::sub_limit_available, scope); }
std::string sub_limit_committed(std::string_view scope) { return owned(AccountKind::sub_limit_committed, scope); }
std::string sub_limit_paid(std::string_view scope) { return owned(AccountKind::sub_limit_paid, scope); }
std::string premium_receivable(std::string_view funder) { return owned(AccountKind::premium_receivable, funder); }
std::string premium_written() { return plain(AccountKind::premium_written); }
std::string bank_premium() { return plain(AccountKind::bank_premium); }
std::string incurred(std::string_view funder) { return owned(AccountKind::incurred, funder); }
std::string payable(std::string_view claim) { return owned(AccountKind::payable, claim); }
std::string clearing(std::string_view batch) { return owned(AccountKind::clearing, batch); }
std::string bank_claims() { return plain(AccountKind::bank_claims); }
std::string recovery_receivable(std::string_view claim) { return owned(AccountKind::recovery_receivable, claim); }
std::string reserve_estimate() { return plain(AccountKind::reserve_estimate); }
std::string reserve_outstanding(std::string_view claim) { return owned(AccountKind::reserve_outstanding, claim); }
std::string residual(std::string_view funder) { return owned(AccountKind::residual, funder); }
std::string residual_owed(std::string_view claim) { return owned(AccountKind::residual_owed, claim); }
std::string reimbursement_receivable(std::string_view funder) {
  return owned(AccountKind::reimbursement_receivable, funder);
}
std::string reimbursement_owed_to(std::string_view funder) { return owned(AccountKind::reimbursement_owed_to, funder); }
std::string entitlement_pending() { return plain(AccountKind::entitlement_pending); }
std::string entitlement_owed(std::string_view claim) { return owned(AccountKind::entitlement_owed, claim); }

}  // namespace wildclaims::ledger
