#include "rules/loader/read_draft.h"

namespace wildclaims::rules::yaml {
namespace {

using language::CellDraft;
using language::RowDraft;
using language::RulebookDraft;
using language::shown;
using language::TableDraft;
using language::Word;

CellDraft cell_of(const Node& node, language::Reporter& reporter) {
  CellDraft cell{{}, node.at};
  if (node.kind != NodeKind::list) {
    cell.alternatives.push_back(word_of(node, "a cell", reporter));
    return cell;
  }
  for (const Node& each : node.list) cell.alternatives.push_back(word_of(each, "a cell", reporter));
  if (node.list.empty()) reporter.error(node.at, "bad_cell", "this cell matches nothing", "write - for any value");
  return cell;
}

void read_rows(const Node& rows, TableDraft& table, language::Reporter& reporter) {
  for (const Node& node : list_of(rows, "rows", reporter)) {
    Fields fields(node, "a row of " + shown(table.name.text), reporter);
    RowDraft row;
    row.at = fields.at();
    for (const Word& column : table.in) {
      const Node* cell = fields.required(column.text);
      row.cells.push_back(cell == nullptr ? CellDraft{{}, row.at} : cell_of(*cell, reporter));
    }
    row.value = fields.word("value");
    fields.finish();
    table.rows.push_back(std::move(row));
  }
}

// The compact form of two columns: the second across, the first down.
void read_grid(const Node& grid, TableDraft& table, language::Reporter& reporter) {
  if (table.in.size() != 2) {
    reporter.error(
        grid.at, "bad_grid",
        "a grid has two columns under in:, and " + shown(table.name.text) + " has " + std::to_string(table.in.size()),
        "use rows: instead");
    return;
  }
  std::vector<Word> across;
  bool headed = false;
  for (const auto& [key, value] : map_of(grid, "grid", reporter)) {
    if (key.text != "columns") continue;
    headed = true;
    for (const Node& each : list_of(value, "columns", reporter)) across.push_back(word_of(each, "a column", reporter));
  }
  if (!headed) reporter.error(grid.at, "missing_key", "a grid needs columns:", "list the values across under columns:");
  for (const auto& [key, value] : grid.map) {
    if (key.text == "columns") continue;
    const std::vector<Node>& values = list_of(value, "a line of the grid", reporter);
    if (headed && values.size() != across.size()) {
      reporter.error(value.at, "bad_grid",
                     "line " + shown(key.text) + " has " + std::to_string(values.size()) + " values for " +
                         std::to_string(across.size()) + " columns",
                     "give one value for each column");
      continue;
    }
    for (std::size_t i = 0; i < std::min(values.size(), across.size()); ++i) {
      RowDraft row;
      row.at = values[i].at;
      row.cells = {{{{key.text, key.at}}, key.at}, {{across[i]}, across[i].at}};
      row.value = word_of(values[i], "a value of the grid", reporter);
      table.rows.push_back(std::move(row));
    }
  }
}

void read_table(const Node& name, const Node& value, RulebookDraft& draft, language::Reporter& reporter) {
  Fields fields(value, "table " + shown(name.text), reporter);
  TableDraft table;
  table.name = {name.text, name.at};
  table.label = fields.bilingual("label");
  table.source = fields.source();
  const auto hit = fields.optional_word("hit");
  const bool later = hit && (hit->text == "any" || hit->text == "priority" || hit->text == "collect");
  if (later) {
    reporter.error(hit->at, "not_yet", "hit: " + hit->text + " is not yet in this language version",
                   "write hit: unique or hit: first");
  } else {
    table.hit =
        fields.choice<engine::Hit>("hit", {{"unique", engine::Hit::unique}, {"first", engine::Hit::first}}, false);
  }
  if (const Node* in = fields.required("in")) {
    for (const Node& column : list_of(*in, "in", reporter)) table.in.push_back(word_of(column, "a column", reporter));
  }
  table.out = fields.word("out");
  const Node* rows = fields.optional("rows");
  const Node* grid = fields.optional("grid");
  if (fields.usable() && (rows == nullptr) == (grid == nullptr)) {
    reporter.error(name.at, "bad_table",
                   "table " + shown(name.text) + " needs either rows: or grid:", "give exactly one of them");
  } else if (rows != nullptr) {
    read_rows(*rows, table, reporter);
  } else if (grid != nullptr) {
    read_grid(*grid, table, reporter);
  }
  table.otherwise = fields.optional_word("otherwise");
  fields.finish();
  draft.tables.push_back(std::move(table));
}

}  // namespace

void read_tables(Fields& top, RulebookDraft& draft) {
  const Node* tables = top.optional("tables");
  if (tables == nullptr) return;
  for (const auto& [name, value] : map_of(*tables, "tables", top.reporter())) {
    read_table(name, value, draft, top.reporter());
  }
}

}  // namespace wildclaims::rules::yaml
