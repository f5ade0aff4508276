// Lets a few callers at once into work that is dear on purpose (a password hash takes 64 MiB and a core), a few more
// wait, and turns the rest away at once, so that no flood of sign-ins can fill the memory or hold every worker.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>
#include <utility>

namespace wildclaims::http {

class Turnstile {
 public:
  // Being inside; leaving when destroyed.
  class Pass {
   public:
    explicit Pass(Turnstile& home) : home_(&home) {}
    Pass(Pass&& other) noexcept : home_(std::exchange(other.home_, nullptr)) {}
    Pass(const Pass&) = delete;
    Pass& operator=(const Pass&) = delete;
    Pass& operator=(Pass&&) = delete;
    ~Pass() {
      if (home_ != nullptr) home_->leave();
    }

   private:
    Turnstile* home_;
  };

  Turnstile(std::size_t inside, std::size_t waiting) : places_(inside), waiting_places_(waiting) {}

  // Waits for a place; nothing when too many wait already.
  std::optional<Pass> enter() {
    return enter([this](std::unique_lock<std::mutex>& lock) {
      left_.wait(lock, [this] { return inside_ < places_; });
      return true;
    });
  }
  // The same, and nothing when no place was free in time either.
  std::optional<Pass> enter_within(std::chrono::milliseconds patience) {
    return enter([this, patience](std::unique_lock<std::mutex>& lock) {
      return left_.wait_for(lock, patience, [this] { return inside_ < places_; });
    });
  }

 private:
  template <class Wait>
  std::optional<Pass> enter(Wait wait) {
    std::unique_lock lock(mutex_);
    if (inside_ == places_) {
      if (waiting_ == waiting_places_) return std::nullopt;
      ++waiting_;
      const bool free = wait(lock);
      --waiting_;
      if (!free) return std::nullopt;
    }
    ++inside_;
    return Pass(*this);
  }
  void leave() {
    {
      const std::lock_guard lock(mutex_);
      --inside_;
    }
    left_.notify_one();
  }

  const std::size_t places_;
  const std::size_t waiting_places_;
  std::mutex mutex_;
  std::condition_variable left_;
  std::size_t inside_ = 0;
  std::size_t waiting_ = 0;
};

}  // namespace wildclaims::http
