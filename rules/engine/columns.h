// The registers of one scope for everything that is computed at once: a column for each register, a row for each event,
// claim or item. One instruction runs down its columns before the next one does, so that reading the program costs
// little beside the arithmetic.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "rules/engine/program.h"

namespace wildclaims::rules::engine {

template <class Word>
class Columns {
 public:
  explicit Columns(const FrameLayout& layout) : layout_(layout) {}

  // Room for so many rows, their constants in place. What other registers hold is no longer of use.
  void set_rows(std::size_t rows) {
    rows_ = rows;
    if (rows <= room_) return;
    room_ = std::max(rows, 2 * room_);
    values_.assign(layout_.registers * room_, 0);
    for (const Constant& constant : layout_.constants) {
      std::fill_n(column(constant.reg), room_, static_cast<Word>(constant.value));
    }
    sources_.resize(room_);
    above_.resize(room_);
    first_member_.resize(room_ + 1);
    runs_from_.assign(room_, 0);
  }

  // Where the values of each row are to be read from, as Facts keeps them.
  const std::int64_t** sources() { return sources_.data(); }
  void load() {
    for (std::size_t fact = 0; fact < layout_.facts; ++fact) {
      Word* const to = column(static_cast<Register>(fact));
      const std::int64_t* const* const from = sources_.data();
      for (std::size_t row = 0; row < rows_; ++row) to[row] = from[row][fact];
    }
  }

  std::size_t rows() const { return rows_; }
  Word* column(Register reg) { return values_.data() + reg * room_; }
  const Word* column(Register reg) const { return values_.data() + reg * room_; }

  // The row this one belongs to, in the columns of the scope above.
  std::uint32_t above(std::size_t row) const { return above_[row]; }
  const std::uint32_t* above() const { return above_.data(); }
  std::uint32_t* above() { return above_.data(); }
  // Its members are the rows from this one to the next row's first, in the columns of the scope below.
  std::uint32_t first_member(std::size_t row) const { return first_member_[row]; }
  std::uint32_t* first_members() { return first_member_.data(); }

  // The instruction from which a row takes part again: later than the current one when it has jumped or failed.
  std::uint32_t* runs_from() { return runs_from_.data(); }
  const std::uint32_t* runs_from() const { return runs_from_.data(); }

 private:
  const FrameLayout& layout_;
  std::size_t rows_ = 0;
  std::size_t room_ = 0;
  std::vector<Word> values_;
  std::vector<const std::int64_t*> sources_;
  std::vector<std::uint32_t> above_;
  std::vector<std::uint32_t> first_member_;
  std::vector<std::uint32_t> runs_from_;
};

}  // namespace wildclaims::rules::engine
