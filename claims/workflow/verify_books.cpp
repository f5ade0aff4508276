#include "claims/workflow/verify_books.h"

#include <memory>
#include <utility>

#include "claims/ledger/chain.h"
#include "claims/store/journal.h"
#include "claims/store/settlements.h"
#include "claims/workflow/recompute.h"
#include "claims/workflow/recompute_settlement.h"
#include "claims/workflow/work_line.h"

namespace wildclaims::workflow {
namespace {

constexpr std::size_t kEntries = 2'048;  // of a batch: handing one over is dear beside an entry, their memory is not
constexpr std::size_t kClaims = 256;     // theirs hold receipts

struct EntryBatch {
  std::vector<store::StoredEntry> entries = std::vector<store::StoredEntry>(kEntries);
  std::vector<rules::Digest> computed = std::vector<rules::Digest>(kEntries);
  std::size_t count = 0;
};

struct ClaimBatch {
  std::vector<HashedClaim> claims = std::vector<HashedClaim>(kClaims);
  std::size_t count = 0;
};

// Counts what is done and tells it.
class Steps {
 public:
  Steps(store::Connection& db, const VerifyProgress& progress) : progress_(progress) {
    if (progress_) all_ = store::count_entries(db) + store::count_all_claims(db);
  }
  void done(std::size_t count) {
    done_ += static_cast<std::int64_t>(count);
    if (progress_) progress_(done_, all_);
  }

 private:
  const VerifyProgress& progress_;
  std::int64_t done_ = 0;
  std::int64_t all_ = 0;
};

void see_entries(store::Connection& db, BookAudit& audit, Steps& steps) {
  store::JournalScan scan(db);
  ledger::EntryHasher hasher;
  WorkLine<EntryBatch> line(
      [&](EntryBatch& batch) {
        batch.count = 0;
        while (batch.count < kEntries && scan.next(batch.entries[batch.count])) ++batch.count;
        return batch.count > 0;
      },
      [&](EntryBatch& batch) {
        for (std::size_t i = 0; i < batch.count; ++i) {
          const store::StoredEntry& entry = batch.entries[i];
          if (entry.sealed && entry.is_readable()) batch.computed[i] = hasher.hash(entry.recorded);
        }
      });
  while (const EntryBatch* batch = line.next()) {
    for (std::size_t i = 0; i < batch->count; ++i) audit.see_entry(batch->entries[i], batch->computed[i]);
    steps.done(batch->count);
  }
}

void see_claims(store::Connection& db, const Recomputation* recomputation, BookAudit& audit, Steps& steps) {
  store::ClaimScan scan(db, recomputation == nullptr ? store::Findings::left_out : store::Findings::read);
  WorkLine<ClaimBatch> line(
      [&](ClaimBatch& batch) {
        batch.count = 0;
        while (batch.count < kClaims && scan.next(batch.claims[batch.count].claim)) ++batch.count;
        return batch.count > 0;
      },
      [&](ClaimBatch& batch) {
        for (std::size_t i = 0; i < batch.count; ++i) {
          HashedClaim& each = batch.claims[i];
          hash_receipts(each);
          if (recomputation != nullptr) each.recomputed = recomputation->check(each.claim);
        }
      });
  while (const ClaimBatch* batch = line.next()) {
    for (std::size_t i = 0; i < batch->count; ++i) audit.see_claim(batch->claims[i]);
    steps.done(batch->count);
  }
}

}  // namespace

VerifyReport verify_books(store::Connection& db, const VerifyOptions& options, const VerifyProgress& progress) {
  store::map_file(db);
  BookAudit audit(store::stored_policies(db), options.heads);
  std::unique_ptr<Recomputation> recomputation;
  if (options.recompute) recomputation = std::make_unique<Recomputation>(store::stored_rulebooks(db));
  Steps steps(db, progress);
  see_entries(db, audit, steps);
  see_claims(db, recomputation.get(), audit, steps);
  const auto settlements = store::stored_settlements(db);
  std::vector<Finding> of_settlements;
  for (const store::StoredSettlement& settlement : settlements) {
    audit.see_settlement(settlement.policy_id, settlement.available);
    if (!recomputation) continue;
    const std::vector<Finding> found = recompute_settlement(db, settlement, *recomputation);
    of_settlements.insert(of_settlements.end(), found.begin(), found.end());
  }
  store::for_each_stored_balance(db, [&](const store::StoredBalance& balance) { audit.see_balance(balance); });
  for (const std::string& book : audit.books_to_see_whole()) audit.see_balances(store::stored_balances(db, book));

  VerifyReport report;
  FindingList findings = audit.finish();
  if (recomputation) findings.add(recomputation->of_rulebooks());
  findings.add(of_settlements);
  if (options.ask_sql) {
    for (const store::SqlViolation& violation : store::sql_violations(db)) {
      findings.add(violation.invariant, violation.book + "#" + std::to_string(violation.place),
                   {"SQL：" + violation.found, "SQL: " + violation.found});
    }
  }
  report.books = audit.books();
  report.heads = audit.heads();
  report.found = findings.count();
  report.findings = findings.take();
  return report;
}

}  // namespace wildclaims::workflow
