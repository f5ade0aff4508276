#include "claims/store/writer.h"

#include <algorithm>
#include <exception>
#include <memory>
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

// A caller that waits. Shared with its task: either may end first.
class Waiting {
 public:
  void finish(Writer::Verdict verdict, const std::exception_ptr& failure) {
    {
      const std::lock_guard lock(mutex_);
      verdict_ = verdict;
      failure_ = failure;
      done_ = true;
    }
    finished_.notify_one();
  }
  Writer::Verdict wait() {
    std::unique_lock lock(mutex_);
    finished_.wait(lock, [this] { return done_; });
    if (failure_) std::rethrow_exception(failure_);
    return verdict_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable finished_;
  bool done_ = false;
  Writer::Verdict verdict_ = Writer::Verdict::discard;
  std::exception_ptr failure_;
};

// The command is the caller's, who waits for it.
class WaitedFor final : public Writer::Task {
 public:
  WaitedFor(const Writer::Command& command, Writer::Again again, std::shared_ptr<Waiting> caller)
      : command_(command), again_(again), caller_(std::move(caller)) {}
  Writer::Verdict run(Connection& connection) override { return command_(connection); }
  Writer::Again again() const override { return again_; }
  void finished(Writer::Verdict verdict, const std::exception_ptr& failure) override {
    caller_->finish(verdict, failure);
  }

 private:
  const Writer::Command& command_;
  Writer::Again again_;
  std::shared_ptr<Waiting> caller_;
};

}  // namespace

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

void Writer::submit(std::unique_ptr<Task> task) {
  std::unique_lock lock(mutex_);
  if (!stopping_ && queue_.size() < kQueueLimit) {
    queue_.push_back({std::move(task)});
    lock.unlock();
    return wake_.notify_one();
  }
  lock.unlock();
  task->finished(Verdict::discard, std::make_exception_ptr(StoreUnavailable(
                                       "too many commands are waiting; send it again in a moment", Trouble::busy)));
}

Writer::Verdict Writer::run(const Command& command, Again again) {
  const auto waiting = std::make_shared<Waiting>();
  submit(std::make_unique<WaitedFor>(command, again, waiting));
  return waiting->wait();
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
    std::vector<Job> group;
    while (!queue_.empty() && group.size() < kGroupLimit) {
      group.push_back(std::move(queue_.front()));
      queue_.pop_front();
    }
    counts_.commands += group.size();
    if (!group.empty()) ++counts_.groups;
    lock.unlock();
    run_group(group);
    for (const Job& job : group) job.task->finished(job.verdict, job.failure);
    group.clear();
    keep_log_short();
    lock.lock();
  }
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

void Writer::run_group(std::vector<Job>& group) {
  if (group.empty()) return;
  try {
    connection_->run("BEGIN IMMEDIATE");
    const bool may_run_again =
        std::all_of(group.begin(), group.end(), [](const Job& job) { return job.task->again() == Again::may_run; });
    if (!may_run_again || !run_without_savepoints(group)) {
      for (Job& job : group) {
        if (!job.undone) run_in_savepoint(job);
      }
    }
    connection_->run("COMMIT");
    for (const Job& job : group) {
      if (job.verdict == Verdict::keep) in_trouble_ = false;
    }
  } catch (...) {
    // The whole transaction is gone, and with it every command of the group, whatever each had thought of itself.
    const std::exception_ptr failure = std::current_exception();
    if (is_of_the_world(failure)) in_trouble_ = true;
    for (Job& job : group) {
      if (job.verdict == Verdict::keep || !job.failure) job.failure = failure;
      job.verdict = Verdict::discard;
    }
    try {
      if (!connection_->in_autocommit()) connection_->run("ROLLBACK");
    } catch (...) {
      // BEGIN of the next group fails the same way and tells its callers.
    }
  }
}

// False when the transaction had to be begun anew, because of a command that is now undone.
bool Writer::run_without_savepoints(std::vector<Job>& group) {
  for (Job& job : group) {
    const std::int64_t before = connection_->changes();
    run_job(job);
    if (job.verdict == Verdict::keep || connection_->changes() == before) continue;
    job.undone = true;
    connection_->run("ROLLBACK");
    connection_->run("BEGIN IMMEDIATE");
    return false;
  }
  return true;
}

void Writer::run_in_savepoint(Job& job) {
  connection_->run("SAVEPOINT command");
  run_job(job);
  if (job.verdict == Verdict::discard) connection_->run("ROLLBACK TO command");
  connection_->run("RELEASE command");
}

void Writer::run_job(Job& job) {
  job.failure = nullptr;
  try {
    job.verdict = job.task->run(*connection_);
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
}

}  // namespace wildclaims::store
