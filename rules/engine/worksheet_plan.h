// What a worksheet says of a claim, settled once for a rulebook: for every step the registers that its line is made
// from, in a short program that follows the branches that were taken. A recorder runs it over the registers of an
// evaluation; it computes nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "rules/engine/compiled_rules.h"
#include "rules/engine/program.h"
#include "rules/fact_layout.h"
#include "rules/language/expression.h"
#include "rules/language/type.h"
#include "rules/ratio.h"

namespace wildclaims::rules::engine {

// A sum over more items than this is not written out.
constexpr std::size_t kMostSummands = 40;
// A plain sum over the claim's items, which is written out summand by summand.
bool adds_up_items(const language::Expression& gathered);

// What a number on a worksheet is: a register, and what one in it is worth.
struct WorksheetValue {
  Scope scope = Scope::claim;
  Register reg = 0;
  Ratio worth;                         // in base units
  language::Type type;                 // and the unit it is shown in
  std::optional<std::uint32_t> table;  // it is the number of an answer of this table: DecisionTable::answers()
};

struct PlanOp {
  enum class Kind : std::uint8_t {
    take,          // the value goes on the record
    take_members,  // … of every item, of a sum that is written out
    skip_if,       // passes over `skip` ops when the value is not 0
    skip_unless,   // … when it is 0
    skip
  };
  Kind kind = Kind::take;
  std::uint32_t value = 0;  // index into WorksheetPlan::values
  std::uint32_t skip = 0;
};

// Whether two values are the same amount, told from their registers without fractions where that can be.
struct PlanComparison {
  language::Place left;
  language::Place right;
  // left times left_factor against right times right_factor, both below 2^62; 0: by fractions.
  std::int64_t left_factor = 0;
  std::int64_t right_factor = 0;
};

struct StepPlan {
  std::uint32_t begin = 0;  // of its ops
  std::uint32_t end = 0;
  std::optional<std::uint32_t> result;    // among the values; nothing: a constant
  std::optional<PlanComparison> changed;  // rounded when the two differ, or cut by the limit
};

struct WorksheetPlan {
  explicit WorksheetPlan(const CompiledRules& rules);

  std::vector<WorksheetValue> values;
  std::vector<PlanOp> ops;
  std::vector<StepPlan> steps;     // by CompiledRules::steps
  std::vector<StepPlan> payments;  // by CompiledRules::payments: the result, and whether it was rounded to the cent
};

}  // namespace wildclaims::rules::engine
