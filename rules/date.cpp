#include "rules/date.h"

#include <chrono>
#include <utility>

namespace wildclaims::rules {
namespace {

namespace chrono = std::chrono;

constexpr std::int64_t kSecondsPerDay = 86'400;
// "2025-09-20T07:30:00+08:00"
constexpr std::size_t kLongestInstant = 25;

// `count` decimal digits at `at`, or nothing.
template <std::size_t count>
std::optional<int> digits(std::string_view text, std::size_t at) {
  if (at + count > text.size()) return std::nullopt;
  int value = 0;
  bool all = true;
  for (std::size_t i = at; i < at + count; ++i) {
    const int digit = text[i] - '0';
    all = all && digit >= 0 && digit <= 9;
    value = value * 10 + digit;
  }
  return all ? std::optional(value) : std::nullopt;
}

// Appends the last `width` digits: a command writes the present moment a dozen times.
void append_digits(std::string& text, int value, std::size_t width) {
  const std::size_t begin = text.size();
  text.append(width, '0');
  for (std::size_t place = text.size(); place > begin; value /= 10) text[--place] = static_cast<char>('0' + value % 10);
}

chrono::year_month_day civil(std::int32_t days) { return chrono::year_month_day(chrono::sys_days(chrono::days(days))); }

std::int64_t floor_days(std::int64_t seconds) {
  const std::int64_t days = seconds / kSecondsPerDay;
  return seconds % kSecondsPerDay < 0 ? days - 1 : days;
}

std::string date_and_time(std::int64_t local_seconds) {
  const std::int64_t days = floor_days(local_seconds);
  const int second_of_day = static_cast<int>(local_seconds - days * kSecondsPerDay);
  std::string text = Date::from_days(static_cast<std::int32_t>(days)).to_string();
  text.reserve(kLongestInstant);
  for (const auto& [before, value] :
       {std::pair('T', second_of_day / 3600), {':', second_of_day / 60 % 60}, {':', second_of_day % 60}}) {
    text += before;
    append_digits(text, value, 2);
  }
  return text;
}

}  // namespace

std::optional<Date> Date::from_civil(int year, int month, int day) {
  if (year < 1900 || year > 2199 || month < 1 || month > 12 || day < 1 || day > 31) return std::nullopt;
  const chrono::year_month_day ymd(chrono::year(year), chrono::month(static_cast<unsigned>(month)),
                                   chrono::day(static_cast<unsigned>(day)));
  if (!ymd.ok()) return std::nullopt;
  return Date(static_cast<std::int32_t>(chrono::sys_days(ymd).time_since_epoch().count()));
}

std::optional<Date> Date::parse(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = digits<4>(text, 0);
  const auto month = digits<2>(text, 5);
  const auto day = digits<2>(text, 8);
  if (!year || !month || !day) return std::nullopt;
  return from_civil(*year, *month, *day);
}

int Date::year() const { return static_cast<int>(civil(days_).year()); }
int Date::month() const { return static_cast<int>(static_cast<unsigned>(civil(days_).month())); }
int Date::day() const { return static_cast<int>(static_cast<unsigned>(civil(days_).day())); }

std::string Date::to_string() const {
  const chrono::year_month_day ymd = civil(days_);
  std::string text;
  append_digits(text, static_cast<int>(ymd.year()), 4);
  text += '-';
  append_digits(text, static_cast<int>(static_cast<unsigned>(ymd.month())), 2);
  text += '-';
  append_digits(text, static_cast<int>(static_cast<unsigned>(ymd.day())), 2);
  return text;
}

std::optional<UtcOffset> UtcOffset::parse(std::string_view text) {
  if (text == "Z") return UtcOffset(0);
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return std::nullopt;
  const auto hours = digits<2>(text, 1);
  const auto minutes = digits<2>(text, 4);
  if (!hours || !minutes || *minutes > 59 || *hours * 60 + *minutes > 14 * 60) return std::nullopt;
  const int total = *hours * 60 + *minutes;
  return UtcOffset(text[0] == '-' ? -total : total);
}

std::string UtcOffset::to_string() const {
  const int magnitude = minutes_ < 0 ? -minutes_ : minutes_;
  std::string text(1, minutes_ < 0 ? '-' : '+');
  append_digits(text, magnitude / 60, 2);
  text += ':';
  append_digits(text, magnitude % 60, 2);
  return text;
}

std::optional<Instant> Instant::parse(std::string_view text, UtcOffset assumed) {
  if (text.size() < 16 || text[10] != 'T' || text[13] != ':') return std::nullopt;
  const auto date = Date::parse(text.substr(0, 10));
  const auto hour = digits<2>(text, 11);
  const auto minute = digits<2>(text, 14);
  if (!date || !hour || !minute || *hour > 23 || *minute > 59) return std::nullopt;
  std::size_t at = 16;
  int second = 0;
  if (at < text.size() && text[at] == ':') {
    const auto given = digits<2>(text, at + 1);
    if (!given || *given > 59) return std::nullopt;
    second = *given;
    at += 3;
  }
  UtcOffset offset = assumed;
  if (at < text.size()) {
    const auto given = UtcOffset::parse(text.substr(at));
    if (!given) return std::nullopt;
    offset = *given;
  }
  return start_of(*date, offset).plus_seconds(*hour * 3600 + *minute * 60 + second);
}

Instant Instant::start_of(Date date, UtcOffset offset) {
  return Instant(date.days() * kSecondsPerDay - offset.minutes() * std::int64_t{60});
}

Date Instant::date_at(UtcOffset offset) const {
  return Date::from_days(static_cast<std::int32_t>(floor_days(seconds_ + offset.minutes() * std::int64_t{60})));
}

std::string Instant::to_string() const { return date_and_time(seconds_) += 'Z'; }

std::string Instant::to_string(UtcOffset offset) const {
  return date_and_time(seconds_ + offset.minutes() * std::int64_t{60}) += offset.to_string();
}

}  // namespace wildclaims::rules
