#include "claims/cli/progress_bar.h"

#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <string>

namespace wildclaims::cli {
namespace {

constexpr std::chrono::seconds kPatience(1);  // a run that is over by then shows nothing
constexpr std::chrono::milliseconds kEvery(100);
constexpr std::int64_t kWidth = 30;

std::string grouped(std::int64_t count) {
  std::string text = std::to_string(count);
  for (std::size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, ",");
  return text;
}

}  // namespace

ProgressBar::ProgressBar() : terminal_(::isatty(STDERR_FILENO) != 0), next_(Clock::now() + kPatience) {}

ProgressBar::~ProgressBar() {
  if (shown_) std::cerr << "\r\033[K" << std::flush;
}

void ProgressBar::show(std::int64_t done, std::int64_t all) {
  if (!terminal_ || Clock::now() < next_) return;
  next_ = Clock::now() + kEvery;
  shown_ = true;
  std::string line = "\r\033[K";
  if (all > 0) {
    const std::int64_t part = std::min(done, all);
    const auto filled = static_cast<std::size_t>(part * kWidth / all);
    line += "[" + std::string(filled, '#') + std::string(static_cast<std::size_t>(kWidth) - filled, '.') + "] " +
            std::to_string(part * 100 / all) + "%  " + grouped(done) + " / " + grouped(all);
  } else {
    line += grouped(done);
  }
  std::cerr << line << std::flush;
}

}  // namespace wildclaims::cli
