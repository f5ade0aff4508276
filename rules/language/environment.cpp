#include "rules/language/environment.h"

#include <algorithm>
#include <array>

namespace wildclaims::rules::language {
namespace {

constexpr std::array kReserved = std::to_array<std::string_view>({
    "if",         "then",      "else",          "and",
    "or",         "not",       "true",          "false",
    "item",       "items",     "claim",         "claims",
    "event",      "min",       "max",           "sum",
    "count",      "day",       "any",           "all",
    "first",      "last",      "where",         "by",
    "within",     "otherwise", "value",         "from",
    "to",         "below",     "above",         "up",
    "money",      "percent",   "number",        "boolean",
    "date",       "datetime",  "month_day",     "loss_date",
    "result",     "limit",     "round_half_up", "round_half_even",
    "round_down", "round_up",
});

template <class Known>
std::optional<std::size_t> position(const std::vector<Known>& list, std::string_view name) {
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (list[i].name == name) return i;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::size_t> Environment::find_step(std::string_view name) const { return position(steps, name); }
std::optional<std::size_t> Environment::find_table(std::string_view name) const { return position(tables, name); }
std::optional<std::size_t> Environment::find_code_type(std::string_view name) const {
  return position(layout.code_types, name);
}

std::optional<std::size_t> Environment::find_bracket(std::string_view name) const { return position(brackets, name); }

std::string word_of(Scope scope) { return scope == Scope::item ? "item" : scope == Scope::claim ? "claim" : "event"; }

bool sees(Scope from, Scope value) {
  switch (from) {
    case Scope::item:
      return true;
    case Scope::claim:
      return value != Scope::item;
    case Scope::event:
      return value == Scope::event;
  }
  return false;
}

std::vector<std::string> Environment::names(Scope scope) const {
  std::vector<std::string> all;
  for (const Scope each : {Scope::event, Scope::claim, Scope::item}) {
    if (!sees(scope, each)) continue;
    for (const FactDeclaration& fact : layout.of(each)) all.push_back(fact.name);
  }
  for (const KnownStep& step : steps) {
    if (step.checked && sees(scope, step.scope)) all.push_back(step.name);
  }
  for (const KnownTable& table : tables) {
    if (table.columns.empty()) all.push_back(table.name);
  }
  return all;
}

std::vector<std::string> Environment::function_names() const {
  std::vector<std::string> all = {"min",        "max",     "sum", "count",     "any",           "all",
                                  "first",      "last",    "day", "month_day", "round_half_up", "round_half_even",
                                  "round_down", "round_up"};
  for (const KnownTable& table : tables) all.push_back(table.name);
  for (const KnownBracket& bracket : brackets) all.push_back(bracket.name);
  return all;
}

std::string Environment::describe(const Type& type) const {
  switch (type.kind) {
    case Kind::number:
      return units.describe(type.dimension);
    case Kind::boolean:
      return "true or false";
    case Kind::code:
      return "a code of " + layout.code_types[type.code_type].name;
    case Kind::date:
      return "a date";
    case Kind::datetime:
      return "a date and time";
    case Kind::month_day:
      return "a day of the year";
    case Kind::unknown:
      break;
  }
  return "unknown";
}

bool is_reserved_name(std::string_view name, const UnitTable& units) {
  return std::find(kReserved.begin(), kReserved.end(), name) != kReserved.end() || units.find(name).has_value();
}

bool is_name(std::string_view text) {
  if (text.empty() || text.size() > kLongestName || text.front() < 'a' || text.front() > 'z') return false;
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

}  // namespace wildclaims::rules::language
