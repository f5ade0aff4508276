#include "rules/engine/decision_table.h"

#include <utility>

namespace wildclaims::rules::engine {

BuiltTable DecisionTable::build(std::vector<Axis> axes, const std::vector<TableRow>& rows, const TableRules& rules) {
  BuiltTable built;
  built.table.axes_ = std::move(axes);
  ProvedDiagram proved = prove_table(built.table.axes_, rows, rules);
  built.proof = std::move(proved.proof);
  if (built.proof.too_large) return built;
  built.table.pack(proved.diagram);
  built.table.flatten();
  built.table.answers_ = std::move(proved.diagram.answers);
  return built;
}

void DecisionTable::pack(const TableDiagram& diagram) {
  root_ = diagram.root;
  for (const TableDiagram::Node& from : diagram.nodes) {
    const Axis& axis = axes_[from.column];
    const TableDiagram::Branch* const branch = diagram.branches.data() + from.first_branch;
    Node node{from.column, static_cast<std::uint32_t>(branches_.size()), from.branches - 1,
              static_cast<std::uint32_t>(bounds_.size())};
    // A branch takes 4 bytes and a bound 8, so up to here an array takes hardly more room than a search.
    const bool by_code = !axis.ordered() && axis.slots() <= 4 * std::size_t{from.branches};
    if (by_code) {
      node.last = static_cast<std::uint32_t>(axis.slots() - 1);
      node.first_bound = kByCode;
    }
    for (std::uint32_t i = 0; i < from.branches; ++i) {
      const std::size_t next = i + 1 < from.branches ? branch[i + 1].slot : axis.slots();
      branches_.insert(branches_.end(), by_code ? next - branch[i].slot : 1, branch[i].to);
      if (!by_code && i > 0) bounds_.push_back(axis.first_value(branch[i].slot));
    }
    nodes_.push_back(node);
  }
}

void DecisionTable::flatten() {
  std::size_t cells = 1;
  for (const Axis& axis : axes_) {
    if (axis.ordered() || axis.slots() > kMostCells / cells) return;
    cells *= axis.slots();
  }
  std::vector<FlatColumn> columns;
  std::size_t stride = cells;
  for (const Axis& axis : axes_) {
    stride /= axis.slots();
    columns.push_back({static_cast<std::int64_t>(axis.slots()) - 1, stride});
  }
  std::vector<std::uint32_t> flat(cells);
  for (std::size_t cell = 0; cell < cells; ++cell) {
    flat[cell] = answer_of([&](std::size_t column) {
      return static_cast<std::int64_t>(cell / columns[column].stride % axes_[column].slots());
    });
  }
  cells_ = std::move(flat);
  flat_columns_ = std::move(columns);
  nodes_ = {};
  branches_ = {};
  bounds_ = {};
}

}  // namespace wildclaims::rules::engine
