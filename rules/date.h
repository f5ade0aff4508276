// Civil dates and instants. A business date is a day in the programme's own offset; an instant is UTC.
// Nothing here reads a clock.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wildclaims::rules {

// A day of the proleptic Gregorian calendar between 1900-01-01 and 2199-12-31.
class Date {
 public:
  constexpr Date() = default;  // 1970-01-01

  // Nothing when there is no such day ("31 February") or it is out of range.
  static std::optional<Date> from_civil(int year, int month, int day);
  // ISO "YYYY-MM-DD" only.
  static std::optional<Date> parse(std::string_view text);
  // Days since 1970-01-01; the caller guarantees the range.
  static constexpr Date from_days(std::int32_t days) { return Date(days); }

  constexpr std::int32_t days() const { return days_; }
  int year() const;
  int month() const;
  int day() const;
  std::string to_string() const;  // "2025-09-20"

  constexpr Date plus_days(std::int32_t count) const { return Date(days_ + count); }
  constexpr auto operator<=>(const Date&) const = default;

 private:
  constexpr explicit Date(std::int32_t days) : days_(days) {}
  std::int32_t days_ = 0;
};

// A fixed offset from UTC, as every programme states one ("+08:00").
class UtcOffset {
 public:
  constexpr UtcOffset() = default;
  // "+HH:MM" or "-HH:MM", at most 14 hours; "Z" is zero.
  static std::optional<UtcOffset> parse(std::string_view text);
  constexpr int minutes() const { return minutes_; }
  std::string to_string() const;
  constexpr bool operator==(const UtcOffset&) const = default;

 private:
  constexpr explicit UtcOffset(int minutes) : minutes_(minutes) {}
  int minutes_ = 0;
};

// A point in time, UTC, whole seconds.
class Instant {
 public:
  constexpr Instant() = default;
  static constexpr Instant from_seconds(std::int64_t seconds) { return Instant(seconds); }
  // ISO "YYYY-MM-DDTHH:MM[:SS]" followed by "Z" or an offset; without either, `assumed` is the offset.
  static std::optional<Instant> parse(std::string_view text, UtcOffset assumed);
  // 00:00 of a business date.
  static Instant start_of(Date date, UtcOffset offset);

  constexpr std::int64_t seconds() const { return seconds_; }
  Date date_at(UtcOffset offset) const;
  std::string to_string() const;                  // UTC: "2025-09-20T01:30:00Z"
  std::string to_string(UtcOffset offset) const;  // local: "2025-09-20T09:30:00+08:00"
  constexpr Instant plus_seconds(std::int64_t count) const { return Instant(seconds_ + count); }
  constexpr auto operator<=>(const Instant&) const = default;

 private:
  constexpr explicit Instant(std::int64_t seconds) : seconds_(seconds) {}
  std::int64_t seconds_ = 0;
};

}  // namespace wildclaims::rules
