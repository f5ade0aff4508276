// A claim's dates moved by whole years, so that last year's damage is looked at as if it had happened in the year of a
// draft.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "rules/date.h"
#include "rules/facts.h"
#include "rules/rulebook.h"

namespace wildclaims::rules::authoring {

// The same day `years` later (earlier when negative); 29 February becomes the 28th in a year that has none. Nothing
// beyond the calendar's range.
std::optional<Date> moved(Date day, int years);

class MovedDates {
 public:
  explicit MovedDates(const Rulebook& rulebook);

  // By how many years a date of loss is moved to lie within the rulebook's dates: 0 when it does already, else as few
  // as possible; nothing when no number of years brings it there.
  std::optional<int> years(Date loss);

  // Moves every date and time of the facts, of event, claim and items; a time keeps its time of day. False when one
  // leaves the calendar.
  bool move(Facts& facts, int years);

 private:
  struct Place {
    Scope scope = Scope::claim;
    std::size_t fact = 0;
    bool time = false;
  };
  struct Known {
    std::int32_t day = INT32_MIN;
    std::int32_t moved = 0;
  };

  struct KnownYears {
    std::int32_t day = INT32_MIN;
    std::optional<int> years;
  };

  std::optional<int> find_years(Date loss) const;
  std::optional<std::int32_t> day(std::int32_t day, int years);
  std::optional<std::int64_t> value(const Place& place, std::int64_t stored, int years);

  const Rulebook& rulebook_;
  std::vector<Place> places_;
  std::array<Known, 1024> known_{};  // days already moved by known_years_, by their last bits
  int known_years_ = 0;
  std::array<KnownYears, 1024> years_{};  // of dates of loss, likewise
};

}  // namespace wildclaims::rules::authoring
