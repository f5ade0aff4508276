// The books: entries with their postings, the balances they add up to, and the invariants as SQL sees them.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "claims/ledger/balances.h"
#include "claims/ledger/chain.h"
#include "claims/ledger/entry.h"
#include "rules/funding.h"
#include "rules/money.h"

namespace wildclaims::store {

class Connection;

// The last entry of a book; sequence 0 for an empty one.
ledger::ChainHead book_head(Connection& connection, const std::string& book);

// The last sequence that has postings; 0 for an empty book. In order it is the head's.
std::int64_t last_posted(Connection& connection, const std::string& book);

// Writes the postings, then seals them with the entry, which moves the balances.
// Throws InvariantViolated when a constraint or trigger finds an invariant broken.
void append(Connection& connection, const ledger::RecordedEntry& recorded);

// Zero for an account never posted to.
rules::Money balance_of(Connection& connection, const std::string& book, const std::string& account);
// Every balance of a book.
ledger::Balances balances_of(Connection& connection, const std::string& book);

// What each funder bears of an approval: its entry's parts, less what later entries lowered of it.
std::vector<rules::FundingPart> incurred_by(Connection& connection, const std::string& book, std::int64_t approval);

// The scopes of the sub-limits that an entry moved, by name.
std::vector<std::string> sub_limits_of(Connection& connection, const std::string& book, std::int64_t sequence);

struct EntryFilter {
  std::string book;
  std::string claim;           // canonical number; empty: of all
  std::int64_t after = 0;      // entries with a greater sequence
  std::int64_t limit = 1'000;  // at most
};
std::optional<ledger::RecordedEntry> find_entry(Connection& connection, const std::string& book, std::int64_t sequence);
// In order of sequence.
std::vector<ledger::RecordedEntry> entries(Connection& connection, const EntryFilter& filter);

// Entries of the premium, which are few, that post to the account.
std::vector<ledger::RecordedEntry> entries_to(Connection& connection, const std::string& book,
                                              const std::string& account);

// Walks a whole book in order of sequence without holding it in memory.
void for_each_entry(Connection& connection, const std::string& book,
                    const std::function<void(const ledger::RecordedEntry&)>& see);

// A row of the view invariant_violations.
struct SqlViolation {
  std::string invariant;
  std::string book;
  std::int64_t place = 0;
  std::string found;
};
// What SQL itself finds wrong anywhere in the database; empty means in order.
std::vector<SqlViolation> sql_violations(Connection& connection);

}  // namespace wildclaims::store
