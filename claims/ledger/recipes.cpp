#include "claims/ledger/recipes.h"

#include <set>
#include <utility>

#include "claims/ledger/account.h"
#include "claims/ledger/invariants.h"
#include "claims/ledger/ledger_violation.h"

namespace wildclaims::ledger {
namespace {

using rules::Money;

void require(bool so, const char* what) {
  if (!so) throw LedgerViolation(what);
}

void require_positive(Money amount, const char* what) { require(amount > Money(), what); }
void require_not_negative(Money amount, const char* what) { require(!amount.is_negative(), what); }

void require_parts(const FunderParts& parts) {
  std::set<std::string_view> funders;
  for (const auto& part : parts) {
    require_not_negative(part.amount, "a funder's part is below zero");
    require(funders.insert(part.funder).second, "a funder has two parts");
  }
}

// Collects postings in pairs and gives the entry only when it is true by itself.
class Draft {
 public:
  Draft(EntryKind kind, rules::Date effective) {
    entry_.kind = kind;
    entry_.effective = effective;
  }

  Entry& entry() { return entry_; }
  void debit(std::string account, Money amount) { entry_.postings.push_back({std::move(account), amount}); }
  void credit(std::string account, Money amount) { entry_.postings.push_back({std::move(account), -amount}); }
  void move(std::string to, std::string from, Money amount) {
    debit(std::move(to), amount);
    credit(std::move(from), amount);
  }
  // One debit for each part above zero.
  void debit_parts(std::string (*account)(std::string_view funder), const FunderParts& parts) {
    for (const auto& part : parts) {
      if (!part.amount.is_zero()) debit(account(part.funder), part.amount);
    }
  }

  Entry finish() && {
    const Violations violations = check_entry_alone(entry_);
    if (!violations.empty()) throw LedgerViolation(violations.front().sentence.en);
    return std::move(entry_);
  }

 private:
  Entry entry_;
};

// A payment's entry, its amount and names looked at.
Draft payment_draft(EntryKind kind, rules::Date effective, const std::string& claim, const std::string& batch,
                    Money amount) {
  require_positive(amount, "a payment is above zero");
  Draft draft(kind, effective);
  draft.entry().claim = claim;
  draft.entry().batch = batch;
  return draft;
}

EntryKind kind_of_reserve_change(const ReserveChange& change) {
  if (change.from.is_zero()) return EntryKind::reserve_set;
  return change.to.is_zero() ? EntryKind::reserve_released : EntryKind::reserve_changed;
}

// The reserve of a claim from one amount to another.
void move_reserve(Draft& draft, const std::string& claim, Money from, Money to) {
  if (to > from) draft.move(reserve_estimate(), reserve_outstanding(claim), to - from);
  if (to < from) draft.move(reserve_outstanding(claim), reserve_estimate(), from - to);
}

}  // namespace

Money sum_of(const FunderParts& parts) {
  Money sum;
  for (const auto& part : parts) sum += part.amount;
  return sum;
}

Entry policy_opened(const PolicyOpening& opening) {
  require_positive(opening.limit, "a policy's limit is above zero");
  require_parts(opening.premium_parts);
  const Money premium = sum_of(opening.premium_parts);
  require_positive(premium, "a policy's premium is above zero");
  Draft draft(EntryKind::policy_opened, opening.effective);
  draft.move(limit_available(), limit_granted(), opening.limit);
  draft.debit_parts(premium_receivable, opening.premium_parts);
  draft.credit(premium_written(), premium);
  return std::move(draft).finish();
}

Entry premium_received(const PremiumReceipt& receipt) {
  require_positive(receipt.amount, "a premium receipt is above zero");
  Draft draft(EntryKind::premium_received, receipt.effective);
  draft.move(bank_premium(), premium_receivable(receipt.funder), receipt.amount);
  return std::move(draft).finish();
}

Entry reserve_changed(const ReserveChange& change) {
  require_not_negative(change.from, "a reserve is below zero");
  require_not_negative(change.to, "a reserve is below zero");
  require(change.from != change.to, "a reserve that does not change is no happening");
  Draft draft(kind_of_reserve_change(change), change.effective);
  draft.entry().claim = change.claim;
  move_reserve(draft, change.claim, change.from, change.to);
  return std::move(draft).finish();
}

Fit fit_into_limit(Money entitlement, Money available) {
  require_not_negative(entitlement, "an entitlement is below zero");
  require_not_negative(available, "the available limit is below zero");
  const Money approved = entitlement < available ? entitlement : available;
  return {approved, entitlement - approved};
}

Entry indemnity_approved(const IndemnityApproval& approval) {
  require_positive(approval.entitlement, "an approved entitlement is above zero");
  require_not_negative(approval.reserve, "a reserve is below zero");
  require_parts(approval.parts);
  const Fit fit = fit_into_limit(approval.entitlement, approval.available);
  require(sum_of(approval.parts) == fit.approved, "the funders' parts do not sum to what is approved");

  const bool anything_fits = !fit.approved.is_zero();
  Draft draft(anything_fits ? EntryKind::indemnity_approved : EntryKind::residual_recorded, approval.effective);
  draft.entry().claim = approval.claim;
  draft.entry().determination = approval.determination;
  draft.entry().receipt = approval.receipt;
  if (anything_fits) {
    draft.debit_parts(incurred, approval.parts);
    draft.credit(payable(approval.claim), fit.approved);
    draft.move(limit_committed(), limit_available(), fit.approved);
  }
  if (!fit.residual.is_zero()) {
    draft.move(residual(approval.residual_funder), residual_owed(approval.claim), fit.residual);
  }
  move_reserve(draft, approval.claim, approval.reserve, Money());
  return std::move(draft).finish();
}

Entry payment_sent(const PaymentSending& payment) {
  Draft draft = payment_draft(EntryKind::payment_sent, payment.effective, payment.claim, payment.batch, payment.amount);
  draft.move(payable(payment.claim), clearing(payment.batch), payment.amount);
  return std::move(draft).finish();
}

Entry payment_confirmed(const PaymentConfirmation& payment) {
  Draft draft =
      payment_draft(EntryKind::payment_confirmed, payment.effective, payment.claim, payment.batch, payment.amount);
  draft.move(clearing(payment.batch), bank_claims(), payment.amount);
  draft.move(limit_paid(), limit_committed(), payment.amount);
  return std::move(draft).finish();
}

Entry payment_returned(const PaymentReturn& payment) {
  require(payment.sent_sequence > 0, "a returned payment names the entry that sent it");
  Draft draft =
      payment_draft(EntryKind::payment_returned, payment.effective, payment.claim, payment.batch, payment.amount);
  draft.entry().reverses = payment.sent_sequence;
  if (payment.before == BankResult::confirmed) {
    draft.move(bank_claims(), clearing(payment.batch), payment.amount);
    draft.move(limit_committed(), limit_paid(), payment.amount);
  }
  draft.move(clearing(payment.batch), payable(payment.claim), payment.amount);
  return std::move(draft).finish();
}

}  // namespace wildclaims::ledger
