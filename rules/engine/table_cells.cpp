#include "rules/engine/table_cells.h"

#include <algorithm>
#include <numeric>
#include <optional>

namespace wildclaims::rules::engine {
namespace {

// How many rows all branches together would have if the whole table were divided by this column.
std::size_t rows_after_dividing(const std::vector<TableRow>& rows, std::size_t column, std::size_t slots) {
  std::vector<std::int64_t> more(slots + 1, 0);  // rows that match from this slot on
  std::vector<bool> cut(slots + 1, false);
  for (const TableRow& row : rows) {
    for (const SlotRange& range : row.cells[column]) {
      const auto first = static_cast<std::size_t>(range.first);
      const std::size_t end = static_cast<std::size_t>(range.last) + 1;
      cut[first] = true;
      cut[end] = true;
      ++more[first];
      --more[end];
    }
  }
  std::int64_t matching = 0;
  std::size_t all = 0;
  for (std::size_t slot = 0; slot < slots; ++slot) {
    matching += more[slot];
    if (slot == 0 || cut[slot]) all += static_cast<std::size_t>(matching);
  }
  return all;
}

}  // namespace

TableCells::TableCells(const std::vector<Axis>& axes, const std::vector<TableRow>& rows,
                       const std::vector<std::uint32_t>& written)
    : columns_(axes.size()), further_(1) {
  // Columns that many rows fill come late; equally good ones as written.
  std::vector<std::size_t> costs;
  for (std::size_t column = 0; column < axes.size(); ++column) {
    costs.push_back(rows_after_dividing(rows, column, axes[column].slots()));
  }
  std::iota(columns_.begin(), columns_.end(), std::size_t{0});
  std::stable_sort(columns_.begin(), columns_.end(),
                   [&](std::size_t left, std::size_t right) { return costs[left] < costs[right]; });

  cells_.resize(rows.size() * (levels() + 1));
  for (std::size_t row = 0; row < rows.size(); ++row) {
    Cell* const cells = cells_.data() + row * (levels() + 1);
    auto open = static_cast<std::uint32_t>(levels());
    cells[levels()].open_level = open;
    for (std::size_t level = levels(); level-- > 0;) {
      read(rows[written[row]].cells[columns_[level]], cells[level]);
      const Stretch& stretch = cells[level].stretch;
      const bool fills = stretch.first == 0 && stretch.end == axes[columns_[level]].slots();
      if (!fills) open = static_cast<std::uint32_t>(level);
      cells[level].open_level = open;
    }
  }
}

// Ranges that touch are taken as one stretch.
void TableCells::read(const std::vector<SlotRange>& ranges, Cell& cell) {
  const auto stretch_of = [](const SlotRange& range) {
    return Stretch{static_cast<std::uint32_t>(range.first), static_cast<std::uint32_t>(range.last) + 1};
  };
  if (ranges.size() == 1) cell.stretch = stretch_of(ranges.front());
  if (ranges.size() < 2) return;
  std::vector<SlotRange> sorted = ranges;
  std::sort(sorted.begin(), sorted.end(),
            [](const SlotRange& left, const SlotRange& right) { return left.first < right.first; });
  cell.further = static_cast<std::uint32_t>(further_.size());
  std::optional<Stretch> open;
  for (const SlotRange& range : sorted) {
    const Stretch next = stretch_of(range);
    if (open && next.first <= open->end) {
      open->end = std::max(open->end, next.end);
      continue;
    }
    if (open) further_.push_back(*open);
    open = next;
  }
  further_.push_back(*open);
  further_.emplace_back();
  cell.stretch = further_[cell.further++];
}

}  // namespace wildclaims::rules::engine
