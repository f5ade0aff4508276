// The whole book, entry by entry in one pass: chain, balances and every invariant over the facts that claims,
// approvals and payments are stored with. `wildclaims ledger verify` stands on this.
//
// Memory grows with accounts and claims, not with entries.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "claims/domain/authority.h"
#include "claims/domain/claim_state.h"
#include "claims/ledger/balances.h"
#include "claims/ledger/chain.h"
#include "claims/ledger/entry.h"
#include "claims/ledger/invariants.h"
#include "claims/ledger/recipes.h"
#include "rules/money.h"

namespace wildclaims::ledger {

// One completed approval as the store has it.
struct ApprovalFact {
  std::string claim;
  std::int64_t determination = 0;
  std::int64_t sequence = 0;  // of its entry in the book
  rules::Money determined;    // the determination's indemnity
  rules::Money entitlement;   // re-evaluated at approval
  rules::Money approved;
  rules::Money residual;
  std::vector<domain::UserId> approvers;  // one, or the two of this approval
  // What each funder bears of the approved amount, stored or recomputed from the pinned rulebook, where known.
  std::optional<FunderParts> parts;
  bool restores = false;                    // part of an earlier approval's residual: no entitlement of its own
  std::optional<std::int64_t> undone = {};  // sequence of the entry that took it back
};

// What a later determination took away from an approval, as the store has it.
struct ReductionFact {
  std::string claim;
  std::int64_t determination = 0;
  std::int64_t sequence = 0;
  rules::Money determined;  // the later determination's indemnity
  rules::Money lowered;     // in all: residual, unpaid and to be paid back
};

// An approval that waits for the settlement of its year, as the store has it.
struct PendingFact {
  std::string claim;
  std::int64_t determination = 0;
  std::int64_t sequence = 0;  // of its entry
  rules::Money determined;
  rules::Money entitlement;
  std::vector<domain::UserId> approvers;      // as of an approval
  std::optional<std::int64_t> undone = {};    // sequence of the entry that took it back
  std::optional<std::int64_t> settled = {};   // sequence of the entry that settled it
  std::optional<std::int64_t> approval = {};  // sequence of the approval that it became
};

// One payment as the store has it.
struct PaymentFact {
  std::string claim;
  std::int64_t sent_sequence = 0;  // of its payment_sent entry
  rules::Money amount;
};

// One claim as the store has it, with everyone who had a hand in it.
struct ClaimFact {
  std::string claim;
  domain::ClaimState state{};
  std::vector<domain::UserId> determiners;
  std::vector<domain::UserId> approvers;
  std::vector<domain::UserId> cashiers;
};

struct BookFacts {
  std::vector<ClaimFact> claims;
  std::vector<ApprovalFact> approvals;
  std::vector<PaymentFact> payments;
  std::vector<ReductionFact> reductions = {};
  std::vector<PendingFact> pending = {};
  std::optional<rules::Money> settled_with = {};  // what there was of the limit when the year was settled
};

// A book has more faults than anyone reads when it has this many; later ones are only counted.
inline constexpr std::size_t kMaxViolations = 1000;

class BookCheck {
 public:
  explicit BookCheck(std::string book) : chain_(book), book_(std::move(book)) {}

  // Every entry of the book, in order of sequence.
  void see(const RecordedEntry& recorded);
  // The same with its entry_hash() computed elsewhere.
  void see(const RecordedEntry& recorded, const rules::Digest& computed);
  // An entry that could not be read whole, in its place: only its hash and its postings count.
  void pass_over(const RecordedEntry& recorded);

  // After the last entry, before finish(): what is stored of some of this book's claims, each claim's facts in one
  // call. So the facts of a book need not be in memory at once.
  void see_facts(const BookFacts& facts);

  // After the last one. `stored` are the balances the store keeps; `facts` what see_facts() was not told of yet;
  // `head` the head the store or a printed statement names, where there is one. The first violations found, at most
  // kMaxViolations, those of entries first. Call it once.
  Violations finish(const Balances& stored, const BookFacts& facts, const std::optional<ChainHead>& head);

  std::int64_t entries() const { return chain_.head().sequence; }
  std::size_t violations_found() const { return found_; }
  // The sum of all postings seen.
  const Balances& balances() const { return balances_; }

 private:
  // What the entries say of one payment: its sent entry, whether confirmed, whether returned.
  struct Payment {
    std::string claim;
    std::string batch;
    rules::Money amount;
    bool confirmed = false;
    bool returned = false;
    bool explained = false;  // a stored payment stands behind it
  };
  struct ClaimMoney {
    rules::Money approved;
    rules::Money live_amount;
    std::int64_t approvals = 0;
    std::vector<std::int64_t> live;  // payments sent and not returned, by sequence of the sent entry
  };
  struct ApprovalPostings {
    std::string claim;
    std::optional<std::int64_t> determination;
    FunderParts incurred;
    rules::Money payable;
    rules::Money residual;
    std::optional<std::int64_t> undone;  // sequence of the entry that took it back
    bool explained = false;              // a stored approval stands behind it
  };
  struct Reduction {
    std::string claim;
    std::optional<std::int64_t> determination;
    rules::Money lowered;
    bool explained = false;  // a stored reduction stands behind it
  };
  struct Entitlement {
    std::string claim;
    std::optional<std::int64_t> determination;
    rules::Money amount;
    std::optional<std::int64_t> undone;   // sequence of the entry that took it back
    std::optional<std::int64_t> settled;  // sequence of the entry that settled it
    bool explained = false;               // a stored approval stands behind it
  };

  void see_approval(const RecordedEntry& recorded);
  void see_undone(const RecordedEntry& recorded);
  void see_lowered(const RecordedEntry& recorded);
  void see_entitlement(const RecordedEntry& recorded);
  bool see_taken_back(const RecordedEntry& recorded);
  void check_adjusted(const RecordedEntry& recorded);
  void see_payment(const RecordedEntry& recorded);
  void see_sent(const RecordedEntry& recorded);
  void see_confirmed(const RecordedEntry& recorded);
  void see_returned(const RecordedEntry& recorded);
  void check_limit(const Balances& stored);
  void check_stored_balances(const Balances& stored);
  void check_approval(const ApprovalFact& fact, const ApprovalPostings& postings);
  void check_approvals(const BookFacts& facts);
  void check_reductions(const BookFacts& facts);
  void check_pending(const BookFacts& facts);
  void check_settlement(const BookFacts& facts);
  void check_entitled(const BookFacts& facts);
  void check_payments(const BookFacts& facts);
  void check_claims(const BookFacts& facts);
  void report_unexplained();
  bool owes(const std::string& claim) const;
  // Tampered amounts may leave the range of Money when they are summed: that is a violation, too.
  template <class Step>
  void within_range(const std::string& subject, Step step);
  void report(Invariant invariant, std::string subject, rules::Bilingual sentence);

  ChainVerifier chain_;
  std::string book_;
  Balances balances_;
  std::unordered_map<std::string, ClaimMoney> claims_;
  std::map<std::int64_t, Payment> payments_;            // by sequence of the sent entry
  std::map<std::int64_t, ApprovalPostings> approvals_;  // by sequence
  std::map<std::int64_t, Reduction> reductions_;        // by sequence
  std::map<std::int64_t, Entitlement> entitlements_;    // by sequence of the entry that recorded it
  rules::Money not_restored_;                           // paid back by claimants and not given back to the limit
  std::optional<rules::Money> available_when_settled_;  // at the first entry of the settlement
  rules::Money settled_;                                // approved of what was pending
  Violations violations_;
  std::size_t found_ = 0;
};

// A book already in memory, whole.
Violations check_book(const std::string& book, const std::vector<RecordedEntry>& entries, const Balances& stored,
                      const BookFacts& facts, const std::optional<ChainHead>& head);

}  // namespace wildclaims::ledger
