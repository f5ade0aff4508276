// A line on standard error that shows how far a long run has come: only on a terminal, and only once it has lasted.
#pragma once

#include <chrono>
#include <cstdint>

namespace wildclaims::cli {

class ProgressBar {
 public:
  ProgressBar();
  // Wipes the line.
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  // `all` 0: not known.
  void show(std::int64_t done, std::int64_t all);

 private:
  using Clock = std::chrono::steady_clock;

  bool terminal_;
  bool shown_ = false;
  Clock::time_point next_;  // not before
};

}  // namespace wildclaims::cli
