#include "claims/store/writer.h"

#include <algorithm>
#include <array>
#include <exception>
#include <utility>

#include "claims/store/connection.h"
#include "claims/store/failure.h"
#include "claims/store/log_bound.h"
#include "claims/store/log_mover.h"

namespace wildclaims::store {
namespace {

// A group is one transaction: long enough to share the cost of a sync, short enough not to keep its first caller.
constexpr std::size_t kGroupLimit = 256;

// Commands waiting beyond this are refused at once rather than answered after their callers have given up.
constexpr std::size_t kQueueLimit = 4'096;

// Rather than a bug of ours that only the commit brought to light.
bool is_of_the_world(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const StoreUnavailable&) {
    return true;
  } catch (...) {
    return false;
  }
}

}  // namespace

// Each caller waits on a lock of its own: woken one after the other on a common one, all would stand in line for it
// again. And each wakes two more of its group when it is woken: waking is a call of the system's, and the writer makes
// one of them for a group.
struct Writer::Job {
  const Command* command = nullptr;
  Verdict verdict = Verdict::discard;
  std::exception_ptr failure;
  std::array<Job*, 2> next{};  // that wait still when this one is woken

  void wait() {
    {
      std::unique_lock lock(mutex_);
      finished_.wait(lock, [this] { return done_; });
    }
    for (Job* job : next) {
      if (job != nullptr) job->finish();
    }
  }
  // The job may be gone when this returns.
  void finish() {
    const std::lock_guard lock(mutex_);
    done_ = true;
    finished_.notify_one();
  }

 private:
  std::mutex mutex_;
  std::condition_variable finished_;
  bool done_ = false;
};

Writer::Writer(std::unique_ptr<Connection> connection) : Writer(std::move(connection), nullptr) {}

Writer::Writer(std::unique_ptr<Connection> connection, std::unique_ptr<LogMover> mover)
    : connection_(std::move(connection)), mover_(std::move(mover)), retry_(kLogFirstRetry) {
  if (mover_) connection_->leave_log();
  thread_ = std::thread([this] { work(); });
}

Writer::~Writer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

Writer::Verdict Writer::run(const Command& command) {
  Job job;
  job.command = &command;
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || queue_.size() >= kQueueLimit) {
      throw StoreUnavailable("too many commands are waiting; send it again in a moment", Trouble::busy);
    }
    queue_.push_back(&job);
  }
  wake_.notify_one();
  job.wait();
  if (job.failure) std::rethrow_exception(job.failure);
  return job.verdict;
}

Writer::Counts Writer::counts() {
  const std::lock_guard lock(mutex_);
  return counts_;
}

void Writer::work() {
  std::unique_lock lock(mutex_);
  const auto wanted = [this] { return stopping_ || !queue_.empty(); };
  while (true) {
    // A log left long by a reading is seen to once that has ended, whether or not another command comes.
    const bool long_log = connection_->log_pages() >= kLogRestartPages;
    if (long_log) wake_.wait_until(lock, next_restart_, wanted);
    if (!long_log) wake_.wait(lock, wanted);
    if (queue_.empty() && stopping_) return;
    std::deque<Job*> group;
    while (!queue_.empty() && group.size() < kGroupLimit) {
      group.push_back(queue_.front());
      queue_.pop_front();
    }
    lock.unlock();
    run_group(group);
    finish(group);
    lock.lock();
    counts_.commands += group.size();
    if (!group.empty()) ++counts_.groups;
    lock.unlock();
    keep_log_short();
    lock.lock();
  }
}

void Writer::finish(const std::deque<Job*>& group) {
  if (group.empty()) return;
  for (std::size_t i = 0; i < group.size(); ++i) {
    for (std::size_t k = 0; k < 2; ++k) {
      const std::size_t child = 2 * i + 1 + k;
      group[i]->next.at(k) = child < group.size() ? group[child] : nullptr;
    }
  }
  group.front()->finish();
}

void Writer::keep_log_short() {
  const int pages = connection_->log_pages();
  if (mover_) {
    mover_->log_has(pages);
    if (mover_->take_moved()) {
      begin_log_anew(std::chrono::milliseconds(0));
      return;
    }
  }
  if (pages < kLogRestartPages || std::chrono::steady_clock::now() < next_restart_) return;
  if (mover_) mover_->end_round();
  if (begin_log_anew(kLogPatience)) {
    retry_ = kLogFirstRetry;
  } else {
    next_restart_ = std::chrono::steady_clock::now() + retry_;
    retry_ = std::min(2 * retry_, kLogRetry);
  }
}

bool Writer::begin_log_anew(std::chrono::milliseconds patience) {
  try {
    return connection_->restart_log(patience);
  } catch (const std::runtime_error&) {
    // The world fails: the log stays as it is, durable, and the next command meets the same and tells its caller.
    return false;
  }
}

void Writer::run_group(std::deque<Job*>& group) {
  if (group.empty()) return;
  try {
    connection_->run("BEGIN IMMEDIATE");
    for (Job* job : group) run_job(*job);
    connection_->run("COMMIT");
    for (const Job* job : group) {
      if (job->verdict == Verdict::keep) in_trouble_ = false;
    }
  } catch (...) {
    // The whole transaction is gone, and with it every command of the group, whatever each had thought of itself.
    const std::exception_ptr failure = std::current_exception();
    if (is_of_the_world(failure)) in_trouble_ = true;
    for (Job* job : group) {
      if (job->verdict == Verdict::keep || !job->failure) job->failure = failure;
      job->verdict = Verdict::discard;
    }
    try {
      if (!connection_->in_autocommit()) connection_->run("ROLLBACK");
    } catch (...) {
      // BEGIN of the next group fails the same way and tells its callers.
    }
  }
}

void Writer::run_job(Job& job) {
  connection_->run("SAVEPOINT command");
  try {
    job.verdict = (*job.command)(*connection_);
  } catch (const StoreUnavailable&) {
    in_trouble_ = true;
    job.failure = std::current_exception();
    job.verdict = Verdict::discard;
  } catch (...) {
    job.failure = std::current_exception();
    job.verdict = Verdict::discard;
  }
  if (connection_->in_autocommit()) {
    throw StoreUnavailable("the database gave up the transaction (disk full or failing); send it again");
  }
  if (job.verdict == Verdict::discard) connection_->run("ROLLBACK TO command");
  connection_->run("RELEASE command");
}

}  // namespace wildclaims::store
