// The one writing door. One thread takes commands from a queue and runs as many as are waiting inside one transaction,
// each in a savepoint of its own, commits once, and only then lets their callers go on (group commit).
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace wildclaims::store {

class Connection;
class LogMover;

class Writer {
 public:
  // Whether what a command did is to be kept. `discard` undoes it as if it had never run.
  enum class Verdict { keep, discard };
  using Command = std::function<Verdict(Connection&)>;

  explicit Writer(std::unique_ptr<Connection> connection);
  // `mover`: of the same database; without one (or null) the writer moves the log itself, within its commits.
  Writer(std::unique_ptr<Connection> connection, std::unique_ptr<LogMover> mover);
  // Finishes what is queued, then stops.
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // Runs the command and returns once its outcome is certain: kept and durable, or without any trace.
  // Whatever the command throws is thrown here after its savepoint was undone. StoreUnavailable when the transaction
  // failed (full disk, input or output error, too many commands waiting): nothing of the command happened.
  Verdict run(const Command& command);

  // Whether the last command that was to be kept found the store unavailable, and none has been kept since.
  bool in_trouble() const { return in_trouble_; }
  // What was written since the start; a group is one transaction.
  struct Counts {
    std::uint64_t commands = 0;
    std::uint64_t groups = 0;
  };
  Counts counts();

 private:
  struct Job;

  void work();
  static void finish(const std::deque<Job*>& group);
  void run_group(std::deque<Job*>& group);
  void run_job(Job& job);
  void keep_log_short();
  bool begin_log_anew(std::chrono::milliseconds patience);

  std::unique_ptr<Connection> connection_;
  std::unique_ptr<LogMover> mover_;  // ends before the connection: the last to close moves what is left
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job*> queue_;
  bool stopping_ = false;
  std::atomic<bool> in_trouble_ = false;
  std::chrono::steady_clock::time_point next_restart_;  // not before: of the log
  std::chrono::milliseconds retry_;                     // from a restart that failed to the next
  Counts counts_;
  std::thread thread_;
};

}  // namespace wildclaims::store
