#include "rules/language/check_types.h"

#include <algorithm>
#include <string>
#include <utility>

namespace wildclaims::rules::language {
namespace {

constexpr int kMoneyDecimals = 2;
constexpr int kHighestPower = 3;  // cubic metres are the highest power anything real has

// Writes the unit of money into every literal of an expression made of bare literals only.
bool take_as_money(Expression& expression) {
  if (expression.op == Op::number && expression.number.scale != kMoneyDecimals) return false;
  for (std::size_t i = expression.op == Op::conditional ? 1 : 0; i < expression.parts.size(); ++i) {
    if (!take_as_money(expression.parts[i])) return false;
  }
  expression.type = plain_number();
  expression.type.unit = UnitProduct(UnitTable::kCurrency);
  expression.type.dimension.powers[static_cast<std::size_t>(Base::money)] = 1;
  return true;
}

class Checker {
 public:
  Checker(Scope scope, Environment& environment, Reporter& reporter)
      : scope_(scope), environment_(environment), reporter_(reporter) {}

  void check(Expression& e, const Type* wanted = nullptr) {
    switch (e.op) {
      case Op::number:
        return number(e);
      case Op::truth:
        e.type = truth_value();
        return;
      case Op::date:
        e.type = Type{};
        e.type.kind = Kind::date;
        return;
      case Op::name:
        return name(e, wanted);
      case Op::item_name:
        return item_name(e);
      case Op::call:
        return call(e);
      case Op::negate:
        return negate(e);
      case Op::logical_not:
        check(e.parts[0]);
        want_truth(e.parts[0], "'not'");
        e.type = truth_value();
        return;
      case Op::add:
      case Op::subtract:
        return sum(e);
      case Op::multiply:
      case Op::divide:
        return product(e);
      case Op::less:
      case Op::less_equal:
      case Op::greater:
      case Op::greater_equal:
      case Op::equal:
      case Op::not_equal:
        return comparison(e);
      case Op::logical_and:
      case Op::logical_or:
        for (Expression& part : e.parts) {
          check(part);
          want_truth(part, e.op == Op::logical_and ? "'and'" : "'or'");
        }
        e.type = truth_value();
        return;
      case Op::conditional:
        return conditional(e, wanted);
    }
  }

 private:
  void error(const Expression& e, const char* code, std::string sentence, std::string help = {}) {
    reporter_.error(e.at, code, std::move(sentence), std::move(help));
  }

  std::string described(const Expression& e) const { return environment_.describe(e.type); }
  static bool known(const Expression& e) { return e.type.kind != Kind::unknown; }

  void want_truth(const Expression& e, const std::string& by) {
    if (known(e) && e.type.kind != Kind::boolean) {
      error(e, "not_a_condition", by + " needs a condition, and this is " + described(e), "compare it with something");
    }
  }

  void number(Expression& e) {
    e.type = plain_number();
    if (e.percent) {
      e.type.percent = true;
    } else if (e.unit.empty()) {
      e.type.bare = true;
    } else {
      e.type.unit = *parse_unit(e.unit, environment_.units);  // the parser made sure
      e.type.dimension = e.type.unit.dimension(environment_.units);
    }
  }

  // Facts of the claim are visible everywhere, those of an item in item scope; then steps; then codes, when it is
  // clear from beside what the name stands.
  void name(Expression& e, const Type* wanted) {
    std::optional<std::size_t> code;
    if (wanted != nullptr && wanted->kind == Kind::code) {
      code = environment_.layout.code_types[wanted->code_type].index_of(e.name);
    }
    const bool found = fact(e, Scope::claim) || (scope_ == Scope::item && fact(e, Scope::item)) || step(e);
    if (found && code) {
      error(e, "ambiguous_name",
            "'" + e.name + "' is both a fact or step and a code of " +
                environment_.layout.code_types[wanted->code_type].name,
            "rename one of them");
    }
    if (found) return;
    if (code) {
      e.meaning = Meaning::code;
      e.index = *code;
      e.type = Type{};
      e.type.kind = Kind::code;
      e.type.code_type = wanted->code_type;
      return;
    }
    unknown_name(e, wanted);
  }

  void unknown_name(const Expression& e, const Type* wanted) {
    if (environment_.layout.index_of(Scope::item, e.name)) {
      error(e, "item_value_in_claim_scope", "'" + e.name + "' belongs to each item, not to the claim",
            "lift it, as in sum(item." + e.name + ")");
      return;
    }
    if (const auto later = environment_.find_step(e.name)) {
      const KnownStep& known = environment_.steps[*later];
      if (known.checked && known.scope == Scope::item) {
        error(e, "item_value_in_claim_scope", "'" + e.name + "' is computed for each item, not for the claim",
              "lift it, as in sum(item." + e.name + ")");
      } else if (!known.checked) {
        error(e, "step_not_yet_computed", "'" + e.name + "' is computed only in a later step",
              "steps run in the order written: move it above this one");
      }
      return;
    }
    if (wanted != nullptr && wanted->kind == Kind::code) {
      std::vector<std::string> codes;
      const CodeType& type = environment_.layout.code_types[wanted->code_type];
      for (const Code& code : type.codes) codes.push_back(code.name);
      error(e, "unknown_code", "'" + shown(e.name) + "' is not a code of " + type.name, suggestion(e.name, codes));
      return;
    }
    error(e, "unknown_name", "nothing here is called '" + shown(e.name) + "'",
          suggestion(e.name, environment_.names(scope_)));
  }

  bool fact(Expression& e, Scope scope) {
    const auto index = environment_.layout.index_of(scope, e.name);
    if (!index) return false;
    e.meaning = Meaning::fact;
    e.scope = scope;
    e.index = *index;
    e.type = environment_.type_of_fact(scope, *index);
    return true;
  }

  bool step(Expression& e) {
    const auto index = environment_.find_step(e.name);
    if (!index) return false;
    KnownStep& step = environment_.steps[*index];
    if (!step.checked || (step.scope == Scope::item && scope_ == Scope::claim)) return false;
    step.read = true;
    e.meaning = Meaning::step;
    e.scope = step.scope;
    e.index = *index;
    e.type = step.type;
    return true;
  }

  // "item.x": inside sum(), min(), max() and count(), and in item scope itself, where it is the same as "x".
  void item_name(Expression& e) {
    if (scope_ == Scope::claim) {
      error(e, "item_value_in_claim_scope", "'item." + e.name + "' is one value for each item, not one for the claim",
            "lift it, as in sum(item." + e.name + ")");
      return;
    }
    if (fact(e, Scope::item)) return;
    if (step(e) && e.scope == Scope::item) return;
    e.type = Type{};
    const auto later = environment_.find_step(e.name);
    if (later && !environment_.steps[*later].checked) {
      error(e, "step_not_yet_computed", "'" + e.name + "' is computed only in a later step",
            "steps run in the order written: move it above this one");
      return;
    }
    std::vector<std::string> names;
    for (const FactDeclaration& fact : environment_.layout.item) names.push_back("item." + fact.name);
    for (const KnownStep& known : environment_.steps) {
      if (known.checked && known.scope == Scope::item) names.push_back("item." + known.name);
    }
    error(e, "unknown_name", "an item has nothing called '" + shown(e.name) + "'", suggestion("item." + e.name, names));
  }

  void negate(Expression& e) {
    check(e.parts[0]);
    e.type = e.parts[0].type;
    if (known(e) && !e.type.is_number()) {
      error(e, "dimension", "'-' needs a number, and this is " + described(e.parts[0]));
      e.type = Type{};
    }
  }

  // Brings two numbers that stand side by side to one dimension, taking bare literals as money where they are written
  // so. False after reporting.
  bool agree(const Expression& at, Expression& left, Expression& right, const std::string& doing) {
    if (!known(left) || !known(right)) return false;
    if (left.type.is_number() && right.type.is_number()) {
      if (left.type.dimension == right.type.dimension) return true;
      if (left.type.bare && right.type.is_money() && settle_as_money(left)) return true;
      if (right.type.bare && left.type.is_money() && settle_as_money(right)) return true;
      std::string help;
      const bool one_bare = left.type.bare || right.type.bare;
      const bool one_money = left.type.is_money() || right.type.is_money();
      if (one_bare && one_money)
        help = "an amount of money is written with two decimals, as in 100.00";
      else if (one_bare)
        help = "write the unit after the number, as in 3.5 mu or 48 hours";
      error(at, "dimension", doing + " " + described(left) + " and " + described(right), help);
      return false;
    }
    if (left.type.kind != right.type.kind ||
        (left.type.kind == Kind::code && left.type.code_type != right.type.code_type)) {
      error(at, "type_mismatch", doing + " " + described(left) + " and " + described(right));
      return false;
    }
    return true;
  }

  void sum(Expression& e) {
    Expression& left = e.parts[0];
    Expression& right = e.parts[1];
    check(left);
    check(right);
    if (!known(left) || !known(right)) return;
    const bool left_day = left.type.kind == Kind::date || left.type.kind == Kind::datetime;
    if (left_day) return date_sum(e);
    if (!left.type.is_number() || !right.type.is_number()) {
      error(e, "dimension", "cannot add or subtract " + described(left) + " and " + described(right));
      return;
    }
    if (!agree(e, left, right, "cannot add or subtract")) return;
    e.type = left.type;
    e.type.percent = left.type.percent && right.type.percent;
    e.type.bare = left.type.bare && right.type.bare;
  }

  // date - date and datetime - datetime are durations; a duration moves a date (whole days) or a datetime.
  void date_sum(Expression& e) {
    const Expression& left = e.parts[0];
    const Expression& right = e.parts[1];
    const bool both = left.type.kind == right.type.kind;
    if (e.op == Op::subtract && both) {
      e.type = plain_number();
      e.type.unit = *parse_unit(left.type.kind == Kind::date ? "day" : "hour", environment_.units);
      e.type.dimension = e.type.unit.dimension(environment_.units);
      return;
    }
    if (!right.type.is_duration()) {
      error(e, "dimension", "cannot add or subtract " + described(left) + " and " + described(right),
            "a date moves by a duration, as in + 3 days");
      return;
    }
    if (left.type.kind == Kind::date &&
        !(right.op == Op::number && right.unit.substr(0, 3) == "day" && right.number.scale == 0)) {
      error(e, "dimension", "a date moves by whole days only", "write a number of days, as in + 3 days");
      return;
    }
    e.type = left.type;
  }

  void product(Expression& e) {
    Expression& left = e.parts[0];
    Expression& right = e.parts[1];
    check(left);
    check(right);
    if (!known(left) || !known(right)) return;
    const std::string doing = e.op == Op::multiply ? "cannot multiply " : "cannot divide ";
    if (!left.type.is_number() || !right.type.is_number()) {
      error(e, "dimension", doing + described(left) + " and " + described(right));
      return;
    }
    const Type& a = left.type;
    const Type& b = right.type;
    const Dimension dimension = e.op == Op::multiply ? a.dimension.times(b.dimension) : a.dimension.over(b.dimension);
    if (dimension.power(Base::money) > 1 || dimension.power(Base::money) < -1) {
      error(e, "dimension", doing + to_string(a.dimension) + " and " + to_string(b.dimension),
            "money times money measures nothing: one of the two should be a number, a per cent or a rate");
      return;
    }
    const bool too_high = std::any_of(dimension.powers.begin(), dimension.powers.end(),
                                      [](int power) { return power > kHighestPower || power < -kHighestPower; });
    if (too_high) {
      error(e, "dimension", "this measures nothing: " + to_string(dimension));
      return;
    }
    e.type = plain_number();
    e.type.dimension = dimension;
    e.type.unit = a.unit.times(b.unit, environment_.units, e.op == Op::multiply ? 1 : -1);
    e.type.percent = a.percent && b.percent && e.op == Op::multiply;
  }

  void comparison(Expression& e) {
    Expression& left = e.parts[0];
    Expression& right = e.parts[1];
    // The side that is no bare unknown name tells what the other may be.
    if (left.op == Op::name && !names_value(left)) {
      check(right);
      check(left, &right.type);
    } else {
      check(left);
      check(right, &left.type);
    }
    e.type = truth_value();
    if (!agree(e, left, right, "cannot compare")) return;
    const bool ordering = e.op != Op::equal && e.op != Op::not_equal;
    const bool unordered = left.type.kind == Kind::code || left.type.kind == Kind::boolean;
    if (ordering && unordered) {
      error(e, "type_mismatch", described(left) + " has no order", "compare with == or !=");
    }
    if (left.type.kind == Kind::code) environment_.code_type_read[left.type.code_type] = true;
  }

  bool names_value(const Expression& e) const {
    return environment_.layout.index_of(Scope::claim, e.name) || environment_.layout.index_of(Scope::item, e.name) ||
           environment_.find_step(e.name);
  }

  void conditional(Expression& e, const Type* wanted) {
    check(e.parts[0]);
    want_truth(e.parts[0], "'if'");
    check(e.parts[1], wanted);
    check(e.parts[2], wanted);
    if (!agree(e, e.parts[1], e.parts[2], "the branches of this 'if' differ:")) return;
    e.type = e.parts[1].type;
    e.type.percent = e.parts[1].type.percent && e.parts[2].type.percent;
    e.type.bare = e.parts[1].type.bare && e.parts[2].type.bare;
  }

  void call(Expression& e) {
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

  bool want_arguments(const Expression& e, std::size_t count, const std::string& shape) {
    if (e.parts.size() == count) return true;
    error(e, "wrong_arguments",
          "'" + e.name + "' takes " + std::to_string(count) + " argument(s), not " + std::to_string(e.parts.size()),
          "write " + shape);
    return false;
  }

  void table_call(Expression& e, std::size_t index) {
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
      const bool same_kind = argument.type.kind == column.type.kind &&
                             argument.type.dimension == column.type.dimension &&
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
  bool inside_domain(const Expression& argument, const KnownColumn& column) const {
    if (argument.meaning != Meaning::fact) return false;
    const FactDeclaration& fact = environment_.layout.of(argument.scope)[argument.index];
    return environment_.step_of_fact(argument.scope, argument.index) == column.step &&
           fact.at_least >= column.at_least && fact.at_most <= column.at_most;
  }

  // sum(item.x), min(item.x), max(item.x), count(condition on the item), count(items).
  void lifted(Expression& e, Meaning meaning) {
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
    Checker(Scope::item, environment_, reporter_).check(inner);
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

  void extreme(Expression& e, Meaning meaning) {
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

  void day(Expression& e) {
    e.meaning = Meaning::day_of;
    if (!want_arguments(e, 1, "day(reported_at)")) return;
    check(e.parts[0]);
    if (known(e.parts[0]) && e.parts[0].type.kind != Kind::datetime) {
      error(e, "type_mismatch", "'day' needs a date and time, and this is " + described(e.parts[0]));
      return;
    }
    e.type.kind = Kind::date;
  }

  void rounded(Expression& e, Rounding rounding) {
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

  const Scope scope_;
  Environment& environment_;
  Reporter& reporter_;
};

}  // namespace

bool settle_as_money(Expression& expression) {
  if (expression.type.is_money()) return true;
  return expression.type.bare && take_as_money(expression);
}

bool check_types(Expression& expression, Scope scope, Environment& environment, Reporter& reporter,
                 const Type* wanted) {
  const std::size_t before = reporter.errors();
  Checker(scope, environment, reporter).check(expression, wanted);
  return reporter.errors() == before && expression.type.kind != Kind::unknown;
}

}  // namespace wildclaims::rules::language
