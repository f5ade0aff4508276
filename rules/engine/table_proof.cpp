#include "rules/engine/table_proof.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <set>
#include <tuple>

#include "rules/engine/number_lists.h"
#include "rules/engine/row_marks.h"
#include "rules/engine/table_cells.h"

namespace wildclaims::rules::engine {
namespace {

// Rows are numbered in answering order here: the first of those that match is the one that answers.

// Where a row begins or ceases to match.
struct Turn {
  std::uint32_t slot = 0;
  std::uint32_t row = 0;
  friend bool operator<(const Turn& left, const Turn& right) { return left.slot < right.slot; }
};

// What is in use while a list of rows is divided at a level.
struct Division {
  explicit Division(std::size_t rows) : matching(rows) {}

  RowMarks matching;  // no row, between divisions
  std::vector<Turn> sweep;
  std::vector<TableDiagram::Branch> branches;
};

// The order in which the rows answer.
std::vector<std::uint32_t> answering_order(std::size_t rows, const TableRules& rules) {
  std::vector<std::uint32_t> order(rows);
  std::iota(order.begin(), order.end(), 0U);
  const bool ranked = rules.hit == Hit::priority || rules.hit == Hit::output_order;
  if (ranked && !rules.rank.empty()) {
    std::stable_sort(order.begin(), order.end(),
                     [&](std::uint32_t left, std::uint32_t right) { return rules.rank[left] < rules.rank[right]; });
  }
  return order;
}

class Prover {
 public:
  Prover(const std::vector<Axis>& axes, const std::vector<TableRow>& rows, const TableRules& rules)
      : axes_(axes),
        rules_(rules),
        written_(answering_order(rows.size(), rules)),
        cells_(axes, rows, written_),
        divisions_(axes.size(), Division(rows.size())),
        answers_(rows.size(), false),
        path_(axes.size(), 0) {}

  ProvedDiagram run() {
    RowMarks all(written_.size());
    for (std::uint32_t row = 0; row < written_.size(); ++row) all.toggle(row);
    if (written_.empty()) note_gap();
    diagram_.root = reach(0, all);
    for (std::uint32_t row = 0; row < written_.size() && !proof_.too_large; ++row) {
      if (!answers_[row]) proof_.dead_rows.push_back(written_[row]);
    }
    std::sort(proof_.dead_rows.begin(), proof_.dead_rows.end());
    std::sort(proof_.flaws.begin(), proof_.flaws.end(), [](const TableFlaw& left, const TableFlaw& right) {
      return std::tie(left.slots, left.first_row, left.second_row) <
             std::tie(right.slots, right.first_row, right.second_row);
    });
    return {std::move(diagram_), std::move(proof_)};
  }

 private:
  bool agree(std::uint32_t left, std::uint32_t right) const {
    return !rules_.agreement.empty() && rules_.agreement[written_[left]] == rules_.agreement[written_[right]];
  }

  // Where these rows lead when the columns of this level and after it are still open.
  std::uint32_t reach(std::size_t level, const RowMarks& rows) {
    const bool one_answers = rules_.hit != Hit::unique && !gives_list(rules_.hit);
    std::size_t divides = cells_.levels();
    std::uint32_t sure = RowMarks::kNone;  // the first row that matches whatever comes, if one is enough
    std::size_t pushed = 0;
    for (std::uint32_t row = rows.next(0); row != RowMarks::kNone; row = rows.next(row + 1)) {
      ++proof_.work;
      if (sure != RowMarks::kNone) {
        // What comes after it never answers; under `any` it may still contradict.
        if (rules_.hit != Hit::any) break;
        if (agree(sure, row)) continue;
      }
      const std::size_t open = cells_.open_level(row, level);
      if (one_answers && open == cells_.levels() && sure == RowMarks::kNone) sure = row;
      divides = std::min(divides, open);
      lists_.push(row);
      ++pushed;
    }
    lists_.push(static_cast<std::uint32_t>(divides));
    const NumberLists::Found found = lists_.close();
    proof_.work += found.is_new ? pushed + 12 : 4;
    if (proof_.work > TableProof::kMostWork) proof_.too_large = true;
    if (!found.is_new) return targets_[found.list];
    targets_.resize(lists_.size(), TableDiagram::kAnswer);
    if (proof_.too_large) return TableDiagram::kAnswer;
    const std::uint32_t target = divides == cells_.levels() ? answer(found.list) : divide(divides, found.list);
    targets_[found.list] = target;
    return target;
  }

  std::span<const std::uint32_t> rows_of(std::uint32_t list) const {
    const auto items = lists_[list];
    return items.first(items.size() - 1);
  }

  std::uint32_t divide(std::size_t level, std::uint32_t list) {
    Division& division = divisions_[level];
    const std::size_t column = cells_.column(level);
    const std::size_t slots = axes_[column].slots();
    const std::size_t filling = begin_sweep(level, list);
    std::size_t partial = 0;
    std::optional<std::uint32_t> to_filling;  // the branch of the rows that fill the column alone
    std::size_t turn = 0;
    for (std::size_t slot = 0; slot < slots && !proof_.too_large;) {
      for (; turn < division.sweep.size() && division.sweep[turn].slot == slot; ++turn) {
        partial = division.matching.toggle(division.sweep[turn].row) ? partial + 1 : partial - 1;
      }
      const std::size_t next = turn < division.sweep.size() ? division.sweep[turn].slot : slots;
      if (filling + partial == 0) note_gaps(column, slot, next);
      path_[column] = slot;
      const std::uint32_t to = partial == 0 && to_filling ? *to_filling : reach(level + 1, division.matching);
      if (partial == 0) to_filling = to;
      if (division.branches.empty() || division.branches.back().to != to) {
        division.branches.push_back({static_cast<std::uint32_t>(slot), to});
      }
      slot = next;
    }
    path_[column] = 0;
    for (const std::uint32_t row : rows_of(list)) {
      if (division.matching.marked(row)) division.matching.toggle(row);
    }
    return node_of(column, division.branches);
  }

  // Marks the rows that fill the column, and gives their number; of the others, sorts where they turn.
  std::size_t begin_sweep(std::size_t level, std::uint32_t list) {
    Division& division = divisions_[level];
    const std::size_t slots = axes_[cells_.column(level)].slots();
    division.sweep.clear();
    division.branches.clear();
    std::size_t filling = 0;
    for (const std::uint32_t row : rows_of(list)) {
      if (cells_.open_level(row, level) != level) {
        division.matching.toggle(row);
        ++filling;
        continue;
      }
      cells_.each_turn(row, level, [&](std::uint32_t slot) {
        if (slot < slots) division.sweep.push_back({slot, row});
      });
    }
    std::sort(division.sweep.begin(), division.sweep.end());
    proof_.work += rows_of(list).size() + division.sweep.size();
    return filling;
  }

  std::uint32_t node_of(std::size_t column, const std::vector<TableDiagram::Branch>& branches) {
    if (branches.empty()) return TableDiagram::kAnswer;  // stopped
    if (branches.size() == 1) return branches.front().to;
    diagram_.nodes.push_back({static_cast<std::uint32_t>(column), static_cast<std::uint32_t>(diagram_.branches.size()),
                              static_cast<std::uint32_t>(branches.size())});
    diagram_.branches.insert(diagram_.branches.end(), branches.begin(), branches.end());
    return static_cast<std::uint32_t>(diagram_.nodes.size() - 1);
  }

  std::uint32_t answer(std::uint32_t list) {
    const auto rows = rows_of(list);
    for (const std::uint32_t row : rows) {
      answers_[row] = true;
      if (rules_.hit == Hit::any) break;
    }
    if (!gives_list(rules_.hit) && rows.size() > 1) return flawed_answer(rows);
    std::vector<std::uint32_t>& answer = diagram_.answers.emplace_back();
    for (const std::uint32_t row : rows) answer.push_back(written_[row]);
    return static_cast<std::uint32_t>(diagram_.answers.size() - 1) | TableDiagram::kAnswer;
  }

  // The first row answers all the same, so that every lookup has an answer.
  std::uint32_t flawed_answer(std::span<const std::uint32_t> rows) {
    const std::uint32_t first = rows.front();
    // Each row against its neighbour is enough for the author: repairing one pair shows the next.
    for (std::size_t i = 0; i + 1 < rows.size(); ++i) {
      if (rules_.hit == Hit::unique) note_pair(FlawKind::overlap, rows[i], rows[i + 1]);
      if (rules_.hit == Hit::any) note_pair(FlawKind::disagreement, first, rows[i + 1]);
    }
    lists_.push(first);
    lists_.push(static_cast<std::uint32_t>(cells_.levels()));
    const NumberLists::Found found = lists_.close();
    if (!found.is_new) return targets_[found.list];
    targets_.resize(lists_.size(), TableDiagram::kAnswer);
    const std::uint32_t target = answer(found.list);
    targets_[found.list] = target;
    return target;
  }

  void note_pair(FlawKind kind, std::uint32_t first, std::uint32_t second) {
    if (pairs_.count({first, second}) != 0) return;
    if (pairs_.size() >= TableProof::kMostFlaws) {
      proof_.more_flaws = true;
      return;
    }
    pairs_.insert({first, second});
    proof_.flaws.push_back({kind, written_[first], written_[second], path_});
  }

  // Codes that lie side by side do so by accident, so each is told; a stretch of an ordered column is one gap.
  void note_gaps(std::size_t column, std::size_t first, std::size_t end) {
    if (axes_[column].ordered()) end = first + 1;
    for (std::size_t slot = first; slot < end && !rules_.with_otherwise; ++slot) {
      path_[column] = slot;
      if (!note_gap()) break;
    }
  }

  // Columns not yet decided may be anything: their first slot stands for them.
  bool note_gap() {
    if (rules_.with_otherwise) return false;
    if (gaps_ == TableProof::kMostFlaws) {
      proof_.more_flaws = true;
      return false;
    }
    ++gaps_;
    proof_.flaws.push_back({FlawKind::gap, 0, 0, path_});
    return true;
  }

  const std::vector<Axis>& axes_;
  const TableRules& rules_;
  const std::vector<std::uint32_t> written_;  // the number of each row as written
  const TableCells cells_;
  std::vector<Division> divisions_;     // of each level
  std::vector<bool> answers_;           // whether the row answers anything
  NumberLists lists_;                   // rows, and last the level that divides them
  std::vector<std::uint32_t> targets_;  // of each list
  std::vector<std::size_t> path_;       // the slot of each column on the way to the list at hand
  std::set<std::pair<std::uint32_t, std::uint32_t>> pairs_;
  std::size_t gaps_ = 0;
  TableDiagram diagram_;
  TableProof proof_;
};

}  // namespace

ProvedDiagram prove_table(const std::vector<Axis>& axes, const std::vector<TableRow>& rows, const TableRules& rules) {
  ProvedDiagram proved = Prover(axes, rows, rules).run();
  if (proved.proof.flaws.empty() && !proved.proof.too_large) {
    for (const std::size_t column : idle_columns(proved.diagram, axes.size(), rules)) {
      if (axes[column].slots() > 1) proved.proof.idle_columns.push_back(column);
    }
  }
  return proved;
}

}  // namespace wildclaims::rules::engine
