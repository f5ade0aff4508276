// The cells of a table made ready to divide its rows: columns in the order that separates the rows best, and of each
// row the stretches of slots it matches.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "rules/engine/table_axis.h"

namespace wildclaims::rules::engine {

struct TableRow {
  // For each column the ranges of slots it matches: none matches nothing; they may overlap and come in any order.
  std::vector<std::vector<SlotRange>> cells;
};

// A level is a column by its place in the dividing order.
class TableCells {
 public:
  // `written` orders the rows; row numbers are places in it from here on.
  TableCells(const std::vector<Axis>& axes, const std::vector<TableRow>& rows,
             const std::vector<std::uint32_t>& written);

  std::size_t levels() const { return columns_.size(); }
  std::size_t column(std::size_t level) const { return columns_[level]; }

  // The first level from `level` on whose column the row does not fill; levels() when it fills all the rest.
  std::size_t open_level(std::uint32_t row, std::size_t level) const { return cell(row, level).open_level; }

  // Calls `turn(slot)` for each slot at which the row begins or ceases to match, ascending; matching that lasts to
  // the last slot ends at the number of slots.
  template <class Turn>
  void each_turn(std::uint32_t row, std::size_t level, Turn&& turn) const {
    const Cell& of_row = cell(row, level);
    if (of_row.stretch.first == of_row.stretch.end) return;
    turn(of_row.stretch.first);
    turn(of_row.stretch.end);
    for (std::size_t at = of_row.further; further_[at].first != further_[at].end; ++at) {
      turn(further_[at].first);
      turn(further_[at].end);
    }
  }

 private:
  struct Stretch {
    std::uint32_t first = 0;
    std::uint32_t end = 0;  // the first slot after it
  };
  // All cells of a row lie together, with one stretch, because rows are divided in no order the memory could foresee.
  struct Cell {
    Stretch stretch;            // none when empty
    std::uint32_t further = 0;  // where its further stretches are, up to an empty one
    std::uint32_t open_level = 0;
  };
  const Cell& cell(std::uint32_t row, std::size_t level) const { return cells_[row * (levels() + 1) + level]; }
  void read(const std::vector<SlotRange>& ranges, Cell& cell);

  std::vector<std::size_t> columns_;
  std::vector<Cell> cells_;  // of each row one for each level, and one for the end that tells only open_level
  std::vector<Stretch> further_;
};

}  // namespace wildclaims::rules::engine
