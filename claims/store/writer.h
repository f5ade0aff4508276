// The one writing door. One thread takes commands from a queue and runs as many as are waiting inside one transaction,
// commits once, and only then lets their callers go on (group commit).
//
// No command leaves a trace of itself unless it is kept. A savepoint for each would see to that, but SQLite then copies
// every page that a command touches; so commands that may run again do without, and where one has written and is not to
// be kept, the whole transaction is undone and the others run again, now each in a savepoint of its own.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace wildclaims::store {

class Connection;
class LogMover;

class Writer {
 public:
  // Whether what a command did is to be kept. `discard` undoes it as if it had never run.
  enum class Verdict { keep, discard };
  // Whether a command may be run a second time when the first was undone: all it changes beside the database is what it
  // reports, and the last run's report counts.
  enum class Again { never, may_run };
  using Command = std::function<Verdict(Connection&)>;

  explicit Writer(std::unique_ptr<Connection> connection);
  // `mover`: of the same database; without one (or null) the writer moves the log itself, within its commits.
  Writer(std::unique_ptr<Connection> connection, std::unique_ptr<LogMover> mover);
  // Finishes what is queued, then stops.
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // A command whose caller does not wait.
  class Task {
   public:
    virtual ~Task() = default;
    // As a Command.
    virtual Verdict run(Connection& connection) = 0;
    virtual Again again() const = 0;
    // Called once, on the writer's thread: it must be short, wait for nobody and not throw. The outcome is certain:
    // kept and durable, or without any trace. `failure`: what run threw, its savepoint undone, or StoreUnavailable
    // when the transaction failed (full disk, input or output error).
    virtual void finished(Verdict verdict, const std::exception_ptr& failure) = 0;
  };

  // Where too many commands are waiting the task is finished at once, here, with StoreUnavailable as its failure.
  void submit(std::unique_ptr<Task> task);

  // Runs the command and returns once its outcome is certain: kept and durable, or without any trace. Throws what
  // Task::finished is told as a failure.
  Verdict run(const Command& command, Again again = Again::never);

  // Whether the last command that was to be kept found the store unavailable, and none has been kept since.
  bool in_trouble() const { return in_trouble_; }
  // What was written since the start; a group is one transaction.
  struct Counts {
    std::uint64_t commands = 0;
    std::uint64_t groups = 0;
  };
  Counts counts();

 private:
  struct Job {
    std::unique_ptr<Task> task;
    Verdict verdict = Verdict::discard;
    std::exception_ptr failure{};
    bool undone = false;  // with the transaction it ran in: its verdict and failure stand
  };

  void work();
  void run_group(std::vector<Job>& group);
  bool run_without_savepoints(std::vector<Job>& group);
  void run_in_savepoint(Job& job);
  void run_job(Job& job);
  void keep_log_short();
  bool begin_log_anew(std::chrono::milliseconds patience);

  std::unique_ptr<Connection> connection_;
  std::unique_ptr<LogMover> mover_;  // ends before the connection: the last to close moves what is left
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job> queue_;
  bool stopping_ = false;
  std::atomic<bool> in_trouble_ = false;
  std::chrono::steady_clock::time_point next_restart_;  // not before: of the log
  std::chrono::milliseconds retry_;                     // from a restart that failed to the next
  Counts counts_;
  std::thread thread_;
};

}  // namespace wildclaims::store
