#include "rules/date.h"

#include "tests/support/catch.h"

using namespace wildclaims::rules;

TEST_CASE("A date is a day that exists, written in ISO form") {
  CHECK(Date::parse("2025-09-20")->to_string() == "2025-09-20");
  CHECK(Date::parse("2024-02-29")->plus_days(1).to_string() == "2024-03-01");
  for (const char* text : {"2025-02-31", "2025-02-29", "2025-13-01", "2025-00-01", "2025-1-01", "20250920", "",
                           "2025-09-20T00:00", "1899-12-31", "2200-01-01", "２０２５-09-20"}) {
    CAPTURE(text);
    CHECK_FALSE(Date::parse(text));
  }
}

TEST_CASE("An instant is UTC and its business date is the programme's") {
  const UtcOffset china = *UtcOffset::parse("+08:00");
  const auto early = Instant::parse("2026-01-01T00:30", china);
  REQUIRE(early);
  CHECK(early->to_string() == "2025-12-31T16:30:00Z");
  CHECK(early->to_string(china) == "2026-01-01T00:30:00+08:00");
  CHECK(early->date_at(china).to_string() == "2026-01-01");
  CHECK(Instant::parse("2025-12-31T16:30:00Z", china) == early);
  CHECK(Instant::start_of(*Date::parse("2026-01-01"), china).plus_seconds(1800) == *early);
  for (const char* text : {"2026-01-01", "2026-01-01T24:00", "2026-01-01T10:60", "2026-01-01T10:00:60",
                           "2026-01-01T10:00+25:00", "2026-01-01 10:00", "2026-01-01T10:00:00X"}) {
    CAPTURE(text);
    CHECK_FALSE(Instant::parse(text, china));
  }
}
