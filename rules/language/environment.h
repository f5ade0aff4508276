// What an expression may name, and what those names are.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/diagnostic.h"
#include "rules/fact_layout.h"
#include "rules/language/expression.h"
#include "rules/language/type.h"
#include "rules/language/unit.h"
#include "rules/limit_scope.h"

namespace wildclaims::rules::language {

struct KnownStep {
  std::string name;
  Scope scope = Scope::claim;
  Type type;  // Kind::unknown until the step has been checked
  bool checked = false;
  bool read = false;           // by a later step, a condition or the result
  std::size_t from_stage = 0;  // the first payment stage at which everything it needs is known
};

// How the values of a column reach its axis.
//   plain   codes, truth values and days: the register is the value
//   fact    a fact of this very step and inside these bounds: the register is the value
//   exact   any number: stored values are doubled, 2k for exactly k steps, 2k + 1 for anything between k and k + 1
enum class Axes : std::uint8_t { plain, fact, exact };

struct KnownColumn {
  std::string name;
  Type type;
  Axes axes = Axes::plain;
  bool ordered = false;
  bool bounded = true;          // of exact: a value outside the bounds is a fault
  std::optional<Ratio> lowest;  // the bounds that were written, in base units
  std::optional<Ratio> highest;
  // The domain that was proved, as stored values; what one of them (of exact: two) is worth is `step`, in base units.
  std::int64_t at_least = 0;
  std::int64_t at_most = 0;
  Ratio step = Ratio(1);
};

struct KnownOutput {
  std::string name;  // empty when the table has but one
  Type type;
  Ratio step = Ratio(1);  // what one in a value is worth, in base units
  // Values of every answer, by how a list becomes one; Gather::none where an answer is one row.
  std::map<Gather, std::uint32_t> cells;
};

struct KnownTable {
  std::string name;
  std::vector<KnownColumn> columns;  // without the date of loss
  bool dated = false;                // the date of loss is a last, unwritten column
  bool gives_list = false;
  std::vector<KnownOutput> outputs;
  bool called = false;
};

struct KnownBand {
  std::optional<Ratio> up_to;  // in base units
  Ratio rate;
};

struct KnownBracket {
  std::string name;
  Type type;
  std::vector<KnownBand> bands;
  bool called = false;
};

// A running total that a limit may count with.
struct KnownRunning {
  std::string name;
  LimitScope per = LimitScope::household_event;
  std::optional<std::size_t> by;  // a code fact of the claim
  Scope scope = Scope::claim;
  std::size_t fact = 0;  // in the layout of its scope
  bool read = false;
};

class Environment {
 public:
  UnitTable units;
  FactLayout layout;
  // Of the facts, beside those of the layout.
  struct FactMeaning {
    Type type;
    Ratio step = Ratio(1);  // what one in the fact's register is worth, in base units
    bool read = false;
  };
  std::vector<FactMeaning> event_facts;
  std::vector<FactMeaning> claim_facts;
  std::vector<FactMeaning> item_facts;
  std::vector<KnownStep> steps;
  std::vector<KnownTable> tables;
  std::vector<KnownBracket> brackets;
  std::vector<KnownRunning> running;
  std::vector<bool> code_type_read;            // some rule tells codes of this type apart
  std::vector<std::vector<bool>> codes_named;  // some rule names this very code
  // The claim fact that tells the date of loss.
  std::optional<std::size_t> loss_date_fact;

  std::vector<FactMeaning>& facts(Scope scope) {
    return scope == Scope::claim ? claim_facts : scope == Scope::item ? item_facts : event_facts;
  }
  const std::vector<FactMeaning>& facts(Scope scope) const {
    return scope == Scope::claim ? claim_facts : scope == Scope::item ? item_facts : event_facts;
  }
  std::optional<std::size_t> find_step(std::string_view name) const;
  std::optional<std::size_t> find_table(std::string_view name) const;
  std::optional<std::size_t> find_bracket(std::string_view name) const;
  std::optional<std::size_t> find_code_type(std::string_view name) const;
  // Everything a bare name may be in this scope.
  std::vector<std::string> names(Scope scope) const;
  std::vector<std::string> function_names() const;
  std::string describe(const Type& type) const;  // "money", "area", "a code of crop", "a date"
};

// Names every rulebook understands; a fact, step, table or type of this name is refused.
bool is_reserved_name(std::string_view name, const UnitTable& units);
std::string word_of(Scope scope);  // "item", "claim", "event"
// Which scopes' values can be named in `from`: its own and those above it.
bool sees(Scope from, Scope value);
// Lower-case letters, digits and '_', beginning with a letter, at most kLongestName.
constexpr std::size_t kLongestName = 40;
bool is_name(std::string_view text);

}  // namespace wildclaims::rules::language
