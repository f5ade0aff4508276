// The words of the rulebook language for what a model holds.
#pragma once

#include <cstddef>
#include <string>

#include "tests/property/model.h"

namespace wildclaims::property {

inline std::string word(Round round) {
  static constexpr const char* kWords[] = {"half_up", "half_even", "down", "up"};
  return kWords[static_cast<std::size_t>(round)];
}

inline std::string word(Per per) {
  static constexpr const char* kWords[] = {"item",      "claim", "household_event", "household_year",
                                           "plot_year", "event", "policy_year"};
  return kWords[static_cast<std::size_t>(per)];
}

inline std::string word(Hit hit) {
  static constexpr const char* kWords[] = {"unique",      "first",        "any",          "priority",
                                           "rule_order",  "output_order", "collect",      "collect sum",
                                           "collect min", "collect max",  "collect count"};
  return kWords[static_cast<std::size_t>(hit)];
}

inline std::string word(Gather gather) {
  static constexpr const char* kWords[] = {"sum", "min", "max", "count", "any", "all", "first", "last"};
  return kWords[static_cast<std::size_t>(gather)];
}

inline std::string word(Allocate allocate) {
  static constexpr const char* kWords[] = {"proportional", "first_come", "priority"};
  return kWords[static_cast<std::size_t>(allocate)];
}

inline std::string word(StepKind kind) {
  static constexpr const char* kWords[] = {"item", "claim", "event", "limit", "fee"};
  return kWords[static_cast<std::size_t>(kind)];
}

inline std::string word(Model::LossDay day) {
  static constexpr const char* kWords[] = {"first_day", "last_day", "discovered"};
  return kWords[static_cast<std::size_t>(day)];
}

// "money", "percent", "number", or the unit.
inline std::string word(const Unit& unit, bool percent) {
  if (percent) return "percent";
  if (unit.quantity == Quantity::money) return "money";
  return unit.symbol.empty() ? "number" : unit.symbol;
}

// {zh: …, en: …} with the name in it.
inline std::string label(const std::string& name) { return "{zh: \"标签 " + name + "\", en: \"label " + name + "\"}"; }

// "from: 2025-01-01, to: 2025-06-30, ", or only one of them.
inline std::string dates(std::optional<std::int64_t> from, std::optional<std::int64_t> to) {
  std::string text;
  if (from) text += "from: " + day_text(*from) + ", ";
  if (to) text += "to: " + day_text(*to) + ", ";
  return text;
}

// As a rulebook writes it, with all its brackets; holds no quotes.
std::string expression_text(const Model& model, const Expr& expression);

// The lines of one table, from its name on.
std::string table_yaml(const Model& model, const Table& table);

}  // namespace wildclaims::property
