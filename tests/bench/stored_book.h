// A book that is written as the service writes it, but for the balances asked before each entry: recipe, chain, store.
#pragma once

#include <cstdint>

#include "claims/ledger/chain.h"
#include "claims/ledger/entry.h"
#include "claims/store/connection.h"
#include "rules/date.h"
#include "rules/money.h"

namespace wildclaims::bench {

// Of the policy: as many claims as memory holds fit into it.
inline constexpr std::int64_t kBoundlessFen = 1'000'000'000'000'000;

class StoredBook {
 public:
  // Opens the policy with its premium and a limit that any number of claims fits into.
  StoredBook(store::Connection& db, rules::Instant at);

  rules::Date day_of(rules::Instant at) const;
  rules::Money available() const { return available_; }
  // Its sequence.
  std::int64_t post(ledger::Entry entry, rules::Instant at);

 private:
  store::Connection& db_;
  ledger::ChainHead head_;
  rules::Money available_;
};

}  // namespace wildclaims::bench
