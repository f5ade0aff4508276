// Random conditions and dates.
#include "tests/property/build.h"
#include "tests/property/random_expression.h"

namespace wildclaims::property {

Op ExpressionMaker::comparing() {
  static const std::vector<Op> ordering = {Op::less, Op::less_equal, Op::greater, Op::greater_equal};
  if (random_.chance(10)) return random_.chance(50) ? Op::equal : Op::not_equal;
  return random_.pick(ordering);
}

Expr ExpressionMaker::condition(const Place& place, int depth) {
  if (depth > 0) {
    switch (random_.below(8)) {
      case 0:
        return binary(Op::logical_and, condition(place, depth - 1), condition(place, depth - 1));
      case 1:
        return binary(Op::logical_or, condition(place, depth - 1), condition(place, depth - 1));
      case 2:
        return unary(Op::logical_not, condition(place, depth - 1));
      default:
        break;
    }
  }
  if (features_.selections && place.scope == Scope::claim && !place.lifted && random_.chance(20)) {
    return over_items(random_.chance(50) ? Gather::any : Gather::all, condition({Scope::item, true}, depth - 1));
  }
  switch (random_.below(6)) {
    case 0:
      if (auto code = code_condition(place)) return *std::move(code);
      break;
    case 1:
      if (auto truth = truth_name(place)) {
        if (random_.chance(60)) return *std::move(truth);
        return binary(random_.chance(50) ? Op::equal : Op::not_equal, *std::move(truth),
                      indexed(Op::truth, random_.index(2)));
      }
      break;
    case 2:
      if (place.scope != Scope::event) return time_condition(place, depth);
      break;
    default:
      break;
  }
  return comparison(place, depth);
}

Expr ExpressionMaker::fact_against_literal(Scope scope, std::size_t index, Op op) {
  Fact& fact = model_.facts(scope)[index];
  const std::int64_t raw = random_.between(fact.usually_from, fact.usually_to);
  fact.edges.push_back(raw);
  Expr literal;
  if (fact.type.kind == Kind::date) {
    literal = day_expr(raw);
  } else {
    literal.value = Exact::of(raw) * fact.step;
    literal.text = decimal_text(raw, fact.decimals);
    if (fact.percent)
      literal.text += "%";
    else if (fact.word == "money")
      literal.text += fact.decimals == 2 && random_.chance(50) ? "" : " CNY";
    else if (fact.word != "number" && fact.word != "count")
      literal.text += " " + fact.word;
  }
  if (random_.chance(20)) return binary(op, std::move(literal), fact_expr(scope, index));
  return binary(op, fact_expr(scope, index), std::move(literal));
}

Expr ExpressionMaker::comparison(const Place& place, int depth) {
  const std::vector<Expr> numbers = facts(place, Kind::number);
  if (!numbers.empty() && random_.chance(45)) {
    const Expr& fact = random_.pick(numbers);
    return fact_against_literal(fact.scope, fact.index, comparing());
  }
  const Quantity quantity = random_.pick(comparable_quantities());
  for (int tries = 0; tries < 4; ++tries) {
    Made left = number(quantity, place, depth - 1);
    if (left.constant) left = some_name(quantity, place);
    Made right = random_.chance(50) ? literal(quantity) : number(quantity, place, depth - 1);
    if (!fits(size_of_sum(left.size, right.size))) continue;
    return binary(comparing(), std::move(left.expr), std::move(right.expr));
  }
  return binary(comparing(), some_name(quantity, place).expr, literal(quantity).expr);
}

std::optional<Expr> ExpressionMaker::code_condition(const Place& place) {
  const std::vector<Expr> codes = facts(place, Kind::code);
  if (codes.empty()) return std::nullopt;
  const Expr& fact = random_.pick(codes);
  const Type type = model_.facts(fact.scope)[fact.index].type;
  const Op op = random_.chance(60) ? Op::equal : Op::not_equal;
  if (features_.typed_outputs && random_.chance(25)) {
    if (auto given = table(type, place, 1)) return binary(op, fact, std::move(given->expr));
  }
  const std::vector<std::string>& list = model_.code_types[type.codes].codes;
  Expr code = indexed(Op::code, random_.index(list.size()));
  code.text = list[code.index];
  if (random_.chance(20)) return binary(op, std::move(code), fact);
  return binary(op, fact, std::move(code));
}

std::optional<Expr> ExpressionMaker::truth_name(const Place& place) {
  std::vector<Expr> found = facts(place, Kind::boolean);
  for (std::size_t i = 0; i < step_sizes_.size(); ++i) {
    const Step& step = model_.steps[i];
    const bool in_sight = step.scope() == place.scope || (step.scope() == Scope::claim && place.scope == Scope::item);
    if (step.type.kind == Kind::boolean && in_sight) found.push_back(step_expr(i));
  }
  if (features_.typed_outputs && random_.chance(40)) {
    if (auto given = table({Kind::boolean, Quantity::number, 0}, place, 1)) return std::move(given->expr);
  }
  if (found.empty()) return std::nullopt;
  return random_.pick(found);
}

Expr ExpressionMaker::time_condition(const Place& place, int depth) {
  if (features_.month_days && random_.chance(40)) {
    Expr e = unary(Op::within, date(place, depth));
    e.from = month_day_of(random_.between(0, 364));
    e.to = month_day_of(random_.between(0, 364));
    return e;
  }
  if (random_.chance(40)) {
    const Unit& unit = unit_of(random_.chance(50) ? "days" : "hours");
    Expr length = literal_expr(random_datum(random_, unit, false), unit);
    return binary(comparing(), elapsed(place).expr, std::move(length));
  }
  const std::vector<Expr> dates = facts(place, Kind::date);
  if (!dates.empty() && random_.chance(50)) {
    const Expr& fact = random_.pick(dates);
    return fact_against_literal(fact.scope, fact.index, comparing());
  }
  return binary(comparing(), date(place, depth), date(place, 0));
}

// The claim always has a date.
Expr ExpressionMaker::date(const Place& place, int depth) {
  if (features_.loss_date_word && place.scope != Scope::event && random_.chance(25)) return indexed(Op::loss_date, 0);
  const std::vector<Expr> times = facts(place, Kind::datetime);
  if (!times.empty() && random_.chance(25)) return unary(Op::day_of, random_.pick(times));
  const std::vector<Expr> dates = facts(place, Kind::date);
  if (dates.empty()) return day_expr(random_.between(model_.in_force_from, model_.in_force_to));
  Expr fact = random_.pick(dates);
  if (depth <= 0 || random_.chance(70)) return fact;
  const std::int64_t days = random_.between(1, 90);
  Expr moved = binary(Op::days_later, std::move(fact), literal_expr(datum(days, 0, unit_of("days")), unit_of("days")));
  return moved;
}

}  // namespace wildclaims::property
