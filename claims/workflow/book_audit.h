// The checks of `ledger verify` over values already read: every entry, then every claim with its records, then the
// balances kept. ledger::BookCheck holds the invariants of each book; what is added here concerns how values are
// stored, the receipts, and rows that belong to nothing. Codes of findings beyond ledger::Invariant:
//
//   value_readable      a stored value cannot be what stands there
//   value_canonical     a stored value is not in the one form in which it is written, a posting not in its position
//   dates_sane          effective after the day of recording, or recorded before the entry before
//   book_of_a_policy    a book, or a claim, of a policy that is not there
//   posting_of_an_entry postings without an entry
//   receipt_as_hashed   a stored receipt, the hash beside it and the hash in the entry are not one
//   record_of_a_claim   a determination, approval or payment that belongs to nothing
//   carried_out_as_held an approval that waited for funds became something else than a whole approval of its claim
//   head_in_chain       a hash from a statement that no entry of the book has
//
// Memory grows with accounts and claims, not with entries.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "claims/ledger/book_check.h"
#include "claims/store/claim_scan.h"
#include "claims/store/journal_scan.h"
#include "claims/workflow/finding.h"
#include "rules/digest.h"

namespace wildclaims::workflow {

// A hash that a printed statement names as a book's head.
struct KnownHead {
  std::string book;  // empty: of whichever book has it
  rules::Digest hash;
};

struct HeadPlace {
  KnownHead known;
  std::string book;
  std::int64_t sequence = 0;  // 0: no entry has the hash
};

struct BookReport {
  std::string book;
  std::int64_t entries = 0;
  ledger::ChainHead head;
};

// A claim with the hashes of its receipts, in the order of its rows.
struct HashedClaim {
  store::StoredClaim claim;
  std::vector<rules::Digest> determinations;
  std::vector<rules::Digest> approvals;
  std::vector<Finding> recomputed;  // what recomputing its receipts found, where that was asked for
};
void hash_receipts(HashedClaim& claim);

class BookAudit {
 public:
  BookAudit(const std::vector<store::StoredPolicy>& policies, std::vector<KnownHead> heads);

  // By book and sequence. `computed` is the entry's hash, where it can be read.
  void see_entry(const store::StoredEntry& entry, const rules::Digest& computed);
  // After the last entry.
  void see_claim(const HashedClaim& claim);
  // What there was of the limit when the policy's year was settled.
  void see_settlement(const std::string& policy, rules::Money available);
  void see_balance(const store::StoredBalance& balance);
  // After the last of them: books whose balances are not, one by one, the sums of their postings...
  std::vector<std::string> books_to_see_whole() const;
  // ...and for each of these all of them. The others need no second look, nor memory for their balances.
  void see_balances(const store::StoredBalances& balances);
  // After everything; the first bad entry first.
  FindingList finish();

  std::vector<BookReport> books() const;
  const std::vector<HeadPlace>& heads() const { return heads_; }

 private:
  struct Book {
    explicit Book(const std::string& id) : check(id) {}
    ledger::BookCheck check;
    std::int64_t offset_minutes = 0;
    bool of_a_policy = false;
    bool closed = false;
    bool balances_differ = false;
    std::size_t balances_seen = 0;
    std::optional<rules::Instant> last_recorded;
    std::int64_t entries = 0;
    ledger::ChainHead head;
    std::optional<rules::Money> settled_with;
    std::vector<std::pair<std::int64_t, rules::Digest>> receipts;  // of approvals, by sequence
  };

  Book& book_of(const std::string& id);
  void check_dates(Book& book, const ledger::RecordedEntry& recorded, const std::string& here);
  void check_known_heads(const ledger::RecordedEntry& recorded, const rules::Digest& computed);
  void check_determinations(const HashedClaim& claim);
  void check_approvals(const Book* book, const HashedClaim& claim);
  void check_reduction(const Book* book, const HashedClaim& hashed, const store::ReductionRow& reduction,
                       const std::string& approval);
  void check_entry_receipt(const Book* book, const store::StoredClaim& claim, std::int64_t sequence,
                           const std::string& subject, const rules::Digest& receipt);
  void check_waiting(const store::StoredClaim& claim, const store::ApprovalRow& row, const std::string& subject);
  void check_payments(const store::StoredClaim& claim);
  void note_bad(const std::vector<store::BadValue>& bad, const std::string& subject);
  void close(const std::string& id, Book& book, const ledger::Balances& stored);
  void of_entry(const std::string& book, std::int64_t sequence, const char* code, std::string subject,
                rules::Bilingual sentence);

  struct Placed {
    std::string book;
    std::int64_t sequence;
    Finding finding;
  };

  std::map<std::string, Book> books_;
  std::vector<HeadPlace> heads_;
  std::vector<Placed> of_entries_;  // bounded as FindingList is, and what each BookCheck gives
  std::size_t more_of_entries_ = 0;
  FindingList others_;
};

}  // namespace wildclaims::workflow
