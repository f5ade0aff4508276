// What the engine itself flags: it follows from the dates a rulebook is in force, not from anything its author wrote.
#pragma once

#include <optional>
#include <string>

#include "rules/date.h"
#include "rules/determine.h"
#include "rules/facts.h"
#include "rules/rulebook.h"

namespace wildclaims::rules {

enum class DateFlag {
  loss_outside_rulebook_dates,  // the date of loss lies outside them
  damage_spans_policy_years     // the damage began before, or ended after, them
};
std::string to_string(DateFlag flag);  // its code
Finding to_finding(DateFlag flag);

// At most one holds. `loss` is loss_date(rulebook, facts).
std::optional<DateFlag> date_flag(const Rulebook& rulebook, const Facts& facts, Date loss);

}  // namespace wildclaims::rules
