// Every entry of every book as it is stored, with its postings: two ordered scans side by side, one row of each in
// memory. For checking the books: nothing here throws because of what is stored.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "claims/ledger/balances.h"
#include "claims/ledger/entry.h"
#include "claims/store/connection.h"
#include "claims/store/stored_row.h"

namespace wildclaims::store {

// From here on the connection reads pages where the system keeps them, without copying each: for whoever reads the
// whole file once.
void map_file(Connection& connection);

struct StoredEntry {
  ledger::RecordedEntry recorded;  // what of it could be read
  bool sealed = true;              // false: postings without an entry; only book, sequence and postings are told
  std::vector<BadValue> bad;       // a value out of its form, or a posting out of its position

  // Whether `recorded` is all there: no value stands in for one that could not be read.
  bool is_readable() const;
};

class JournalScan {
 public:
  explicit JournalScan(Connection& connection);

  // The next one by book and sequence, rows whose book is no policy's included; false at the end.
  bool next(StoredEntry& entry);

 private:
  void advance_entry();
  void advance_posting();
  void take_entry(StoredEntry& entry);
  void take_orphans(StoredEntry& entry);
  void take_posting(StoredEntry& entry);

  CanonicalTime time_;
  Statement entries_;
  Statement postings_;
  bool more_entries_ = false;
  bool more_postings_ = false;
  StoredValue entry_book_;
  StoredValue entry_sequence_;
  StoredValue posting_book_;
  StoredValue posting_sequence_;
};

// A policy whose book is to be checked.
struct StoredPolicy {
  std::string id;
  std::int64_t offset_minutes = 0;  // of its programme, from UTC
  std::vector<BadValue> bad;
};
std::vector<StoredPolicy> stored_policies(Connection& connection);

// What the store keeps as the balances of one book.
struct StoredBalances {
  std::string book;
  ledger::Balances balances;
  std::vector<BadValue> bad;
};
// Of one book whole. `book` as for_each_stored_balance() names it.
StoredBalances stored_balances(Connection& connection, const std::string& book);

// Row by row, by book and name, also of books that are no policy's. `readable` is false where a value of the row is
// not: stored_balances() tells which.
struct StoredBalance {
  std::string book;
  std::string account;
  rules::Money balance;
  bool readable = true;
};
void for_each_stored_balance(Connection& connection, const std::function<void(const StoredBalance&)>& see);

// How many entries the books hold in all, by the last of each; 0 when that cannot be read.
std::int64_t count_entries(Connection& connection);

}  // namespace wildclaims::store
