#include "rules/language/table_columns.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "rules/language/table_cell.h"
#include "rules/language/value_text.h"

namespace wildclaims::rules::language {
namespace {

using engine::Axis;
using engine::SlotRange;
using engine::TableRow;

constexpr std::int64_t kFarthest = std::int64_t{1} << 61;

// Stored values of an ordered column, both ends inside.
struct ValueRange {
  std::int64_t first = 0;
  std::int64_t last = 0;
};

bool is_any(const Word& word) { return word.text == "-" || word.text == "any"; }

class ColumnDeclarer {
 public:
  ColumnDeclarer(const TableDraft& draft, Environment& environment, Reporter& reporter)
      : draft_(draft), environment_(environment), reporter_(reporter) {}

  void run(KnownTable& known) {
    if (!draft_.named_value && (draft_.in.empty() || draft_.in.size() > kMostColumns)) {
      reporter_.error(
          draft_.name.at, "bad_columns",
          "table " + draft_.name.text + " needs 1 to " + std::to_string(kMostColumns) + " columns under in:");
    }
    for (const ColumnDraft& draft : draft_.in) {
      const auto same = [&](const KnownColumn& other) { return other.name == draft.name.text; };
      if (std::any_of(known.columns.begin(), known.columns.end(), same)) {
        reporter_.error(draft.name.at, "duplicate_column",
                        "table " + draft_.name.text + " has two columns '" + shown(draft.name.text) + "'");
      }
      known.columns.push_back(draft.type ? own_column(draft) : named_column(draft.name));
    }
  }

 private:
  KnownColumn code_column(const Word& name, std::size_t code_type) {
    KnownColumn column;
    column.name = name.text;
    column.type.kind = Kind::code;
    column.type.code_type = code_type;
    environment_.code_type_read[code_type] = true;
    return column;
  }

  // A code type, or a fact, whose bounds are then the domain.
  KnownColumn named_column(const Word& name) {
    if (const auto code_type = environment_.find_code_type(name.text)) return code_column(name, *code_type);
    for (const Scope scope : {Scope::event, Scope::claim, Scope::item}) {
      if (const auto index = environment_.layout.index_of(scope, name.text)) return fact_column(name, scope, *index);
    }
    std::vector<std::string> names = environment_.names(Scope::item);
    for (const CodeType& type : environment_.layout.code_types) names.push_back(type.name);
    reporter_.error(name.at, "unknown_column", "'" + shown(name.text) + "' is neither a type nor a fact",
                    suggestion(name.text, names));
    KnownColumn column;
    column.name = name.text;
    return column;
  }

  KnownColumn fact_column(const Word& name, Scope scope, std::size_t index) {
    const FactDeclaration& fact = environment_.layout.of(scope)[index];
    const Environment::FactMeaning& meaning = environment_.facts(scope)[index];
    if (fact.kind == FactKind::code) return code_column(name, fact.code_type);
    if (fact.kind == FactKind::datetime) {
      reporter_.error(name.at, "bad_columns", "a date and time cannot be a column",
                      "make it a column of dates, as in {seen_on: {type: date}}, and pass its day");
    }
    KnownColumn column;
    column.name = name.text;
    column.type = meaning.type;
    column.ordered = fact.kind == FactKind::number || fact.kind == FactKind::percent || fact.kind == FactKind::date;
    column.axes = column.ordered && fact.kind != FactKind::date ? Axes::fact : Axes::plain;
    column.at_least = fact.at_least;
    column.at_most = fact.at_most;
    column.step = meaning.step;
    return column;
  }

  KnownColumn own_column(const ColumnDraft& draft) {
    const std::string& word = draft.type->text;
    if (const auto code_type = environment_.find_code_type(word)) return code_column(draft.name, *code_type);
    KnownColumn column;
    column.name = draft.name.text;
    if (word == "boolean") {
      column.type = truth_value();
      return column;
    }
    column.ordered = true;
    if (word == "date" || word == "month_day") {
      column.type.kind = word == "date" ? Kind::date : Kind::month_day;
      column.at_least = word == "date" ? Date::from_civil(1900, 1, 1)->days() : 1;
      column.at_most = word == "date" ? Date::from_civil(2199, 12, 31)->days() : 366;
      refuse_bounds(draft);
      return column;
    }
    const auto type = number_type(word, environment_.units);
    if (!type) {
      reporter_.error(draft.type->at, "unknown_type", "'" + shown(word) + "' is no type a column can have",
                      "write a code type, boolean, date, month_day, percent, number, money or a unit");
      return column;
    }
    column.type = *type;
    column.axes = Axes::exact;
    column.bounded = draft.at_least.has_value() || draft.at_most.has_value();
    column.lowest = bound(draft.at_least, column);
    column.highest = bound(draft.at_most, column);
    if (column.lowest && column.highest && compare(*column.lowest, *column.highest).value_or(0) > 0) {
      reporter_.error(draft.name.at, "empty_bounds",
                      "at_least is above at_most: no value of " + column.name + " is allowed");
    }
    return column;
  }

  std::optional<Ratio> bound(const std::optional<Word>& word, const KnownColumn& column) {
    if (!word) return std::nullopt;
    auto value = bound_value(word->text, column.type, environment_.units);
    if (!value) {
      reporter_.error(word->at, "bad_bound", "'" + shown(word->text) + "' is no bound for column " + column.name,
                      "write it as the values of the column are written");
    }
    return value;
  }

  void refuse_bounds(const ColumnDraft& draft) {
    for (const auto& word : {draft.at_least, draft.at_most}) {
      if (!word) continue;
      reporter_.error(word->at, "key_not_for_type", "a column of days has no bounds", "remove it");
    }
  }

  const TableDraft& draft_;
  Environment& environment_;
  Reporter& reporter_;
};

class AxisCutter {
 public:
  AxisCutter(const std::vector<const CellDraft*>& cells, std::size_t index, KnownColumn& column,
             std::vector<TableRow>& rows, Environment& environment, Reporter& reporter)
      : cells_(cells), index_(index), column_(column), rows_(rows), environment_(environment), reporter_(reporter) {}

  Axis run() {
    if (!column_.ordered) return code_axis();
    if (column_.axes == Axes::exact) settle_step();
    return ordered_axis();
  }

 private:
  Axis code_axis() {
    std::vector<std::string> codes = {"false", "true"};
    const bool coded = column_.type.kind == Kind::code;
    if (coded) {
      codes.clear();
      for (const Code& code : environment_.layout.code_types[column_.type.code_type].codes) codes.push_back(code.name);
    }
    const auto last = static_cast<std::int32_t>(codes.size()) - 1;
    std::unordered_map<std::string, std::int32_t> slots;
    for (std::size_t i = 0; i < codes.size(); ++i) slots.emplace(codes[i], static_cast<std::int32_t>(i));
    for (std::size_t r = 0; r < rows_.size(); ++r) {
      std::vector<SlotRange>& ranges = rows_[r].cells[index_];
      for (const Word& word : cells_[r]->alternatives) {
        if (is_any(word)) {
          ranges.push_back({0, last});
          continue;
        }
        const auto found = slots.find(word.text);
        if (found == slots.end()) {
          if (word.text.empty()) continue;  // missing: reported by whoever read the file
          reporter_.error(word.at, "unknown_code", "'" + shown(word.text) + "' is not a code of " + column_.name,
                          reporter_.full() ? "" : suggestion(word.text, codes));
          continue;
        }
        const std::int32_t slot = found->second;
        if (coded) environment_.codes_named[column_.type.code_type][static_cast<std::size_t>(slot)] = true;
        const bool twice = std::any_of(ranges.begin(), ranges.end(), [&](const SlotRange& range) {
          return range.first <= slot && slot <= range.last;
        });
        if (twice)
          reporter_.error(word.at, "code_twice", "'" + word.text + "' stands twice in this cell", "write it once");
        ranges.push_back({slot, slot});
      }
    }
    return Axis::of_codes(std::max<std::size_t>(codes.size(), 1));  // a type without codes was reported
  }

  std::optional<CellRange> parsed(const Word& word) const {
    return parse_cell_range(word.text,
                            [&](std::string_view text) { return bound_value(text, column_.type, environment_.units); });
  }

  // The coarsest step in which every bound of the column is whole.
  void settle_step() {
    std::optional<Ratio> step = column_.type.unit.in_base(environment_.units);
    const auto include = [&](const std::optional<Ratio>& bound) {
      if (bound && !bound->is_zero() && step) step = common_measure(*step, *bound);
    };
    for (const CellDraft* cell : cells_) {
      for (const Word& word : cell->alternatives) {
        const auto range = is_any(word) ? std::nullopt : parsed(word);
        if (!range) continue;
        include(range->low);
        include(range->high);
      }
    }
    include(column_.lowest);
    include(column_.highest);
    if (step) column_.step = *step;
    const auto end = [&](const std::optional<Ratio>& bound, std::int64_t without) {
      const auto steps = bound ? counted(*bound) : std::nullopt;
      return steps ? static_cast<std::int64_t>(2 * steps->first) : without;
    };
    column_.at_least = end(column_.lowest, -kFarthest);
    column_.at_most = end(column_.highest, kFarthest);
  }

  // A bound as a whole number of steps: its floor, and whether it is exact.
  std::optional<std::pair<Int128, bool>> counted(const Ratio& bound) const {
    const auto ratio = divide(bound, column_.step);
    if (!ratio) return std::nullopt;
    Int128 floor = ratio->numerator() / ratio->denominator();
    const bool exact = ratio->is_whole();
    if (!exact && ratio->is_negative()) --floor;
    if (floor > kFarthest / 2 || floor < -kFarthest / 2) return std::nullopt;
    return std::pair(floor, exact);
  }

  // The least stored value that lies at or above (inside), or above, the bound; of highs likewise the greatest.
  std::int64_t least(const std::pair<Int128, bool>& bound, bool inside) const {
    const auto [floor, exact] = bound;
    if (column_.axes == Axes::exact) return static_cast<std::int64_t>(2 * floor + (inside && exact ? 0 : 1));
    return static_cast<std::int64_t>(floor + (exact && inside ? 0 : 1));
  }
  std::int64_t greatest(const std::pair<Int128, bool>& bound, bool inside) const {
    const auto [floor, exact] = bound;
    if (column_.axes == Axes::exact)
      return static_cast<std::int64_t>(2 * floor + (exact && inside ? 0 : exact ? -1 : 1));
    return static_cast<std::int64_t>(floor - (exact && !inside ? 1 : 0));
  }

  // Usually one range; two for days of the year that go round its end.
  std::vector<ValueRange> cell_ranges(const Word& word) {
    const ValueRange domain{column_.at_least, column_.at_most};
    if (is_any(word)) return {domain};
    if (word.text.empty()) return {};  // missing: reported by whoever read the file
    const auto range = parsed(word);
    const auto low = range && range->low ? counted(*range->low) : std::nullopt;
    const auto high = range && range->high ? counted(*range->high) : std::nullopt;
    const bool understood =
        range && range->low.has_value() == low.has_value() && range->high.has_value() == high.has_value();
    if (!understood) {
      reporter_.error(word.at, "bad_cell", "'" + shown(word.text) + "' is no value or range for column " + column_.name,
                      column_.type.kind == Kind::month_day
                          ? "write days of the year, as in from 04-16 to 05-20, or up to 04-15"
                          : "write a value, or words such as: from 10 to below 50, above 50, up to 10");
      return {};
    }
    ValueRange inside = domain;
    if (low) inside.first = std::max(inside.first, least(*low, range->low_inside));
    if (high) inside.last = std::min(inside.last, greatest(*high, range->high_inside));
    if (inside.first <= inside.last) return {inside};
    const bool backwards = low && high && inside.first > domain.first && inside.last < domain.last;
    if (column_.type.kind == Kind::month_day && backwards) {
      return {{inside.first, domain.last}, {domain.first, inside.last}};
    }
    // A row of other years than the rulebook's never answers, and is told so as a dead row.
    if (column_.name == "loss_date" && !backwards) return {};
    reporter_.error(word.at, "empty_range",
                    "'" + shown(word.text) + "' holds no value that " + column_.name + " can have",
                    "check the ends against each other and against the bounds of the column");
    return {};
  }

  Axis ordered_axis() {
    std::vector<std::vector<ValueRange>> ranges(rows_.size());
    std::vector<std::int64_t> starts = {column_.at_least};
    for (std::size_t r = 0; r < rows_.size(); ++r) {
      for (const Word& word : cells_[r]->alternatives) {
        for (const ValueRange& range : cell_ranges(word)) {
          ranges[r].push_back(range);
          starts.push_back(range.first);
          if (range.last < column_.at_most) starts.push_back(range.last + 1);
        }
      }
    }
    std::sort(starts.begin(), starts.end());
    starts.erase(std::unique(starts.begin(), starts.end()), starts.end());
    Axis axis = Axis::of_values(std::move(starts));
    for (std::size_t r = 0; r < rows_.size(); ++r) {
      for (const ValueRange& range : ranges[r]) {
        rows_[r].cells[index_].push_back({static_cast<std::int32_t>(axis.slot_of(range.first)),
                                          static_cast<std::int32_t>(axis.slot_of(range.last))});
      }
    }
    return axis;
  }

  const std::vector<const CellDraft*>& cells_;
  const std::size_t index_;
  KnownColumn& column_;
  std::vector<TableRow>& rows_;
  Environment& environment_;
  Reporter& reporter_;
};

}  // namespace

void declare_columns(const TableDraft& draft, Environment& environment, KnownTable& known, Reporter& reporter) {
  ColumnDeclarer(draft, environment, reporter).run(known);
}

KnownColumn loss_date_column(Date from, Date to) {
  KnownColumn column;
  column.name = "loss_date";
  column.type.kind = Kind::date;
  column.ordered = true;
  column.at_least = from.days();
  column.at_most = std::max(from, to).days();
  return column;
}

engine::Axis cut_axis(const std::vector<const CellDraft*>& cells, std::size_t index, KnownColumn& column,
                      std::vector<TableRow>& rows, Environment& environment, Reporter& reporter) {
  return AxisCutter(cells, index, column, rows, environment, reporter).run();
}

std::string shown_value(std::int64_t stored, const KnownColumn& column, const Environment& environment) {
  switch (column.type.kind) {
    case Kind::code:
      return environment.layout.code_types[column.type.code_type].codes[static_cast<std::size_t>(stored)].name;
    case Kind::boolean:
      return stored == 0 ? "false" : "true";
    case Kind::date:
      return Date::from_days(static_cast<std::int32_t>(stored)).to_string();
    case Kind::month_day:
      return day_of_year_text(static_cast<DayOfYear>(stored));
    case Kind::number:
    case Kind::datetime:
    case Kind::unknown:
      break;
  }
  if (column.axes != Axes::exact) return plain_text(stored, column.step, column.type, environment.units);
  if (stored <= -kFarthest) return "(below every value named)";
  const bool exact = stored % 2 == 0;
  const std::int64_t floor = exact ? stored / 2 : (stored - 1) / 2;
  return (exact ? "" : "just above ") + plain_text(floor, column.step, column.type, environment.units);
}

}  // namespace wildclaims::rules::language
