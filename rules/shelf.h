// All rulebooks of an installation, and which of them governs a claim.
#pragma once

#include <memory>
#include <string_view>
#include <variant>
#include <vector>

#include "rules/facts.h"
#include "rules/fault.h"
#include "rules/rulebook.h"

namespace wildclaims::rules {

class Shelf {
 public:
  Shelf() = default;  // empty

  // Proves, for the rulebooks of one id together: versions differ (duplicate_version), no two are in force on one day
  // (time_overlap), no day between the first and the last is without one (time_hole), and one rule gives the date of
  // loss in all of them (loss_date_rule_differs), since otherwise two could claim one loss. All faults at once; a
  // fault's pointer is the file name of the later rulebook.
  static std::variant<Shelf, Faults> make(std::vector<std::shared_ptr<const Rulebook>> rulebooks);

  // By id, then by first day in force.
  const std::vector<std::shared_ptr<const Rulebook>>& all() const { return rulebooks_; }

  // The rulebook in force on the date of loss that the claim's facts give; null when the facts give none or no
  // rulebook of that id covers it.
  std::shared_ptr<const Rulebook> governing(std::string_view id, const FactTexts& claim) const;
  std::shared_ptr<const Rulebook> in_force_on(std::string_view id, Date day) const;
  std::shared_ptr<const Rulebook> find(std::string_view id, std::string_view version) const;

 private:
  std::vector<std::shared_ptr<const Rulebook>> rulebooks_;
};

}  // namespace wildclaims::rules
