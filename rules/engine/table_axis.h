// What a column of a decision table is divided into: slots, within which no cell of the column makes a difference.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace wildclaims::rules::engine {

// How many of the `count` ascending bounds are at or below the value.
inline std::size_t bounds_up_to(const std::int64_t* bounds, std::size_t count, std::int64_t value) {
  std::size_t below = 0;
  // The number lies between `below` and `below + left`. Written so that the halves are chosen without a branch, which
  // could be mispredicted at every step.
  for (std::size_t left = count; left > 0;) {
    const std::size_t half = (left + 1) / 2;
    below = bounds[below + half - 1] <= value ? below + half : below;
    left -= half;
  }
  return below;
}

// An inclusive range of slots.
struct SlotRange {
  std::int32_t first = 0;
  std::int32_t last = 0;
};

class Axis {
 public:
  // Values 0 .. count-1, each a slot of its own; count is at least 1.
  static Axis of_codes(std::size_t count);
  // The slots that begin at the ascending `starts`; the first is the least value of the domain.
  static Axis of_values(std::vector<std::int64_t> starts);

  std::size_t slots() const { return static_cast<std::size_t>(last_) + 1; }
  bool ordered() const { return !starts_.empty(); }
  std::int64_t first_value(std::size_t slot) const {
    return ordered() ? starts_[slot] : static_cast<std::int64_t>(slot);
  }
  // A value below the first slot counts as the first, one above the last as the last.
  std::size_t slot_of(std::int64_t value) const {
    if (ordered()) return bounds_up_to(starts_.data() + 1, starts_.size() - 1, value);
    return static_cast<std::size_t>(std::clamp<std::int64_t>(value, 0, last_));
  }

 private:
  std::int64_t last_ = 0;
  std::vector<std::int64_t> starts_;
};

inline Axis Axis::of_codes(std::size_t count) {
  Axis axis;
  axis.last_ = static_cast<std::int64_t>(count) - 1;
  return axis;
}

inline Axis Axis::of_values(std::vector<std::int64_t> starts) {
  Axis axis;
  axis.last_ = static_cast<std::int64_t>(starts.size()) - 1;
  axis.starts_ = std::move(starts);
  return axis;
}

}  // namespace wildclaims::rules::engine
