#include "claims/workflow/past_claims_ahead.h"

#include <utility>

namespace wildclaims::workflow {

PastClaimsAhead::PastClaimsAhead(store::Connection& db, std::string policy_id, rules::UtcOffset offset)
    : thread_([this, &db, policy = std::move(policy_id), offset] { read(db, policy, offset); }) {}

PastClaimsAhead::~PastClaimsAhead() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void PastClaimsAhead::read(store::Connection& db, const std::string& policy_id, rules::UtcOffset offset) {
  std::exception_ptr failure;
  try {
    store::for_each_past_claim(db, policy_id, offset, [&](store::PastClaimRow& row) {
      // Only this thread changes filled_, and the taker is never in the batch that is being filled.
      Batch& batch = batches_[filled_ % kBatches];
      std::swap(batch.rows[batch.count++], row);
      return batch.count < kRows || hand_over();
    });
    hand_over();
  } catch (...) {
    failure = std::current_exception();
  }
  {
    const std::lock_guard lock(mutex_);
    failure_ = failure;
    done_ = true;
  }
  changed_.notify_all();
}

bool PastClaimsAhead::hand_over() {
  std::unique_lock lock(mutex_);
  ++filled_;
  changed_.notify_all();
  changed_.wait(lock, [&] { return stopped_ || filled_ - taken_ < kBatches; });
  if (stopped_) return false;
  batches_[filled_ % kBatches].count = 0;
  return true;
}

std::span<const store::PastClaimRow> PastClaimsAhead::next() {
  std::unique_lock lock(mutex_);
  if (holding_) {
    ++taken_;
    holding_ = false;
    changed_.notify_all();
  }
  changed_.wait(lock, [&] { return done_ || taken_ < filled_; });
  if (taken_ < filled_) {
    holding_ = true;
    const Batch& batch = batches_[taken_ % kBatches];
    return {batch.rows.data(), batch.count};
  }
  if (failure_) std::rethrow_exception(failure_);
  return {};
}

}  // namespace wildclaims::workflow
