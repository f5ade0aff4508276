#include <algorithm>
#include <limits>
#include <unordered_map>
#include <utility>

#include "rules/language/compile.h"
#include "rules/language/table_cell.h"

namespace wildclaims::rules::language {
namespace {

using engine::Axis;
using engine::DecisionTable;
using engine::SlotRange;
using engine::TableFlaw;
using engine::TableRow;

constexpr std::size_t kMostColumns = 16;
constexpr std::size_t kMostRows = 100'000;

// Stored values of an ordered column, both ends inside: facts are whole numbers of their last decimal, so an open end
// is the neighbouring value.
struct ValueRange {
  std::int64_t first = 0;
  std::int64_t last = 0;
};

class TableCompiler {
 public:
  TableCompiler(const TableDraft& draft, Environment& environment, Reporter& reporter)
      : draft_(draft), environment_(environment), reporter_(reporter) {}

  engine::CompiledTable run(KnownTable& known) {
    const std::size_t before = reporter_.errors();
    known.name = draft_.name.text;
    columns(known);
    outcome(known);
    if (draft_.rows.size() > kMostRows) {
      reporter_.error(draft_.name.at, "table_too_large", "a table has at most " + std::to_string(kMostRows) + " rows");
    }
    if (reporter_.errors() != before) return {};
    engine::CompiledTable compiled;
    values(known, compiled);
    std::vector<Axis> axes;
    std::vector<TableRow> rows(draft_.rows.size());
    for (TableRow& row : rows) row.cells.resize(known.columns.size());
    for (std::size_t i = 0; i < known.columns.size(); ++i) {
      axes.push_back(known.columns[i].ordered ? ordered_axis(known.columns[i], i, rows)
                                              : code_axis(known.columns[i], i, rows));
    }
    if (reporter_.errors() != before) return {};
    auto [decision, proof] = DecisionTable::build(std::move(axes), rows, draft_.hit, draft_.otherwise.has_value());
    report(known, decision, proof);
    compiled.decision = std::move(decision);
    return compiled;
  }

 private:
  std::string named() const { return "table " + draft_.name.text; }

  // A column is a code type, a truth value or a fact, whose bounds are then its domain.
  void columns(KnownTable& known) {
    if (draft_.in.empty() || draft_.in.size() > kMostColumns) {
      reporter_.error(draft_.name.at, "bad_columns",
                      named() + " needs 1 to " + std::to_string(kMostColumns) + " columns under in:");
    }
    for (const Word& word : draft_.in) {
      KnownColumn column;
      column.name = word.text;
      const auto same = [&](const KnownColumn& other) { return other.name == word.text; };
      if (std::any_of(known.columns.begin(), known.columns.end(), same)) {
        reporter_.error(word.at, "duplicate_column", named() + " has two columns '" + shown(word.text) + "'");
      }
      if (const auto code_type = environment_.find_code_type(word.text)) {
        column.type.kind = Kind::code;
        column.type.code_type = *code_type;
        environment_.code_type_read[*code_type] = true;
      } else if (!column_of_fact(word, column)) {
        std::vector<std::string> names = environment_.names(Scope::item);
        for (const CodeType& type : environment_.layout.code_types) names.push_back(type.name);
        reporter_.error(word.at, "unknown_column", "'" + shown(word.text) + "' is neither a type nor a fact",
                        suggestion(word.text, names));
      }
      known.columns.push_back(std::move(column));
    }
  }

  bool column_of_fact(const Word& word, KnownColumn& column) {
    for (const Scope scope : {Scope::claim, Scope::item}) {
      const auto index = environment_.layout.index_of(scope, word.text);
      if (!index) continue;
      const FactDeclaration& fact = environment_.layout.of(scope)[*index];
      column.type = environment_.type_of_fact(scope, *index);
      if (fact.kind == FactKind::code) environment_.code_type_read[fact.code_type] = true;
      if (fact.kind == FactKind::datetime) {
        reporter_.error(word.at, "bad_columns", "a date and time cannot be a column", "use its day in a date fact");
      }
      column.ordered = fact.kind == FactKind::number || fact.kind == FactKind::percent || fact.kind == FactKind::date;
      column.at_least = fact.at_least;
      column.at_most = fact.at_most;
      column.step = environment_.step_of_fact(scope, *index);
      return true;
    }
    return false;
  }

  void outcome(KnownTable& known) {
    known.type = plain_number();
    const std::string& word = draft_.out.text;
    if (word == "percent") {
      known.type.percent = true;
    } else if (word != "number" && word != "count") {
      const auto unit =
          parse_unit(word == "money" ? environment_.units.at(UnitTable::kCurrency).symbol : word, environment_.units);
      if (!unit) {
        reporter_.error(draft_.out.at, "unknown_unit", "'" + shown(word) + "' is nothing a table can give",
                        "write a unit such as CNY, CNY/mu, percent or number");
        return;
      }
      known.type.unit = *unit;
      known.type.dimension = unit->dimension(environment_.units);
    }
  }

  std::optional<Decimal> value_of(const Word& word, bool percent) {
    std::string_view text = word.text;
    if (percent) {
      if (text.empty() || text.back() != '%') return std::nullopt;
      text.remove_suffix(1);
    }
    auto decimal = Decimal::parse(text);
    if (decimal && percent) decimal->scale += 2;
    return decimal;
  }

  // All values counted in one step, the finest that any of them is written in.
  void values(KnownTable& known, engine::CompiledTable& compiled) {
    std::vector<Word> words;
    for (const RowDraft& row : draft_.rows) words.push_back(row.value);
    if (draft_.otherwise) words.push_back(*draft_.otherwise);
    std::vector<Decimal> decimals;
    int scale = 0;
    for (const Word& word : words) {
      const auto decimal = value_of(word, known.type.percent);
      if (!decimal || decimal->scale > 8) {
        reporter_.error(
            word.at, "bad_value", "'" + shown(word.text) + "' is no value for " + named(),
            known.type.percent ? "write a per cent, as in 60%" : "write a plain decimal number, as in 300.00");
        continue;
      }
      decimals.push_back(*decimal);
      scale = std::max(scale, decimal->scale);
    }
    for (std::size_t i = 0; i < decimals.size(); ++i) {
      const auto scaled = checked_multiply(decimals[i].digits, power_of_ten(scale - decimals[i].scale));
      if (!scaled || *scaled > std::numeric_limits<std::int64_t>::max() ||
          *scaled < std::numeric_limits<std::int64_t>::min()) {
        reporter_.error(draft_.name.at, "bad_value", "the values of " + named() + " are too large for their decimals");
        return;
      }
      compiled.values.push_back(static_cast<std::int64_t>(*scaled));
    }
    const auto unit = known.type.unit.in_base(environment_.units);
    const auto step = unit ? divide(*unit, Ratio(power_of_ten(scale))) : std::nullopt;
    if (step) known.step = *step;
  }

  static bool is_any(const Word& word) { return word.text == "-" || word.text == "any"; }

  Axis code_axis(const KnownColumn& column, std::size_t index, std::vector<TableRow>& rows) {
    std::vector<std::string> codes = {"false", "true"};
    if (column.type.kind == Kind::code) {
      codes.clear();
      for (const Code& code : environment_.layout.code_types[column.type.code_type].codes) codes.push_back(code.name);
    }
    const auto last = static_cast<std::int32_t>(codes.size()) - 1;
    std::unordered_map<std::string, std::int32_t> slots;
    for (std::size_t i = 0; i < codes.size(); ++i) slots.emplace(codes[i], static_cast<std::int32_t>(i));
    for (std::size_t r = 0; r < rows.size(); ++r) {
      std::vector<SlotRange>& ranges = rows[r].cells[index];
      for (const Word& word : draft_.rows[r].cells[index].alternatives) {
        if (is_any(word)) {
          ranges.push_back({0, last});
          continue;
        }
        const auto found = slots.find(word.text);
        if (found == slots.end()) {
          reporter_.error(word.at, "unknown_code", "'" + shown(word.text) + "' is not a code of " + column.name,
                          suggestion(word.text, codes));
          continue;
        }
        const std::int32_t slot = found->second;
        const bool twice = std::any_of(ranges.begin(), ranges.end(), [&](const SlotRange& range) {
          return range.first <= slot && slot <= range.last;
        });
        if (twice)
          reporter_.error(word.at, "code_twice", "'" + word.text + "' stands twice in this cell", "write it once");
        ranges.push_back({slot, slot});
      }
    }
    return Axis::of_codes(codes.size());
  }

  // A bound in stored values: the floor of it, and whether it is exact.
  std::optional<std::pair<Int128, bool>> stored(const Ratio& bound, const KnownColumn& column) const {
    const auto ratio = divide(bound, column.step);
    if (!ratio) return std::nullopt;
    Int128 floor = ratio->numerator() / ratio->denominator();
    const bool exact = ratio->is_whole();
    if (!exact && ratio->is_negative()) --floor;
    if (floor > Int128{1} << 61 || floor < -(Int128{1} << 61)) return std::nullopt;
    return std::pair(floor, exact);
  }

  std::optional<Ratio> bound_value(std::string_view text, const KnownColumn& column) const {
    if (column.type.kind == Kind::date) {
      const auto date = Date::parse(text);
      return date ? std::optional(Ratio(date->days())) : std::nullopt;
    }
    const bool percent = !text.empty() && text.back() == '%';
    if (percent != column.type.percent) return std::nullopt;
    if (percent) text.remove_suffix(1);
    const auto decimal = Decimal::parse(text);
    if (!decimal) return std::nullopt;
    std::optional<Ratio> value = Ratio::of(*decimal);
    if (percent) value = divide(*value, Ratio(100));
    const auto unit = column.type.unit.in_base(environment_.units);
    return unit ? multiply(*value, *unit) : std::nullopt;
  }

  std::optional<ValueRange> cell_range(const Word& word, const KnownColumn& column, const ValueRange& domain) {
    const auto range = parse_cell_range(word.text, [&](std::string_view text) { return bound_value(text, column); });
    const auto low = range && range->low ? stored(*range->low, column) : std::nullopt;
    const auto high = range && range->high ? stored(*range->high, column) : std::nullopt;
    const bool understood =
        range && range->low.has_value() == low.has_value() && range->high.has_value() == high.has_value();
    if (!understood) {
      reporter_.error(word.at, "bad_cell", "'" + shown(word.text) + "' is no value or range for column " + column.name,
                      "write a value, or words such as: from 10 to below 50, above 50, up to 10");
      return std::nullopt;
    }
    ValueRange inside = domain;
    if (low) {
      const Int128 at = low->first + (low->second && range->low_inside ? 0 : 1);
      inside.first = std::max(inside.first, static_cast<std::int64_t>(at));
    }
    if (high) {
      const Int128 at = high->first - (high->second && !range->high_inside ? 1 : 0);
      inside.last = std::min(inside.last, static_cast<std::int64_t>(at));
    }
    if (inside.first > inside.last) {
      reporter_.error(word.at, "empty_range",
                      "'" + shown(word.text) + "' holds no value that " + column.name + " can have",
                      "check the ends against each other and against the fact's bounds");
      return std::nullopt;
    }
    return inside;
  }

  Axis ordered_axis(const KnownColumn& column, std::size_t index, std::vector<TableRow>& rows) {
    const ValueRange domain{column.at_least, column.at_most};
    std::vector<std::vector<ValueRange>> cells(rows.size());
    std::vector<std::int64_t> starts = {domain.first};
    for (std::size_t r = 0; r < rows.size(); ++r) {
      for (const Word& word : draft_.rows[r].cells[index].alternatives) {
        const auto range = is_any(word) ? std::optional(domain) : cell_range(word, column, domain);
        if (!range) continue;
        cells[r].push_back(*range);
        starts.push_back(range->first);
        if (range->last < domain.last) starts.push_back(range->last + 1);
      }
    }
    std::sort(starts.begin(), starts.end());
    starts.erase(std::unique(starts.begin(), starts.end()), starts.end());
    Axis axis = Axis::of_values(std::move(starts));
    for (std::size_t r = 0; r < rows.size(); ++r) {
      for (const ValueRange& range : cells[r]) {
        rows[r].cells[index].push_back({static_cast<std::int32_t>(axis.slot_of(range.first)),
                                        static_cast<std::int32_t>(axis.slot_of(range.last))});
      }
    }
    return axis;
  }

  std::string shown_value(std::int64_t stored_value, const KnownColumn& column) const {
    if (column.type.kind == Kind::date) return Date::from_days(static_cast<std::int32_t>(stored_value)).to_string();
    // The column's own unit: the step is a whole fraction of it.
    const auto unit = column.type.unit.in_base(environment_.units);
    auto value = multiply(Ratio(stored_value), column.step);
    if (value && unit) value = divide(*value, *unit);
    if (value && column.type.percent) value = multiply(*value, Ratio(100));
    if (!value) return "?";
    int scale = 0;
    Int128 digits = value->numerator();
    for (Int128 rest = value->denominator(); rest > 1 && scale < 12; ++scale) {
      digits *= 10;
      const Int128 common = greatest_common_divisor(digits, rest);
      digits /= common;
      rest /= common;
    }
    return decimal_text(digits, scale) + (column.type.percent ? "%" : "");
  }

  // "crop=melon, stage=seedling, loss_rate=10.01%": a value inside every slot.
  std::string witness(const KnownTable& known, const DecisionTable& decision,
                      const std::vector<std::size_t>& slots) const {
    std::string text;
    for (std::size_t i = 0; i < slots.size(); ++i) {
      const KnownColumn& column = known.columns[i];
      text += (i == 0 ? "" : ", ") + column.name + "=";
      if (column.type.kind == Kind::code) {
        text += environment_.layout.code_types[column.type.code_type].codes[slots[i]].name;
      } else if (column.type.kind == Kind::boolean) {
        text += slots[i] == 0 ? "false" : "true";
      } else {
        text += shown_value(decision.axes()[i].first_value(slots[i]), column);
      }
    }
    return text;
  }

  void report(const KnownTable& known, const DecisionTable& decision, const DecisionTable::Proof& proof) {
    if (proof.too_large) {
      reporter_.error(draft_.name.at, "table_too_large", named() + " has too many combinations to be proved",
                      "split it, or order the columns from few values to many");
      return;
    }
    for (const TableFlaw& flaw : proof.flaws) {
      const std::string where = witness(known, decision, flaw.slots);
      if (!flaw.rows) {
        reporter_.error(draft_.name.at, "table_gap", named() + " has no row for " + where,
                        "add the row, or otherwise: with the value for all the rest");
        continue;
      }
      const RowDraft& first = draft_.rows[flaw.rows->first];
      const RowDraft& second = draft_.rows[flaw.rows->second];
      reporter_.error(second.at, "table_overlap",
                      named() + ": rows " + std::to_string(flaw.rows->first + 1) + " (line " +
                          std::to_string(first.at.line) + ") and " + std::to_string(flaw.rows->second + 1) + " (line " +
                          std::to_string(second.at.line) + ") both answer " + where,
                      "narrow one of them, or say hit: first if the order of the rows is meant to decide");
    }
    if (proof.more_flaws) {
      reporter_.error(draft_.name.at, "table_more_flaws", named() + " has more gaps or overlaps than are listed here");
    }
    if (!proof.flaws.empty()) return;
    for (const std::size_t row : proof.dead_rows) {
      reporter_.warning(draft_.rows[row].at, "dead_row",
                        named() + ": row " + std::to_string(row + 1) + " never answers",
                        "rows above it catch everything it matches; move or remove it");
    }
  }

  const TableDraft& draft_;
  Environment& environment_;
  Reporter& reporter_;
};

}  // namespace

void compile_tables(const RulebookDraft& draft, Environment& environment, engine::Program& program,
                    CompiledRules& rules, Reporter& reporter) {
  for (const TableDraft& table : draft.tables) {
    KnownTable known;
    program.tables.push_back(TableCompiler(table, environment, reporter).run(known));
    environment.tables.push_back(std::move(known));
    rules.tables.push_back({table.name.text, table.label, table.source});
  }
}

}  // namespace wildclaims::rules::language
