// A rulebook with every kind of fact, in every scope and of every origin, and lines of JSON for it.
#pragma once

#include <memory>
#include <string>

#include "rules/facts.h"
#include "rules/fault.h"
#include "rules/rulebook.h"

namespace wildclaims::rules::test {

const std::shared_ptr<const Rulebook>& wide();

// {"on", "seen", "near", "price"} under "claim", {"village_area"} under "event", one item of four facts; a whole line.
extern const std::string kClaim;
extern const std::string kEvent;
extern const std::string kItem;
extern const std::string kGood;

std::string shown(const Faults& faults);
bool same(const Facts& left, const Facts& right);

}  // namespace wildclaims::rules::test
