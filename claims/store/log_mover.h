// Moves the write-ahead log into the database file on a connection and a thread of its own, so that the writer's
// callers do not wait for it: a writer goes on appending while what is there is moved. When all but little has been
// moved the writer begins the log anew (log_bound.h).
#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace wildclaims::store {

class Connection;

class LogMover {
 public:
  // Throws like Connection. The database must be there.
  explicit LogMover(const std::string& path);
  LogMover(const LogMover&) = delete;
  LogMover& operator=(const LogMover&) = delete;
  ~LogMover();

  // For the writer, after each commit: the log has so many pages now.
  void log_has(int pages);
  // Waits for the round it is at, if any, and lets no other follow: the log grows faster than it is moved.
  void end_round();
  // Whether all but little was moved since this was last asked: beginning the log anew costs little now.
  bool take_moved();

 private:
  void work();
  // Moves what there is until little is left. False when a reading is in the way, or the world fails.
  bool move(std::unique_lock<std::mutex>& lock);

  std::unique_ptr<Connection> connection_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::condition_variable idle_;
  int pages_ = 0;
  bool wanted_ = false;
  bool moving_ = false;
  bool moved_ = false;
  bool enough_ = false;
  bool stopping_ = false;
  std::chrono::steady_clock::time_point next_;  // not before
  std::thread thread_;
};

}  // namespace wildclaims::store
