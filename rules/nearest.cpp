#include "rules/nearest.h"

#include <algorithm>

namespace wildclaims::rules {
namespace {

constexpr std::size_t kMostListed = 12;
constexpr std::size_t kLongestCompared = 64;  // names are far shorter; keeps the distance table small
constexpr std::size_t kMostCompared = 2'000;  // of a longer list of codes the rest is not looked at

// Edits between two names: insert, drop, change, or swap two neighbours. Counted as far as `enough`.
std::size_t distance(std::string_view left, std::string_view right, std::size_t enough) {
  if (std::max(left.size(), right.size()) - std::min(left.size(), right.size()) >= enough) return enough;
  const std::size_t width = right.size() + 1;
  std::vector<std::size_t> rows((left.size() + 1) * width);
  const auto at = [&](std::size_t i, std::size_t j) -> std::size_t& { return rows[i * width + j]; };
  for (std::size_t j = 0; j < width; ++j) at(0, j) = j;
  for (std::size_t i = 1; i <= left.size(); ++i) {
    at(i, 0) = i;
    std::size_t least = i;
    for (std::size_t j = 1; j < width; ++j) {
      const std::size_t change = at(i - 1, j - 1) + (left[i - 1] == right[j - 1] ? 0 : 1);
      at(i, j) = std::min({at(i - 1, j) + 1, at(i, j - 1) + 1, change});
      const bool swapped = i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
      if (swapped) at(i, j) = std::min(at(i, j), at(i - 2, j - 2) + 1);
      least = std::min(least, at(i, j));
    }
    // Later rows are no smaller, but for a swap that looks two rows back and adds one.
    if (least > enough) return enough;
  }
  return rows.back();
}

}  // namespace

std::string nearest(std::string_view name, const std::vector<std::string>& candidates) {
  if (name.empty() || name.size() > kLongestCompared) return {};
  const std::string* best = nullptr;
  std::size_t best_distance = std::max<std::size_t>(1, name.size() / 3) + 1;
  std::size_t compared = 0;
  for (const std::string& candidate : candidates) {
    if (++compared > kMostCompared) break;
    if (candidate.size() > kLongestCompared) continue;
    const std::size_t far = distance(name, candidate, best_distance);
    if (far < best_distance) {
      best = &candidate;
      best_distance = far;
    }
  }
  return best == nullptr ? std::string() : *best;
}

std::string suggestion(std::string_view name, const std::vector<std::string>& candidates) {
  const std::string near = nearest(name, candidates);
  if (!near.empty()) return "did you mean '" + near + "'?";
  return candidates.empty() ? std::string() : "known: " + listed(candidates);
}

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size() && i < kMostListed; ++i) text += (i == 0 ? "" : ", ") + names[i];
  if (names.size() > kMostListed) text += ", … (" + std::to_string(names.size()) + " in all)";
  return text;
}

}  // namespace wildclaims::rules
