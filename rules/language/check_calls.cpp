// Functions and table lookups: their arguments and what they give.
#include <string>
#include <utility>
#include <vector>

#include "rules/language/type_checker.h"

namespace wildclaims::rules::language {

namespace {

struct GatherName {
  const char* name;
  Gather gather;
};

constexpr GatherName kGatherNames[] = {{"sum", Gather::sum},     {"count", Gather::count}, {"min", Gather::minimum},
                                       {"max", Gather::maximum}, {"any", Gather::any},     {"all", Gather::all},
                                       {"first", Gather::first}, {"last", Gather::last}};

}  // namespace

void TypeChecker::call(Expression& e) {
  if (const auto table = environment_.find_table(e.name)) return table_call(e, *table, false);
  if (!e.field.empty()) {
    for (Expression& part : e.parts) check(part);
    error(e, "unknown_output", "only tables have outputs to name after a point, and '" + shown(e.name) + "' is none");
    return;
  }
  if (const auto bracket = environment_.find_bracket(e.name)) return bracket_call(e, *bracket);
  const bool several = e.parts.size() > 1 && !e.filtered;
  if (several && (e.name == "min" || e.name == "max")) {
    return extreme(e, e.name == "min" ? Meaning::minimum : Meaning::maximum);
  }
  for (const auto& [name, gather] : kGatherNames) {
    if (e.name == name) return gathered(e, gather);
  }
  if (e.filtered || !e.by.empty()) {
    for (Expression& part : e.parts) check(part);
    error(e, "wrong_arguments", "'" + shown(e.name) + "' gathers nothing, so 'where' and 'by' have no meaning in it",
          "they belong to sum, count, min, max, any and all");
    return;
  }
  if (e.name == "day") return day(e);
  if (e.name == "month_day") return month_day(e);
  if (e.name.rfind("round_", 0) == 0) {
    if (const auto rounding = parse_rounding(e.name.substr(6))) return rounded(e, *rounding);
  }
  for (Expression& part : e.parts) check(part);
  error(e, "unknown_function", "no table or function is called '" + shown(e.name) + "'",
        reporter_.full() ? "" : suggestion(e.name, environment_.function_names()));
}

bool TypeChecker::want_arguments(const Expression& e, std::size_t count, const std::string& shape) {
  if (e.parts.size() == count && !e.filtered) return true;
  error(e, "wrong_arguments",
        "'" + e.name + "' takes " + std::to_string(count) + " argument(s), not " + std::to_string(e.parts.size()),
        "write " + shape);
  return false;
}

void TypeChecker::table_call(Expression& e, std::size_t index, bool list_wanted) {
  KnownTable& table = environment_.tables[index];
  table.called = true;
  e.meaning = Meaning::table;
  e.index = index;
  std::string shape = table.name + "(";
  for (std::size_t i = 0; i < table.columns.size(); ++i) shape += (i == 0 ? "" : ", ") + table.columns[i].name;
  shape += ")";
  const bool output_known = choose_output(e, table, shape);
  if (!want_arguments(e, table.columns.size(), shape)) return;
  for (std::size_t i = 0; i < e.parts.size(); ++i) argument(e.parts[i], table, table.columns[i]);
  if (table.dated && scope_ == Scope::event) {
    error(e, "claim_value_in_event_scope",
          "'" + table.name + "' depends on the date of loss, which each claim has of its own",
          "use it in a step of the claim, and gather that step");
    return;
  }
  if (table.gives_list && !list_wanted) {
    error(e, "list_not_gathered", "'" + table.name + "' answers with a list, which is no single value",
          "gather it, as in sum(" + shape + ") or first(" + shape + ")");
    return;
  }
  if (table.dated && !environment_.loss_date_fact) return;  // the rule for the date of loss was refused
  if (output_known) e.type = table.outputs[e.output].type;
}

bool TypeChecker::choose_output(Expression& e, const KnownTable& table, const std::string& shape) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < table.outputs.size(); ++i) {
    names.push_back(table.outputs[i].name);
    if (table.outputs[i].name != e.field) continue;
    e.output = i;
    return true;
  }
  if (table.outputs.empty()) return false;  // the table was refused
  const bool single = names.size() == 1 && names.front().empty();
  if (e.field.empty() && names.size() == 1) return true;
  error(e, "unknown_output",
        e.field.empty() ? "'" + table.name + "' has several outputs"
                        : "'" + table.name + "' has no output '" + shown(e.field) + "'",
        single ? "write " + shape + " alone" : "write " + shape + ". and one of " + listed(names));
  return false;
}

void TypeChecker::argument(Expression& argument, const KnownTable& table, const KnownColumn& column) {
  check(argument, &column.type);
  if (!known(argument) || column.type.kind == Kind::unknown) return;
  if (column.type.is_money() && argument.type.bare) settle_as_money(argument);
  const bool same_kind = argument.type.kind == column.type.kind && argument.type.dimension == column.type.dimension &&
                         (column.type.kind != Kind::code || argument.type.code_type == column.type.code_type);
  if (!same_kind) {
    error(argument, "type_mismatch",
          "column " + column.name + " of " + table.name + " holds " + environment_.describe(column.type) +
              ", and this is " + described(argument));
  } else if (column.axes == Axes::fact && !inside_domain(argument, column)) {
    error(argument, "table_argument_not_bounded",
          "column " + column.name + " of " + table.name + " is proved for the bounds of the fact it names only",
          "pass the fact " + column.name + " itself, or give the column a type of its own under in:");
  }
}

// Numbers outside the proved domain would fall through the table, so only a fact with bounds inside it may go in.
bool TypeChecker::inside_domain(const Expression& argument, const KnownColumn& column) const {
  if (argument.meaning != Meaning::fact) return false;
  const FactDeclaration& fact = environment_.layout.of(argument.scope)[argument.index];
  return environment_.facts(argument.scope)[argument.index].step == column.step && fact.at_least >= column.at_least &&
         fact.at_most <= column.at_most;
}

void TypeChecker::bracket_call(Expression& e, std::size_t index) {
  KnownBracket& bracket = environment_.brackets[index];
  bracket.called = true;
  e.meaning = Meaning::bracket;
  e.index = index;
  if (!want_arguments(e, 1, bracket.name + "(x)")) return;
  check(e.parts[0]);
  if (!known(e.parts[0]) || bracket.type.kind == Kind::unknown) return;
  if (bracket.type.is_money() && e.parts[0].type.bare) settle_as_money(e.parts[0]);
  if (!e.parts[0].type.is_number() || !(e.parts[0].type.dimension == bracket.type.dimension)) {
    error(e.parts[0], "dimension",
          bracket.name + " is for " + environment_.describe(bracket.type) + ", and this is " + described(e.parts[0]));
    return;
  }
  e.type = bracket.type;
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

void TypeChecker::month_day(Expression& e) {
  e.meaning = Meaning::month_day_of;
  if (!want_arguments(e, 1, "month_day(loss_date)")) return;
  check(e.parts[0]);
  if (known(e.parts[0]) && e.parts[0].type.kind != Kind::date) {
    error(e, "type_mismatch", "'month_day' needs a date, and this is " + described(e.parts[0]),
          e.parts[0].type.kind == Kind::datetime ? "take its day first, as in month_day(day(reported_at))" : "");
    return;
  }
  e.type = Type{};
  e.type.kind = Kind::month_day;
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
