#include "rules/authoring/moved_dates.h"

#include <cstdlib>

namespace wildclaims::rules::authoring {
namespace {

constexpr std::int64_t kDay = 86'400;

}  // namespace

std::optional<Date> moved(Date day, int years) {
  const int year = day.year() + years;
  if (const auto same = Date::from_civil(year, day.month(), day.day())) return same;
  return Date::from_civil(year, day.month(), day.day() - 1);
}

MovedDates::MovedDates(const Rulebook& rulebook) : rulebook_(rulebook) {
  for (const Scope scope : {Scope::event, Scope::claim, Scope::item}) {
    const std::vector<FactDeclaration>& declared = rulebook.fact_declarations(scope);
    for (std::size_t i = 0; i < declared.size(); ++i) {
      const bool time = declared[i].kind == FactKind::datetime;
      if (time || declared[i].kind == FactKind::date) places_.push_back({scope, i, time});
    }
  }
}

std::optional<int> MovedDates::find_years(Date loss) const {
  std::optional<int> years;
  const int year = loss.year();
  for (int by = rulebook_.in_force_from().year() - year; by <= rulebook_.in_force_to().year() - year; ++by) {
    const auto then = moved(loss, by);
    const bool nearer = !years || std::abs(by) < std::abs(*years);
    if (then && rulebook_.in_force_on(*then) && nearer) years = by;
  }
  return years;
}

std::optional<int> MovedDates::years(Date loss) {
  if (rulebook_.in_force_on(loss)) return 0;
  KnownYears& known = years_[static_cast<std::uint32_t>(loss.days()) % years_.size()];
  if (known.day != loss.days()) known = {loss.days(), find_years(loss)};
  return known.years;
}

std::optional<std::int32_t> MovedDates::day(std::int32_t day, int years) {
  if (years != known_years_) {
    known_.fill({});
    known_years_ = years;
  }
  Known& known = known_[static_cast<std::uint32_t>(day) % known_.size()];
  if (known.day != day) {
    const auto then = moved(Date::from_days(day), years);
    if (!then) return std::nullopt;
    known = {day, then->days()};
  }
  return known.moved;
}

std::optional<std::int64_t> MovedDates::value(const Place& place, std::int64_t stored, int years) {
  if (!place.time) {
    const auto then = day(static_cast<std::int32_t>(stored), years);
    if (!then) return std::nullopt;
    return *then;
  }
  // By the day of the programme, as its people read the clock.
  const std::int64_t offset = std::int64_t{rulebook_.offset().minutes()} * 60;
  const std::int64_t local = stored + offset;
  const std::int64_t whole = local >= 0 ? local / kDay : -((kDay - 1 - local) / kDay);
  const auto then = day(static_cast<std::int32_t>(whole), years);
  if (!then) return std::nullopt;
  return stored + (std::int64_t{*then} - whole) * kDay;
}

bool MovedDates::move(Facts& facts, int years) {
  for (const Place& place : places_) {
    const std::size_t count = place.scope == Scope::item ? facts.item_count() : 1;
    for (std::size_t item = 0; item < count; ++item) {
      const auto stored = place.scope == Scope::item    ? facts.item_value(item, place.fact)
                          : place.scope == Scope::claim ? facts.claim_value(place.fact)
                                                        : facts.event_value(place.fact);
      if (!stored) continue;
      const auto then = value(place, *stored, years);
      if (!then) return false;
      if (place.scope == Scope::item) {
        facts.set_item_value(item, place.fact, *then);
      } else if (place.scope == Scope::claim) {
        facts.set_claim_value(place.fact, *then);
      } else {
        facts.set_event_value(place.fact, *then);
      }
    }
  }
  return true;
}

}  // namespace wildclaims::rules::authoring
