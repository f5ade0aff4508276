// What an expression may name, and what those names are.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/diagnostic.h"
#include "rules/fact_layout.h"
#include "rules/language/type.h"
#include "rules/language/unit.h"

namespace wildclaims::rules::language {

struct KnownStep {
  std::string name;
  Scope scope = Scope::claim;
  Type type;  // Kind::unknown until the step has been checked
  bool checked = false;
  bool read = false;  // by a later step, a condition or the result
};

struct KnownColumn {
  std::string name;
  Type type;
  // Of an ordered column: the domain that was proved, as stored values of this many decimals in base units.
  bool ordered = false;
  std::int64_t at_least = 0;
  std::int64_t at_most = 0;
  Ratio step;
};

struct KnownTable {
  std::string name;
  std::vector<KnownColumn> columns;
  Type type;
  Ratio step;  // what one in a value of the table is worth, in base units
  bool called = false;
};

class Environment {
 public:
  UnitTable units;
  FactLayout layout;
  std::vector<Type> claim_types;  // of the facts, beside layout.claim and layout.item
  std::vector<Type> item_types;
  std::vector<Ratio> claim_steps;  // what one in the fact's register is worth, in base units
  std::vector<Ratio> item_steps;
  std::vector<KnownStep> steps;
  std::vector<KnownTable> tables;
  std::vector<bool> code_type_read;  // some rule tells codes of this type apart

  const Type& type_of_fact(Scope scope, std::size_t fact) const {
    return scope == Scope::claim ? claim_types[fact] : item_types[fact];
  }
  const Ratio& step_of_fact(Scope scope, std::size_t fact) const {
    return scope == Scope::claim ? claim_steps[fact] : item_steps[fact];
  }
  std::optional<std::size_t> find_step(std::string_view name) const;
  std::optional<std::size_t> find_table(std::string_view name) const;
  std::optional<std::size_t> find_code_type(std::string_view name) const;
  // Everything a bare name may be in this scope.
  std::vector<std::string> names(Scope scope) const;
  std::vector<std::string> function_names() const;
  std::string describe(const Type& type) const;  // "money", "area", "a code of crop", "a date"
};

// Names every rulebook understands; a fact, step, table or type of this name is refused.
bool is_reserved_name(std::string_view name, const UnitTable& units);
// Lower-case letters, digits and '_', beginning with a letter, at most kLongestName.
constexpr std::size_t kLongestName = 40;
bool is_name(std::string_view text);

}  // namespace wildclaims::rules::language
