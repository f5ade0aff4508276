// Which postings say so: one pure function per happening, each giving exactly one balanced entry.
//
// Amounts, shares and balances are handed in; nothing is looked up or computed from percentages here. A recipe
// refuses what no happening can be (LedgerViolation): an amount that is not above zero, parts that do not sum, more
// approved than available, names that are no account segments. Parts of zero post nothing. Commands check what a
// person may get wrong before they come here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "claims/ledger/entry.h"
#include "rules/funding.h"

namespace wildclaims::ledger {

// A funder's part of an amount is zero or above.
using FunderParts = std::vector<rules::FundingPart>;

rules::Money sum_of(const FunderParts& parts);

// `amount` taken out of what each funder bears now, in proportion to it: the parts sum to it and leave nobody below
// zero. LedgerViolation when it is below zero or more than they bear together.
FunderParts take_from(const FunderParts& borne, rules::Money amount);

// Scopes of the sub-limits that a claim's money counts in, each once: every move of the aggregate limit is repeated in
// each of them.
using Scopes = std::vector<std::string>;

// --- the policy ---

struct PolicyOpening {
  rules::Date effective;
  rules::Money limit;           // the annual aggregate limit
  FunderParts premium_parts;    // what each funder bears; the sum is the premium
  std::string prepaid_by = {};  // the funder that is called for the whole; empty when each is called for its part
};
// Dr limit:available, Cr limit:granted; Dr premium:receivable:<each>, Cr premium:written. Where one funder prepays the
// whole: Dr premium:receivable:<it>; and for each other's part Dr reimbursement:receivable:<other>, Cr
// reimbursement:owed_to:<it>. The one that prepays need not have a part of its own.
Entry policy_opened(const PolicyOpening& opening);

struct PolicyTopUp {
  rules::Date effective;
  rules::Money limit;         // added, zero or above
  FunderParts premium_parts;  // of the added premium, which may be zero
  std::string prepaid_by = {};
};
// An endorsement: the same postings for what is added; something is.
Entry policy_topped_up(const PolicyTopUp& top_up);

struct PremiumReceipt {
  rules::Date effective;
  std::string funder;
  rules::Money amount;
};
// Dr bank:premium, Cr premium:receivable:<funder>. That no more comes in than was called is check_entry's.
Entry premium_received(const PremiumReceipt& receipt);

struct ReimbursementReceipt {
  rules::Date effective;
  std::string from;  // the funder that pays
  std::string to;    // the one that had prepaid
  rules::Money amount;
};
// Dr reimbursement:owed_to:<to>, Cr reimbursement:receivable:<from>.
Entry reimbursement_received(const ReimbursementReceipt& receipt);

// --- sub-limits ---

struct SubLimitOpening {
  rules::Date effective;
  std::string scope;
  rules::Money available;       // what may still be approved in it, zero or above
  rules::Money committed = {};  // what had been approved in it before it was kept here
};
// Dr limit:<scope>:available, Cr limit:<scope>:granted; what was approved before stands in limit:<scope>:committed.
// Also for making it wider. Something is above zero.
Entry sub_limit_opened(const SubLimitOpening& opening);

// --- the reserve ---

struct ReserveChange {
  rules::Date effective;
  std::string claim;
  rules::Money from;  // the claim's reserve now, zero or above
  rules::Money to;    // zero or above, and another amount than `from`
};
// Raise: Dr reserve:estimate, Cr reserve:outstanding:<claim>; lower: the other way round. The kind is reserve_set
// from zero, reserve_released to zero, else reserve_changed. Denial, withdrawal and closing release with `to` zero;
// when the reserve is already zero there is nothing to post and no entry is to be made.
Entry reserve_changed(const ReserveChange& change);

// --- approval ---

// What fits into the limit, to the last fen, and what does not (`truncate`).
struct Fit {
  rules::Money approved;
  rules::Money residual;
  bool operator==(const Fit&) const = default;
};
// Both amounts are zero or above.
Fit fit_into_limit(rules::Money entitlement, rules::Money available);

struct IndemnityApproval {
  rules::Date effective;
  std::string claim;
  std::int64_t determination = 0;
  rules::Digest receipt;
  rules::Money entitlement;     // as determined and approved, above zero
  rules::Money available;       // limit:available before this entry; of a settled year, what is given to the claim
  FunderParts parts;            // of the approved amount; they sum to fit_into_limit(entitlement, available).approved
  std::string residual_funder;  // who bears a residual; may be empty when there is none
  rules::Money reserve;         // the claim's reserve now; it is released
  Scopes scopes = {};
  std::optional<std::int64_t> adjusts = {};  // a delta: sequence of the approval it adds to
};
// Dr incurred:<each funder>, Cr payable:<claim>; Dr limit:committed, Cr limit:available; a residual as Dr
// residual:<funder>, Cr residual:owed:<claim>; the reserve back to zero. With nothing available the entry has only
// the residual and the reserve, its kind is residual_recorded, and the claim closes. After an appeal the entitlement is
// what the new determination adds.
Entry indemnity_approved(const IndemnityApproval& approval);

struct ApprovalUndoing {
  rules::Date effective;
  std::int64_t sequence = 0;  // of the approval's entry
  Entry approval;             // indemnity_approved, residual_recorded or entitlement_recorded, nothing of it paid
};
// Every posting of the approval the other way round: the limit comes back, and so does the reserve.
Entry approval_undone(const ApprovalUndoing& undoing);

struct IndemnityLowering {
  rules::Date effective;
  std::string claim;
  std::int64_t determination = 0;  // the later one that gives less
  rules::Digest receipt;
  std::int64_t adjusts = 0;     // sequence of the approval that is lowered
  rules::Money residual;        // no longer owed of the residual
  rules::Money unpaid;          // no longer payable
  rules::Money recoverable;     // to be paid back
  FunderParts parts;            // of unpaid and recoverable together
  std::string residual_funder;  // may be empty when the residual is not lowered
  rules::Money reserve;         // the claim's reserve now; it is released
  Scopes scopes = {};
};
// Dr payable:<claim>, Dr recovery:receivable:<claim>, Cr incurred:<each funder>; for what was unpaid Dr
// limit:available, Cr limit:committed; Dr residual:owed:<claim>, Cr residual:<funder>; the reserve back to zero.
// Something is lowered.
Entry indemnity_lowered(const IndemnityLowering& lowering);

struct ResidualRestoration {
  rules::Date effective;
  std::string claim;
  std::int64_t determination = 0;
  rules::Digest receipt;
  std::int64_t adjusts = 0;  // sequence of the approval that left the residual
  rules::Money amount;       // within the residual and the available limit
  FunderParts parts;
  std::string residual_funder;
  Scopes scopes = {};
};
// Dr incurred:<each funder>, Cr payable:<claim>; Dr limit:committed, Cr limit:available; Dr residual:owed:<claim>, Cr
// residual:<funder>.
Entry residual_restored(const ResidualRestoration& restoration);

// --- payment ---

struct PaymentSending {
  rules::Date effective;
  std::string claim;
  std::string batch;
  rules::Money amount;  // all that is payable to the claim
};
// Dr payable:<claim>, Cr clearing:<batch>.
Entry payment_sent(const PaymentSending& payment);

struct PaymentConfirmation {
  rules::Date effective;
  std::string claim;
  std::string batch;
  rules::Money amount;
  Scopes scopes = {};
};
// Dr clearing:<batch>, Cr bank:claims; Dr limit:paid, Cr limit:committed.
Entry payment_confirmed(const PaymentConfirmation& payment);

enum class BankResult : std::uint8_t { not_confirmed, confirmed };

struct PaymentReturn {
  rules::Date effective;
  std::string claim;
  std::string batch;
  rules::Money amount;
  std::int64_t sent_sequence = 0;  // of the payment_sent entry taken back
  BankResult before = BankResult::not_confirmed;
  Scopes scopes = {};
};
// Dr clearing:<batch>, Cr payable:<claim>, reversing the sent entry. If it had been confirmed, before that, in the
// same entry: Dr bank:claims, Cr clearing:<batch>; Dr limit:committed, Cr limit:paid (so clearing:<batch> appears
// twice). The claim is payable again.
Entry payment_returned(const PaymentReturn& payment);

// What becomes of the limit when a claimant pays back.
enum class FreedLimit : std::uint8_t { restored, not_restored };

struct RecoveryReceipt {
  rules::Date effective;
  std::string claim;
  rules::Money amount;
  FreedLimit limit = FreedLimit::not_restored;
  Scopes scopes = {};
};
// Dr bank:claims, Cr recovery:receivable:<claim>; where the limit is restored: Dr limit:available, Cr limit:paid.
Entry recovery_received(const RecoveryReceipt& receipt);

// --- the settlement of a year (prorate, priority) ---

struct EntitlementRecording {
  rules::Date effective;
  std::string claim;
  std::int64_t determination = 0;
  rules::Digest receipt;
  rules::Money entitlement;
  rules::Money reserve;  // the claim's reserve now; it is released
};
// Dr entitlement:pending, Cr entitlement:<claim>; the reserve back to zero.
Entry entitlement_recorded(const EntitlementRecording& recording);

struct EntitlementSettlement {
  rules::Date effective;
  std::int64_t sequence = 0;  // of the entry that recorded it
  std::string claim;
  rules::Money entitlement;
};
// Dr entitlement:<claim>, Cr entitlement:pending, reversing what was recorded. What is paid of it is an approval of its
// own.
Entry entitlement_settled(const EntitlementSettlement& settlement);

}  // namespace wildclaims::ledger
