#include "tests/property/random_table.h"

#include <algorithm>

#include "tests/property/random_value.h"

namespace wildclaims::property {
namespace {

constexpr std::size_t kMostRows = 40;

Cell any_cell() { return {}; }

Cell code_cell(std::vector<std::size_t> codes) {
  Cell cell;
  cell.any = false;
  cell.codes = std::move(codes);
  return cell;
}

Cell range_cell(std::optional<Bound> low, std::optional<Bound> high) {
  Cell cell;
  cell.any = false;
  cell.range = Range{std::move(low), std::move(high), false};
  return cell;
}

}  // namespace

Table TableMaker::make(const std::string& name, bool over_items) {
  Table table;
  table.name = name;
  static const std::vector<Hit> more = {Hit::any,          Hit::priority,    Hit::rule_order,
                                        Hit::output_order, Hit::collect,     Hit::collect_sum,
                                        Hit::collect_min,  Hit::collect_max, Hit::collect_count};
  table.hit = random_.chance(60) ? Hit::unique : Hit::first;
  if (features_.more_hits && random_.chance(50)) table.hit = random_.pick(more);
  choose_columns(table, over_items);
  choose_outputs(table);
  if (table.hit == Hit::unique)
    fill_unique(table);
  else if (table.hit == Hit::first)
    fill_first(table);
  else if (table.hit == Hit::any)
    fill_any(table);
  else if (table.hit == Hit::priority || table.hit == Hit::output_order)
    fill_by_order(table);
  else
    fill_collected(table);
  for (Row& row : table.rows) row.as_list = features_.dated_rows && !row.from && !row.to && random_.chance(20);
  return table;
}

// --- columns ---

Column TableMaker::fact_column(Scope scope, std::size_t index) const {
  const Fact& fact = model_.facts(scope)[index];
  Column column;
  column.name = fact.name;
  column.type = fact.type;
  column.percent = fact.percent;
  column.fact = std::pair(scope, index);
  return column;
}

void TableMaker::choose_columns(Table& table, bool over_items) {
  std::vector<Column> possible;
  for (const Scope scope : {Scope::claim, Scope::item}) {
    if (scope == Scope::item && !over_items) continue;
    for (std::size_t i = 0; i < model_.facts(scope).size(); ++i) {
      const Fact& fact = model_.facts(scope)[i];
      if (fact.type.kind == Kind::datetime) continue;
      Column column = fact_column(scope, i);
      if (fact.type.kind == Kind::code && random_.chance(50)) column.name = model_.code_types[fact.type.codes].name;
      possible.push_back(std::move(column));
    }
  }
  random_.shuffle(possible);
  const int wanted = 1 + random_.below(3);
  for (Column& column : possible) {
    if (static_cast<int>(table.columns.size()) >= wanted) break;
    const bool taken = std::any_of(table.columns.begin(), table.columns.end(),
                                   [&](const Column& other) { return other.name == column.name; });
    if (!taken) table.columns.push_back(std::move(column));
  }
  if (features_.own_columns && random_.chance(40)) table.columns.back() = own_column();
}

Column TableMaker::own_column() {
  Column column;
  column.name = "own";
  switch (random_.below(5)) {
    case 0:
      column.type.kind = Kind::month_day;
      column.word = "month_day";
      break;
    case 1:
      column.type.kind = Kind::date;
      column.word = "date";
      break;
    case 2:
      column.type.kind = Kind::boolean;
      column.word = "boolean";
      break;
    case 3:
      column.percent = true;
      column.word = "percent";
      break;
    default:
      column.type.quantity = random_.chance(60) ? Quantity::money : Quantity::area;
      column.word = column.type.quantity == Quantity::money ? "money" : "mu";
      if (random_.chance(50)) column.at_least = Datum{Exact(), "0.00"};
      break;
  }
  return column;
}

// --- outputs ---

Output TableMaker::output(const std::string& name) {
  Output output;
  output.name = name;
  static const std::vector<std::string> units = {"CNY/mu", "CNY/mu", "CNY/ha", "CNY", "CNY/kg", "mu", "", ""};
  output.unit = unit_of(random_.pick(units));
  output.percent = output.unit.symbol.empty() && random_.chance(60);
  output.type.quantity = output.unit.quantity;
  return output;
}

void TableMaker::choose_outputs(Table& table) {
  table.outputs.push_back(output(""));
  Output& first = table.outputs.front();
  const bool numbers_only = table.hit == Hit::collect_sum || table.hit == Hit::collect_min ||
                            table.hit == Hit::collect_max || table.hit == Hit::collect ||
                            table.hit == Hit::collect_count;
  if (features_.typed_outputs && !numbers_only && random_.chance(30)) {
    if (random_.chance(50)) {
      first.type = {Kind::code, Quantity::number, random_.index(model_.code_types.size())};
    } else {
      first.type = {Kind::boolean, Quantity::number, 0};
    }
    first.percent = false;
  }
  const bool one = numbers_only && table.hit != Hit::collect;
  if (one || !features_.several_outputs || random_.chance(60)) return;
  first.name = "paid_rate";
  table.outputs.push_back(output("cap_amount"));
}

Datum TableMaker::random_output(const Output& output) {
  if (output.type.kind == Kind::number) return random_datum(random_, output.unit, output.percent);
  static const std::vector<std::string> truths = {"false", "true"};
  const bool code = output.type.kind == Kind::code;
  const std::vector<std::string>& words = code ? model_.code_types[output.type.codes].codes : truths;
  const std::size_t chosen = random_.index(words.size());
  return {Exact::of(static_cast<Wide>(chosen)), words[chosen]};
}

std::vector<Datum> TableMaker::random_outputs(const Table& table) {
  std::vector<Datum> outputs;
  for (const Output& output : table.outputs) outputs.push_back(random_output(output));
  return outputs;
}

// --- cutting columns into parts ---

std::vector<Cell> TableMaker::code_parts(std::size_t codes, int most) {
  std::vector<std::vector<std::size_t>> groups(static_cast<std::size_t>(most));
  for (std::size_t code = 0; code < codes; ++code) groups[random_.index(groups.size())].push_back(code);
  std::vector<Cell> cells;
  for (std::vector<std::size_t>& group : groups) {
    if (group.empty()) continue;
    random_.shuffle(group);
    cells.push_back(group.size() == codes ? any_cell() : code_cell(std::move(group)));
  }
  return cells;
}

// From below the first cut to above the last; each cut belongs to one of its two sides.
std::vector<Cell> TableMaker::cut(const std::vector<Datum>& cuts) const {
  if (cuts.empty()) return {any_cell()};
  std::vector<Cell> cells;
  std::optional<Bound> low;
  for (const Datum& datum : cuts) {
    const bool cut_belongs_below = random_.chance(50);
    cells.push_back(range_cell(low, Bound{datum.value, datum.text, cut_belongs_below}));
    low = Bound{datum.value, datum.text, !cut_belongs_below};
  }
  cells.push_back(range_cell(low, std::nullopt));
  return cells;
}

std::vector<Cell> TableMaker::number_parts(const Column& column, int most) {
  std::vector<Datum> cuts;
  const int wanted = random_.below(most);
  if (!column.fact) {
    const Unit& unit = column.word == "money" ? unit_of("CNY") : unit_of(column.word == "mu" ? "mu" : "");
    for (int i = 0; i < wanted; ++i) cuts.push_back(random_datum(random_, unit, column.percent));
    std::sort(cuts.begin(), cuts.end(), [](const Datum& a, const Datum& b) { return compare(a.value, b.value) < 0; });
    cuts.erase(std::unique(cuts.begin(), cuts.end(),
                           [](const Datum& a, const Datum& b) { return compare(a.value, b.value) == 0; }),
               cuts.end());
    // Whatever lies below the bound is no value of the column.
    if (column.at_least) {
      std::erase_if(cuts, [](const Datum& cut) { return cut.value.is_zero(); });
    }
    return cut(cuts);
  }
  Fact& fact = model_.facts(column.fact->first)[column.fact->second];
  const std::int64_t span = fact.usually_to - fact.usually_from;
  std::vector<std::int64_t> raws;
  for (int i = 0; i < wanted; ++i) {
    std::int64_t raw = random_.between(fact.usually_from, fact.usually_to);
    if (span > 1000 && random_.chance(60)) raw = raw / (span / 20) * (span / 20);
    raws.push_back(raw);
  }
  std::sort(raws.begin(), raws.end());
  // Two values apart, so that every part holds a value whichever side its ends belong to.
  std::int64_t before = fact.at_least.value_or(0);
  for (const std::int64_t raw : raws) {
    if (raw < before + 2) continue;
    before = raw;
    fact.edges.push_back(raw);
    cuts.push_back({Exact::of(raw) * fact.step, decimal_text(raw, fact.decimals) + (fact.percent ? "%" : "")});
  }
  if (!cuts.empty() && fact.at_most && before + 2 > *fact.at_most) cuts.pop_back();
  return cut(cuts);
}

std::vector<Cell> TableMaker::date_parts(const Column& column, int most) {
  std::vector<std::int64_t> days;
  for (int i = random_.below(most); i > 0; --i) {
    days.push_back(random_.between(model_.in_force_from, model_.in_force_to));
  }
  std::sort(days.begin(), days.end());
  std::vector<Datum> cuts;
  std::int64_t before = 0;
  for (const std::int64_t day : days) {
    if (day < before + 2) continue;
    before = day;
    if (column.fact) model_.facts(column.fact->first)[column.fact->second].edges.push_back(day);
    cuts.push_back({Exact::of(day), day_text(day)});
  }
  return cut(cuts);
}

// Arcs of the year; the last one goes round its end.
std::vector<Cell> TableMaker::month_day_parts(int most) {
  constexpr std::int64_t kLeapYear = 19'723;  // 2024-01-01
  std::vector<std::int64_t> starts;
  for (int i = 2 + random_.below(most); i > 0; --i) starts.push_back(random_.between(0, 365));
  std::sort(starts.begin(), starts.end());
  starts.erase(std::unique(starts.begin(), starts.end()), starts.end());
  if (starts.size() < 2) return {any_cell()};
  const auto bound = [](std::int64_t day) {
    const int at = month_day_of(kLeapYear + day);
    return Bound{Exact::of(at), day_text(kLeapYear + day).substr(5), true};
  };
  std::vector<Cell> cells;
  for (std::size_t i = 0; i < starts.size(); ++i) {
    const std::int64_t next = i + 1 < starts.size() ? starts[i + 1] : starts.front() + 366;
    const std::int64_t last = (next - 1) % 366;
    Cell cell = range_cell(bound(starts[i]), bound(last));
    cell.range->round_the_year = last < starts[i];
    cells.push_back(std::move(cell));
  }
  return cells;
}

std::vector<Cell> TableMaker::parts(const Column& column, int most) {
  switch (column.type.kind) {
    case Kind::code:
      return code_parts(model_.code_types[column.type.codes].codes.size(), most);
    case Kind::boolean:
      return code_parts(2, 2);
    case Kind::number:
      return number_parts(column, most);
    case Kind::date:
      return date_parts(column, most);
    case Kind::month_day:
      return month_day_parts(most);
    case Kind::datetime:
      break;
  }
  return {any_cell()};
}

std::vector<Row> TableMaker::partition(const std::vector<Column>& columns, int most_parts) {
  std::vector<Row> rows(1);
  for (const Column& column : columns) {
    std::vector<Row> longer;
    for (const Row& row : rows) {
      const bool room = longer.size() + rows.size() < kMostRows;
      for (Cell& cell : room ? parts(column, most_parts) : std::vector<Cell>{any_cell()}) {
        longer.push_back(row);
        longer.back().cells.push_back(std::move(cell));
      }
    }
    rows = std::move(longer);
  }
  return rows;
}

// --- rows by hit policy ---

void TableMaker::fill_unique(Table& table) {
  const bool grid = table.columns.size() == 2 && table.columns[0].type.kind == Kind::code &&
                    table.columns[1].type.kind == Kind::code && table.outputs.front().name.empty() &&
                    table.columns[0].word.empty() && random_.chance(60);
  if (grid) {
    table.as_grid = true;
    const std::size_t down = model_.code_types[table.columns[0].type.codes].codes.size();
    const std::size_t across = model_.code_types[table.columns[1].type.codes].codes.size();
    for (std::size_t i = 0; i < down; ++i) {
      for (std::size_t j = 0; j < across; ++j)
        table.rows.push_back({{code_cell({i}), code_cell({j})}, {}, {}, {}, false});
    }
  } else {
    table.rows = partition(table.columns, 4);
    random_.shuffle(table.rows);
  }
  for (Row& row : table.rows) row.outputs = random_outputs(table);
  if (table.as_grid) return;
  if (table.rows.size() > 2 && random_.chance(30)) {
    table.rows.resize(table.rows.size() - 1 - random_.index(table.rows.size() / 2));
    add_otherwise(table);
  }
  date_rows(table);
}

// A row of cells that are often anything.
Row TableMaker::random_row(const Table& table) {
  Row row;
  for (const Column& column : table.columns) {
    std::vector<Cell> cells = parts(column, 4);
    row.cells.push_back(random_.chance(40) ? any_cell() : cells[random_.index(cells.size())]);
  }
  row.outputs = random_outputs(table);
  return row;
}

void TableMaker::fill_first(Table& table) {
  for (int i = 1 + random_.below(6); i > 0; --i) table.rows.push_back(random_row(table));
  date_rows(table);
  if (random_.chance(50)) {
    add_otherwise(table);
    return;
  }
  Row last;
  last.cells.resize(table.columns.size());
  last.outputs = random_outputs(table);
  table.rows.push_back(std::move(last));
}

// The same row with one of its cells made narrower, where that is possible.
Row TableMaker::narrowed(const Row& row) {
  Row narrow = row;
  for (Cell& cell : narrow.cells) {
    if (cell.codes.size() > 1 && random_.chance(70)) cell.codes.resize(1 + random_.index(cell.codes.size() - 1));
  }
  return narrow;
}

void TableMaker::fill_any(Table& table) {
  table.rows = partition(table.columns, 3);
  for (Row& row : table.rows) row.outputs = random_outputs(table);
  if (table.rows.size() > 2 && random_.chance(30)) {
    table.rows.pop_back();
    add_otherwise(table);
  }
  for (int i = 1 + random_.below(3); i > 0; --i) table.rows.push_back(narrowed(random_.pick(table.rows)));
  random_.shuffle(table.rows);
}

// Rows whose outputs stand in the order; equal first outputs have all outputs equal, so that nothing is left open.
void TableMaker::fill_by_order(Table& table) {
  std::vector<std::vector<Datum>> choices;
  for (int i = 0; i < 12 && choices.size() < 4; ++i) {
    std::vector<Datum> outputs = random_outputs(table);
    const bool known = std::any_of(choices.begin(), choices.end(), [&](const std::vector<Datum>& other) {
      return compare(other.front().value, outputs.front().value) == 0;
    });
    if (!known) choices.push_back(std::move(outputs));
  }
  for (const std::vector<Datum>& outputs : choices) table.order.push_back(outputs.front());
  table.rows = partition(table.columns, 3);
  for (int i = 1 + random_.below(4); i > 0; --i) table.rows.push_back(random_row(table));
  random_.shuffle(table.rows);
  for (Row& row : table.rows) row.outputs = random_.pick(choices);
}

void TableMaker::fill_collected(Table& table) {
  const bool counts = table.hit == Hit::collect_count;
  for (int i = 1 + random_.below(5); i > 0; --i) table.rows.push_back(random_row(table));
  date_rows(table);
  if (!counts && random_.chance(40)) {
    add_otherwise(table);
  } else {
    for (Row& row : partition(table.columns, 2)) {
      row.outputs = random_outputs(table);
      table.rows.push_back(std::move(row));
    }
  }
  random_.shuffle(table.rows);
}

void TableMaker::add_otherwise(Table& table) { table.otherwise = random_outputs(table); }

// Some rows answer only before or only from a day, and another takes over there.
void TableMaker::date_rows(Table& table) {
  if (!features_.dated_rows || random_.chance(50)) return;
  const std::size_t before = table.rows.size();
  for (std::size_t i = 0; i < before && table.rows.size() < kMostRows; ++i) {
    if (random_.chance(60)) continue;
    const std::int64_t day = random_.between(model_.in_force_from + 1, model_.in_force_to);
    Row later = table.rows[i];
    table.rows[i].to = day - 1;
    later.from = day;
    later.outputs = random_outputs(table);
    table.rows.push_back(std::move(later));
  }
}

}  // namespace wildclaims::property
