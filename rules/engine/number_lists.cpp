#include "rules/engine/number_lists.h"

#include <algorithm>

namespace wildclaims::rules::engine {
namespace {

std::uint32_t hash_of(std::span<const std::uint32_t> items) {
  std::uint64_t hash = items.size();
  for (const std::uint32_t item : items) {
    hash = (hash ^ item) * 0x9E37'79B9'7F4A'7C15U;
    hash ^= hash >> 32U;
  }
  return static_cast<std::uint32_t>(hash);
}

}  // namespace

NumberLists::Found NumberLists::close() {
  if (places_.size() < 2 * (lists_.size() + 1)) grow();
  const std::size_t begin = lists_.empty() ? 0 : lists_.back().end;
  const auto items = std::span<const std::uint32_t>(items_).subspan(begin);
  const std::uint32_t hash = hash_of(items);
  const std::size_t mask = places_.size() - 1;
  std::size_t place = hash & mask;
  for (; places_[place] != 0; place = (place + 1) & mask) {
    const std::uint32_t known = places_[place] - 1;
    if (lists_[known].hash != hash) continue;
    const auto other = (*this)[known];
    if (std::equal(items.begin(), items.end(), other.begin(), other.end())) {
      items_.resize(begin);
      return {known, false};
    }
  }
  const auto list = static_cast<std::uint32_t>(lists_.size());
  places_[place] = list + 1;
  lists_.push_back({static_cast<std::uint32_t>(items_.size()), hash});
  return {list, true};
}

void NumberLists::grow() {
  places_.assign(std::max<std::size_t>(16, 2 * places_.size()), 0);
  const std::size_t mask = places_.size() - 1;
  for (std::size_t list = 0; list < lists_.size(); ++list) {
    std::size_t place = lists_[list].hash & mask;
    while (places_[place] != 0) place = (place + 1) & mask;
    places_[place] = static_cast<std::uint32_t>(list) + 1;
  }
}

}  // namespace wildclaims::rules::engine
