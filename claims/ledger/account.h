// Account names: paths of segments joined by ':' that hledger takes unchanged. One book has one set of them.
//
//   limit:granted, limit:available, limit:committed, limit:paid         the annual aggregate limit, between its pockets
//   limit:<scope>:granted, …:available, …:committed, …:paid             the same of each sub-limit
//   premium:receivable:<funder>, premium:written, bank:premium         premium called and received
//   incurred:<funder>, payable:<claim>, clearing:<batch>, bank:claims  indemnity, from owed to paid
//   recovery:receivable:<claim>                                        indemnity to be paid back by a claimant
//   reserve:estimate, reserve:outstanding:<claim>                      memorandum: estimate of open claims
//   residual:<funder>, residual:owed:<claim>                           what an exhausted limit left unpaid
//   reimbursement:receivable:<funder>, reimbursement:owed_to:<funder>  premium one funder owes another that prepaid it
//   entitlement:pending, entitlement:<claim>                           memorandum: waits for the settlement of the year
//
// Debits are positive, credits negative. Accounts fall into families; within each family every entry balances.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wildclaims::ledger {

// Of one segment: longer than any claim number, funder or batch.
inline constexpr std::size_t kMaxSegmentBytes = 40;
// Of the scope of a sub-limit: the name of a running total, then whom it counts.
inline constexpr std::size_t kMaxScopeBytes = 120;

enum class AccountKind : std::uint8_t {
  limit_granted,
  limit_available,
  limit_committed,
  limit_paid,
  sub_limit_granted,    // :<scope>:
  sub_limit_available,  // :<scope>:
  sub_limit_committed,  // :<scope>:
  sub_limit_paid,       // :<scope>:
  premium_receivable,   // :<funder>
  premium_written,
  bank_premium,
  incurred,  // :<funder>
  payable,   // :<claim>
  clearing,  // :<batch>
  bank_claims,
  recovery_receivable,  // :<claim>
  reserve_estimate,
  reserve_outstanding,       // :<claim>
  residual,                  // :<funder>
  residual_owed,             // :<claim>
  reimbursement_receivable,  // :<funder>
  reimbursement_owed_to,     // :<funder>
  entitlement_pending,
  entitlement_owed,  // :<claim>
};
inline constexpr std::size_t kAccountKinds = static_cast<std::size_t>(AccountKind::entitlement_owed) + 1;

// Postings of one entry sum to zero within each family, not only over all; of sub-limits within each scope.
enum class AccountFamily : std::uint8_t {
  limit,
  sub_limit,
  premium,
  indemnity,
  reserve,
  residual,
  reimbursement,
  entitlement
};
inline constexpr std::size_t kAccountFamilies = static_cast<std::size_t>(AccountFamily::entitlement) + 1;

enum class Side : std::uint8_t { debit, credit };

// What the named segment of an account stands for.
enum class Owner : std::uint8_t { none, funder, claim, batch, scope };

// An account name taken apart.
struct Account {
  AccountKind kind{};
  std::string_view owner;  // funder, claim, batch or scope; empty where the kind has none. Points into the parsed name.
};

AccountFamily family_of(AccountKind kind);
// The side its balance stands on. No account of these may ever stand on the other side.
Side normal_side(AccountKind kind);
Owner owner_of(AccountKind kind);

// Nothing when it is not one of the accounts above or the owner is not a segment.
std::optional<Account> parse_account(std::string_view name);

// A letter or digit, then letters, digits, '-', '_' and '.', at most kMaxSegmentBytes, all ASCII. A batch name from a
// cashier must be one; so must a funder's code, which may also not be "owed".
bool is_segment(std::string_view text);
bool is_funder_segment(std::string_view text);
// The same letters, at most kMaxScopeBytes: "approved_to_household.h17".
bool is_scope_segment(std::string_view text);

// Builders. An owner that is not a segment is a LedgerViolation.
std::string limit_granted();
std::string limit_available();
std::string limit_committed();
std::string limit_paid();
std::string sub_limit_granted(std::string_view scope);
std::string sub_limit_available(std::string_view scope);
std::string sub_limit_committed(std::string_view scope);
std::string sub_limit_paid(std::string_view scope);
std::string premium_receivable(std::string_view funder);
std::string premium_written();
std::string bank_premium();
std::string incurred(std::string_view funder);
std::string payable(std::string_view claim);
std::string clearing(std::string_view batch);
std::string bank_claims();
std::string recovery_receivable(std::string_view claim);
std::string reserve_estimate();
std::string reserve_outstanding(std::string_view claim);
std::string residual(std::string_view funder);
std::string residual_owed(std::string_view claim);
std::string reimbursement_receivable(std::string_view funder);
std::string reimbursement_owed_to(std::string_view funder);
std::string entitlement_pending();
std::string entitlement_owed(std::string_view claim);

}  // namespace wildclaims::ledger
