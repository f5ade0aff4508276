// Sums by key, as many as there are keys and nothing more: the running totals of a simulation.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

namespace wildclaims::rules::authoring {

// Open addressing over pairs of 64-bit numbers, linear probing, at most two thirds full: 24 bytes a slot. Keys are
// compared whole, so two of them never share a sum.
class KeyedSums {
 public:
  // The sum of a key, 0 when it is new. Valid until the next call that makes room.
  std::int64_t& at(std::uint64_t first, std::uint64_t second) {
    make_room(1);
    Slot& slot = find(slots_, first, second);
    if (slot.sum == kFree) {
      slot = {first, second, 0};
      ++used_;
    }
    return slot.sum;
  }
  // For so many new keys: until they have come, every sum stays where it is.
  void make_room(std::size_t keys) {
    while (3 * (used_ + keys) > 2 * slots_.size()) grow();
  }
  std::size_t size() const { return used_; }

 private:
  static constexpr std::int64_t kFree = std::numeric_limits<std::int64_t>::min();  // beyond every amount

  struct Slot {
    std::uint64_t first = 0;
    std::uint64_t second = 0;
    std::int64_t sum = kFree;
  };

  // The finisher of MurmurHash3 over both halves.
  static std::uint64_t mixed(std::uint64_t first, std::uint64_t second) {
    std::uint64_t word = first * 0x9E3779B97F4A7C15U + second;
    word ^= word >> 33U;
    word *= 0xFF51AFD7ED558CCDU;
    word ^= word >> 33U;
    word *= 0xC4CEB9FE1A85EC53U;
    return word ^ (word >> 33U);
  }

  static Slot& find(std::vector<Slot>& slots, std::uint64_t first, std::uint64_t second) {
    const std::uint64_t mask = slots.size() - 1;
    std::uint64_t at = mixed(first, second) & mask;
    while (slots[at].sum != kFree && (slots[at].first != first || slots[at].second != second)) at = (at + 1) & mask;
    return slots[at];
  }

  void grow() {
    constexpr std::size_t kFewest = 64;  // a power of two, as all sizes are
    std::vector<Slot> larger(slots_.empty() ? kFewest : 2 * slots_.size());
    for (const Slot& slot : slots_) {
      if (slot.sum != kFree) find(larger, slot.first, slot.second) = slot;
    }
    slots_ = std::move(larger);
  }

  std::vector<Slot> slots_;
  std::size_t used_ = 0;
};

}  // namespace wildclaims::rules::authoring
