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
  //   A rulebook that supersedes another takes its place and leaves it out of these proofs. The other must be there
  // (supersedes_unknown), be in force on the same dates (supersedes_other_dates), and not in turn supersede the first,
  // directly or through others (supersedes_cycle).
  static std::variant<Shelf, Faults> make(std::vector<std::shared_ptr<const Rulebook>> rulebooks);

  // By id, then by first day in force; with those that were superseded.
  const std::vector<std::shared_ptr<const Rulebook>>& all() const { return rulebooks_; }

  // The same without those that were superseded: at most one for any day.
  const std::vector<std::shared_ptr<const Rulebook>>& in_place() const { return in_place_; }

  // The rulebook in force on the date of loss that the claim's facts give, never a superseded one; null when the facts
  // give none or no rulebook of that id covers it.
  std::shared_ptr<const Rulebook> governing(std::string_view id, const FactTexts& claim) const;
  std::shared_ptr<const Rulebook> in_force_on(std::string_view id, Date day) const;
  // By version, superseded or not: claims stay pinned to the one they were determined under.
  std::shared_ptr<const Rulebook> find(std::string_view id, std::string_view version) const;

 private:
  std::vector<std::shared_ptr<const Rulebook>> rulebooks_;
  std::vector<std::shared_ptr<const Rulebook>> in_place_;
};

}  // namespace wildclaims::rules
