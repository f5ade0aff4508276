#include "claims/ledger/recipes.h"

#include <set>
#include <utility>

#include "claims/ledger/account.h"
#include "claims/ledger/invariants.h"
#include "claims/ledger/ledger_violation.h"
#include "rules/int128.h"

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

// The pocket of the aggregate limit, and of a sub-limit, by the pocket's kind in the aggregate limit.
std::string limit_pocket(AccountKind pocket) {
  if (pocket == AccountKind::limit_available) return limit_available();
  return pocket == AccountKind::limit_committed ? limit_committed() : limit_paid();
}

std::string sub_limit_pocket(AccountKind pocket, const std::string& scope) {
  if (pocket == AccountKind::limit_available) return sub_limit_available(scope);
  return pocket == AccountKind::limit_committed ? sub_limit_committed(scope) : sub_limit_paid(scope);
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

  // A move of the aggregate limit, and of each sub-limit.
  void move_limit(AccountKind to, AccountKind from, const Scopes& scopes, Money amount) {
    move(limit_pocket(to), limit_pocket(from), amount);
    for (const std::string& scope : scopes) move(sub_limit_pocket(to, scope), sub_limit_pocket(from, scope), amount);
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

// What a policy, or an endorsement, adds: limit, and premium called from each funder or from the one that prepays.
void add_cover(Draft& draft, Money limit, const FunderParts& premium_parts, const std::string& prepaid_by) {
  require_parts(premium_parts);
  if (!limit.is_zero()) draft.move(limit_available(), limit_granted(), limit);
  const Money premium = sum_of(premium_parts);
  if (premium.is_zero()) return;
  if (prepaid_by.empty()) {
    draft.debit_parts(premium_receivable, premium_parts);
    draft.credit(premium_written(), premium);
    return;
  }
  draft.move(premium_receivable(prepaid_by), premium_written(), premium);
  for (const auto& part : premium_parts) {
    if (part.funder == prepaid_by || part.amount.is_zero()) continue;
    draft.move(reimbursement_receivable(part.funder), reimbursement_owed_to(prepaid_by), part.amount);
  }
}

}  // namespace

Money sum_of(const FunderParts& parts) {
  Money sum;
  for (const auto& part : parts) sum += part.amount;
  return sum;
}

FunderParts take_from(const FunderParts& borne, Money amount) {
  const Money whole = sum_of(borne);
  require_parts(borne);
  require_not_negative(amount, "an amount to take is below zero");
  require(amount <= whole, "more is taken than the funders bear");
  FunderParts taken;
  if (whole.is_zero()) return taken;
  Money left = amount;
  for (const auto& part : borne) {
    const auto share = rules::Int128(amount.fen()) * part.amount.fen() / whole.fen();
    taken.push_back({part.funder, Money::from_fen(static_cast<std::int64_t>(share))});
    left -= taken.back().amount;
  }
  // What rounding left, fen by fen, to those who still bear something.
  for (std::size_t i = 0; !left.is_zero(); i = (i + 1) % borne.size()) {
    if (taken[i].amount == borne[i].amount) continue;
    taken[i].amount += Money::from_fen(1);
    left -= Money::from_fen(1);
  }
  return taken;
}

Entry policy_opened(const PolicyOpening& opening) {
  require_positive(opening.limit, "a policy's limit is above zero");
  require_positive(sum_of(opening.premium_parts), "a policy's premium is above zero");
  Draft draft(EntryKind::policy_opened, opening.effective);
  add_cover(draft, opening.limit, opening.premium_parts, opening.prepaid_by);
  return std::move(draft).finish();
}

Entry policy_topped_up(const PolicyTopUp& top_up) {
  require_not_negative(top_up.limit, "an added limit is below zero");
  require(!top_up.limit.is_zero() || !sum_of(top_up.premium_parts).is_zero(), "an endorsement adds something");
  Draft draft(EntryKind::policy_topped_up, top_up.effective);
  add_cover(draft, top_up.limit, top_up.premium_parts, top_up.prepaid_by);
  return std::move(draft).finish();
}

Entry premium_received(const PremiumReceipt& receipt) {
  require_positive(receipt.amount, "a premium receipt is above zero");
  Draft draft(EntryKind::premium_received, receipt.effective);
  draft.move(bank_premium(), premium_receivable(receipt.funder), receipt.amount);
  return std::move(draft).finish();
}

Entry reimbursement_received(const ReimbursementReceipt& receipt) {
  require_positive(receipt.amount, "a reimbursement is above zero");
  require(receipt.from != receipt.to, "a funder does not reimburse itself");
  Draft draft(EntryKind::reimbursement_received, receipt.effective);
  draft.move(reimbursement_owed_to(receipt.to), reimbursement_receivable(receipt.from), receipt.amount);
  return std::move(draft).finish();
}

Entry sub_limit_opened(const SubLimitOpening& opening) {
  require_not_negative(opening.available, "a sub-limit is below zero");
  require_not_negative(opening.committed, "what was approved before is below zero");
  Draft draft(EntryKind::sub_limit_opened, opening.effective);
  if (!opening.available.is_zero()) draft.debit(sub_limit_available(opening.scope), opening.available);
  if (!opening.committed.is_zero()) draft.debit(sub_limit_committed(opening.scope), opening.committed);
  draft.credit(sub_limit_granted(opening.scope), opening.available + opening.committed);
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
  draft.entry().adjusts = approval.adjusts;
  if (anything_fits) {
    draft.debit_parts(incurred, approval.parts);
    draft.credit(payable(approval.claim), fit.approved);
    draft.move_limit(AccountKind::limit_committed, AccountKind::limit_available, approval.scopes, fit.approved);
  }
  if (!fit.residual.is_zero()) {
    draft.move(residual(approval.residual_funder), residual_owed(approval.claim), fit.residual);
  }
  move_reserve(draft, approval.claim, approval.reserve, Money());
  return std::move(draft).finish();
}

Entry approval_undone(const ApprovalUndoing& undoing) {
  const EntryKind kind = undoing.approval.kind;
  require(undoing.sequence > 0, "what is undone names its entry");
  require(kind == EntryKind::indemnity_approved || kind == EntryKind::residual_recorded ||
              kind == EntryKind::residual_restored || kind == EntryKind::entitlement_recorded,
          "only an approval is undone");
  Draft draft(EntryKind::approval_undone, undoing.effective);
  draft.entry().claim = undoing.approval.claim;
  draft.entry().reverses = undoing.sequence;
  for (const Posting& posting : undoing.approval.postings) {
    draft.entry().postings.push_back({posting.account, -posting.amount});
  }
  return std::move(draft).finish();
}

Entry indemnity_lowered(const IndemnityLowering& lowering) {
  require_not_negative(lowering.residual, "a lowered residual is below zero");
  require_not_negative(lowering.unpaid, "a lowered payable is below zero");
  require_not_negative(lowering.recoverable, "what is to be paid back is below zero");
  require_not_negative(lowering.reserve, "a reserve is below zero");
  const Money lowered = lowering.unpaid + lowering.recoverable;
  require_positive(lowered + lowering.residual, "a lowering lowers something");
  require_parts(lowering.parts);
  require(sum_of(lowering.parts) == lowered, "the funders' parts do not sum to what is lowered");
  Draft draft(EntryKind::indemnity_lowered, lowering.effective);
  draft.entry().claim = lowering.claim;
  draft.entry().determination = lowering.determination;
  draft.entry().receipt = lowering.receipt;
  draft.entry().adjusts = lowering.adjusts;
  if (!lowering.unpaid.is_zero()) draft.debit(payable(lowering.claim), lowering.unpaid);
  if (!lowering.recoverable.is_zero()) draft.debit(recovery_receivable(lowering.claim), lowering.recoverable);
  for (const auto& part : lowering.parts) {
    if (!part.amount.is_zero()) draft.credit(incurred(part.funder), part.amount);
  }
  if (!lowering.unpaid.is_zero()) {
    draft.move_limit(AccountKind::limit_available, AccountKind::limit_committed, lowering.scopes, lowering.unpaid);
  }
  if (!lowering.residual.is_zero()) {
    draft.move(residual_owed(lowering.claim), residual(lowering.residual_funder), lowering.residual);
  }
  move_reserve(draft, lowering.claim, lowering.reserve, Money());
  return std::move(draft).finish();
}

Entry residual_restored(const ResidualRestoration& restoration) {
  require_positive(restoration.amount, "a restored residual is above zero");
  require_parts(restoration.parts);
  require(sum_of(restoration.parts) == restoration.amount, "the funders' parts do not sum to what is restored");
  Draft draft(EntryKind::residual_restored, restoration.effective);
  draft.entry().claim = restoration.claim;
  draft.entry().determination = restoration.determination;
  draft.entry().receipt = restoration.receipt;
  draft.entry().adjusts = restoration.adjusts;
  draft.debit_parts(incurred, restoration.parts);
  draft.credit(payable(restoration.claim), restoration.amount);
  draft.move_limit(AccountKind::limit_committed, AccountKind::limit_available, restoration.scopes, restoration.amount);
  draft.move(residual_owed(restoration.claim), residual(restoration.residual_funder), restoration.amount);
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
  draft.move_limit(AccountKind::limit_paid, AccountKind::limit_committed, payment.scopes, payment.amount);
  return std::move(draft).finish();
}

Entry payment_returned(const PaymentReturn& payment) {
  require(payment.sent_sequence > 0, "a returned payment names the entry that sent it");
  Draft draft =
      payment_draft(EntryKind::payment_returned, payment.effective, payment.claim, payment.batch, payment.amount);
  draft.entry().reverses = payment.sent_sequence;
  if (payment.before == BankResult::confirmed) {
    draft.move(bank_claims(), clearing(payment.batch), payment.amount);
    draft.move_limit(AccountKind::limit_committed, AccountKind::limit_paid, payment.scopes, payment.amount);
  }
  draft.move(clearing(payment.batch), payable(payment.claim), payment.amount);
  return std::move(draft).finish();
}

Entry recovery_received(const RecoveryReceipt& receipt) {
  require_positive(receipt.amount, "a recovery is above zero");
  Draft draft(EntryKind::recovery_received, receipt.effective);
  draft.entry().claim = receipt.claim;
  draft.move(bank_claims(), recovery_receivable(receipt.claim), receipt.amount);
  if (receipt.limit == FreedLimit::restored) {
    draft.move_limit(AccountKind::limit_available, AccountKind::limit_paid, receipt.scopes, receipt.amount);
  }
  return std::move(draft).finish();
}

Entry entitlement_recorded(const EntitlementRecording& recording) {
  require_positive(recording.entitlement, "a recorded entitlement is above zero");
  require_not_negative(recording.reserve, "a reserve is below zero");
  Draft draft(EntryKind::entitlement_recorded, recording.effective);
  draft.entry().claim = recording.claim;
  draft.entry().determination = recording.determination;
  draft.entry().receipt = recording.receipt;
  draft.move(entitlement_pending(), entitlement_owed(recording.claim), recording.entitlement);
  move_reserve(draft, recording.claim, recording.reserve, Money());
  return std::move(draft).finish();
}

Entry entitlement_settled(const EntitlementSettlement& settlement) {
  require_positive(settlement.entitlement, "a settled entitlement is above zero");
  require(settlement.sequence > 0, "a settlement names the entry that recorded the entitlement");
  Draft draft(EntryKind::entitlement_settled, settlement.effective);
  draft.entry().claim = settlement.claim;
  draft.entry().reverses = settlement.sequence;
  draft.move(entitlement_owed(settlement.claim), entitlement_pending(), settlement.entitlement);
  return std::move(draft).finish();
}

}  // namespace wildclaims::ledger
