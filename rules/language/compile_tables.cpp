#include <algorithm>
#include <utility>

#include "rules/language/compile.h"
#include "rules/language/table_columns.h"
#include "rules/language/table_outputs.h"
#include "rules/language/value_text.h"

namespace wildclaims::rules::language {
namespace {

using engine::Axis;
using engine::DecisionTable;
using engine::TableFlaw;
using engine::TableRow;

constexpr std::size_t kMostRows = 100'000;

// Of all tables of a rulebook together: as much as four of the dearest that could still be proved. A file of hundreds
// of them stops after seconds.
constexpr std::size_t kMostTableWork = 4 * engine::TableProof::kMostWork;

class TableCompiler {
 public:
  // `work` is what the tables before it took, and grows by this one's.
  TableCompiler(const TableDraft& draft, const RulebookDraft& rulebook, Environment& environment, Reporter& reporter,
                std::size_t& work)
      : draft_(draft), rulebook_(rulebook), environment_(environment), reporter_(reporter), work_(work) {}

  DecisionTable run(KnownTable& known, engine::Program& program) {
    const std::size_t before = reporter_.errors();
    known.name = draft_.name.text;
    declare_columns(draft_, environment_, known, reporter_);
    TableOutputs outputs(draft_, environment_, reporter_);
    outputs.read(known);
    if (draft_.rows.size() > kMostRows) {
      reporter_.error(draft_.name.at, "table_too_large", "a table has at most " + std::to_string(kMostRows) + " rows");
    }
    for (const RowDraft& row : draft_.rows) known.dated = known.dated || row.from || row.to;
    // What was missing in the file has been reported there.
    const bool understood = std::all_of(known.outputs.begin(), known.outputs.end(),
                                        [](const KnownOutput& output) { return output.type.kind != Kind::unknown; });
    if (reporter_.errors() != before || !understood || known.outputs.empty()) return {};

    std::vector<KnownColumn> columns = known.columns;
    if (known.dated) columns.push_back(loss_date_column(rulebook_.in_force_from, rulebook_.in_force_to));
    std::vector<TableRow> rows(draft_.rows.size());
    for (TableRow& row : rows) row.cells.resize(columns.size());
    std::vector<Axis> axes;
    const std::vector<CellDraft> dates = known.dated ? date_cells() : std::vector<CellDraft>();
    for (std::size_t i = 0; i < columns.size(); ++i) {
      std::vector<const CellDraft*> cells;
      for (std::size_t r = 0; r < rows.size(); ++r) {
        cells.push_back(i < known.columns.size() ? &draft_.rows[r].cells[i] : &dates[r]);
      }
      axes.push_back(cut_axis(cells, i, columns[i], rows, environment_, reporter_));
    }
    if (reporter_.errors() != before) return {};
    std::copy_n(columns.begin(), known.columns.size(), known.columns.begin());  // with what their axes are worth
    if (work_ > kMostTableWork) {
      reporter_.error(draft_.name.at, "table_too_large",
                      "the tables before " + named() + " took all the work of proving",
                      "split the rulebook, or narrow the rows that overlap in most columns");
      return {};
    }
    engine::BuiltTable built = DecisionTable::build(std::move(axes), rows, outputs.rules());
    work_ += built.proof.work;
    report(columns, built);
    if (reporter_.errors() == before) outputs.fill(known, built.table, program);
    return std::move(built.table);
  }

 private:
  std::string named() const { return (draft_.named_value ? "value " : "table ") + draft_.name.text; }

  // The dates of loss a row is for, as cells of a column of dates.
  std::vector<CellDraft> date_cells() const {
    std::vector<CellDraft> cells;
    for (const RowDraft& row : draft_.rows) {
      std::string text;
      if (row.from) text = "from " + row.from->text;
      if (row.to) text += (text.empty() ? "up to " : " to ") + row.to->text;
      const Position at = row.from ? row.from->at : row.to ? row.to->at : row.at;
      cells.push_back({{{text.empty() ? "-" : text, at}}, at});
    }
    return cells;
  }

  // "crop=melon, stage=seedling, loss_rate=10.01%".
  std::string witness(const std::vector<KnownColumn>& columns, const DecisionTable& table,
                      const std::vector<std::size_t>& slots) const {
    std::string text;
    for (std::size_t i = 0; i < slots.size(); ++i) {
      text += (i == 0 ? "" : ", ") + columns[i].name + "=" +
              shown_value(table.axes()[i].first_value(slots[i]), columns[i], environment_);
    }
    return text.empty() ? "anything" : text;
  }

  void report(const std::vector<KnownColumn>& columns, const engine::BuiltTable& built) {
    const engine::TableProof& proof = built.proof;
    if (proof.too_large && proof.flaws.empty()) {
      reporter_.error(draft_.name.at, "table_too_large", named() + " has too many combinations to be proved",
                      "split it, or narrow the rows that overlap in most columns");
      return;
    }
    for (const TableFlaw& flaw : proof.flaws) {
      const std::string where = witness(columns, built.table, flaw.slots);
      if (flaw.kind == engine::FlawKind::gap) {
        reporter_.error(draft_.name.at, "table_gap", named() + " has no row for " + where,
                        "add the row, or otherwise: with the value for all the rest");
        continue;
      }
      const RowDraft& first = draft_.rows[flaw.first_row];
      const RowDraft& second = draft_.rows[flaw.second_row];
      const std::string both = named() + ": rows " + std::to_string(flaw.first_row + 1) + " (line " +
                               std::to_string(first.at.line) + ") and " + std::to_string(flaw.second_row + 1) +
                               " (line " + std::to_string(second.at.line) + ") both answer " + where;
      if (flaw.kind == engine::FlawKind::disagreement) {
        reporter_.error(second.at, "table_disagreement", both + ", with different values",
                        "under hit: any all rows that answer must say the same: correct one, or narrow it");
      } else {
        reporter_.error(second.at, "table_overlap", both,
                        "narrow one of them, or say hit: first if the order of the rows is meant to decide");
      }
    }
    if (proof.more_flaws || proof.too_large) {
      reporter_.error(draft_.name.at, "table_more_flaws", named() + " has more gaps or overlaps than are listed here");
    }
    if (!proof.flaws.empty()) return;
    for (const std::size_t row : proof.dead_rows) {
      reporter_.warning(
          draft_.rows[row].at, "dead_row", named() + ": row " + std::to_string(row + 1) + " never answers",
          "rows above it catch everything it matches, or its dates are never in force; move or remove it");
    }
    std::vector<std::size_t> idle = proof.idle_columns;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      // One slot for all values: no cell of it says anything.
      if (columns[i].ordered && built.table.axes()[i].slots() == 1) idle.push_back(i);
    }
    for (const std::size_t column : idle) {
      reporter_.warning(draft_.name.at, "idle_column",
                        named() + ": column " + columns[column].name + " never changes the answer",
                        "remove the column, or correct the rows it was meant to tell apart");
    }
  }

  const TableDraft& draft_;
  const RulebookDraft& rulebook_;
  Environment& environment_;
  Reporter& reporter_;
  std::size_t& work_;
};

}  // namespace

void compile_tables(const RulebookDraft& draft, Environment& environment, engine::Program& program,
                    CompiledRules& rules, Reporter& reporter) {
  std::size_t work = 0;
  for (const TableDraft& table : draft.tables) {
    KnownTable known;
    program.tables.push_back(TableCompiler(table, draft, environment, reporter, work).run(known, program));
    TableText text{table.name.text, table.label, table.source, {}, std::nullopt, known.dated};
    for (const RowDraft& row : table.rows) text.row_lines.push_back(row.at.line);
    if (!table.otherwise.empty()) text.otherwise = table.otherwise.front().at.line;
    rules.tables.push_back(std::move(text));
    environment.tables.push_back(std::move(known));
  }
}

void compile_brackets(const RulebookDraft& draft, Environment& environment, CompiledRules& rules, Reporter& reporter) {
  for (const BracketDraft& bracket : draft.brackets) {
    KnownBracket known;
    known.name = bracket.name.text;
    const auto type = number_type(bracket.of.text, environment.units);
    if (type && !type->percent) {
      known.type = *type;
    } else if (!bracket.of.text.empty()) {
      reporter.error(bracket.of.at, "unknown_unit", "'" + shown(bracket.of.text) + "' is nothing bands are made of",
                     "write money, number or a unit");
    }
    std::optional<Ratio> before;
    for (std::size_t i = 0; i < bracket.bands.size(); ++i) {
      const BandDraft& band = bracket.bands[i];
      const bool last = i + 1 == bracket.bands.size();
      KnownBand compiled;
      const auto rate = bound_value(band.rate.text, *number_type("percent", environment.units), environment.units);
      if (rate) compiled.rate = *rate;
      if (!rate && !band.rate.text.empty()) {
        reporter.error(band.rate.at, "bad_value", "'" + shown(band.rate.text) + "' is no rate of a band",
                       "write a per cent, as in 80%");
      }
      if (band.up_to.has_value() == last) {
        reporter.error(
            band.at, "bad_band",
            last ? "the last band of " + known.name + " has an end" : "a band of " + known.name + " has no end",
            "every band but the last says up_to:, so that no value is left out");
        continue;
      }
      if (band.up_to && type) {
        compiled.up_to = bound_value(band.up_to->text, *type, environment.units);
        const auto order = compiled.up_to && before ? compare(*before, *compiled.up_to) : std::optional(-1);
        if (!compiled.up_to || compiled.up_to->is_negative() || order != -1) {
          reporter.error(band.up_to->at, "bad_band", "'" + shown(band.up_to->text) + "' is no end for this band",
                         "ends are plain numbers above 0, each above the one before");
        }
        before = compiled.up_to ? compiled.up_to : before;
      }
      known.bands.push_back(compiled);
    }
    if (bracket.bands.empty()) {
      reporter.error(bracket.name.at, "bad_band", "bracket " + known.name + " has no bands", "list them under bands:");
    }
    environment.brackets.push_back(std::move(known));
    rules.brackets.push_back({bracket.label, bracket.source});
  }
}

}  // namespace wildclaims::rules::language
