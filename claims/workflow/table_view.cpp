#include "claims/workflow/table_view.h"

#include <algorithm>
#include <utility>

#include "rules/authoring/number_text.h"
#include "rules/authoring/wording.h"

namespace wildclaims::workflow {
namespace {

using rules::Bilingual;
using rules::Language;
using rules::authoring::Wording;
using rules::language::CellDraft;
using rules::language::RowDraft;
using rules::language::TableDraft;
using rules::language::Word;

std::string hit_of(const TableDraft& table) {
  using rules::engine::Hit;
  using rules::language::Collect;
  switch (table.hit) {
    case Hit::unique:
      return "unique";
    case Hit::first:
      return "first";
    case Hit::any:
      return "any";
    case Hit::priority:
      return "priority";
    case Hit::rule_order:
      return "rule_order";
    case Hit::output_order:
      return "output_order";
    case Hit::collect:
      break;
  }
  switch (table.collect) {
    case Collect::sum:
      return "collect sum";
    case Collect::min:
      return "collect min";
    case Collect::max:
      return "collect max";
    case Collect::count:
      return "collect count";
    case Collect::list:
      break;
  }
  return "collect";
}

class TableReader {
 public:
  explicit TableReader(const rules::language::RulebookDraft& draft)
      : zh_(draft, Language::zh), en_(draft, Language::en) {}

  TableView read(const TableDraft& table) const {
    TableView view;
    view.name = table.name.text;
    view.label = table.label;
    view.source = table.source;
    view.line = table.name.at.line;
    view.named_value = table.named_value;
    view.hit = hit_of(table);
    const bool dated =
        std::any_of(table.rows.begin(), table.rows.end(), [](const RowDraft& row) { return row.from || row.to; });
    view.columns = columns(table, dated);
    for (const RowDraft& row : table.rows) view.rows.push_back(line_of(row, dated));
    if (!table.otherwise.empty()) {
      TableLine line;
      line.line = table.otherwise.front().at.line;
      line.otherwise = true;
      line.cells.resize(table.in.size() + (dated ? 1 : 0));
      for (const Word& value : table.otherwise) line.cells.push_back(value_of(value));
      view.rows.push_back(std::move(line));
    }
    return view;
  }

 private:
  std::vector<TableColumn> columns(const TableDraft& table, bool dated) const {
    std::vector<TableColumn> list;
    for (const auto& column : table.in) {
      TableColumn each{TableColumn::Kind::in, column.name.text, name(column.name.text), "", {}};
      if (column.type) {
        each.type = column.type->text;
        each.unit = unit(each.type);
      }
      list.push_back(std::move(each));
    }
    if (dated) list.push_back({TableColumn::Kind::dates, "", {"出险日期", "date of loss"}, "", {}});
    for (const auto& output : table.out) {
      const std::string& word = output.name.text;
      list.push_back({TableColumn::Kind::out, word, word.empty() ? table.label : name(word), output.type.text,
                      unit(output.type.text)});
    }
    return list;
  }

  TableLine line_of(const RowDraft& row, bool dated) const {
    TableLine line;
    line.line = row.at.line;
    for (const CellDraft& cell : row.cells) line.cells.push_back(cell_of(cell));
    if (dated) line.cells.push_back(dates_of(row));
    for (const Word& value : row.values) line.cells.push_back(value_of(value));
    return line;
  }

  TableCell cell_of(const CellDraft& cell) const {
    std::string written;
    for (const Word& alternative : cell.alternatives) {
      if (!written.empty()) written += ", ";
      written += alternative.text;
    }
    return {std::move(written), {zh_.cell(cell), en_.cell(cell)}};
  }

  static TableCell dates_of(const RowDraft& row) {
    if (!row.from && !row.to) return {"", {"任意", "any"}};
    const std::string from = row.from ? row.from->text : "";
    const std::string to = row.to ? row.to->text : "";
    return {from + " .. " + to, {from + " 至 " + to, from + " to " + to}};
  }

  TableCell value_of(const Word& value) const {
    const std::string number = rules::authoring::grouped(value.text);
    if (number != value.text) return {value.text, {number, number}};
    return cell_of({{value}, value.at});
  }

  Bilingual name(const std::string& name) const { return {zh_.name(name), en_.name(name)}; }
  Bilingual unit(const std::string& type) const { return {zh_.type(type), en_.type(type)}; }

  Wording zh_;
  Wording en_;
};

}  // namespace

std::vector<TableView> view_tables(const rules::language::RulebookDraft& draft) {
  const TableReader reader(draft);
  std::vector<TableView> views;
  for (const TableDraft& table : draft.tables) views.push_back(reader.read(table));
  return views;
}

}  // namespace wildclaims::workflow
