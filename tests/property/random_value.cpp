#include "tests/property/random_value.h"

#include <stdexcept>

namespace wildclaims::property {
namespace {

Wide power_of_ten(int exponent) {
  Wide power = 1;
  for (; exponent > 0; --exponent) power *= 10;
  return power;
}

std::vector<Unit> all_units() {
  const Exact mu = Exact::of(2000, 3);
  return {{"", Quantity::number, Exact::of(1)},
          {"CNY", Quantity::money, Exact::of(1)},
          {"mu", Quantity::area, mu},
          {"ha", Quantity::area, Exact::of(10'000)},
          {"m2", Quantity::area, Exact::of(1)},
          {"kg", Quantity::mass, Exact::of(1)},
          {"jin", Quantity::mass, Exact::of(1, 2)},
          {"tonne", Quantity::mass, Exact::of(1000)},
          {"days", Quantity::duration, Exact::of(86'400)},
          {"hours", Quantity::duration, Exact::of(3600)},
          {"CNY/mu", Quantity::money_per_area, Exact::of(1) / mu},
          {"CNY/ha", Quantity::money_per_area, Exact::of(1, 10'000)},
          {"CNY/m2", Quantity::money_per_area, Exact::of(1)},
          {"CNY/kg", Quantity::money_per_mass, Exact::of(1)},
          {"CNY/jin", Quantity::money_per_mass, Exact::of(2)}};
}

}  // namespace

const std::vector<Unit>& units_of(Quantity quantity) {
  static const std::vector<std::vector<Unit>> by_quantity = [] {
    std::vector<std::vector<Unit>> sorted(static_cast<std::size_t>(Quantity::money_per_mass) + 1);
    for (Unit& unit : all_units()) sorted[static_cast<std::size_t>(unit.quantity)].push_back(std::move(unit));
    return sorted;
  }();
  return by_quantity[static_cast<std::size_t>(quantity)];
}

const Unit& unit_of(const std::string& symbol) {
  static const std::vector<Unit> units = all_units();
  for (const Unit& unit : units) {
    if (unit.symbol == symbol) return unit;
  }
  throw std::logic_error("no unit " + symbol);
}

Datum datum(std::int64_t digits, int decimals, const Unit& unit, bool percent) {
  const Exact value = Exact::of(digits, power_of_ten(decimals + (percent ? 2 : 0))) * unit.in_base;
  return {value, decimal_text(digits, decimals) + (percent ? "%" : "")};
}

std::string with_unit(const Datum& datum, const Unit& unit) {
  return unit.symbol.empty() ? datum.text : datum.text + " " + unit.symbol;
}

std::int64_t random_fen(Random& random) {
  std::int64_t most = 100;
  for (int i = random.below(7); i > 0; --i) most *= 10;
  std::int64_t fen = random.between(1, most);
  if (random.chance(50)) fen = (fen / 1000 + 1) * 1000;
  return fen;
}

Datum random_datum(Random& random, const Unit& unit, bool percent) {
  if (percent) {
    return random.chance(60) ? datum(random.between(0, 20) * 5, 0, unit, true)
                             : datum(random.between(0, 10'000), 2, unit, true);
  }
  const bool fine = random.chance(40);
  switch (unit.quantity) {
    case Quantity::number:
      return fine ? datum(random.between(1, 399), 2, unit) : datum(random.between(1, 6), 0, unit);
    case Quantity::money:
      return datum(random_fen(random), 2, unit);
    case Quantity::area:
    case Quantity::mass:
      return fine ? datum(random.between(1, 9'999), 2, unit) : datum(random.between(1, 60), 0, unit);
    case Quantity::duration:
      return datum(random.between(1, 72), 0, unit);
    case Quantity::money_per_area:
    case Quantity::money_per_mass:
      return fine ? datum(random.between(1, 400'000), 2, unit) : datum(random.between(1, 40) * 5'000, 2, unit);
  }
  return {};
}

}  // namespace wildclaims::property
