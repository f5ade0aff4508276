#include "rules/language/compile.h"

namespace wildclaims::rules::language {
namespace {

// "0.25 ha".
std::optional<std::pair<Base, Ratio>> amount_of(const std::string& text, const UnitTable& units) {
  const std::size_t space = text.find(' ');
  if (space == std::string::npos) return std::nullopt;
  const auto number = Decimal::parse(text.substr(0, space));
  const auto unit = units.find(text.substr(space + 1));
  if (!number || number->digits <= 0 || !unit) return std::nullopt;
  const auto in_base = multiply(Ratio::of(*number), units.at(*unit).in_base);
  if (!in_base) return std::nullopt;
  return std::pair(units.at(*unit).base, *in_base);
}

}  // namespace

void declare_units(const RulebookDraft& draft, UnitTable& units, Reporter& reporter) {
  SeenNames names;
  for (const UnitDraft& unit : draft.units) {
    if (!declare_name(unit.name, "unit", units, names, reporter)) continue;
    if (unit.measures.has_value() == unit.is.has_value()) {
      reporter.error(unit.name.at, "bad_unit", "unit " + unit.name.text + " needs either measures: or is:",
                     "as in {measures: volume} for a quantity of its own, or {is: 0.25 ha}");
      continue;
    }
    if (unit.is) {
      const auto amount = amount_of(unit.is->text, units);
      if (!amount) {
        reporter.error(unit.is->at, "bad_unit", "'" + shown(unit.is->text) + "' is no amount of a known unit",
                       "write a positive number and a unit, as in is: 0.25 ha");
        continue;
      }
      units.add(unit.name.text, amount->first, amount->second, unit.label);
      continue;
    }
    const std::string& quantity = unit.measures->text;
    const auto base = is_name(quantity) ? units.base_named(quantity) : std::nullopt;
    if (!base || static_cast<std::size_t>(*base) < kDeclaredBases) {
      reporter.error(unit.measures->at, "bad_unit", "'" + shown(quantity) + "' cannot be a quantity of its own",
                     "choose another name; a unit of a known quantity says is:, as in is: 0.25 ha");
      continue;
    }
    bool first = true;
    for (std::size_t i = 0; i < units.count(); ++i) first = first && units.at(i).base != *base;
    if (!first) {
      reporter.error(unit.measures->at, "bad_unit", "another unit measures " + quantity + " already",
                     "say how many of it this one is, as in is: 2 bu");
      continue;
    }
    units.add(unit.name.text, *base, Ratio(1), unit.label);
  }
}

}  // namespace wildclaims::rules::language
