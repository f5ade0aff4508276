#include "rules/language/check_types.h"

#include <algorithm>
#include <string>
#include <utility>

#include "rules/language/type_checker.h"

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

}  // namespace

void TypeChecker::check(Expression& e, const Type* wanted) {
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
    case Op::member:
      return member(e);
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
    case Op::within:
      return within(e);
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

void TypeChecker::error(const Expression& e, const char* code, std::string sentence, std::string help) const {
  reporter_.error(e.at, code, std::move(sentence), std::move(help));
}

std::string TypeChecker::described(const Expression& e) const { return environment_.describe(e.type); }

bool TypeChecker::known(const Expression& e) { return e.type.kind != Kind::unknown; }

void TypeChecker::want_truth(const Expression& e, const std::string& by) {
  if (known(e) && e.type.kind != Kind::boolean) {
    error(e, "not_a_condition", by + " needs a condition, and this is " + described(e), "compare it with something");
  }
}

void TypeChecker::number(Expression& e) {
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

void TypeChecker::negate(Expression& e) {
  check(e.parts[0]);
  e.type = e.parts[0].type;
  if (known(e) && !e.type.is_number()) {
    error(e, "dimension", "'-' needs a number, and this is " + described(e.parts[0]));
    e.type = Type{};
  }
}

// Brings two numbers that stand side by side to one dimension, taking bare literals as money where they are written
// so. False after reporting.
bool TypeChecker::agree(const Expression& at, Expression& left, Expression& right, const std::string& doing) {
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

void TypeChecker::sum(Expression& e) {
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
void TypeChecker::date_sum(Expression& e) {
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

void TypeChecker::product(Expression& e) {
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
    error(e, "dimension",
          doing + environment_.units.describe(a.dimension) + " and " + environment_.units.describe(b.dimension),
          "money times money measures nothing: one of the two should be a number, a per cent or a rate");
    return;
  }
  const bool too_high = std::any_of(dimension.powers.begin(), dimension.powers.end(),
                                    [](int power) { return power > kHighestPower || power < -kHighestPower; });
  if (too_high) {
    error(e, "dimension", "this measures nothing: " + environment_.units.describe(dimension));
    return;
  }
  e.type = plain_number();
  e.type.dimension = dimension;
  e.type.unit = a.unit.times(b.unit, environment_.units, e.op == Op::multiply ? 1 : -1);
  e.type.percent = a.percent && b.percent && e.op == Op::multiply;
}

void TypeChecker::comparison(Expression& e) {
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

void TypeChecker::within(Expression& e) {
  check(e.parts[0]);
  e.type = truth_value();
  if (!known(e.parts[0]) || e.parts[0].type.kind == Kind::date) return;
  error(e, "type_mismatch", "'within' needs a date, and this is " + described(e.parts[0]),
        e.parts[0].type.kind == Kind::datetime ? "take its day, as in day(reported_at)" : "");
}

void TypeChecker::conditional(Expression& e, const Type* wanted) {
  check(e.parts[0]);
  want_truth(e.parts[0], "'if'");
  check(e.parts[1], wanted);
  check(e.parts[2], wanted);
  if (!agree(e, e.parts[1], e.parts[2], "the branches of this 'if' differ:")) return;
  e.type = e.parts[1].type;
  e.type.percent = e.parts[1].type.percent && e.parts[2].type.percent;
  e.type.bare = e.parts[1].type.bare && e.parts[2].type.bare;
}

bool settle_as_money(Expression& expression) {
  if (expression.type.is_money()) return true;
  return expression.type.bare && take_as_money(expression);
}

bool check_types(Expression& expression, Scope scope, Environment& environment, Reporter& reporter,
                 const Type* wanted) {
  const std::size_t before = reporter.errors();
  TypeChecker(scope, environment, reporter).check(expression, wanted);
  return reporter.errors() == before && expression.type.kind != Kind::unknown;
}

}  // namespace wildclaims::rules::language
