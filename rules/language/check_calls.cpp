// Functions and table lookups: their arguments and what they give.
#include <string>
#include <utility>
#include <vector>

#include "rules/language/type_checker.h"

namespace wildclaims::rules::language {

void TypeChecker::call(Expression& e) {
  if (const auto table = environment_.find_table(e.name)) return table_call(e, *table);
  if (e.name == "sum") return lifted(e, Meaning::sum_of);
  if (e.name == "count") return lifted(e, Meaning::count_of);
  if (e.name == "min" || e.name == "max") {
    const bool least = e.name == "min";
    if (e.parts.size() == 1) return lifted(e, least ? Meaning::minimum_of : Meaning::maximum_of);
    return extreme(e, least ? Meaning::minimum : Meaning::maximum);
  }
  if (e.name == "day") return day(e);
  if (e.name.rfind("round_", 0) == 0) {
    if (const auto rounding = parse_rounding(e.name.substr(6))) return rounded(e, *rounding);
  }
  for (Expression& part : e.parts) check(part);
  error(e, "unknown_function", "no table or function is called '" + shown(e.name) + "'",
        suggestion(e.name, environment_.function_names()));
}

bool TypeChecker::want_arguments(const Expression& e, std::size_t count, const std::string& shape) {
  if (e.parts.size() == count) return true;
  error(e, "wrong_arguments",
        "'" + e.name + "' takes " + std::to_string(count) + " argument(s), not " + std::to_string(e.parts.size()),
        "write " + shape);
  return false;
}

void TypeChecker::table_call(Expression& e, std::size_t index) {
  KnownTable& table = environment_.tables[index];
  table.called = true;
  e.meaning = Meaning::table;
  e.index = index;
  e.type = table.type;
  std::string shape = table.name + "(";
  for (std::size_t i = 0; i < table.columns.size(); ++i) shape += (i == 0 ? "" : ", ") + table.columns[i].name;
  if (!want_arguments(e, table.columns.size(), shape + ")")) return;
  for (std::size_t i = 0; i < e.parts.size(); ++i) {
    const KnownColumn& column = table.columns[i];
    Expression& argument = e.parts[i];
    check(argument, &column.type);
    if (!known(argument) || column.type.kind == Kind::unknown) continue;
    const bool same_kind = argument.type.kind == column.type.kind && argument.type.dimension == column.type.dimension &&
                           argument.type.code_type == column.type.code_type;
    if (!same_kind) {
      error(argument, "type_mismatch",
            "column " + column.name + " of " + table.name + " holds " + environment_.describe(column.type) +
                ", and this is " + described(argument));
    } else if (column.ordered && !inside_domain(argument, column)) {
      error(argument, "table_argument_not_bounded",
            "column " + column.name + " of " + table.name + " is proved for the bounds of the fact it names only",
            "pass the fact " + column.name + " itself");
    }
  }
}

// Numbers outside the proved domain would fall through the table, so only a fact with bounds inside it may go in.
bool TypeChecker::inside_domain(const Expression& argument, const KnownColumn& column) const {
  if (argument.meaning != Meaning::fact) return false;
  const FactDeclaration& fact = environment_.layout.of(argument.scope)[argument.index];
  return environment_.step_of_fact(argument.scope, argument.index) == column.step && fact.at_least >= column.at_least &&
         fact.at_most <= column.at_most;
}

// sum(item.x), min(item.x), max(item.x), count(condition on the item), count(items).
void TypeChecker::lifted(Expression& e, Meaning meaning) {
  if (!want_arguments(e, 1, e.name + "(item.x)")) return;
  Expression& inner = e.parts[0];
  if (scope_ == Scope::item) {
    error(e, "lift_in_item_scope", "'" + e.name + "' over the items makes sense for the claim, not inside one item",
          "write it in a claim step and use that step here");
    return;
  }
  if (meaning == Meaning::count_of && inner.op == Op::name && inner.name == "items") {
    e.meaning = Meaning::item_count;
    e.type = plain_number();
    return;
  }
  TypeChecker(Scope::item, environment_, reporter_).check(inner);
  e.meaning = meaning;
  if (!known(inner)) return;
  if (meaning == Meaning::count_of) {
    want_truth(inner, "'count'");
    e.type = plain_number();
    return;
  }
  if (!inner.type.is_number()) {
    error(e, "dimension", "'" + e.name + "' needs numbers, and this is " + described(inner));
    return;
  }
  e.type = inner.type;
  e.type.bare = false;
}

void TypeChecker::extreme(Expression& e, Meaning meaning) {
  e.meaning = meaning;
  if (e.parts.empty()) {
    want_arguments(e, 2, e.name + "(a, b)");
    return;
  }
  for (Expression& part : e.parts) check(part);
  // Bare literals settle against the first part that is none.
  std::size_t anchor = 0;
  while (anchor + 1 < e.parts.size() && e.parts[anchor].type.bare) ++anchor;
  for (std::size_t i = 0; i < e.parts.size(); ++i) {
    if (i != anchor && !agree(e.parts[i], e.parts[anchor], e.parts[i], "'" + e.name + "' cannot compare")) return;
  }
  const Type& type = e.parts[anchor].type;
  if (type.kind == Kind::code || type.kind == Kind::boolean) {
    error(e, "type_mismatch", environment_.describe(type) + " has no order");
    return;
  }
  e.type = type;
  for (const Expression& part : e.parts) e.type.percent = e.type.percent && part.type.percent;
}

void TypeChecker::day(Expression& e) {
  e.meaning = Meaning::day_of;
  if (!want_arguments(e, 1, "day(reported_at)")) return;
  check(e.parts[0]);
  if (known(e.parts[0]) && e.parts[0].type.kind != Kind::datetime) {
    error(e, "type_mismatch", "'day' needs a date and time, and this is " + described(e.parts[0]));
    return;
  }
  e.type.kind = Kind::date;
}

void TypeChecker::rounded(Expression& e, Rounding rounding) {
  e.meaning = Meaning::round_to;
  e.rounding = rounding;
  if (!want_arguments(e, 2, e.name + "(x, 0.01)")) return;
  check(e.parts[0]);
  check(e.parts[1]);
  const Expression& increment = e.parts[1];
  if (increment.op != Op::number || increment.number.digits <= 0) {
    error(increment, "bad_increment", "the increment of a rounding is a positive number written out",
          "as in " + e.name + "(x, 0.01)");
    return;
  }
  if (!known(e.parts[0])) return;
  if (!e.parts[0].type.is_number()) {
    error(e, "dimension", "only numbers are rounded, and this is " + described(e.parts[0]));
    return;
  }
  // "to 1" and "to 0.01" both mean money beside money: an increment is no amount anyone could mistake.
  if (e.parts[1].type.bare && e.parts[0].type.is_money()) e.parts[1].type = e.parts[0].type;
  if (!agree(e, e.parts[0], e.parts[1], "cannot round")) return;
  e.type = e.parts[0].type;
  e.type.bare = false;
}

}  // namespace wildclaims::rules::language
