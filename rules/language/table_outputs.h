// What a decision table answers: the values of its rows, and from them the values of every answer.
#pragma once

#include <cstdint>
#include <vector>

#include "rules/engine/decision_table.h"
#include "rules/engine/program.h"
#include "rules/language/draft.h"
#include "rules/language/environment.h"
#include "rules/language/reporter.h"

namespace wildclaims::rules::language {

class TableOutputs {
 public:
  TableOutputs(const TableDraft& draft, Environment& environment, Reporter& reporter)
      : draft_(draft), environment_(environment), reporter_(reporter) {}

  // Types and row values into known.outputs; reports unknown_unit, bad_value, unknown_code and bad_order.
  void read(KnownTable& known);

  // After read(): which rows agree, and which goes first (under priority and output_order).
  engine::TableRules rules() const;

  // After the table was built: the values of every answer, one list of cells for each way of gathering that makes
  // sense; their numbers into known.outputs.
  void fill(KnownTable& known, const engine::DecisionTable& table, engine::Program& program) const;

 private:
  void type_of(const OutputDraft& draft, KnownOutput& output);
  void values_of(std::size_t output, KnownOutput& known);
  std::int64_t coded(const Word& word, const KnownOutput& output);
  void numbers(const std::vector<const Word*>& words, KnownOutput& output, std::vector<std::int64_t>& values);
  std::vector<std::uint32_t> ranks() const;
  std::vector<std::int64_t> gathered(std::size_t output, Gather gather, const engine::DecisionTable& table) const;

  const TableDraft& draft_;
  Environment& environment_;
  Reporter& reporter_;
  // Of each output: the values of the rows, then that of `otherwise`.
  std::vector<std::vector<std::int64_t>> values_;
  std::vector<std::int64_t> order_;  // values of the first output, the one that goes first first
};

}  // namespace wildclaims::rules::language
