// Lets a few callers at once into work that is dear on purpose (a password hash takes 64 MiB and a core), a few more
// wait, and turns the rest away at once, so that no flood of sign-ins can fill the memory or hold every worker.
#pragma once

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
    std::unique_lock lock(mutex_);
    if (inside_ == places_) {
      if (waiting_ == waiting_places_) return std::nullopt;
      ++waiting_;
      left_.wait(lock, [this] { return inside_ < places_; });
      --waiting_;
    }
    ++inside_;
    return Pass(*this);
  }

 private:
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
