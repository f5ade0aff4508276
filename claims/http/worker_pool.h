// A fixed number of threads that work off a bounded queue. Full is an answer, not a wait.
//
// Waking a thread costs more than many a job: one thread at a time is woken, which takes what it finds and wakes the
// next if work is left, so that a burst of small jobs is worked off by few threads, each without sleeping between.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace wildclaims::http {

template <class Job>
class WorkerPool {
 public:
  // `work` is called on the pool's threads, several at once, and must not throw.
  WorkerPool(std::size_t threads, std::size_t queue, std::function<void(Job&)> work)
      : capacity_(queue), work_(std::move(work)) {
    threads_.reserve(threads);
    for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
  }
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;
  ~WorkerPool() { stop(); }

  // False, and the job untouched, when the queue is full or the pool stopped.
  bool submit(Job& job) {
    {
      const std::lock_guard lock(mutex_);
      if (stopped_ || queue_.size() >= capacity_) return false;
      queue_.push_back(std::move(job));
      if (!wanted()) return true;
    }
    wake_.notify_one();
    return true;
  }

  // For what was taken in before and must be finished: also above the queue's bound. Not after stop.
  void finish(Job job) {
    {
      const std::lock_guard lock(mutex_);
      queue_.push_back(std::move(job));
      if (!wanted()) return;
    }
    wake_.notify_one();
  }

  // Works off what is queued, then ends the threads.
  void stop() {
    {
      const std::lock_guard lock(mutex_);
      stopped_ = true;
    }
    wake_.notify_all();
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }

 private:
  // Whether to wake a thread now; whoever is told so must. With the lock held.
  bool wanted() {
    if (sleeping_ == 0 || waking_ || queue_.empty()) return false;
    waking_ = true;
    return true;
  }

  void run() {
    std::unique_lock lock(mutex_);
    for (;;) {
      if (queue_.empty() && !stopped_) sleep(lock);
      if (queue_.empty()) {
        if (stopped_) return;
        continue;
      }
      Job job = std::move(queue_.front());
      queue_.pop_front();
      const bool more = wanted();
      lock.unlock();
      if (more) wake_.notify_one();
      work_(job);
      lock.lock();
    }
  }

  void sleep(std::unique_lock<std::mutex>& lock) {
    ++sleeping_;
    wake_.wait(lock, [this] { return stopped_ || waking_; });
    --sleeping_;
    waking_ = false;
  }

  const std::size_t capacity_;
  const std::function<void(Job&)> work_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job> queue_;
  std::size_t sleeping_ = 0;
  bool waking_ = false;  // a thread has been called and has not come yet
  bool stopped_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace wildclaims::http
