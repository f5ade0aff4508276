#include "claims/store/log_mover.h"

#include <optional>
#include <utility>

#include "claims/store/connection.h"
#include "claims/store/log_bound.h"

namespace wildclaims::store {
namespace {

// While a log is moved the writer appends to it; each round has less to move than the one before.
constexpr int kRounds = 8;

}  // namespace

LogMover::LogMover(const std::string& path)
    : connection_(std::make_unique<Connection>(path, Connection::Access::read_write)) {
  thread_ = std::thread([this] { work(); });
}

LogMover::~LogMover() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void LogMover::log_has(int pages) {
  {
    const std::lock_guard lock(mutex_);
    pages_ = pages;
    if (moving_ || moved_ || wanted_ || pages < kLogMovedPages) return;
    wanted_ = true;
  }
  wake_.notify_one();
}

void LogMover::end_round() {
  std::unique_lock lock(mutex_);
  enough_ = true;
  idle_.wait(lock, [this] { return !moving_; });
  enough_ = false;
}

bool LogMover::take_moved() {
  const std::lock_guard lock(mutex_);
  return std::exchange(moved_, false);
}

void LogMover::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return stopping_ || wanted_; });
    if (wake_.wait_until(lock, next_, [this] { return stopping_; }) || stopping_) return;
    wanted_ = false;
    moving_ = true;
    if (!move(lock)) next_ = std::chrono::steady_clock::now() + kLogRetry;
    moving_ = false;
    idle_.notify_one();
  }
}

bool LogMover::move(std::unique_lock<std::mutex>& lock) {
  for (int round = 0; round < kRounds && !stopping_ && !enough_; ++round) {
    lock.unlock();
    const auto log = connection_->move_log();
    lock.lock();
    if (!log || log->moved < log->pages) return false;
    if (pages_ - log->moved <= kLogRestPages) {
      moved_ = true;
      break;
    }
  }
  return true;
}

}  // namespace wildclaims::store
