// What is approved within a household or an event is added up from there on, however many claims the policy has.
#include "claims/store/scopes.h"

#include <chrono>
#include <string>

#include "claims/store/failure.h"
#include "tests/store/sample_database.h"
#include "tests/support/catch.h"

namespace wildclaims::store {
namespace {

using testing::kBook;
using testing::Sample;

// Claims of the same policy, each of a household and an event of its own.
void add_neighbours(Sample& sample) {
  sample.db.script(R"(
    CREATE TEMP TABLE numbers AS
    WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) SELECT i FROM n;
    INSERT INTO households SELECT i, 'PL', 'v' FROM numbers;
    INSERT INTO claimants SELECT i, 'PL', i, 'person', 'n', '' FROM numbers;
    INSERT INTO personal_data SELECT 2 * i, i, 'PL', 'phone', x'00', zeroblob(32), '*', '' FROM numbers;
    INSERT INTO personal_data SELECT 2 * i + 1, i, 'PL', 'account', x'00', zeroblob(32), '*', '' FROM numbers;
    INSERT INTO damage_events SELECT i, 'PL', '' FROM numbers;
    INSERT INTO damage_reports SELECT i, 'R-' || i, 'PL', 'PL-2025', i, 's', '2025-09-01', '2025-09-02', '', '', 'v', '',
                                      '', '{}', 1, 1, '' FROM numbers;
    INSERT INTO claims SELECT i, 'C-' || i, 'PL', 'PL-2025', i, i, 2 * i, 2 * i + 1, '', 'noticed', 1 FROM numbers;
  )");
}

struct Case {
  const char* of;
  ScopeKey key;
};

TEST_CASE("What is approved within a household or an event is added up without reading the other claims") {
  Sample sample;
  add_neighbours(sample);
  sample.approve(2);
  const Case cases[] = {{"a household", {kBook, 1, {}, "", ""}},
                        {"an event", {kBook, {}, 1, "", ""}},
                        {"a household in an event", {kBook, 1, 1, "", ""}}};
  // The time is over: whoever takes more than some thousand steps is stopped.
  sample.db.run_until(std::chrono::steady_clock::now());
  for (const Case& each : cases) {
    INFO(each.of);
    CHECK(sum_entitled(sample.db, each.key, std::nullopt) == testing::yuan("500.00"));
    CHECK(sum_entitled(sample.db, each.key, 1).is_zero());
  }
  // That it stops those who read all claims: the whole policy is added up from them.
  CHECK_THROWS_AS(sum_entitled(sample.db, {kBook, {}, {}, "", ""}, std::nullopt), ReadingCutOff);
}

}  // namespace
}  // namespace wildclaims::store
