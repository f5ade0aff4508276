// Writes a decision table down.
#include <algorithm>

#include "tests/property/words.h"

namespace wildclaims::property {
namespace {

class TableWriter {
 public:
  TableWriter(const Model& model, const Table& table) : model_(model), table_(table) {}

  std::string run() {
    line("  " + table_.name + ":");
    line("    label: " + label(table_.name));
    line("    hit: " + word(table_.hit));
    columns();
    if (!table_.order.empty()) {
      std::string text = "    order: [";
      for (std::size_t i = 0; i < table_.order.size(); ++i) text += (i == 0 ? "" : ", ") + table_.order[i].text;
      line(text + "]");
    }
    if (table_.as_grid) {
      grid();
    } else {
      line("    rows:");
      for (const Row& row : table_.rows) line("      - " + row_text(row));
    }
    if (!table_.otherwise.empty()) {
      std::vector<std::string> texts;
      for (const Datum& datum : table_.otherwise) texts.push_back(datum.text);
      line("    otherwise: " + each_output(texts));
    }
    return std::move(text_);
  }

 private:
  void line(const std::string& text) { text_ += text + "\n"; }

  static std::string range_text(const Range& range) {
    if (range.low && range.high && range.low->text == range.high->text) return range.low->text;
    std::string text;
    if (range.low) text += (range.low->inside ? "from " : "above ") + range.low->text;
    if (range.low && range.high) text += range.high->inside ? " to " : " below ";
    if (!range.low) text += range.high->inside ? "up to " : "below ";
    if (range.high) text += range.high->text;
    return text;
  }

  std::string code_text(const Column& column, std::size_t code) const {
    if (column.type.kind == Kind::boolean) return code != 0 ? "true" : "false";
    return model_.code_types[column.type.codes].codes[code];
  }

  std::string cell_text(const Cell& cell, const Column& column) const {
    if (cell.any) return "\"-\"";
    if (cell.range) return "\"" + range_text(*cell.range) + "\"";
    if (cell.codes.size() == 1) return code_text(column, cell.codes.front());
    std::string text = "[";
    std::string between;
    for (const std::size_t code : cell.codes) {
      text += between + code_text(column, code);
      between = ", ";
    }
    return text + "]";
  }

  std::string row_text(const Row& row) const {
    std::string text = row.as_list ? "[" : "{" + dates(row.from, row.to);
    for (std::size_t i = 0; i < table_.columns.size(); ++i) {
      if (!row.as_list) text += table_.columns[i].name + ": ";
      text += cell_text(row.cells[i], table_.columns[i]) + ", ";
    }
    for (std::size_t i = 0; i < table_.outputs.size(); ++i) {
      if (i > 0) text += ", ";
      if (!row.as_list) text += (table_.outputs[i].name.empty() ? "value" : table_.outputs[i].name) + ": ";
      text += row.outputs[i].text;
    }
    return text + (row.as_list ? "]" : "}");
  }

  std::string output_word(const Output& output) const {
    if (output.type.kind == Kind::code) return model_.code_types[output.type.codes].name;
    return output.type.kind == Kind::boolean ? "boolean" : word(output.unit, output.percent);
  }

  std::string each_output(const std::vector<std::string>& texts) const {
    if (table_.outputs.front().name.empty()) return texts.front();
    std::string text = "{";
    for (std::size_t i = 0; i < texts.size(); ++i) {
      text += (i == 0 ? "" : ", ") + table_.outputs[i].name + ": " + texts[i];
    }
    return text + "}";
  }

  void columns() {
    std::string text = "    in: [";
    std::string between;
    for (const Column& column : table_.columns) {
      text += between;
      between = ", ";
      if (column.word.empty()) {
        text += column.name;
        continue;
      }
      text += "{" + column.name + ": {type: " + column.word;
      if (column.at_least) text += ", at_least: " + column.at_least->text;
      text += "}}";
    }
    line(text + "]");
    std::vector<std::string> outputs;
    for (const Output& output : table_.outputs) outputs.push_back(output_word(output));
    line("    out: " + each_output(outputs));
  }

  // Every pair of codes stands in exactly one row without dates.
  void grid() {
    const auto cells = [&](std::size_t column) {
      std::vector<std::size_t> found;
      for (const Row& row : table_.rows) {
        const std::size_t code = row.cells[column].codes.front();
        if (std::find(found.begin(), found.end(), code) == found.end()) found.push_back(code);
      }
      return found;
    };
    const std::vector<std::size_t> down = cells(0);
    const std::vector<std::size_t> across = cells(1);
    line("    grid:");
    std::string head = "      columns: [";
    for (std::size_t i = 0; i < across.size(); ++i)
      head += (i == 0 ? "" : ", ") + code_text(table_.columns[1], across[i]);
    line(head + "]");
    for (const std::size_t at : down) {
      std::string text = "      " + code_text(table_.columns[0], at) + ": [";
      for (std::size_t i = 0; i < across.size(); ++i) {
        text += i == 0 ? "" : ", ";
        for (const Row& row : table_.rows) {
          if (row.cells[0].codes.front() == at && row.cells[1].codes.front() == across[i]) text += row.outputs[0].text;
        }
      }
      line(text + "]");
    }
  }

  const Model& model_;
  const Table& table_;
  std::string text_;
};

}  // namespace

std::string table_yaml(const Model& model, const Table& table) { return TableWriter(model, table).run(); }

}  // namespace wildclaims::property
