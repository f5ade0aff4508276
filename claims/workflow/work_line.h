// Three hands on a line: one thread fills batches, another works on them, and the caller takes them, in order. The
// whole then takes as long as the slowest hand, not as long as the three together. A few batches go round and are
// filled again, so that their memory is used again.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace wildclaims::workflow {

template <class Batch>
class WorkLine {
 public:
  // `fill` is false when there was nothing left to fill the batch with. Each runs in one thread of its own.
  WorkLine(std::function<bool(Batch&)> fill, std::function<void(Batch&)> work)
      : fill_(std::move(fill)),
        work_(std::move(work)),
        filler_([this] { fill_all(); }),
        worker_([this] { work_all(); }) {}

  // Stops both, wherever they stand.
  ~WorkLine() {
    {
      const std::lock_guard lock(mutex_);
      stopped_ = true;
    }
    changed_.notify_all();
    filler_.join();
    worker_.join();
  }
  WorkLine(const WorkLine&) = delete;
  WorkLine& operator=(const WorkLine&) = delete;

  // The next batch, valid until the next call; null at the end. Throws what filling or working threw.
  const Batch* next() {
    std::unique_lock lock(mutex_);
    if (holding_) {
      ++taken_;
      holding_ = false;
      changed_.notify_all();
    }
    changed_.wait(lock, [&] { return taken_ < worked_ || worked_all_; });
    if (taken_ < worked_) {
      holding_ = true;
      return &batches_[taken_ % kBatches];
    }
    if (failure_) std::rethrow_exception(failure_);
    return nullptr;
  }

 private:
  static constexpr std::size_t kBatches = 6;  // one in each hand and one waiting before each

  void fill_all() {
    while (true) {
      {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return stopped_ || filled_ - taken_ < kBatches; });
        if (stopped_) break;
      }
      bool any = false;
      const bool whole = guarded([&] { any = fill_(batches_[filled_ % kBatches]); });
      if (!whole || !any) break;
      const std::lock_guard lock(mutex_);
      ++filled_;
      changed_.notify_all();
    }
    const std::lock_guard lock(mutex_);
    filled_all_ = true;
    changed_.notify_all();
  }

  void work_all() {
    while (true) {
      {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return stopped_ || worked_ < filled_ || filled_all_; });
        if (stopped_ || worked_ == filled_) break;
      }
      if (!guarded([&] { work_(batches_[worked_ % kBatches]); })) break;
      const std::lock_guard lock(mutex_);
      ++worked_;
      changed_.notify_all();
    }
    const std::lock_guard lock(mutex_);
    worked_all_ = true;
    stopped_ = true;
    changed_.notify_all();
  }

  // False when it threw; the first exception is kept for the caller.
  template <class Step>
  bool guarded(Step step) {
    try {
      step();
      return true;
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (!failure_) failure_ = std::current_exception();
      return false;
    }
  }

  std::function<bool(Batch&)> fill_;
  std::function<void(Batch&)> work_;
  std::vector<Batch> batches_{kBatches};  // in a ring
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t filled_ = 0;  // changed by the filler alone
  std::size_t worked_ = 0;  // changed by the worker alone
  std::size_t taken_ = 0;   // given back by the caller
  bool holding_ = false;    // the caller has batch taken_
  bool filled_all_ = false;
  bool worked_all_ = false;
  bool stopped_ = false;
  std::exception_ptr failure_;
  std::thread filler_;
  std::thread worker_;
};

}  // namespace wildclaims::workflow
