#include "rules/language/unit.h"

#include <algorithm>
#include <utility>

namespace wildclaims::rules::language {
namespace {

constexpr std::array<const char*, kDeclaredBases> kBuiltInBases = {"money", "area",  "mass",   "length",
                                                                   "time",  "trees", "plants", "animals"};

Ratio fraction(Int128 numerator, Int128 denominator) { return *Ratio::make(numerator, denominator); }

std::vector<Unit> built_in() {
  return {
      {"mu", "", Base::area, fraction(2000, 3), {"亩", "mu"}, {"亩", "mu"}},
      {"ha", "", Base::area, Ratio(10'000), {"公顷", "ha"}, {"公顷", "ha"}},
      {"m2", "", Base::area, Ratio(1), {"平方米", "m²"}, {"平方米", "m²"}},
      // The international acre: 4,840 square yards of 0.9144 m.
      {"acre", "acres", Base::area, fraction(40'468'564'224, 10'000'000), {"英亩", "acre"}, {"英亩", "acres"}},
      {"quarter_ha", "", Base::area, Ratio(2'500), {"四分之一公顷", "quarter ha"}, {"四分之一公顷", "quarter ha"}},
      {"kg", "", Base::mass, Ratio(1), {"公斤", "kg"}, {"公斤", "kg"}},
      {"jin", "", Base::mass, fraction(1, 2), {"斤", "jin"}, {"斤", "jin"}},
      {"quintal", "quintals", Base::mass, Ratio(100), {"公担", "quintal"}, {"公担", "quintals"}},
      {"tonne", "tonnes", Base::mass, Ratio(1000), {"吨", "tonne"}, {"吨", "tonnes"}},
      {"m", "", Base::length, Ratio(1), {"米", "m"}, {"米", "m"}},
      {"km", "", Base::length, Ratio(1000), {"公里", "km"}, {"公里", "km"}},
      {"second", "seconds", Base::time, Ratio(1), {"秒", "second"}, {"秒", "seconds"}},
      {"minute", "minutes", Base::time, Ratio(60), {"分钟", "minute"}, {"分钟", "minutes"}},
      {"hour", "hours", Base::time, Ratio(3600), {"小时", "hour"}, {"小时", "hours"}},
      {"day", "days", Base::time, Ratio(86'400), {"天", "day"}, {"天", "days"}},
      {"tree", "trees", Base::trees, Ratio(1), {"株", "tree"}, {"株", "trees"}},
      {"plant", "plants", Base::plants, Ratio(1), {"株", "plant"}, {"株", "plants"}},
      {"head", "", Base::animals, Ratio(1), {"头", "head"}, {"头", "head"}},
  };
}

// "a·b/c": the parts above the line, then those below it.
std::string joined(const std::vector<std::string>& above, const std::vector<std::string>& below) {
  std::string text;
  for (const std::string& part : above) text += (text.empty() ? "" : "·") + part;
  if (above.empty() && !below.empty()) text = "1";
  for (const std::string& part : below) text += "/" + part;
  return text;
}

}  // namespace

bool Dimension::is_money() const {
  Dimension money;
  money.powers[static_cast<std::size_t>(Base::money)] = 1;
  return *this == money;
}

bool Dimension::is_duration() const {
  Dimension time;
  time.powers[static_cast<std::size_t>(Base::time)] = 1;
  return *this == time;
}

Dimension Dimension::times(const Dimension& other) const {
  Dimension product;
  for (std::size_t i = 0; i < kBases; ++i) {
    product.powers[i] = static_cast<std::int8_t>(powers[i] + other.powers[i]);
  }
  return product;
}

Dimension Dimension::over(const Dimension& other) const {
  Dimension quotient;
  for (std::size_t i = 0; i < kBases; ++i) {
    quotient.powers[i] = static_cast<std::int8_t>(powers[i] - other.powers[i]);
  }
  return quotient;
}

std::string UnitTable::describe(const Dimension& dimension) const {
  std::string above;
  std::string below;
  for (std::size_t i = 0; i < base_names_.size(); ++i) {
    const int power = dimension.power(static_cast<Base>(i));
    for (int n = 0; n < power; ++n) above += (above.empty() ? "" : " times ") + base_names_[i];
    for (int n = 0; n > power; --n) below += " per " + base_names_[i];
  }
  if (above.empty()) above = below.empty() ? "a plain number" : "a number";
  return above + below;
}

void UnitTable::add(std::string symbol, Base base, const Ratio& in_base, const Bilingual& label) {
  units_.push_back({std::move(symbol), "", base, in_base, label, label});
}

std::optional<Base> UnitTable::base_named(std::string_view name) {
  const auto known = std::find(base_names_.begin(), base_names_.end(), name);
  if (known == base_names_.end() && base_names_.size() == kBases) return std::nullopt;
  const auto index = known - base_names_.begin();
  if (known == base_names_.end()) base_names_.emplace_back(name);
  return static_cast<Base>(index);
}

UnitTable::UnitTable(std::string_view currency) : base_names_(kBuiltInBases.begin(), kBuiltInBases.end()) {
  const std::string symbol(currency);
  const Bilingual label = symbol == "CNY" ? Bilingual{"元", "yuan"} : Bilingual{symbol, symbol};
  units_.push_back({symbol, "", Base::money, Ratio(1), label, label});
  for (Unit& unit : built_in()) units_.push_back(std::move(unit));
}

std::optional<std::size_t> UnitTable::find(std::string_view symbol) const {
  for (std::size_t i = 0; i < units_.size(); ++i) {
    if (units_[i].symbol == symbol || (!units_[i].plural.empty() && units_[i].plural == symbol)) return i;
  }
  return std::nullopt;
}

std::vector<std::string> UnitTable::symbols() const {
  std::vector<std::string> names;
  for (const Unit& unit : units_) {
    names.push_back(unit.symbol);
    if (!unit.plural.empty()) names.push_back(unit.plural);
  }
  return names;
}

UnitProduct UnitProduct::times(const UnitProduct& other, const UnitTable& table, int sign) const {
  UnitProduct product = *this;
  for (const Power& power : other.powers_) {
    bool merged = false;
    for (std::size_t i = 0; i < product.powers_.size() && !merged; ++i) {
      Power& mine = product.powers_[i];
      if (table.at(mine.unit).base != table.at(power.unit).base) continue;
      mine.exponent += sign * power.exponent;
      if (mine.exponent == 0) product.powers_.erase(product.powers_.begin() + static_cast<std::ptrdiff_t>(i));
      merged = true;
    }
    if (!merged) product.powers_.push_back({power.unit, sign * power.exponent});
  }
  return product;
}

Dimension UnitProduct::dimension(const UnitTable& table) const {
  Dimension dimension;
  for (const Power& power : powers_) {
    dimension.powers[static_cast<std::size_t>(table.at(power.unit).base)] = static_cast<std::int8_t>(power.exponent);
  }
  return dimension;
}

std::optional<Ratio> UnitProduct::in_base(const UnitTable& table) const {
  std::optional<Ratio> factor = Ratio(1);
  for (const Power& power : powers_) {
    const Ratio& unit = table.at(power.unit).in_base;
    for (int n = 0; n < power.exponent && factor; ++n) factor = multiply(*factor, unit);
    for (int n = 0; n > power.exponent && factor; --n) factor = divide(*factor, unit);
  }
  return factor;
}

std::string UnitProduct::symbol(const UnitTable& table) const {
  std::vector<std::string> above;
  std::vector<std::string> below;
  for (const Power& power : powers_) {
    for (int n = 0; n < power.exponent; ++n) above.push_back(table.at(power.unit).symbol);
    for (int n = 0; n > power.exponent; --n) below.push_back(table.at(power.unit).symbol);
  }
  return joined(above, below);
}

Bilingual UnitProduct::label(const UnitTable& table) const {
  std::vector<std::string> zh_above, zh_below, en_above, en_below;
  for (const Power& power : powers_) {
    const Unit& unit = table.at(power.unit);
    for (int n = 0; n < power.exponent; ++n) {
      zh_above.push_back(unit.plural_label.zh);
      en_above.push_back(unit.plural_label.en);
    }
    for (int n = 0; n > power.exponent; --n) {
      zh_below.push_back(unit.label.zh);
      en_below.push_back(unit.label.en);
    }
  }
  return {joined(zh_above, zh_below), joined(en_above, en_below)};
}

std::optional<UnitProduct> parse_unit(std::string_view text, const UnitTable& table) {
  std::optional<UnitProduct> product;
  while (true) {
    const std::size_t slash = text.find('/');
    const auto unit = table.find(text.substr(0, slash));
    if (!unit) return std::nullopt;
    // "mu/ha" would keep only one of the two units, and "CNY/CNY" none: neither is a unit anyone means.
    if (product && product->dimension(table).power(table.at(*unit).base) != 0) return std::nullopt;
    product = product ? product->times(UnitProduct(*unit), table, -1) : UnitProduct(*unit);
    if (slash == std::string_view::npos) return product;
    text.remove_prefix(slash + 1);
  }
}

}  // namespace wildclaims::rules::language
