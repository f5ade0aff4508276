// Which postings say so: one pure function per happening, each giving exactly one balanced entry.
//
// Amounts, shares and balances are handed in; nothing is looked up or computed from percentages here. A recipe
// refuses what no happening can be (LedgerViolation): an amount that is not above zero, parts that do not sum, more
// approved than available, names that are no account segments. Parts of zero post nothing. Commands check what a
// person may get wrong before they come here.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "claims/ledger/entry.h"
#include "rules/funding.h"

namespace wildclaims::ledger {

// A funder's part of an amount is zero or above.
using FunderParts = std::vector<rules::FundingPart>;

rules::Money sum_of(const FunderParts& parts);

// --- the policy ---

struct PolicyOpening {
  rules::Date effective;
  rules::Money limit;         // the annual aggregate limit
  FunderParts premium_parts;  // what each funder is called for; the sum is the premium
};
// Dr limit:available, Cr limit:granted; Dr premium:receivable:<each>, Cr premium:written.
Entry policy_opened(const PolicyOpening& opening);

struct PremiumReceipt {
  rules::Date effective;
  std::string funder;
  rules::Money amount;
};
// Dr bank:premium, Cr premium:receivable:<funder>. That no more comes in than was called is check_entry's.
Entry premium_received(const PremiumReceipt& receipt);

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
  rules::Money available;       // limit:available before this entry
  FunderParts parts;            // of the approved amount; they sum to fit_into_limit(entitlement, available).approved
  std::string residual_funder;  // who bears a residual; may be empty when there is none
  rules::Money reserve;         // the claim's reserve now; it is released
};
// Dr incurred:<each funder>, Cr payable:<claim>; Dr limit:committed, Cr limit:available; a residual as Dr
// residual:<funder>, Cr residual:owed:<claim>; the reserve back to zero. With nothing available the entry has only
// the residual and the reserve, its kind is residual_recorded, and the claim closes.
Entry indemnity_approved(const IndemnityApproval& approval);

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
};
// Dr clearing:<batch>, Cr payable:<claim>, reversing the sent entry. If it had been confirmed, before that, in the
// same entry: Dr bank:claims, Cr clearing:<batch>; Dr limit:committed, Cr limit:paid (so clearing:<batch> appears
// twice). The claim is payable again.
Entry payment_returned(const PaymentReturn& payment);

}  // namespace wildclaims::ledger
