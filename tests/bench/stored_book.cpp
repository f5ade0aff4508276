#include "tests/bench/stored_book.h"

#include <utility>

#include "claims/ledger/account.h"
#include "claims/ledger/recipes.h"
#include "claims/store/journal.h"
#include "tests/bench/stored_claims.h"

namespace wildclaims::bench {

using rules::Money;

StoredBook::StoredBook(store::Connection& db, rules::Instant at) : db_(db) {
  post(ledger::policy_opened({day_of(at),
                              Money::from_fen(kBoundlessFen),
                              {{"province", Money::from_fen(20'000'000)}, {"county", Money::from_fen(30'000'000)}}}),
       at);
  post(ledger::premium_received({day_of(at), "county", Money::from_fen(30'000'000)}), at);
}

rules::Date StoredBook::day_of(rules::Instant at) const { return at.date_at(*rules::UtcOffset::parse("+08:00")); }

std::int64_t StoredBook::post(ledger::Entry entry, rules::Instant at) {
  for (const ledger::Posting& posting : entry.postings) {
    if (posting.account == ledger::limit_available()) available_ += posting.amount;
  }
  const ledger::RecordedEntry recorded = ledger::record(std::move(entry), kStoredPolicy, at, head_);
  store::append(db_, recorded);
  head_ = ledger::head_of(recorded);
  return recorded.sequence;
}

}  // namespace wildclaims::bench
