// Past claims read by a thread of their own, a little ahead of whoever takes them: what the database costs and what the
// rules cost then take the longer of the two, not their sum.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <mutex>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "claims/store/connection.h"
#include "claims/store/past_claims.h"
#include "rules/date.h"

namespace wildclaims::workflow {

class PastClaimsAhead {
 public:
  // Starts reading. Until this is gone nobody else uses the connection.
  PastClaimsAhead(store::Connection& db, std::string policy_id, rules::UtcOffset offset);
  // Stops reading, wherever it stands.
  ~PastClaimsAhead();
  PastClaimsAhead(const PastClaimsAhead&) = delete;
  PastClaimsAhead& operator=(const PastClaimsAhead&) = delete;

  // The next rows, in order; none at the end. Valid until the next call. Throws what reading threw.
  std::span<const store::PastClaimRow> next();

 private:
  static constexpr std::size_t kBatches = 4;
  static constexpr std::size_t kRows = 256;  // of a batch: their receipts stay in the cache

  struct Batch {
    std::vector<store::PastClaimRow> rows = std::vector<store::PastClaimRow>(kRows);
    std::size_t count = 0;
  };

  void read(store::Connection& db, const std::string& policy_id, rules::UtcOffset offset);
  // False when nobody wants more.
  bool hand_over();

  std::vector<Batch> batches_{kBatches};  // in a ring
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t filled_ = 0;  // batches handed over so far
  std::size_t taken_ = 0;   // of them given back; the one before is with the taker
  bool holding_ = false;    // the taker has batch taken_
  bool done_ = false;
  bool stopped_ = false;
  std::exception_ptr failure_;
  std::thread thread_;
};

}  // namespace wildclaims::workflow
