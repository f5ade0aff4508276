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
#include "rules/language/environment.h"
#include "rules/language/expression.h"
#include "rules/limit_scope.h"
#include "rules/rounding.h"
#include "rules/source.h"

namespace wildclaims::rules {

struct CompiledLimit {
  LimitScope per = LimitScope::claim;
  language::Expression amount;
  std::optional<std::size_t> used;  // index into Environment::running, where what was approved before counts
  language::Place approved;         // the running total
  language::Place available;        // what was left of the amount
  std::optional<Allocation> shared;
};

struct CompiledStep {
  language::StepKind kind = language::StepKind::claim;
  Scope scope = Scope::claim;
  std::string name;
  Bilingual label;
  Source source;
  language::Type type;
  language::Expression expression;  // of a limit: what is limited
  language::Place value;            // the step's result
  std::size_t from_stage = 0;       // of payment: not computed before it
  std::optional<Rounding> rounding;
  Ratio increment;            // in base units, with rounding
  language::Place unrounded;  // with rounding
  std::optional<CompiledLimit> limit;
};

struct CompiledFinding {
  std::string code;
  Bilingual say;
  Source source;
  language::Expression when;
  engine::Register holds = 0;  // of the claim: 1 when it applies
  std::size_t from_stage = 0;
};

struct TableText {
  std::string name;
  Bilingual label;
  Source source;
  std::vector<int> row_lines;    // in the file
  std::optional<int> otherwise;  // its line
  bool dated = false;
};

struct BracketText {
  Bilingual label;
  Source source;
};

// A step's amount in whole fen, for the answer or for reading.
struct StepFen {
  std::size_t step = 0;
  engine::Register fen = 0;
};

// What is owed to date at one payment stage, in fen.
struct CompiledPayment {
  std::size_t step = 0;
  engine::Register fen = 0;
};

// One way to share one layer: fixed shares in millionths, or weights computed for the claim.
struct CompiledFundingCase {
  std::optional<engine::Register> holds;  // nothing: otherwise
  language::Expression when;
  std::vector<Int128> shares;
  std::vector<engine::Register> weights;
  std::vector<language::Expression> weight_expressions;
};

struct CompiledFundingLayer {
  std::optional<language::Place> up_to;  // of the claim; nothing: the rest
  language::Expression up_to_expression;
  std::vector<CompiledFundingCase> cases;
};

struct CompiledFunding {
  std::vector<CompiledFundingLayer> layers;
  std::optional<std::size_t> odd_to;
  bool fixed = false;  // one layer, one case, shares: the same for every claim
};

struct CompiledReserve {
  engine::Program program;
  engine::Register fen = 0;
  std::vector<std::size_t> item_facts;  // needed
  std::vector<std::size_t> claim_facts;
};

// For the settlement of a policy year: what a claim brings into it. Registers of the claim.
struct CompiledSharingKeys {
  std::optional<engine::Register> priority;
  std::optional<engine::Register> reserved;
  std::optional<engine::Register> exempt;
};

struct CompiledRules {
  language::Environment environment;
  engine::Program program;
  std::vector<std::string> segment_names;  // by Segment::step
  std::vector<TableText> tables;
  std::vector<BracketText> brackets;
  std::vector<CompiledStep> steps;
  std::vector<CompiledFinding> denials;
  std::vector<CompiledFinding> flags;
  Rounding result_rounding = Rounding::half_up;
  std::vector<CompiledPayment> payments;  // at least the one of the result
  std::vector<StepFen> amounts;           // money steps of claim and event, in written order, for reading
  std::vector<StepFen> fees;
  CompiledFunding funding;
  CompiledSharingKeys year_keys;
  std::optional<CompiledReserve> reserve;
  // Claim facts of the loss date rule, by position; nothing when the rulebook names none.
  std::optional<std::size_t> first_day;
  std::optional<std::size_t> last_day;
  std::optional<std::size_t> discovered;
};

}  // namespace wildclaims::rules
