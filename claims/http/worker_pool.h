// A fixed number of threads that work off a bounded queue. Full is an answer, not a wait.
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
    }
    wake_.notify_one();
    return true;
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
  void run() {
    std::unique_lock lock(mutex_);
    for (;;) {
      wake_.wait(lock, [this] { return stopped_ || !queue_.empty(); });
      if (queue_.empty()) return;
      Job job = std::move(queue_.front());
      queue_.pop_front();
      lock.unlock();
      work_(job);
      lock.lock();
    }
  }

  const std::size_t capacity_;
  const std::function<void(Job&)> work_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job> queue_;
  bool stopped_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace wildclaims::http
