// The whole ledger checked: chain, balances and every invariant over entries and records, read in ordered scans.
//
// The view invariant_violations states the same invariants in SQL. Each of its parts is proved here entry by entry and
// claim by claim (ledger::BookCheck; funding of determinations and first approvals by BookAudit), while it joins and
// groups the whole database for each: a second opinion that is asked for by name.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "claims/store/connection.h"
#include "claims/workflow/book_audit.h"
#include "claims/workflow/finding.h"

namespace wildclaims::workflow {

struct VerifyOptions {
  bool recompute = false;        // recompute.h
  bool ask_sql = false;          // the view invariant_violations, too
  std::vector<KnownHead> heads;  // from printed statements
};

struct VerifyReport {
  std::vector<BookReport> books;
  std::vector<HeadPlace> heads;   // where each known head stands
  std::vector<Finding> findings;  // the first bad entry first, at most kMaxFindings; empty: in order
  std::size_t found = 0;          // all of them
  bool in_order() const { return found == 0; }
};

// Steps done (entries and claims) and how many there are.
using VerifyProgress = std::function<void(std::int64_t done, std::int64_t all)>;

// Reads in one snapshot when `db` is in a transaction. Until it returns nobody else uses the connection. What is stored
// is never the reason of an exception; store::StoreUnavailable when the file cannot be read at all.
VerifyReport verify_books(store::Connection& db, const VerifyOptions& options = {},
                          const VerifyProgress& progress = {});

}  // namespace wildclaims::workflow
