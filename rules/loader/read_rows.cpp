#include <algorithm>
#include <utility>

#include "rules/loader/read_draft.h"

namespace wildclaims::rules::yaml {
namespace {

using language::CellDraft;
using language::OutputDraft;
using language::RowDraft;
using language::shown;
using language::TableDraft;
using language::Word;

CellDraft cell_of(const Node& node, language::Reporter& reporter) {
  CellDraft cell{{}, node.at};
  if (node.kind != NodeKind::list) {
    cell.alternatives.push_back(word_of(node, "a cell", reporter));
    return cell;
  }
  cell.alternatives.reserve(node.list.size());
  for (const Node& each : node.list) cell.alternatives.push_back(word_of(each, "a cell", reporter));
  if (node.list.empty()) reporter.error(node.at, "bad_cell", "this cell matches nothing", "write - for any value");
  return cell;
}

Word value_of(const Node& node, language::Reporter& reporter) {
  return word_of(node, "a value of the table", reporter);
}

// Rows as maps by the names of columns and outputs, or as lists in their order. Read without Fields: a table may have
// 100,000 rows.
class RowReader {
 public:
  RowReader(TableDraft& table, language::Reporter& reporter) : table_(table), reporter_(reporter) {
    for (const auto& column : table.in) keys_.push_back(column.name.text);
    for (const OutputDraft& output : table.out) keys_.push_back(output.name.text.empty() ? "value" : output.name.text);
    width_ = keys_.size();
    keys_.insert(keys_.end(), {"from", "to"});
  }

  void read(const Node& node) {
    if (node.kind == NodeKind::list) return list_row(node);
    if (node.kind == NodeKind::map) return map_row(node);
    reporter_.error(node.at, "wrong_shape",
                    "a row of " + shown(table_.name.text) + " must be a map of keys, or a list of cells and values");
  }

 private:
  void list_row(const Node& node) {
    found_.assign(keys_.size(), nullptr);
    for (std::size_t i = 0; i < std::min(width_, node.list.size()); ++i) found_[i] = &node.list[i];
    if (node.list.size() != width_) {
      reporter_.error(
          node.at, "bad_table",
          "this row of " + shown(table_.name.text) + " has " + std::to_string(node.list.size()) + " entries, and " +
              std::to_string(width_) + " are expected",
          "write the " + std::to_string(table_.in.size()) + " cells in the order of in:, then " + outputs());
    }
    add(node.at);
  }

  void map_row(const Node& node) {
    found_.assign(keys_.size(), nullptr);
    for (std::size_t i = 0; i < node.map.size(); ++i) {
      const auto& [key, value] = node.map[i];
      const std::size_t place = place_of(key.text, i);
      if (place < keys_.size()) {
        found_[place] = &value;
      } else if (!reporter_.full()) {
        reporter_.error(key.at, "unknown_key",
                        "a row of " + shown(table_.name.text) + " has no key '" + shown(key.text) + "'",
                        suggestion(key.text, {keys_.begin(), keys_.end()}));
      }
    }
    for (std::size_t i = 0; i < width_; ++i) {
      if (found_[i] != nullptr) continue;
      reporter_.error(node.at, "missing_key", "a row of " + shown(table_.name.text) + " needs " + shown(keys_[i]) + ":",
                      "add it");
    }
    add(node.at);
  }

  // Most people write the cells in the order of the columns.
  std::size_t place_of(const std::string& key, std::size_t expected) const {
    if (expected < keys_.size() && keys_[expected] == key) return expected;
    return static_cast<std::size_t>(std::find(keys_.begin(), keys_.end(), key) - keys_.begin());
  }

  // What is missing was reported, and stands empty.
  void add(Position at) {
    RowDraft& row = table_.rows.emplace_back();
    row.at = at;
    row.cells.reserve(table_.in.size());
    row.values.reserve(table_.out.size());
    for (std::size_t i = 0; i < width_; ++i) {
      const Node* node = found_[i];
      if (i < table_.in.size()) {
        row.cells.push_back(node == nullptr ? CellDraft{{}, at} : cell_of(*node, reporter_));
      } else {
        row.values.push_back(node == nullptr ? Word{{}, at} : value_of(*node, reporter_));
      }
    }
    if (const Node* from = found_[width_]) row.from = word_of(*from, "from:", reporter_);
    if (const Node* to = found_[width_ + 1]) row.to = word_of(*to, "to:", reporter_);
  }

  std::string outputs() const {
    if (table_.out.size() == 1) return "the value";
    return "the " + std::to_string(table_.out.size()) + " values in the order of out:";
  }

  TableDraft& table_;
  language::Reporter& reporter_;
  std::vector<std::string> keys_;  // columns, outputs, from, to
  std::size_t width_ = 0;          // columns and outputs
  std::vector<const Node*> found_;
};

// A line of the grid: its cells, one for each column across.
void read_grid_line(const Entry& line, const std::vector<Word>& across, TableDraft& table,
                    language::Reporter& reporter) {
  const auto& [key, value] = line;
  const std::vector<Node>& values = list_of(value, "a line of the grid", reporter);
  if (value.kind == NodeKind::list && values.size() != across.size()) {
    reporter.error(value.at, "bad_grid",
                   "line " + shown(key.text) + " has " + std::to_string(values.size()) + " values for " +
                       std::to_string(across.size()) + " columns",
                   "give one value for each column");
    return;
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    std::vector<CellDraft> cells = {{{{key.text, key.at}}, key.at}, {{across[i]}, across[i].at}};
    if (values[i].kind == NodeKind::list) {
      read_dated(values[i], cells, table, reporter);
    } else {
      table.rows.push_back({values[i].at, std::move(cells), {value_of(values[i], reporter)}, {}, {}});
    }
  }
}

}  // namespace

void read_dated(const Node& list, const std::vector<CellDraft>& cells, TableDraft& table,
                language::Reporter& reporter) {
  const std::vector<Node>& dates = list_of(list, "dated:", reporter);
  for (const Node& each : dates) {
    Fields fields(each, "a dated value", reporter);
    RowDraft row{each.at, cells, {}, {}, {}};
    row.values.push_back(fields.word("value"));
    row.from = fields.optional_word("from");
    row.to = fields.optional_word("to");
    fields.finish();
    table.rows.push_back(std::move(row));
  }
  if (list.kind == NodeKind::list && dates.empty()) {
    reporter.error(list.at, "bad_table", "no dated value stands here", "write {from: 2023-01-01, value: …}");
  }
}

void read_rows(const Node& rows, TableDraft& table, language::Reporter& reporter) {
  const std::vector<Node>& list = list_of(rows, "rows:", reporter);
  table.rows.reserve(list.size());
  RowReader reader(table, reporter);
  for (const Node& row : list) reader.read(row);
}

void read_grid(const Node& grid, TableDraft& table, language::Reporter& reporter) {
  if (table.in.size() != 2 || table.out.size() != 1) {
    const std::string has = std::to_string(table.in.size()) + " and " + std::to_string(table.out.size());
    reporter.error(grid.at, "bad_grid",
                   "a grid has two columns under in: and one output, and " + shown(table.name.text) + " has " + has,
                   "use rows: instead");
    return;
  }
  const std::vector<Entry>& lines = map_of(grid, "grid:", reporter);
  const Node* columns = grid.find("columns");
  if (columns == nullptr) {
    if (grid.kind == NodeKind::map) {
      reporter.error(grid.at, "missing_key", "a grid needs columns:", "list the values across under columns:");
    }
    return;
  }
  const std::vector<Word> across = words_of(*columns, "columns:", reporter);
  for (const Entry& line : lines) {
    if (&line.value != columns) read_grid_line(line, across, table, reporter);
  }
}

}  // namespace wildclaims::rules::yaml
