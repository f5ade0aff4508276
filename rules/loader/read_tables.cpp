#include <algorithm>
#include <utility>

#include "rules/loader/read_draft.h"

namespace wildclaims::rules::yaml {
namespace {

using engine::Hit;
using language::BandDraft;
using language::BracketDraft;
using language::Collect;
using language::ColumnDraft;
using language::OutputDraft;
using language::RulebookDraft;
using language::shown;
using language::TableDraft;
using language::Word;

void read_hit(Fields& fields, TableDraft& table) {
  using How = std::pair<Hit, Collect>;
  const auto plain = [](Hit hit) { return How{hit, Collect::list}; };
  const auto collect = [](Collect how) { return How{Hit::collect, how}; };
  const auto how = fields.optional_choice<How>("hit", {{"unique", plain(Hit::unique)},
                                                       {"first", plain(Hit::first)},
                                                       {"any", plain(Hit::any)},
                                                       {"priority", plain(Hit::priority)},
                                                       {"rule_order", plain(Hit::rule_order)},
                                                       {"output_order", plain(Hit::output_order)},
                                                       {"collect", collect(Collect::list)},
                                                       {"collect sum", collect(Collect::sum)},
                                                       {"collect min", collect(Collect::min)},
                                                       {"collect max", collect(Collect::max)},
                                                       {"collect count", collect(Collect::count)}});
  if (how) std::tie(table.hit, table.collect) = *how;
  if (const Node* order = fields.optional("order")) table.order = words_of(*order, "order:", fields.reporter());
}

// crop, or {damage_day: {type: month_day}}.
void read_column(const Node& node, TableDraft& table, language::Reporter& reporter) {
  if (node.kind != NodeKind::map) {
    table.in.emplace_back().name = word_of(node, "a column", reporter);
    return;
  }
  for (const auto& [name, value] : node.map) {
    Fields fields(value, "column " + shown(name.text), reporter);
    ColumnDraft column;
    column.name = {name.text, name.at};
    column.type = fields.word("type");
    column.at_least = fields.optional_word("at_least");
    column.at_most = fields.optional_word("at_most");
    fields.finish();
    table.in.push_back(std::move(column));
  }
  if (node.map.size() != 1) {
    reporter.error(node.at, "bad_table", "this is not one column", "write each as {NAME: {type: TYPE}}");
  }
}

// CNY/mu, or {rate: percent, cap: money}.
void read_outputs(const Node& node, TableDraft& table, language::Reporter& reporter) {
  if (node.kind != NodeKind::map) {
    table.out.emplace_back().type = word_of(node, "out:", reporter);
    return;
  }
  for (auto& [name, type] : pairs_of(node, "out:", reporter)) table.out.push_back({std::move(name), std::move(type)});
  if (table.out.empty()) {
    reporter.error(node.at, "bad_table", "table " + shown(table.name.text) + " gives nothing",
                   "write a unit, or names and units as in {rate: percent, cap: money}");
  }
}

// A row's keys name its columns and outputs, beside its dates and the one value that has no name.
void check_row_keys(const TableDraft& table, language::Reporter& reporter) {
  const bool unnamed = table.out.size() == 1 && table.out.front().name.text.empty();
  const auto check = [&](const Word& name) {
    if (name.text != "from" && name.text != "to" && !(unnamed && name.text == "value")) return;
    reporter.error(name.at, "reserved_name", "'" + name.text + "' is a key of rows, not a name for one of their parts",
                   "choose another name");
  };
  for (const ColumnDraft& column : table.in) check(column.name);
  for (const OutputDraft& output : table.out) check(output.name);
}

// 1.00, or {rate: 1%, cap: 1.00}.
void read_otherwise(Fields& fields, TableDraft& table) {
  const Node* node = fields.optional("otherwise");
  if (node == nullptr) return;
  if (table.out.size() == 1 && table.out.front().name.text.empty()) {
    table.otherwise.push_back(word_of(*node, "otherwise:", fields.reporter()));
    return;
  }
  Fields values(*node, "otherwise", fields.reporter());
  for (const OutputDraft& output : table.out) table.otherwise.push_back(values.word(output.name.text));
  values.finish();
}

void read_table(const Node& name, const Node& value, RulebookDraft& draft, language::Reporter& reporter) {
  Fields fields(value, "table " + shown(name.text), reporter);
  TableDraft table;
  table.name = {name.text, name.at};
  table.label = fields.bilingual("label");
  table.source = fields.source();
  read_hit(fields, table);
  const Node* in = fields.required("in");
  if (in != nullptr) {
    for (const Node& column : list_of(*in, "in:", reporter)) read_column(column, table, reporter);
  }
  const Node* out = fields.required("out");
  if (out != nullptr) read_outputs(*out, table, reporter);
  if (table.out.empty()) table.out.emplace_back();  // reported; the rest is read as for one output
  check_row_keys(table, reporter);
  const Node* rows = fields.optional("rows");
  const Node* grid = fields.optional("grid");
  if (fields.usable() && (rows == nullptr) == (grid == nullptr)) {
    reporter.error(name.at, "bad_table",
                   "table " + shown(name.text) + " needs either rows: or grid:", "give exactly one of them");
  } else if (in != nullptr && rows != nullptr) {
    read_rows(*rows, table, reporter);
  } else if (in != nullptr && grid != nullptr) {
    read_grid(*grid, table, reporter);
  }
  read_otherwise(fields, table);
  fields.finish();
  draft.tables.push_back(std::move(table));
}

// One value, or several with the dates of loss they are for.
void read_value(const Node& name, const Node& node, RulebookDraft& draft, language::Reporter& reporter) {
  Fields fields(node, "value " + shown(name.text), reporter);
  TableDraft table;
  table.named_value = true;
  table.name = {name.text, name.at};
  table.label = fields.bilingual("label");
  table.source = fields.source();
  table.out.emplace_back().type = fields.word("of");
  const auto value = fields.optional_word("value");
  const Node* dated = fields.optional("dated");
  if (fields.usable() && value.has_value() == (dated != nullptr)) {
    reporter.error(name.at, "bad_table",
                   "value " + shown(name.text) + " needs either value: or dated:", "give exactly one of them");
  } else if (value) {
    table.rows.push_back({value->at, {}, {*value}, {}, {}});
  } else if (dated != nullptr) {
    read_dated(*dated, {}, table, reporter);
  }
  fields.finish();
  draft.tables.push_back(std::move(table));
}

void read_bracket(const Node& name, const Node& node, RulebookDraft& draft, language::Reporter& reporter) {
  Fields fields(node, "bracket " + shown(name.text), reporter);
  BracketDraft bracket;
  bracket.name = {name.text, name.at};
  bracket.label = fields.bilingual("label");
  bracket.source = fields.source();
  bracket.of = fields.word("of");
  if (const Node* bands = fields.required("bands")) {
    for (const Node& each : list_of(*bands, "bands:", reporter)) {
      Fields band(each, "a band of " + shown(name.text), reporter);
      BandDraft read;
      read.at = each.at;
      read.up_to = band.optional_word("up_to");
      read.rate = band.word("rate");
      band.finish();
      bracket.bands.push_back(std::move(read));
    }
  }
  fields.finish();
  draft.brackets.push_back(std::move(bracket));
}

}  // namespace

void read_tables(Fields& top, RulebookDraft& draft) {
  language::Reporter& reporter = top.reporter();
  for (const auto& [name, value] : top.optional_map("values")) read_value(name, value, draft, reporter);
  for (const auto& [name, value] : top.optional_map("tables")) read_table(name, value, draft, reporter);
  for (const auto& [name, value] : top.optional_map("brackets")) read_bracket(name, value, draft, reporter);
}

}  // namespace wildclaims::rules::yaml
