// A decision table that has been proved, made for lookup: from a value on each axis to the number of an answer.
//
// A small table over codes is one flat array with a cell for each combination. Any other is the proof's diagram: each
// node asks one column and knows only the bounds that matter there.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "rules/engine/table_axis.h"
#include "rules/engine/table_proof.h"

namespace wildclaims::rules::engine {

struct BuiltTable;

inline std::size_t code_within(std::int64_t value, std::int64_t last) {
  return static_cast<std::size_t>(std::clamp<std::int64_t>(value, 0, last));
}

struct FlatColumn {
  std::int64_t last = 0;   // code
  std::size_t stride = 1;  // from the cell of one code to that of the next

  std::size_t part(std::int64_t value) const { return code_within(value, last) * stride; }
};

class DecisionTable {
 public:
  // Combinations of codes up to which a table is one flat array.
  static constexpr std::size_t kMostCells = 65'536;

  // Answers, by the first of several rows or the empty list, even where flaws were found; not when too large.
  static BuiltTable build(std::vector<Axis> axes, const std::vector<TableRow>& rows, const TableRules& rules);

  const std::vector<Axis>& axes() const { return axes_; }

  // For each answer the rows it stands for, as written: one row for unique, first, any and priority; for the others
  // the list in answering order. No rows: otherwise. Every list once, and only what some value leads to.
  const std::vector<std::vector<std::uint32_t>>& answers() const { return answers_; }

  bool is_flat() const { return !cells_.empty(); }
  // Of a flat table: the answer is found by the sum of the parts of its columns.
  const FlatColumn& flat_column(std::size_t column) const { return flat_columns_[column]; }
  const std::uint32_t* flat_answers() const { return cells_.data(); }

  // `value(column)` gives the value on each axis; columns may be asked for in any order, or not at all.
  template <class Values>
  std::uint32_t answer_of(Values&& value) const {
    if (is_flat()) {
      std::size_t sum = 0;
      for (std::size_t column = 0; column < flat_columns_.size(); ++column)
        sum += flat_columns_[column].part(value(column));
      return cells_[sum];
    }
    std::uint32_t target = root_;
    while ((target & TableDiagram::kAnswer) == 0) {
      const Node& node = nodes_[target];
      target = branches_[node.first_branch + branch_of(node, value(std::size_t{node.column}))];
    }
    return target & ~TableDiagram::kAnswer;
  }

 private:
  struct Node {
    std::uint32_t column = 0;
    std::uint32_t first_branch = 0;
    std::uint32_t last = 0;         // the number of its branches, less one
    std::uint32_t first_bound = 0;  // bounds between the branches; kByCode: there is a branch for each code instead
  };
  static constexpr std::uint32_t kByCode = 0xFFFF'FFFF;

  std::size_t branch_of(const Node& node, std::int64_t value) const {
    if (node.first_bound == kByCode) return code_within(value, node.last);
    return bounds_up_to(bounds_.data() + node.first_bound, node.last, value);
  }
  void pack(const TableDiagram& diagram);
  void flatten();

  std::vector<Axis> axes_;
  std::vector<std::vector<std::uint32_t>> answers_;
  std::vector<std::uint32_t> cells_;  // of a flat table
  std::vector<FlatColumn> flat_columns_;
  std::uint32_t root_ = TableDiagram::kAnswer;
  std::vector<Node> nodes_;
  std::vector<std::uint32_t> branches_;
  std::vector<std::int64_t> bounds_;
};

struct BuiltTable {
  DecisionTable table;
  TableProof proof;
};

}  // namespace wildclaims::rules::engine
