// What a rulebook compiles to: the program, and beside it everything a determination or a worksheet says about the
// registers after a run.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "rules/bilingual.h"
#include "rules/engine/program.h"
#include "rules/language/draft.h"
#include "rules/language/expression.h"
#include "rules/rounding.h"
#include "rules/running_totals.h"
#include "rules/source.h"

namespace wildclaims::rules {

struct CompiledStep {
  language::StepKind kind = language::StepKind::claim;
  std::string name;
  Bilingual label;
  Source source;
  language::Type type;
  language::Expression expression;  // of a limit: what is limited
  language::Place value;            // the step's result
  std::optional<Rounding> rounding;
  Ratio increment;            // in base units, with rounding
  language::Place unrounded;  // with rounding
  LimitScope per = LimitScope::claim;
  language::Expression amount;  // of a limit
  language::Place approved;     // of a limit: the running total
  language::Place available;    // of a limit: what was left of it
};

struct CompiledFinding {
  std::string code;
  Bilingual say;
  Source source;
  language::Expression when;
  engine::Register holds = 0;  // of the claim: 1 when it applies
};

struct TableText {
  std::string name;
  Bilingual label;
  Source source;
};

struct StepFen {
  std::size_t step = 0;
  engine::Register fen = 0;  // rounded half up for reading
};

struct CompiledReserve {
  engine::Program program;
  engine::Register fen = 0;
  std::vector<std::size_t> item_facts;  // needed
  std::vector<std::size_t> claim_facts;
};

struct CompiledRules {
  language::UnitTable units;
  engine::Program program;
  std::vector<std::string> segment_names;  // by Segment::step
  std::vector<TableText> tables;
  std::vector<CompiledStep> steps;
  std::vector<CompiledFinding> denials;
  std::vector<CompiledFinding> flags;
  std::size_t result_step = 0;
  Rounding result_rounding = Rounding::half_up;
  engine::Register result_fen = 0;
  std::vector<StepFen> amounts;
  std::optional<CompiledReserve> reserve;
  // Claim facts of the loss date rule, by position; nothing when the rulebook names none.
  std::optional<std::size_t> first_day;
  std::optional<std::size_t> last_day;
  std::optional<std::size_t> discovered;
};

}  // namespace wildclaims::rules
