// The whole ledger checked: chain, balances and every invariant, in C++ over entries and facts, and again in SQL.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "claims/ledger/chain.h"
#include "claims/store/connection.h"
#include "rules/bilingual.h"

namespace wildclaims::workflow {

struct BookReport {
  std::string book;
  std::int64_t entries = 0;
  ledger::ChainHead head;
};

struct Finding {
  std::string invariant;
  std::string subject;  // entry, claim or account
  rules::Bilingual sentence;
};

struct VerifyReport {
  std::vector<BookReport> books;
  std::vector<Finding> findings;  // empty: in order
  bool in_order() const { return findings.empty(); }
};

// Reads every book in one snapshot. `progress` hears of every thousandth entry, with the book and the count so far.
VerifyReport verify_books(store::Connection& db,
                          const std::function<void(const std::string& book, std::int64_t entries)>& progress);

}  // namespace wildclaims::workflow
