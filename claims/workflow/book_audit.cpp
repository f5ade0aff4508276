#include "claims/workflow/book_audit.h"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <tuple>

#include "rules/loader/sha256.h"

namespace wildclaims::workflow {
namespace {

using rules::Money;

// A server's clock that is put right may step back; more than this is no clock being put right.
constexpr std::int64_t kClockStep = 3'600;

std::string place(const std::string& book, std::int64_t sequence) { return book + "#" + std::to_string(sequence); }

rules::Bilingual is_not(const std::string& stored, const rules::Bilingual& should) {
  return {"存为 " + stored + "，应为" + should.zh + "。", "Stored is " + stored + ", it should be " + should.en + "."};
}

// Of "PL-2025#17 payable:…": 17. Nothing when the subject is no entry of that book.
std::optional<std::int64_t> entry_in(const std::string& subject, const std::string& book) {
  if (!subject.starts_with(book) || subject.size() <= book.size() + 1 || subject[book.size()] != '#')
    return std::nullopt;
  std::int64_t sequence = 0;
  const char* begin = subject.data() + book.size() + 1;
  const auto read = std::from_chars(begin, subject.data() + subject.size(), sequence);
  return read.ec == std::errc() ? std::optional(sequence) : std::nullopt;
}

bool rests_on_receipt(ledger::EntryKind kind) {
  return kind == ledger::EntryKind::indemnity_approved || kind == ledger::EntryKind::residual_recorded ||
         kind == ledger::EntryKind::residual_restored || kind == ledger::EntryKind::indemnity_lowered ||
         kind == ledger::EntryKind::entitlement_recorded;
}

Money sum_of(const std::vector<rules::FundingPart>& parts) {
  Money sum;
  for (const rules::FundingPart& part : parts) sum += part.amount;
  return sum;
}

const store::DeterminationRow* determination_of(const store::StoredClaim& claim, std::int64_t id) {
  for (const store::DeterminationRow& each : claim.determinations) {
    if (each.id == id) return &each;
  }
  return nullptr;
}

std::string subject_of(const store::StoredClaim& claim) {
  return claim.number.empty() ? "claims " + std::to_string(claim.id) : claim.number;
}

const store::ApprovalRow* approval_of(const store::StoredClaim& claim, std::int64_t id) {
  for (const store::ApprovalRow& each : claim.approvals) {
    if (each.id == id) return &each;
  }
  return nullptr;
}

ledger::PendingFact pending_fact(const store::StoredClaim& claim, const store::ApprovalRow& row,
                                 std::vector<domain::UserId> approvers) {
  const auto* determination = determination_of(claim, row.determination_id);
  const auto* final = row.carried_out ? approval_of(claim, row.carried_out->approval_id) : nullptr;
  return {claim.number,
          row.determination_id,
          row.sequence.value_or(0),
          determination == nullptr ? Money() : determination->entitlement,
          row.entitlement,
          std::move(approvers),
          row.undone ? std::optional(row.undone->sequence) : std::nullopt,
          row.carried_out ? row.carried_out->sequence : std::nullopt,
          final == nullptr ? std::nullopt : final->sequence};
}

ledger::BookFacts facts_of(const store::StoredClaim& claim) {
  ledger::BookFacts facts;
  ledger::ClaimFact fact{claim.number, claim.state.value_or(domain::ClaimState::reported), {}, {}, {}};
  for (const auto& each : claim.determinations) fact.determiners.push_back({each.determined_by});
  std::int64_t current = 0;
  std::vector<domain::UserId> approvers;  // of the determination at hand, first approval before final
  for (const store::ApprovalRow& each : claim.approvals) {
    fact.approvers.push_back({each.approved_by});
    for (const store::ReductionRow& reduction : each.reductions) fact.approvers.push_back({reduction.lowered_by});
    if (!approvers.empty() && each.determination_id != current) approvers.clear();
    current = each.determination_id;
    if (each.carried_out) fact.approvers.push_back({each.carried_out->carried_out_by});
    approvers.push_back({each.approved_by});
    if (each.waits == store::Wait::settlement) facts.pending.push_back(pending_fact(claim, each, approvers));
    // One that waited is the same person's when it is carried out; taken back, its round of approvals is over.
    if (each.waits) approvers.pop_back();
    if (each.waits && each.undone) approvers.clear();
    if (!each.final) continue;
    const auto* determination = determination_of(claim, each.determination_id);
    facts.approvals.push_back({claim.number, each.determination_id, each.sequence.value_or(0),
                               determination == nullptr ? Money() : determination->entitlement, each.entitlement,
                               each.approved, each.residual, approvers, each.funding, each.restores,
                               each.undone ? std::optional(each.undone->sequence) : std::nullopt});
    approvers.clear();
    for (const store::ReductionRow& reduction : each.reductions) {
      const auto* lower = determination_of(claim, reduction.determination_id);
      facts.reductions.push_back({claim.number, reduction.determination_id, reduction.sequence,
                                  lower == nullptr ? Money() : lower->entitlement,
                                  reduction.residual + reduction.unpaid + reduction.recoverable});
    }
  }
  for (const store::PaymentRow& each : claim.payments) {
    fact.cashiers.push_back({each.sent_by});
    for (const store::PaymentResultRow& result : each.results) fact.cashiers.push_back({result.recorded_by});
    facts.payments.push_back({claim.number, each.sequence, each.amount});
  }
  facts.claims.push_back(std::move(fact));
  return facts;
}

}  // namespace

void hash_receipts(HashedClaim& hashed) {
  hashed.determinations.clear();
  hashed.approvals.clear();
  for (const auto& each : hashed.claim.determinations) hashed.determinations.push_back(rules::sha256(each.receipt));
  for (const auto& each : hashed.claim.approvals) {
    // Mostly the very text of its determination: then that was hashed already.
    std::optional<rules::Digest> same;
    for (std::size_t i = 0; i < hashed.determinations.size() && !same; ++i) {
      if (hashed.claim.determinations[i].receipt == each.receipt) same = hashed.determinations[i];
    }
    hashed.approvals.push_back(same ? *same : rules::sha256(each.receipt));
  }
}

BookAudit::BookAudit(const std::vector<store::StoredPolicy>& policies, std::vector<KnownHead> heads) {
  for (const store::StoredPolicy& policy : policies) {
    Book& book = books_.try_emplace(policy.id, policy.id).first->second;
    book.of_a_policy = true;
    book.offset_minutes = policy.offset_minutes;
    note_bad(policy.bad, "policies " + policy.id);
  }
  for (KnownHead& head : heads) heads_.push_back({std::move(head), {}, 0});
}

BookAudit::Book& BookAudit::book_of(const std::string& id) {
  const auto found = books_.find(id);
  return found != books_.end() ? found->second : books_.try_emplace(id, id).first->second;
}

void BookAudit::of_entry(const std::string& book, std::int64_t sequence, const char* code, std::string subject,
                         rules::Bilingual sentence) {
  if (of_entries_.size() >= kMaxFindings) {
    ++more_of_entries_;
    return;
  }
  of_entries_.push_back({book, sequence, {code, std::move(subject), std::move(sentence)}});
}

void BookAudit::see_entry(const store::StoredEntry& stored, const rules::Digest& computed) {
  const ledger::RecordedEntry& recorded = stored.recorded;
  const std::string here = place(recorded.book, recorded.sequence);
  for (const store::BadValue& bad : stored.bad) {
    of_entry(recorded.book, recorded.sequence, bad.readable ? "value_canonical" : "value_readable",
             here + " " + bad.place, is_not(bad.stored, bad.should));
  }
  Book& book = book_of(recorded.book);
  if (!stored.sealed) {
    of_entry(recorded.book, recorded.sequence, "posting_of_an_entry", here,
             {"有 " + std::to_string(recorded.entry.postings.size()) + " 笔记账没有分录。",
              std::to_string(recorded.entry.postings.size()) + " postings stand here without an entry."});
    return;
  }
  ++book.entries;
  book.head = ledger::head_of(recorded);
  if (!stored.is_readable()) {
    book.check.pass_over(recorded);
    return;
  }
  book.check.see(recorded, computed);
  check_dates(book, recorded, here);
  check_known_heads(recorded, computed);
  if (recorded.entry.receipt && rests_on_receipt(recorded.entry.kind)) {
    book.receipts.emplace_back(recorded.sequence, *recorded.entry.receipt);
  }
}

void BookAudit::check_dates(Book& book, const ledger::RecordedEntry& recorded, const std::string& here) {
  constexpr std::int64_t kDay = 86'400;
  constexpr std::int64_t kMinute = 60;
  const std::int64_t day_after = (recorded.entry.effective.days() + std::int64_t{1}) * kDay;
  const std::int64_t local = recorded.recorded.seconds() + book.offset_minutes * kMinute;
  if (local < day_after - kDay) {
    of_entry(
        recorded.book, recorded.sequence, "dates_sane", here,
        {"生效日 " + recorded.entry.effective.to_string() + " 晚于登记时刻 " + recorded.recorded.to_string() + "。",
         "It is effective on " + recorded.entry.effective.to_string() + ", after it was recorded, " +
             recorded.recorded.to_string() + "."});
  }
  if (book.last_recorded && recorded.recorded.plus_seconds(kClockStep) < *book.last_recorded) {
    of_entry(recorded.book, recorded.sequence, "dates_sane", here,
             {"登记时刻 " + recorded.recorded.to_string() + " 早于前一分录的 " + book.last_recorded->to_string() + "。",
              "It was recorded at " + recorded.recorded.to_string() + ", before the entry before it, " +
                  book.last_recorded->to_string() + "."});
  }
  book.last_recorded = recorded.recorded;
}

void BookAudit::check_known_heads(const ledger::RecordedEntry& recorded, const rules::Digest& computed) {
  for (HeadPlace& head : heads_) {
    if (head.known.hash != computed || (!head.known.book.empty() && head.known.book != recorded.book)) continue;
    head.book = recorded.book;
    head.sequence = recorded.sequence;
  }
}

void BookAudit::note_bad(const std::vector<store::BadValue>& bad, const std::string& subject) {
  for (const store::BadValue& each : bad) {
    others_.add(each.readable ? "value_canonical" : "value_readable", subject + " " + each.place,
                is_not(each.stored, each.should));
  }
}

void BookAudit::see_claim(const HashedClaim& hashed) {
  const store::StoredClaim& claim = hashed.claim;
  const std::string subject = subject_of(claim);
  note_bad(claim.bad, subject);
  if (claim.number.empty()) {
    others_.add("record_of_a_claim", subject,
                {"有核赔、批准或付款记录，却没有这个赔案。", "There are records of a claim that is not there."});
  }
  const auto found = books_.find(claim.policy_id);
  const bool known = found != books_.end() && found->second.of_a_policy;
  if (!known && !claim.number.empty()) {
    others_.add(
        "book_of_a_policy", subject,
        {"赔案的保单 " + claim.policy_id + " 不存在。", "The claim's policy, " + claim.policy_id + ", is not there."});
  }
  check_determinations(hashed);
  check_approvals(known ? &found->second : nullptr, hashed);
  check_payments(claim);
  others_.add(hashed.recomputed);
  if (known) found->second.check.see_facts(facts_of(claim));
}

void BookAudit::check_determinations(const HashedClaim& hashed) {
  for (std::size_t i = 0; i < hashed.claim.determinations.size(); ++i) {
    const store::DeterminationRow& row = hashed.claim.determinations[i];
    const std::string subject = subject_of(hashed.claim) + " determination " + std::to_string(row.id);
    if (row.receipt_sha256 != hashed.determinations[i]) {
      const std::string should = hashed.determinations[i].to_hex();
      rules::Bilingual sentence = is_not(row.receipt_sha256.to_hex(),
                                         {"回执文本的哈希 " + should, "the hash of the receipt's text, " + should});
      others_.add("receipt_as_hashed", subject, std::move(sentence));
    }
    try {
      if (sum_of(row.funding) == row.entitlement) continue;
      const std::string sum = sum_of(row.funding).to_string();
      others_.add("funding_parts_sum_to_approved", subject,
                  {"各出资方分担合计 " + sum + "，核定 " + row.entitlement.to_string() + "。",
                   "The funders' parts sum to " + sum + ", determined are " + row.entitlement.to_string() + "."});
    } catch (const rules::MoneyOverflow&) {
      others_.add("funding_parts_sum_to_approved", subject,
                  {"分担金额超出可表示的范围。", "The funders' parts are beyond the range of money."});
    }
  }
}

void BookAudit::check_approvals(const Book* book, const HashedClaim& hashed) {
  for (std::size_t i = 0; i < hashed.claim.approvals.size(); ++i) {
    const store::ApprovalRow& row = hashed.claim.approvals[i];
    const std::string subject = subject_of(hashed.claim) + " approval " + std::to_string(row.id);
    if (row.receipt_sha256 != hashed.approvals[i]) {
      const std::string should = hashed.approvals[i].to_hex();
      others_.add("receipt_as_hashed", subject,
                  is_not(row.receipt_sha256.to_hex(),
                         {"回执文本的哈希 " + should, "the hash of the receipt's text, " + should}));
    }
    const auto* determination = determination_of(hashed.claim, row.determination_id);
    if (determination == nullptr) {
      others_.add(
          "record_of_a_claim", subject,
          {"所依据的核赔结论 " + std::to_string(row.determination_id) + " 不是该赔案的。",
           "It rests on determination " + std::to_string(row.determination_id) + ", which is not this claim's."});
    } else if (!row.final && row.entitlement > determination->entitlement) {
      others_.add("approved_within_determined", subject,
                  {"批准 " + row.entitlement.to_string() + "，核定 " + determination->entitlement.to_string() + "。",
                   "Approved are " + row.entitlement.to_string() + ", determined " +
                       determination->entitlement.to_string() + "."});
    }
    if (row.sequence) check_entry_receipt(book, hashed.claim, *row.sequence, subject, hashed.approvals[i]);
    if (row.waits == store::Wait::funds && row.carried_out) check_waiting(hashed.claim, row, subject);
    for (const store::ReductionRow& reduction : row.reductions) {
      check_reduction(book, hashed, reduction, subject);
    }
  }
}

// A lowering rests on the determination that gave less.
void BookAudit::check_reduction(const Book* book, const HashedClaim& hashed, const store::ReductionRow& reduction,
                                const std::string& approval) {
  const std::string subject = approval + " reduction " + std::to_string(reduction.id);
  for (std::size_t i = 0; i < hashed.claim.determinations.size(); ++i) {
    if (hashed.claim.determinations[i].id != reduction.determination_id) continue;
    check_entry_receipt(book, hashed.claim, reduction.sequence, subject, hashed.determinations[i]);
    return;
  }
  others_.add(
      "record_of_a_claim", subject,
      {"所依据的核赔结论 " + std::to_string(reduction.determination_id) + " 不是该赔案的。",
       "It rests on determination " + std::to_string(reduction.determination_id) + ", which is not this claim's."});
}

// That the entry carries the hash of the receipt it rests on. One without an entry is BookCheck's to tell.
void BookAudit::check_entry_receipt(const Book* book, const store::StoredClaim& claim, std::int64_t sequence,
                                    const std::string& subject, const rules::Digest& receipt) {
  if (book == nullptr) return;
  const auto found = std::lower_bound(book->receipts.begin(), book->receipts.end(), sequence,
                                      [](const auto& each, std::int64_t at) { return each.first < at; });
  if (found == book->receipts.end() || found->first != sequence || found->second == receipt) return;
  const std::string should = receipt.to_hex();
  of_entry(claim.policy_id, sequence, "receipt_as_hashed", place(claim.policy_id, sequence) + " " + subject,
           is_not(found->second.to_hex(),
                  {"所依据回执文本的哈希 " + should, "the hash of the receipt it rests on, " + should}));
}

void BookAudit::check_waiting(const store::StoredClaim& claim, const store::ApprovalRow& row,
                              const std::string& subject) {
  const store::ApprovalRow* became = approval_of(claim, row.carried_out->approval_id);
  const bool fits = became != nullptr && became->final && became->determination_id == row.determination_id &&
                    became->residual.is_zero() && became->approved_by == row.approved_by;
  if (fits) return;
  others_.add("carried_out_as_held", subject,
              {"等待资金的批准未按原样执行。", "What waited for funds was not carried out as it was approved."});
}

void BookAudit::see_settlement(const std::string& policy, rules::Money available) {
  book_of(policy).settled_with = available;
}

void BookAudit::check_payments(const store::StoredClaim& claim) {
  for (const store::PaymentRow& row : claim.payments) {
    const bool known = std::any_of(claim.approvals.begin(), claim.approvals.end(),
                                   [&](const store::ApprovalRow& each) { return each.id == row.approval_id; });
    if (known) continue;
    others_.add("record_of_a_claim", subject_of(claim) + " payment " + std::to_string(row.id),
                {"所依据的批准 " + std::to_string(row.approval_id) + " 不是该赔案的。",
                 "It rests on approval " + std::to_string(row.approval_id) + ", which is not this claim's."});
  }
}

void BookAudit::see_balance(const store::StoredBalance& stored) {
  Book& book = book_of(stored.book);
  ++book.balances_seen;
  const ledger::Balances& summed = book.check.balances();
  if (!stored.readable || summed.of(stored.account) != stored.balance) book.balances_differ = true;
  // An account without postings is of no balance, as one is that sums to zero.
  if (stored.balance.is_zero() && !summed.has(stored.account)) book.balances_differ = true;
}

std::vector<std::string> BookAudit::books_to_see_whole() const {
  std::vector<std::string> ids;
  for (const auto& [id, book] : books_) {
    if (book.balances_differ || book.balances_seen != book.check.balances().size()) ids.push_back(id);
  }
  return ids;
}

void BookAudit::see_balances(const store::StoredBalances& stored) {
  note_bad(stored.bad, stored.book);
  close(stored.book, book_of(stored.book), stored.balances);
}

void BookAudit::close(const std::string& id, Book& book, const ledger::Balances& stored) {
  book.closed = true;
  ledger::BookFacts facts;
  facts.settled_with = book.settled_with;
  const ledger::Violations violations = book.check.finish(stored, facts, std::nullopt);
  for (const ledger::Violation& violation : violations) {
    const std::string code(ledger::code_of(violation.invariant));
    if (const auto sequence = entry_in(violation.subject, id)) {
      of_entries_.push_back({id, *sequence, {code, violation.subject, violation.sentence}});
    } else {
      others_.add(code, violation.subject, violation.sentence);
    }
  }
  others_.only_count(book.check.violations_found() - violations.size());
}

FindingList BookAudit::finish() {
  for (auto& [id, book] : books_) {
    if (!book.closed) close(id, book, book.check.balances());
    if (book.of_a_policy) continue;
    others_.add("book_of_a_policy", id, {"账簿所属的保单不存在。", "The book is of a policy that is not there."});
  }
  for (const HeadPlace& head : heads_) {
    if (head.sequence != 0) continue;
    const std::string where = head.known.book.empty() ? "*" : head.known.book;
    others_.add(
        "head_in_chain", where,
        {"没有任何分录的哈希为 " + head.known.hash.to_hex() + "：所印对账单之前的分录被改写，或末尾分录被删去。",
         "No entry has the hash " + head.known.hash.to_hex() +
             ": what was printed was rewritten since, or entries at the end were removed."});
  }
  std::stable_sort(of_entries_.begin(), of_entries_.end(), [](const Placed& left, const Placed& right) {
    return std::tie(left.book, left.sequence) < std::tie(right.book, right.sequence);
  });
  FindingList all;
  for (Placed& each : of_entries_) {
    all.add(std::move(each.finding.invariant), std::move(each.finding.subject), std::move(each.finding.sentence));
  }
  all.only_count(more_of_entries_);
  const std::size_t others = others_.count();
  const std::vector<Finding> kept = others_.take();
  all.add(kept);
  all.only_count(others - kept.size());
  return all;
}

std::vector<BookReport> BookAudit::books() const {
  std::vector<BookReport> reports;
  for (const auto& [id, book] : books_) reports.push_back({id, book.entries, book.head});
  return reports;
}

}  // namespace wildclaims::workflow
