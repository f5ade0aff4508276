#include "claims/ledger/book_check.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "claims/ledger/account.h"

namespace wildclaims::ledger {
namespace {

using rules::Money;

std::string place(const std::string& book, std::int64_t sequence) { return book + "#" + std::to_string(sequence); }

// Sum of an entry's postings to one kind of account.
Money moved(const Entry& entry, AccountKind kind) {
  Money sum;
  for (const Posting& posting : entry.postings) {
    const auto account = parse_account(posting.account);
    if (account && account->kind == kind) sum += posting.amount;
  }
  return sum;
}

// What a payment entry sends, confirms or returns.
Money payment_amount(const Entry& entry) {
  if (entry.kind == EntryKind::payment_sent) return -moved(entry, AccountKind::clearing);
  if (entry.kind == EntryKind::payment_confirmed) return moved(entry, AccountKind::clearing);
  return -moved(entry, AccountKind::payable);
}

bool is_approval(EntryKind kind) {
  return kind == EntryKind::indemnity_approved || kind == EntryKind::residual_recorded ||
         kind == EntryKind::residual_restored;
}

// Parts above zero by funder, so that order and parts of zero do not matter.
std::map<std::string, Money> by_funder(const FunderParts& parts) {
  std::map<std::string, Money> sums;
  for (const auto& part : parts) {
    if (!part.amount.is_zero()) sums[part.funder] += part.amount;
  }
  return sums;
}

bool share_a_user(const std::vector<domain::UserId>& left, const std::vector<domain::UserId>& right) {
  return std::any_of(left.begin(), left.end(),
                     [&](domain::UserId user) { return std::find(right.begin(), right.end(), user) != right.end(); });
}

bool has_repeated_user(const std::vector<domain::UserId>& users) {
  return std::set<domain::UserId>(users.begin(), users.end()).size() != users.size();
}

bool owes_nothing_more(domain::ClaimState state) {
  return state == domain::ClaimState::closed || state == domain::ClaimState::denied ||
         state == domain::ClaimState::withdrawn;
}

Invariant invariant_of(ChainFault fault) {
  return fault == ChainFault::another_book || fault == ChainFault::gap ? Invariant::entry_is_append_only
                                                                       : Invariant::hash_chain_unbroken;
}

}  // namespace

void BookCheck::report(Invariant invariant, std::string subject, rules::Bilingual sentence) {
  ++found_;
  if (violations_.size() < kMaxViolations) violations_.push_back({invariant, std::move(subject), std::move(sentence)});
}

template <class Step>
void BookCheck::within_range(const std::string& subject, Step step) {
  try {
    step();
  } catch (const rules::MoneyOverflow&) {
    report(Invariant::entry_balances, subject,
           {"金额超出可表示的范围，数据被改动。", "An amount is beyond the range of money: the data was changed."});
  }
}

void BookCheck::see(const RecordedEntry& recorded) { see(recorded, entry_hash(recorded)); }

void BookCheck::see(const RecordedEntry& recorded, const rules::Digest& computed) {
  const std::string here = place(recorded.book, recorded.sequence);
  const ChainHead before = chain_.head();
  if (const auto fault = chain_.next(recorded, computed)) {
    report(invariant_of(*fault), here, sentence_of(*fault, recorded, before, computed));
  }
  within_range(here, [&] {
    for (Violation& violation : check_entry(balances_, recorded.entry)) {
      report(violation.invariant, here + " " + violation.subject, std::move(violation.sentence));
    }
    balances_.apply(recorded.entry);
    if (is_approval(recorded.entry.kind)) see_approval(recorded);
    if (recorded.entry.kind == EntryKind::approval_undone) see_undone(recorded);
    if (recorded.entry.kind == EntryKind::indemnity_lowered) see_lowered(recorded);
    if (recorded.entry.adjusts) check_adjusted(recorded);
    see_payment(recorded);
    if (recorded.entry.kind == EntryKind::recovery_received &&
        moved(recorded.entry, AccountKind::limit_paid).is_zero()) {
      not_restored_ += moved(recorded.entry, AccountKind::bank_claims);
    }
    see_entitlement(recorded);
  });
}

void BookCheck::pass_over(const RecordedEntry& recorded) {
  chain_.pass_over(head_of(recorded));
  within_range(place(recorded.book, recorded.sequence), [&] { balances_.apply(recorded.entry); });
}

void BookCheck::see_approval(const RecordedEntry& recorded) {
  const Entry& entry = recorded.entry;
  if (!entry.claim) return;
  const bool restores = entry.kind == EntryKind::residual_restored;
  ApprovalPostings postings{*entry.claim,
                            entry.determination,
                            {},
                            -moved(entry, AccountKind::payable),
                            restores ? Money() : -moved(entry, AccountKind::residual_owed),
                            {}};
  for (const Posting& posting : entry.postings) {
    const auto account = parse_account(posting.account);
    if (account && account->kind == AccountKind::incurred) {
      postings.incurred.push_back({std::string(account->owner), posting.amount});
    }
  }
  ClaimMoney& money = claims_[*entry.claim];
  money.approved += postings.payable;
  if (!postings.payable.is_zero()) ++money.approvals;
  approvals_.insert_or_assign(approvals_.end(), recorded.sequence, std::move(postings));
}

// Whether the entry takes a pending entitlement back, as one does.
bool BookCheck::see_taken_back(const RecordedEntry& recorded) {
  const Entry& entry = recorded.entry;
  const auto found = entitlements_.find(entry.reverses.value_or(0));
  const bool fits = found != entitlements_.end() && !found->second.settled && !found->second.undone &&
                    found->second.claim == entry.claim &&
                    found->second.amount == moved(entry, AccountKind::entitlement_owed);
  if (fits) found->second.undone = recorded.sequence;
  return fits;
}

void BookCheck::see_undone(const RecordedEntry& recorded) {
  const Entry& entry = recorded.entry;
  if (see_taken_back(recorded)) return;
  const auto found = approvals_.find(entry.reverses.value_or(0));
  const bool fits = found != approvals_.end() && !found->second.undone && found->second.claim == entry.claim &&
                    found->second.payable == moved(entry, AccountKind::payable) &&
                    sum_of(found->second.incurred) == -moved(entry, AccountKind::incurred);
  if (!fits) {
    report(Invariant::incurred_equals_payable_per_approval, place(recorded.book, recorded.sequence),
           {"撤销的批准与原批准不符，或该批准已撤销。",
            "The undoing does not fit the approval it takes back, or that was undone already."});
    return;
  }
  found->second.undone = recorded.sequence;
  ClaimMoney& money = claims_[found->second.claim];
  money.approved -= found->second.payable;
  if (!found->second.payable.is_zero()) --money.approvals;
  if (money.live_amount > money.approved) {
    report(Invariant::paid_within_approved, place(recorded.book, recorded.sequence),
           {"已发出的赔款不能撤销批准。", "An approval is undone although its indemnity is out."});
  }
}

void BookCheck::see_lowered(const RecordedEntry& recorded) {
  const Entry& entry = recorded.entry;
  if (!entry.claim) return;
  const Money unpaid = moved(entry, AccountKind::payable);
  claims_[*entry.claim].approved -= unpaid;
  reductions_.insert_or_assign(recorded.sequence, Reduction{*entry.claim, entry.determination,
                                                            unpaid + moved(entry, AccountKind::recovery_receivable) +
                                                                moved(entry, AccountKind::residual_owed)});
}

void BookCheck::check_adjusted(const RecordedEntry& recorded) {
  const auto found = approvals_.find(*recorded.entry.adjusts);
  const bool earlier = found != approvals_.end() && found->first < recorded.sequence;
  if (earlier && found->second.claim == recorded.entry.claim && !found->second.undone) return;
  report(Invariant::incurred_equals_payable_per_approval, place(recorded.book, recorded.sequence),
         {"被调整的批准不存在、属于另一赔案或已撤销。",
          "The approval it adjusts does not exist, is of another claim, or was undone."});
}

void BookCheck::see_entitlement(const RecordedEntry& recorded) {
  const Entry& entry = recorded.entry;
  if (!entry.claim) return;
  if (entry.kind == EntryKind::entitlement_recorded) {
    entitlements_.insert_or_assign(
        recorded.sequence,
        Entitlement{*entry.claim, entry.determination, -moved(entry, AccountKind::entitlement_owed), {}, {}});
    return;
  }
  if (entry.kind != EntryKind::entitlement_settled) return;
  if (!available_when_settled_) available_when_settled_ = balances_.of(limit_available());
  const auto found = entitlements_.find(entry.reverses.value_or(0));
  if (found != entitlements_.end() && !found->second.settled && !found->second.undone &&
      found->second.claim == *entry.claim && found->second.amount == moved(entry, AccountKind::entitlement_owed)) {
    found->second.settled = recorded.sequence;
    return;
  }
  report(Invariant::nothing_paid_twice, place(recorded.book, recorded.sequence),
         {"年终结算与所登记的应赔金额不符，或已结算。",
          "The settlement does not fit the entitlement it settles, or that was settled already."});
}

void BookCheck::see_payment(const RecordedEntry& recorded) {
  const Entry& entry = recorded.entry;
  if (!entry.claim || !entry.batch) return;
  if (entry.kind == EntryKind::payment_sent) see_sent(recorded);
  if (entry.kind == EntryKind::payment_confirmed) see_confirmed(recorded);
  if (entry.kind == EntryKind::payment_returned) see_returned(recorded);
}

void BookCheck::see_sent(const RecordedEntry& recorded) {
  const Entry& entry = recorded.entry;
  ClaimMoney& money = claims_[*entry.claim];
  const Payment payment{*entry.claim, *entry.batch, payment_amount(entry)};
  money.live.push_back(recorded.sequence);
  money.live_amount += payment.amount;
  payments_.insert_or_assign(payments_.end(), recorded.sequence, payment);
  if (std::cmp_greater(money.live.size(), money.approvals)) {
    report(Invariant::nothing_paid_twice, place(recorded.book, recorded.sequence),
           {"同一笔批准的赔款再次发出。", "An approved indemnity is sent once more while it is out already."});
  }
  if (money.live_amount > money.approved) {
    report(Invariant::paid_within_approved, place(recorded.book, recorded.sequence),
           {"发出的赔款 " + money.live_amount.to_string() + " 超过批准的 " + money.approved.to_string() + "。",
            "What was sent, " + money.live_amount.to_string() + ", is more than what was approved, " +
                money.approved.to_string() + "."});
  }
}

void BookCheck::see_confirmed(const RecordedEntry& recorded) {
  const Entry& entry = recorded.entry;
  for (std::int64_t sequence : claims_[*entry.claim].live) {
    Payment& payment = payments_.at(sequence);
    const bool waiting = !payment.confirmed && payment.batch == *entry.batch && payment.amount == payment_amount(entry);
    if (!waiting) continue;
    payment.confirmed = true;
    return;
  }
  report(
      Invariant::nothing_paid_twice, place(recorded.book, recorded.sequence),
      {"确认到账的款项没有对应的待确认付款。", "A payment is confirmed that was not out, or was confirmed already."});
}

void BookCheck::see_returned(const RecordedEntry& recorded) {
  const Entry& entry = recorded.entry;
  const auto found = payments_.find(entry.reverses.value_or(0));
  const bool undoes_confirmation = !moved(entry, AccountKind::bank_claims).is_zero();
  const bool fits = found != payments_.end() && !found->second.returned && found->second.claim == *entry.claim &&
                    found->second.batch == *entry.batch && found->second.amount == payment_amount(entry) &&
                    found->second.confirmed == undoes_confirmation;
  if (!fits) {
    report(Invariant::nothing_paid_twice, place(recorded.book, recorded.sequence),
           {"退回的款项与所冲销的付款不符，或该付款已退回。",
            "The return does not fit the payment it takes back, or that was returned already."});
    return;
  }
  found->second.returned = true;
  ClaimMoney& money = claims_[*entry.claim];
  money.live_amount -= found->second.amount;
  std::erase(money.live, found->first);
}

void BookCheck::see_facts(const BookFacts& facts) {
  within_range(book_, [&] { check_approvals(facts); });
  within_range(book_, [&] { check_reductions(facts); });
  within_range(book_, [&] { check_pending(facts); });
  within_range(book_, [&] { check_entitled(facts); });
  check_payments(facts);
  check_claims(facts);
}

Violations BookCheck::finish(const Balances& stored, const BookFacts& facts, const std::optional<ChainHead>& head) {
  within_range(book_, [&] { check_limit(stored); });
  within_range(book_, [&] { check_stored_balances(stored); });
  see_facts(facts);
  within_range(book_, [&] { check_settlement(facts); });
  report_unexplained();
  if (head && *head != chain_.head()) {
    report(Invariant::hash_chain_unbroken, place(book_, head->sequence),
           {"账簿末尾与所给的末条哈希不符，账簿被截短、加长或改动。",
            "The book does not end at the head given: it was cut, extended or changed."});
  }
  return std::move(violations_);
}

void BookCheck::check_limit(const Balances& stored) {
  const Money owed = -(stored.total(AccountKind::payable) + stored.total(AccountKind::clearing));
  const Money committed = stored.of(limit_committed());
  const Money out = -stored.of(bank_claims()) + not_restored_;
  const Money paid = stored.of(limit_paid());
  if (committed != owed || paid != out) {
    report(Invariant::limit_matches_money, book_,
           {"限额占用 " + committed.to_string() + "、应付与在途 " + owed.to_string() + "；限额已付 " +
                paid.to_string() + "、银行已付 " + out.to_string() + "。",
            "Committed " + committed.to_string() + ", owed or on its way " + owed.to_string() + "; paid " +
                paid.to_string() + ", out of the bank " + out.to_string() + "."});
  }
}

void BookCheck::check_stored_balances(const Balances& stored) {
  const Money sum = stored.sum();
  if (!sum.is_zero()) {
    report(Invariant::trial_balance_is_zero, book_,
           {"试算不平，差额 " + sum.to_string() + "。", "The trial balance is off by " + sum.to_string() + "."});
  }
  for (const std::string& name : stored.differences(balances_)) {
    const Money kept = stored.of(name);
    const Money summed = balances_.of(name);
    if (kept == summed) {
      report(
          Invariant::balances_equal_sum_of_postings, book_ + " " + name,
          stored.has(name)
              ? rules::Bilingual{"账户有余额记录，却没有任何分录。", "The account has a balance but no postings."}
              : rules::Bilingual{"账户有分录，却没有余额记录。", "The account has postings but no balance is kept."});
      continue;
    }
    report(Invariant::balances_equal_sum_of_postings, book_ + " " + name,
           {"账户余额 " + kept.to_string() + " 与分录合计 " + summed.to_string() + " 不符。",
            "The balance kept, " + kept.to_string() + ", is not the sum of postings, " + summed.to_string() + "."});
  }
}

void BookCheck::check_approval(const ApprovalFact& fact, const ApprovalPostings& postings) {
  const std::string here = place(book_, fact.sequence) + " " + fact.claim;
  const Money attributed = sum_of(postings.incurred);
  const bool parts_differ = fact.parts && by_funder(*fact.parts) != by_funder(postings.incurred);
  if (attributed != fact.approved || parts_differ) {
    report(Invariant::funding_parts_sum_to_approved, here,
           {"各出资方分担合计与批准金额 " + fact.approved.to_string() + " 不符。",
            "The funders' parts are not those of the approved amount, " + fact.approved.to_string() + "."});
  }
  if (fact.approved + fact.residual != fact.entitlement || postings.residual != fact.residual ||
      postings.payable != fact.approved) {
    report(Invariant::approved_plus_residual_equals_entitlement, here,
           {"批准金额加未偿余额不等于应赔金额 " + fact.entitlement.to_string() + "。",
            "Approved and residual do not make the entitlement, " + fact.entitlement.to_string() + "."});
  }
  if (has_repeated_user(fact.approvers)) {
    report(Invariant::maker_is_not_checker, here, {"两次批准出自同一人。", "One person gave both approvals."});
  }
}

void BookCheck::check_approvals(const BookFacts& facts) {
  for (const ApprovalFact& fact : facts.approvals) {
    const auto found = approvals_.find(fact.sequence);
    const bool fits = found != approvals_.end() && found->second.claim == fact.claim &&
                      found->second.determination == fact.determination && found->second.undone == fact.undone &&
                      !found->second.explained;
    if (!fits) {
      report(Invariant::incurred_equals_payable_per_approval, place(book_, fact.sequence) + " " + fact.claim,
             {"批准记录没有对应的分录。", "The approval has no entry of its own."});
      continue;
    }
    found->second.explained = true;
    check_approval(fact, found->second);
  }
}

void BookCheck::check_reductions(const BookFacts& facts) {
  for (const ReductionFact& fact : facts.reductions) {
    const auto found = reductions_.find(fact.sequence);
    const bool fits = found != reductions_.end() && found->second.claim == fact.claim &&
                      found->second.determination == fact.determination && found->second.lowered == fact.lowered &&
                      !found->second.explained;
    if (fits) {
      found->second.explained = true;
      continue;
    }
    report(Invariant::approved_within_determined, place(book_, fact.sequence) + " " + fact.claim,
           {"核减记录没有对应的分录。", "The lowering has no entry of its own."});
  }
}

void BookCheck::check_pending(const BookFacts& facts) {
  for (const PendingFact& fact : facts.pending) {
    const std::string here = place(book_, fact.sequence) + " " + fact.claim;
    if (has_repeated_user(fact.approvers)) {
      report(Invariant::maker_is_not_checker, here, {"两次批准出自同一人。", "One person gave both approvals."});
    }
    const auto found = entitlements_.find(fact.sequence);
    const bool fits = found != entitlements_.end() && found->second.claim == fact.claim &&
                      found->second.determination == fact.determination && found->second.amount == fact.entitlement &&
                      found->second.undone == fact.undone && found->second.settled == fact.settled &&
                      !found->second.explained;
    if (!fits) {
      report(Invariant::pending_as_recorded, here,
             {"待年度结算的批准与分录不符。", "What waits for the settlement is not what the entries say."});
      continue;
    }
    found->second.explained = true;
    if (!fact.settled) continue;
    const auto approval = approvals_.find(fact.approval.value_or(0));
    if (approval != approvals_.end() && approval->second.claim == fact.claim &&
        approval->second.payable + approval->second.residual == fact.entitlement) {
      settled_ += approval->second.payable;
      continue;
    }
    report(Invariant::pending_as_recorded, here,
           {"结算后的批准与待结算的应赔金额不符。",
            "The approval that it became is not of the entitlement that was pending."});
  }
}

void BookCheck::check_settlement(const BookFacts& facts) {
  const bool as_it_was = !available_when_settled_ || facts.settled_with == available_when_settled_;
  if (as_it_was && settled_ <= facts.settled_with.value_or(Money())) return;
  report(Invariant::settled_within_available, book_,
         {"年度结算批准 " + settled_.to_string() + "，结算时可用限额记为 " +
              facts.settled_with.value_or(Money()).to_string() + "，账上为 " +
              available_when_settled_.value_or(Money()).to_string() + "。",
          "The year's settlement gave " + settled_.to_string() + "; available then are said to have been " +
              facts.settled_with.value_or(Money()).to_string() + ", in the book there were " +
              available_when_settled_.value_or(Money()).to_string() + "."});
}

// Claim by claim, in the order of the entries: all that was approved and not taken away again is within what was
// determined then.
void BookCheck::check_entitled(const BookFacts& facts) {
  struct Step {
    Money change;
    Money determined;
    std::int64_t lowered_by = 0;  // the determination, where it lowers
  };
  std::map<std::pair<std::string, std::int64_t>, Step> steps;
  for (const ApprovalFact& fact : facts.approvals) {
    if (!fact.undone && !fact.restores) steps[{fact.claim, fact.sequence}] = {fact.entitlement, fact.determined};
  }
  for (const PendingFact& fact : facts.pending) {
    if (fact.undone) continue;
    steps[{fact.claim, fact.sequence}] = {fact.entitlement, fact.determined};
    if (fact.settled) steps[{fact.claim, *fact.settled}] = {-fact.entitlement, fact.determined};
  }
  for (const ReductionFact& fact : facts.reductions) {
    steps[{fact.claim, fact.sequence}] = {-fact.lowered, fact.determined, fact.determination};
  }
  std::string claim;
  Money approved;
  for (auto each = steps.begin(); each != steps.end(); ++each) {
    const auto& [key, step] = *each;
    if (key.first != claim) approved = {};
    claim = key.first;
    approved += step.change;
    if (approved <= step.determined) continue;
    // One determination may lower several approvals, each by an entry of its own: they count together.
    const auto next = std::next(each);
    const bool is_lowered_further = step.lowered_by != 0 && next != steps.end() && next->first.first == claim &&
                                    next->second.lowered_by == step.lowered_by;
    if (is_lowered_further) continue;
    report(Invariant::approved_within_determined, place(book_, key.second) + " " + claim,
           {"批准合计 " + approved.to_string() + " 超过核定的 " + step.determined.to_string() + "。",
            "Approved in all " + approved.to_string() + ", determined " + step.determined.to_string() + "."});
  }
}

void BookCheck::check_payments(const BookFacts& facts) {
  for (const PaymentFact& fact : facts.payments) {
    const auto found = payments_.find(fact.sent_sequence);
    const bool fits = found != payments_.end() && found->second.claim == fact.claim &&
                      found->second.amount == fact.amount && !found->second.explained;
    if (fits) {
      found->second.explained = true;
      continue;
    }
    report(Invariant::nothing_paid_twice, place(book_, fact.sent_sequence) + " " + fact.claim,
           {"付款记录没有对应的分录。", "The payment has no entry of its own."});
  }
}

void BookCheck::report_unexplained() {
  for (const auto& [sequence, postings] : approvals_) {
    if (postings.explained) continue;
    report(Invariant::approved_within_determined, place(book_, sequence) + " " + postings.claim,
           {"批准分录没有对应的批准记录。", "The entry has no approval behind it."});
  }
  for (const auto& [sequence, reduction] : reductions_) {
    if (reduction.explained) continue;
    report(Invariant::approved_within_determined, place(book_, sequence) + " " + reduction.claim,
           {"核减分录没有对应的核减记录。", "The entry has no lowering behind it."});
  }
  for (const auto& [sequence, entitlement] : entitlements_) {
    if (entitlement.explained) continue;
    report(Invariant::pending_as_recorded, place(book_, sequence) + " " + entitlement.claim,
           {"待年度结算的分录没有对应的批准记录。", "The entry of a pending entitlement has no approval behind it."});
  }
  for (const auto& [sequence, payment] : payments_) {
    if (payment.explained) continue;
    report(Invariant::nothing_paid_twice, place(book_, sequence) + " " + payment.claim,
           {"付款分录没有对应的付款记录。", "The entry has no payment behind it."});
  }
}

void BookCheck::check_claims(const BookFacts& facts) {
  for (const ClaimFact& fact : facts.claims) {
    if (share_a_user(fact.determiners, fact.approvers) || share_a_user(fact.determiners, fact.cashiers) ||
        share_a_user(fact.approvers, fact.cashiers)) {
      report(Invariant::maker_is_not_checker, fact.claim,
             {"同一人在该赔案上承担了核赔、批准、付款中的两项。",
              "One person had two of determining, approving and paying on this claim."});
    }
    if (owes_nothing_more(fact.state) && owes(fact.claim)) {
      report(Invariant::closed_claim_owes_nothing, fact.claim,
             {"赔案已了结，但仍有应付款、在途付款、待结算金额或准备金。",
              "The claim is over, but something is payable, pending, on its way to the bank or reserved."});
    }
  }
}

bool BookCheck::owes(const std::string& claim) const {
  if (!is_segment(claim)) return true;  // not a claim number at all: the stored row was changed
  if (!balances_.of(payable(claim)).is_zero() || !balances_.of(reserve_outstanding(claim)).is_zero()) return true;
  if (!balances_.of(entitlement_owed(claim)).is_zero()) return true;
  const auto found = claims_.find(claim);
  if (found == claims_.end()) return false;
  return std::any_of(found->second.live.begin(), found->second.live.end(),
                     [&](std::int64_t sequence) { return !payments_.at(sequence).confirmed; });
}

Violations check_book(const std::string& book, const std::vector<RecordedEntry>& entries, const Balances& stored,
                      const BookFacts& facts, const std::optional<ChainHead>& head) {
  BookCheck check(book);
  for (const RecordedEntry& entry : entries) check.see(entry);
  return check.finish(stored, facts, head);
}

}  // namespace wildclaims::ledger
