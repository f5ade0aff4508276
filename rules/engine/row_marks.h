// Some of the rows 0 .. n-1, marked: a mark is set and cleared in constant time, and the marked rows are met in order
// without passing over the unmarked ones.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace wildclaims::rules::engine {

class RowMarks {
 public:
  static constexpr std::uint32_t kNone = 0xFFFF'FFFF;

  explicit RowMarks(std::size_t rows) {
    do {
      rows = (rows + 63) / 64;
      words_.emplace_back(rows, 0);
    } while (rows > 1);
  }

  // Marks the row, or takes its mark away; whether it is marked now.
  bool toggle(std::uint32_t row) {
    std::size_t index = row;
    bool marked = false;
    for (std::size_t level = 0; level < words_.size(); ++level) {
      std::uint64_t& word = words_[level][index / 64];
      const bool was_empty = word == 0;
      word ^= std::uint64_t{1} << (index % 64);
      if (level == 0) marked = (word >> (index % 64) & 1) != 0;
      if (was_empty == (word == 0)) break;
      index /= 64;
    }
    return marked;
  }

  bool marked(std::uint32_t row) const { return (words_[0][row / 64] >> (row % 64) & 1) != 0; }

  // The first marked row from `row` on; kNone when there is none.
  std::uint32_t next(std::uint32_t row) const {
    std::size_t index = row;
    for (std::size_t level = 0; level < words_.size(); ++level) {
      if (index / 64 >= words_[level].size()) return kNone;
      const std::uint64_t rest = words_[level][index / 64] >> (index % 64);
      if (rest != 0) return lowest_below(level, index + lowest(rest));
      index = index / 64 + 1;
    }
    return kNone;
  }

 private:
  static std::size_t lowest(std::uint64_t word) { return static_cast<std::size_t>(__builtin_ctzll(word)); }

  std::uint32_t lowest_below(std::size_t level, std::size_t index) const {
    for (; level > 0; --level) index = index * 64 + lowest(words_[level - 1][index]);
    return static_cast<std::uint32_t>(index);
  }

  // A bit of one level tells whether the word of that number in the level before it has any.
  std::vector<std::vector<std::uint64_t>> words_;
};

}  // namespace wildclaims::rules::engine
