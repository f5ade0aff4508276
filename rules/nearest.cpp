#include "rules/nearest.h"

#include <algorithm>

namespace wildclaims::rules {
namespace {

constexpr std::size_t kMostListed = 12;
constexpr std::size_t kLongestCompared = 64;  // names are far shorter; keeps the distance table small

// Levenshtein distance; a swap of neighbours counts as two.
std::size_t distance(std::string_view left, std::string_view right) {
  std::vector<std::size_t> row(right.size() + 1);
  for (std::size_t j = 0; j <= right.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= left.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const std::size_t change = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, change});
    }
  }
  return row.back();
}

}  // namespace

std::string nearest(std::string_view name, const std::vector<std::string>& candidates) {
  if (name.empty() || name.size() > kLongestCompared) return {};
  const std::string* best = nullptr;
  std::size_t best_distance = std::max<std::size_t>(1, name.size() / 3) + 1;
  for (const std::string& candidate : candidates) {
    if (candidate.size() > kLongestCompared) continue;
    const std::size_t far = distance(name, candidate);
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
