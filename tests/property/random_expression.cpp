#include "tests/property/random_expression.h"

#include <algorithm>

#include "tests/property/build.h"

namespace wildclaims::property {
namespace {

int digits_of(Wide number) {
  int digits = 0;
  for (; number != 0; number /= 10) ++digits;
  return digits;
}

constexpr int kMostDigits = 34;  // 128 bits hold 38

Made made(Expr expr, const Size& size, bool constant = false) { return {std::move(expr), size, constant}; }

Made joined(Op op, Made left, Made right, const Size& size) {
  return made(binary(op, std::move(left.expr), std::move(right.expr)), size, left.constant && right.constant);
}

struct Increment {
  const char* text;
  std::int64_t digits;
  int decimals;
  const char* unit;
};

const std::vector<Increment>& increments(Quantity quantity) {
  static const std::vector<Increment> number = {{"", 1, 4, ""}, {"", 1, 2, ""}, {"", 1, 0, ""}, {"", 25, 2, ""}};
  static const std::vector<Increment> money = {
      {"", 1, 2, "CNY"}, {"", 5, 2, "CNY"}, {"", 1, 1, "CNY"}, {"", 1, 0, "CNY"}, {"", 10, 0, "CNY"}};
  static const std::vector<Increment> area = {{"", 1, 2, "mu"}, {"", 25, 2, "ha"}, {"", 1, 0, "m2"}, {"", 1, 3, "mu"}};
  static const std::vector<Increment> mass = {{"", 1, 0, "kg"}, {"", 1, 1, "kg"}, {"", 5, 0, "jin"}};
  static const std::vector<Increment> duration = {{"", 1, 0, "days"}, {"", 1, 0, "hours"}};
  static const std::vector<Increment> per_area = {{"", 1, 2, "CNY/mu"}, {"", 1, 0, "CNY/mu"}, {"", 1, 2, "CNY/ha"}};
  static const std::vector<Increment> per_mass = {{"", 1, 2, "CNY/kg"}, {"", 1, 1, "CNY/kg"}};
  switch (quantity) {
    case Quantity::number:
      return number;
    case Quantity::money:
      return money;
    case Quantity::area:
      return area;
    case Quantity::mass:
      return mass;
    case Quantity::duration:
      return duration;
    case Quantity::money_per_area:
      return per_area;
    case Quantity::money_per_mass:
      return per_mass;
  }
  return number;
}

}  // namespace

const std::vector<Quantity>& comparable_quantities() {
  static const std::vector<Quantity> quantities = {Quantity::money, Quantity::money,  Quantity::money, Quantity::number,
                                                   Quantity::area,  Quantity::number, Quantity::mass};
  return quantities;
}

Size size_of_number(const Exact& value) {
  const Wide number = value.numerator() < 0 ? -value.numerator() : value.numerator();
  const int numerator = std::max(1, digits_of(number));
  const int scale = digits_of(value.denominator() - 1);
  return {std::max(0, numerator - scale + 1), numerator, scale, 0};
}

Size size_of_sum(const Size& left, const Size& right) {
  Size size;
  size.magnitude = std::max(left.magnitude, right.magnitude) + 1;
  size.scale = std::max(left.scale, right.scale) + (left.scale == right.scale ? 0 : 1);
  size.divisor = left.divisor + right.divisor;
  size.digits = size.magnitude + size.scale;
  if (size.divisor > 0) {
    size.digits = 3 + std::max(left.digits + size.scale - left.scale + right.divisor,
                               right.digits + size.scale - right.scale + left.divisor);
  }
  return size;
}

Size size_of_product(const Size& left, const Size& right) {
  return {left.magnitude + right.magnitude, left.digits + right.digits, left.scale + right.scale,
          left.divisor + right.divisor};
}

bool fits(const Size& size) {
  return size.digits <= kMostDigits && size.scale <= kMostDigits - 6 && size.divisor <= kMostDigits &&
         size.magnitude + size.scale <= kMostDigits + 2;
}

// --- names ---

std::vector<Scope> ExpressionMaker::visible(const Place& place) const {
  if (place.scope == Scope::item) return {Scope::item, Scope::item, Scope::claim, Scope::event};
  if (place.scope == Scope::claim) return {Scope::claim, Scope::event};
  return {Scope::event};
}

Size ExpressionMaker::size_of_fact(const Fact& fact) const {
  const std::int64_t most = fact.at_most ? std::max<std::int64_t>(*fact.at_most, 1) : 1'000'000'000;
  Size size = size_of_number(fact.step * Exact::of(most));
  const Size step = size_of_number(fact.step);
  size.scale = step.scale;
  size.digits = digits_of(most) + step.digits;
  return size;
}

std::vector<Expr> ExpressionMaker::facts(const Place& place, Kind kind) const {
  std::vector<Expr> found;
  std::vector<Scope> scopes = visible(place);
  scopes.erase(std::unique(scopes.begin(), scopes.end()), scopes.end());
  for (const Scope scope : scopes) {
    const std::vector<Fact>& all = model_.facts(scope);
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (all[i].type.kind == kind) found.push_back(fact_expr(scope, i));
    }
  }
  return found;
}

std::optional<Made> ExpressionMaker::name(Quantity quantity, const Place& place) {
  std::vector<Made> found;
  const Type type = number_of(quantity);
  for (const Expr& fact : facts(place, Kind::number)) {
    const Fact& declared = model_.facts(fact.scope)[fact.index];
    if (declared.type == type) found.push_back(made(fact, size_of_fact(declared)));
  }
  for (std::size_t i = 0; i < step_sizes_.size(); ++i) {
    const Step& step = model_.steps[i];
    const bool in_sight = step.scope() == Scope::event || step.scope() == place.scope ||
                          (step.scope() == Scope::claim && place.scope == Scope::item);
    if (step.type != type || !in_sight || step.kind == StepKind::fee) continue;
    // Steps count twice: what is computed should be used.
    for (int weight = 0; weight < 2; ++weight) found.push_back(made(step_expr(i), step_sizes_[i]));
  }
  for (std::size_t i = 0; i < model_.values.size(); ++i) {
    if (model_.values[i].unit.quantity != quantity) continue;
    // The event has no date of loss: each of its claims has one.
    if (place.scope == Scope::event && model_.values[i].values.size() > 1) continue;
    Size size = size_of_number(model_.values[i].values.front().value.value);
    size.digits += 6;
    size.magnitude += 6;
    size.scale = std::max(size.scale, 8);
    found.push_back(made(indexed(Op::named_value, i), size));
  }
  if (quantity == Quantity::money) {
    const Size money{9, 11, 2, 0};
    for (std::size_t i = 0; features_.declared_running && i < model_.running.size(); ++i) {
      const Per per = model_.running[i].per;
      const bool event = (per == Per::event || per == Per::policy_year) && !model_.running[i].by;
      const Scope scope = per == Per::plot_year ? Scope::item : event ? Scope::event : Scope::claim;
      const bool in_sight =
          scope == place.scope || scope == Scope::event || (scope == Scope::claim && place.scope == Scope::item);
      if (in_sight) found.push_back(made(indexed(Op::running_total, i), money));
    }
    for (std::size_t i = 0; place.scope != Scope::event && i < model_.adjustments.size(); ++i) {
      found.push_back(made(indexed(Op::adjustment, i), money));
    }
  }
  if (found.empty()) return std::nullopt;
  return random_.pick(found);
}

Made ExpressionMaker::literal(Quantity quantity) {
  const std::vector<Unit>& units = units_of(quantity);
  const Unit& unit = units[random_.index(units.size())];
  Datum value;
  do {
    value = random_datum(random_, unit, quantity == Quantity::number && random_.chance(50));
  } while (value.value.is_zero());
  return made(literal_expr(value, unit), size_of_number(value.value), true);
}

Made ExpressionMaker::some_name(Quantity quantity, const Place& place) {
  if (auto found = name(quantity, place)) return *std::move(found);
  if (place.scope == Scope::claim) {
    if (auto found = name(quantity, {Scope::item, true})) {
      if (found->quotient()) found = rounded(*std::move(found), quantity);
      Size size = found->size;
      size.magnitude += 2;
      size.digits += 2;
      return made(over_items(Gather::sum, std::move(found->expr)), size);
    }
  }
  if (quantity == Quantity::number && place.scope == Scope::claim)
    return made(indexed(Op::item_count, 0), {3, 3, 0, 0});
  return literal(quantity);
}

Made ExpressionMaker::leaf(Quantity quantity, const Place& place) {
  return random_.chance(25) ? literal(quantity) : some_name(quantity, place);
}

// --- numbers ---

Made ExpressionMaker::number(Quantity quantity, const Place& place, int depth) {
  for (int tries = 0; tries < 4; ++tries) {
    Made result = attempt(quantity, place, depth);
    if (fits(result.size)) return result;
    result = rounded(std::move(result), quantity);
    if (fits(result.size) && random_.chance(50)) return result;
  }
  const Made name = leaf(quantity, place);
  return fits(name.size) ? name : literal(quantity);
}

Made ExpressionMaker::attempt(Quantity quantity, const Place& place, int depth) {
  if (depth <= 0) return leaf(quantity, place);
  std::optional<Made> special;
  switch (random_.below(14)) {
    case 0:
      return combined(Op::add, quantity, place, depth);
    case 1:
      return combined(Op::subtract, quantity, place, depth);
    case 2:
      return scaled(quantity, place, depth);
    case 3:
      return divided(quantity, quantity, Quantity::number, place, depth);
    case 4:
      return extreme(quantity, place, depth);
    case 5:
      return rounded(number(quantity, place, depth - 1), quantity);
    case 6:
      return branched(quantity, place, depth);
    case 7:
    case 8:
      special = table(number_of(quantity), place, depth);
      break;
    case 9:
      special = bracketed(quantity, place, depth);
      break;
    case 10:
    case 11:
      special = gathered(quantity, place, depth);
      break;
    default:
      special = product(quantity, place, depth);
      break;
  }
  return special ? *std::move(special) : leaf(quantity, place);
}

Made ExpressionMaker::combined(Op op, Quantity quantity, const Place& place, int depth) {
  Made left = number(quantity, place, depth - 1);
  Made right = number(quantity, place, depth - 1);
  if (left.constant && right.constant) left = some_name(quantity, place);
  const Size size = size_of_sum(left.size, right.size);
  return joined(op, std::move(left), std::move(right), size);
}

Made ExpressionMaker::scaled(Quantity quantity, const Place& place, int depth) {
  Made left = number(quantity, place, depth - 1);
  Made right = number(Quantity::number, place, depth - 1);
  const Size size = size_of_product(left.size, right.size);
  if (random_.chance(30)) std::swap(left, right);
  return joined(Op::multiply, std::move(left), std::move(right), size);
}

// A divisor that is never zero, or, where that is allowed, one that may be.
Made ExpressionMaker::divisor(Quantity quantity, const Place& place, int depth) {
  const bool unsafe = faults_ && features_.unsafe_division && (!place.lifted || features_.lifted_division);
  Made inner = some_name(quantity, place);
  if (unsafe && random_.chance(20)) {
    inner = number(quantity, place, depth - 1);
    if (!inner.constant) return inner;
  }
  Made least = literal(quantity);
  if (inner.constant || random_.chance(30)) return least;
  const Size size = size_of_sum(inner.size, least.size);
  Expr expr = binary(Op::maximum, std::move(inner.expr), std::move(least.expr));
  return made(std::move(expr), size);
}

Made ExpressionMaker::divided(Quantity quantity, Quantity of_left, Quantity of_divisor, const Place& place, int depth) {
  Made left = number(of_left, place, depth - 1);
  Made right = divisor(of_divisor, place, depth);
  if (left.constant && right.constant) left = some_name(of_left, place);
  Size size;
  if (right.constant) {
    size = size_of_product(left.size, {right.size.scale, right.size.digits, right.size.digits, 0});
  } else {
    size.magnitude = left.size.magnitude + right.size.scale + right.size.divisor;
    size.digits = left.size.digits + right.size.divisor + 1;
    size.scale = left.size.scale;
    size.divisor = left.size.divisor + right.size.digits;
  }
  Made quotient = joined(Op::divide, std::move(left), std::move(right), size);
  if (fits(quotient.size) && random_.chance(60)) return rounded(std::move(quotient), quantity);
  return quotient;
}

Made ExpressionMaker::extreme(Quantity quantity, const Place& place, int depth) {
  Made all = number(quantity, place, depth - 1);
  if (all.constant) all = some_name(quantity, place);
  Expr expr = unary(random_.chance(50) ? Op::minimum : Op::maximum, std::move(all.expr));
  Size size = all.size;
  for (int more = random_.chance(25) ? 2 : 1; more > 0; --more) {
    Made next = number(quantity, place, depth - 1);
    size = size_of_sum(size, next.size);
    expr.parts.push_back(std::move(next.expr));
  }
  return made(std::move(expr), size, all.constant);
}

Made ExpressionMaker::branched(Quantity quantity, const Place& place, int depth) {
  Made yes = number(quantity, place, depth - 1);
  Made no = number(quantity, place, depth - 1);
  if (yes.constant && no.constant) yes = some_name(quantity, place);
  const Size size = size_of_sum(yes.size, no.size);
  const bool constant = yes.constant && no.constant;
  return made(conditional(condition(place, depth - 1), std::move(yes.expr), std::move(no.expr)), size, constant);
}

Made ExpressionMaker::rounded(Made inner, Quantity quantity) {
  const std::vector<Increment>& choices = increments(quantity);
  const Increment& chosen = inner.size.divisor > 0 || random_.chance(60) ? choices.front() : random_.pick(choices);
  const Unit& unit = unit_of(chosen.unit);
  const Datum increment = datum(chosen.digits, chosen.decimals, unit);
  const Size step = size_of_number(increment.value);
  Size size;
  size.magnitude = inner.size.magnitude + 1;
  size.scale = step.scale;
  size.digits = size.magnitude + step.scale;
  // The division itself must fit, too.
  if (inner.size.digits + step.scale > kMostDigits + 2) size.digits = kMostDigits + 10;
  const auto mode = static_cast<Round>(random_.below(4));
  return made(rounded_expr(std::move(inner.expr), mode, increment, unit), size, inner.constant);
}

Made ExpressionMaker::not_negative(Made inner, Quantity quantity) {
  Datum zero{Exact(), "0.00"};
  if (quantity != Quantity::money) zero.text = "0";
  inner.expr = binary(Op::maximum, std::move(inner.expr), literal_expr(zero, units_of(quantity).front()));
  return inner;
}

std::optional<Made> ExpressionMaker::product(Quantity quantity, const Place& place, int depth) {
  const auto times = [&](Quantity left, Quantity right) {
    Made a = number(left, place, depth - 1);
    Made b = number(right, place, depth - 1);
    const Size size = size_of_product(a.size, b.size);
    return joined(Op::multiply, std::move(a), std::move(b), size);
  };
  switch (quantity) {
    case Quantity::money:
      return random_.chance(70) ? times(Quantity::area, Quantity::money_per_area)
                                : times(Quantity::money_per_mass, Quantity::mass);
    case Quantity::number: {
      const Quantity both = random_.pick(std::vector<Quantity>{Quantity::money, Quantity::area, Quantity::mass});
      if (random_.chance(50)) return divided(quantity, both, both, place, depth);
      return random_.chance(40) ? counted(place, depth) : times(Quantity::number, Quantity::number);
    }
    case Quantity::money_per_area:
      return divided(quantity, Quantity::money, Quantity::area, place, depth);
    case Quantity::money_per_mass:
      return divided(quantity, Quantity::money, Quantity::mass, place, depth);
    case Quantity::duration:
      return elapsed(place);
    case Quantity::area:
    case Quantity::mass:
      return scaled(quantity, place, depth);
  }
  return std::nullopt;
}

Made ExpressionMaker::elapsed(const Place& place) {
  const Size size{8, 8, 0, 0};
  const std::vector<Expr> times = facts(place, Kind::datetime);
  if (times.size() >= 2 && random_.chance(50)) {
    return made(binary(Op::seconds_between, random_.pick(times), random_.pick(times)), size);
  }
  return made(binary(Op::days_between, date(place, 1), date(place, 0)), size);
}

// --- tables and brackets ---

std::optional<Expr> ExpressionMaker::argument(const Column& column, const Place& place, int depth) {
  switch (column.type.kind) {
    case Kind::code: {
      std::vector<Expr> codes;
      for (const Expr& fact : facts(place, Kind::code)) {
        if (model_.facts(fact.scope)[fact.index].type == column.type) codes.push_back(fact);
      }
      if (codes.empty()) return std::nullopt;
      return random_.pick(codes);
    }
    case Kind::month_day:
      return unary(Op::month_day, date(place, 1));
    case Kind::boolean:
      if (!column.word.empty()) return condition(place, depth - 1);
      break;
    case Kind::date:
      if (!column.word.empty()) return date(place, depth - 1);
      break;
    case Kind::number:
      if (!column.word.empty()) {
        Made made_number = number(column.type.quantity, place, depth - 1);
        if (made_number.constant) made_number = some_name(column.type.quantity, place);
        if (column.at_least) made_number = not_negative(std::move(made_number), column.type.quantity);
        return std::move(made_number.expr);
      }
      break;
    case Kind::datetime:
      return std::nullopt;
  }
  const auto [scope, index] = *column.fact;
  if (scope == Scope::item && place.scope != Scope::item) return std::nullopt;
  if (scope == Scope::claim && place.scope == Scope::event) return std::nullopt;
  return fact_expr(scope, index);
}

std::optional<Made> ExpressionMaker::table(const Type& type, const Place& place, int depth) {
  std::vector<std::pair<std::size_t, std::size_t>> found;  // table and output
  for (std::size_t t = 0; t < model_.tables.size(); ++t) {
    const Table& table = model_.tables[t];
    const bool dated =
        std::any_of(table.rows.begin(), table.rows.end(), [](const Row& row) { return row.from || row.to; });
    if (dated && place.scope == Scope::event) continue;
    for (std::size_t o = 0; o < table.outputs.size(); ++o) {
      const bool count = table.hit == Hit::collect_count;
      if (count ? type == number_of(Quantity::number) : table.outputs[o].type == type) found.emplace_back(t, o);
    }
  }
  if (found.empty()) return std::nullopt;
  const auto [t, o] = random_.pick(found);
  const Table& table = model_.tables[t];
  Made call;
  call.expr = indexed(Op::table, t);
  call.expr.output = o;
  for (const Column& column : table.columns) {
    auto passed = argument(column, place, depth);
    if (!passed) return std::nullopt;
    call.expr.parts.push_back(*std::move(passed));
  }
  Size& size = call.size;
  for (const Row& row : table.rows) {
    const Size value = size_of_number(row.outputs[o].value);
    size.magnitude = std::max(size.magnitude, value.magnitude + 1);
    size.scale = std::max(size.scale, value.scale + 1);
  }
  for (const Datum& other : table.otherwise) {
    const Size value = size_of_number(other.value);
    size.magnitude = std::max(size.magnitude, value.magnitude + 1);
    size.scale = std::max(size.scale, value.scale + 1);
  }
  size.digits = size.magnitude + size.scale + 2;
  if (gives_list(table.hit)) return answers(std::move(call), table);
  return call;
}

std::optional<Made> ExpressionMaker::answers(Made call, const Table& table) {
  const bool number = table.outputs[call.expr.output].type.kind == Kind::number;
  std::vector<Gather> ways;
  if (table.hit != Hit::collect) ways = {Gather::first, Gather::last};
  if (number) ways.insert(ways.end(), {Gather::sum, Gather::min, Gather::max});
  if (ways.empty()) return std::nullopt;
  call.expr = unary(Op::gathered, std::move(call.expr));
  call.expr.gather = random_.pick(ways);
  call.expr.over = Over::answers;
  call.size.magnitude += 2;
  call.size.digits += 2;
  return call;
}

std::optional<Made> ExpressionMaker::bracketed(Quantity quantity, const Place& place, int depth) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < model_.brackets.size(); ++i) {
    if (model_.brackets[i].unit.quantity == quantity) found.push_back(i);
  }
  if (found.empty()) return std::nullopt;
  Made inner = number(quantity, place, depth - 1);
  if (inner.constant) inner = some_name(quantity, place);
  const std::size_t index = random_.pick(found);
  Size size = size_of_product(inner.size, {0, 5, 4, 0});
  for (const Band& band : model_.brackets[index].bands) {
    if (band.up_to) size = size_of_sum(size, size_of_product(size_of_number(band.up_to->value), {0, 5, 4, 0}));
  }
  Expr expr = unary(Op::bracket, std::move(inner.expr));
  expr.index = index;
  return made(std::move(expr), size);
}

// --- over the items, and over the claims of the event ---

std::optional<Made> ExpressionMaker::gathered(Quantity quantity, const Place& place, int depth) {
  if (place.lifted) return std::nullopt;
  const bool in_item = place.scope == Scope::item;
  if (in_item && !features_.groups) return std::nullopt;
  Place inside{place.scope == Scope::event ? Scope::claim : Scope::item, true};
  Made inner = number(quantity, inside, depth - 1);
  if (inner.constant) inner = some_name(quantity, inside);
  if (inner.quotient()) inner = rounded(std::move(inner), quantity);
  if (!fits(inner.size)) return std::nullopt;
  const auto gather = static_cast<Gather>(random_.below(3));
  Size size = inner.size;
  size.magnitude += gather == Gather::sum ? 2 : 0;
  size.digits += gather == Gather::sum ? 2 : 0;
  if (in_item) {
    std::vector<std::size_t> codes;
    for (std::size_t i = 0; i < model_.item_facts.size(); ++i) {
      if (model_.item_facts[i].type.kind == Kind::code) codes.push_back(i);
    }
    if (codes.empty()) return std::nullopt;
    Expr expr = over_items(gather, std::move(inner.expr));
    expr.by = true;
    expr.index = random_.pick(codes);
    return made(std::move(expr), size);
  }
  inner.size = size;
  if (place.scope == Scope::claim && features_.selections && random_.chance(40)) {
    return selected(std::move(inner), gather, quantity, place, depth);
  }
  Expr expr = over_items(gather, std::move(inner.expr));
  if (place.scope == Scope::event) expr.over = Over::claims;
  return made(std::move(expr), size);
}

// sum(item.x where …); min and max behind any(…), for they need something to choose from.
Made ExpressionMaker::selected(Made inner, Gather gather, Quantity quantity, const Place& place, int depth) {
  const Expr where = condition({Scope::item, true}, std::min(depth - 1, 1));
  Expr expr = over_items(gather, std::move(inner.expr));
  expr.where = true;
  expr.parts.push_back(where);
  if (gather == Gather::sum || (faults_ && features_.unsafe_selection && random_.chance(20))) {
    return made(std::move(expr), inner.size);
  }
  const Made otherwise = leaf(quantity, place);
  return made(conditional(over_items(Gather::any, where), std::move(expr), otherwise.expr),
              size_of_sum(inner.size, otherwise.size));
}

Made ExpressionMaker::counted(const Place& place, int depth) {
  const Size size{3, 3, 0, 0};
  if (place.scope != Scope::claim || place.lifted) return some_name(Quantity::number, place);
  if (random_.chance(30)) return made(indexed(Op::item_count, 0), size);
  return made(over_items(Gather::count, condition({Scope::item, true}, std::min(depth - 1, 1))), size);
}

}  // namespace wildclaims::property
