#include "claims/workflow/check_at_start.h"

#include <algorithm>
#include <optional>
#include <string>

#include "claims/ledger/chain.h"
#include "claims/store/failure.h"
#include "claims/store/journal.h"
#include "claims/store/policies.h"

namespace wildclaims::workflow {
namespace {

using rules::Bilingual;

// Only whether it is zero matters, and amounts that a hand has changed may sum to anything.
bool in_balance(const ledger::RecordedEntry& recorded) {
  std::uint64_t sum = 0;
  for (const ledger::Posting& posting : recorded.entry.postings)
    sum += static_cast<std::uint64_t>(posting.amount.fen());
  return sum == 0 && recorded.entry.postings.size() >= 2;
}

std::optional<Bilingual> wrong_with(ledger::ChainVerifier& chain, const ledger::RecordedEntry& recorded) {
  if (const auto fault = chain.next(recorded)) return ledger::sentence_of(*fault);
  if (!in_balance(recorded)) return Bilingual{"分录借贷不平。", "The entry does not balance."};
  return std::nullopt;
}

Bilingual at(const std::string& book, std::int64_t sequence, const Bilingual& what) {
  const std::string entry = std::to_string(sequence);
  return {"账簿 " + book + " 第 " + entry + " 号分录：" + what.zh,
          "book " + book + ", entry " + entry + ": " + what.en};
}

// The head that the entries after `sequence` are chained to: the stored entry's, which those themselves are checked
// against.
ledger::ChainHead head_at(store::Connection& db, const std::string& book, std::int64_t sequence) {
  if (sequence == 0) return {};
  const auto before = store::entries(db, {book, {}, sequence - 1, 1});
  return before.empty() ? ledger::ChainHead{} : ledger::head_of(before.front());
}

std::optional<Bilingual> check_end(store::Connection& db, const std::string& book) {
  const ledger::ChainHead head = store::book_head(db, book);
  const std::int64_t before = std::max<std::int64_t>(0, head.sequence - kEntriesAtStart);
  ledger::ChainVerifier chain(book, head_at(db, book, before));
  for (const ledger::RecordedEntry& recorded : store::entries(db, {book, {}, before, kEntriesAtStart})) {
    if (const auto wrong = wrong_with(chain, recorded)) return at(book, recorded.sequence, *wrong);
  }
  const std::int64_t posted = store::last_posted(db, book);
  if (posted > head.sequence) {
    return at(book, posted,
              {"有过账而无分录，账簿末尾缺失。", "It has postings and no entry: the end of the book is missing."});
  }
  return std::nullopt;
}

}  // namespace

std::vector<Bilingual> check_at_start(store::Connection& db) {
  std::vector<Bilingual> found;
  for (const store::PolicyRow& policy : store::all_policies(db)) {
    try {
      if (auto wrong = check_end(db, policy.id)) found.push_back(std::move(*wrong));
    } catch (const store::StoredDamage& damage) {
      const std::string what = damage.what();
      found.push_back({"账簿 " + policy.id + " 无法读取：" + what, "book " + policy.id + " cannot be read: " + what});
    }
  }
  return found;
}

}  // namespace wildclaims::workflow
