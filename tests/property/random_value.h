// Units and random amounts with the texts they are written in.
#pragma once

#include <string>
#include <vector>

#include "tests/property/model.h"
#include "tests/property/random.h"

namespace wildclaims::property {

// Of the quantity: "mu", "ha", "m2" for an area; a plain number has one without a symbol.
const std::vector<Unit>& units_of(Quantity quantity);
const Unit& unit_of(const std::string& symbol);

// `digits` with `decimals` of a unit; the text carries no unit unless asked for.
Datum datum(std::int64_t digits, int decimals, const Unit& unit, bool percent = false);
std::string with_unit(const Datum& datum, const Unit& unit);

// What a table, a named value or a literal of this quantity may plausibly be, in the unit; never negative.
Datum random_datum(Random& random, const Unit& unit, bool percent);
// Money between a fen and about a million, as likely small as large; two decimals, often round.
std::int64_t random_fen(Random& random);

}  // namespace wildclaims::property
