#include "claims/domain/public_notice.h"

#include "tests/support/catch.h"

using namespace wildclaims::domain;
namespace rules = wildclaims::rules;

namespace {
rules::Date day(const char* text) { return rules::Date::parse(text).value(); }
}  // namespace

TEST_CASE("A notice posted on day D for n days opens approval on D+n+1 and not before") {
  struct Row {
    const char* posted;
    int days;
    const char* last;
    const char* opens;
  };
  const Row rows[] = {
      {"2025-12-10", 3, "2025-12-13", "2025-12-14"}, {"2025-12-30", 3, "2026-01-02", "2026-01-03"},
      {"2024-02-27", 3, "2024-03-01", "2024-03-02"}, {"2025-12-10", 0, "2025-12-10", "2025-12-11"},
      {"2025-12-10", 7, "2025-12-17", "2025-12-18"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.posted, row.days);
    const PublicNotice notice{day(row.posted), row.days};
    CHECK(last_day(notice) == day(row.last));
    CHECK(approvable_from(notice) == day(row.opens));
    CHECK_FALSE(has_lapsed(notice, day(row.posted)));
    CHECK_FALSE(has_lapsed(notice, day(row.last)));
    CHECK(has_lapsed(notice, day(row.opens)));
  }
}

TEST_CASE("The notice lapses at midnight in the programme's own offset") {
  const PublicNotice notice{day("2025-12-10"), 3};
  const rules::UtcOffset offset = rules::UtcOffset::parse("+08:00").value();
  const rules::Instant midnight = rules::Instant::start_of(approvable_from(notice), offset);
  CHECK(midnight.to_string() == "2025-12-13T16:00:00Z");
  CHECK_FALSE(has_lapsed(notice, midnight.plus_seconds(-1).date_at(offset)));
  CHECK(has_lapsed(notice, midnight.date_at(offset)));
}
