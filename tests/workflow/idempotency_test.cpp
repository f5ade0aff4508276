// One key, one doing: a repeated request is told the same and does nothing; another under its key does nothing at all.
#include <algorithm>
#include <future>
#include <stdexcept>
#include <string>
#include <thread>

#include "claims/store/idempotency.h"
#include "claims/workflow/door.h"
#include "claims/workflow/report_damage.h"
#include "tests/support/catch.h"
#include "tests/workflow/office_fixture.h"
#include "tests/workflow/steps.h"

namespace wildclaims::tests {
namespace {

using domain::Outcome;
using workflow::Answer;
using workflow::Written;

Written report_by_key(OfficeFixture& fixture, const std::string& who, const std::string& key, int person,
                      const std::string& route = "POST /api/v1/damage-reports") {
  domain::DamageReport report = boar_report();
  report.households = {household(person, "maize", "mature", "3.5")};
  const std::string body = report.households[0].identity;
  return workflow::write(fixture.office(), fixture.actor(who),
                         {route, key, fixture.office().vault().request_hash(route, body)},
                         [&](workflow::Work& work) -> Outcome<Answer> {
                           auto reported = workflow::report_damage(work, report);
                           if (!reported) return std::move(reported).failure<Answer>();
                           return Answer{201, reported->acted.report, "\"1\"", false};
                         });
}

Answer answer_of(const Written& written) { return std::get<Outcome<Answer>>(written).value(); }

}  // namespace

TEST_CASE("The same key and request again gets the first answer, also after a restart") {
  OfficeFixture fixture;
  fixture.advance("2025-09-21");
  const Answer first = answer_of(report_by_key(fixture, "clerk", "k1", 0));
  CHECK_FALSE(first.repeated);
  const std::string before = fixture.dump();
  for (int round = 0; round < 2; ++round) {
    const Answer again = answer_of(report_by_key(fixture, "clerk", "k1", 0));
    CHECK(again.repeated);
    CHECK(again.status == 201);
    CHECK(again.body == first.body);
    CHECK(again.etag == first.etag);
    CHECK(fixture.dump() == before);
    fixture.reopen();
  }
}

TEST_CASE("Another request under a used key is refused and does nothing") {
  OfficeFixture fixture;
  fixture.advance("2025-09-21");
  answer_of(report_by_key(fixture, "clerk", "k1", 0));
  const std::string before = fixture.dump();
  CHECK(std::holds_alternative<workflow::KeyReused>(report_by_key(fixture, "clerk", "k1", 1)));
  CHECK(fixture.dump() == before);
}

TEST_CASE("A key belongs to its user and route") {
  OfficeFixture fixture;
  fixture.advance("2025-09-21");
  fixture.give("admin", domain::Role::clerk);
  const Answer first = answer_of(report_by_key(fixture, "clerk", "k1", 0));
  const Answer other_user = answer_of(report_by_key(fixture, "admin", "k1", 1));
  const Answer other_route = answer_of(report_by_key(fixture, "clerk", "k1", 2, "POST /api/v1/elsewhere"));
  CHECK_FALSE(other_user.repeated);
  CHECK_FALSE(other_route.repeated);
  CHECK(first.body != other_user.body);
}

TEST_CASE("A request whose first sending is in hand is told so and does nothing, and another key waits its turn") {
  OfficeFixture fixture;
  fixture.advance("2025-09-21");
  const workflow::Actor& clerk = fixture.actor("clerk");
  const workflow::RequestKey key{"POST /x", "k1", {}};
  std::promise<void> begun;
  std::promise<void> go_on;
  std::future<void> may_go_on = go_on.get_future();
  std::thread first([&] {
    const Written written = workflow::write(fixture.office(), clerk, key, [&](workflow::Work&) -> Outcome<Answer> {
      begun.set_value();
      may_go_on.wait();
      return Answer{200, "first", "", false};
    });
    CHECK(answer_of(written).body == "first");
  });
  begun.get_future().wait();
  const auto never = [](workflow::Work&) -> Outcome<Answer> { throw std::runtime_error("worked on twice"); };
  CHECK(std::holds_alternative<workflow::RequestInProgress>(workflow::write(fixture.office(), clerk, key, never)));
  workflow::RequestKey other_body = key;
  other_body.hash.bytes[0] = 1;
  CHECK(
      std::holds_alternative<workflow::RequestInProgress>(workflow::write(fixture.office(), clerk, other_body, never)));
  go_on.set_value();
  first.join();
  const Answer again = answer_of(workflow::write(fixture.office(), clerk, key, never));
  CHECK(again.repeated);
  CHECK(again.body == "first");
  CHECK(std::holds_alternative<workflow::KeyReused>(workflow::write(fixture.office(), clerk, other_body, never)));
}

TEST_CASE(
    "An answer is kept for thirty days of the business clock, then its key is refused for ever, and says since when") {
  OfficeFixture fixture;
  fixture.advance("2025-09-21");
  const rules::Instant used = fixture.office().now();
  answer_of(report_by_key(fixture, "clerk", "k1", 0));
  fixture.advance("2025-10-21");
  CHECK(fixture.office().now() < used.plus_seconds(workflow::kAnswersKeptDays * 86'400 + 60));
  CHECK(answer_of(report_by_key(fixture, "clerk", "k0", 1)).body.size() > 1);
  fixture.advance("2025-10-22");
  const std::string before = fixture.dump();
  for (int round = 0; round < 2; ++round) {
    const Written expired = report_by_key(fixture, "clerk", "k1", 0);
    REQUIRE(std::holds_alternative<workflow::KeyExpired>(expired));
    CHECK(std::get<workflow::KeyExpired>(expired).used_at.date_at(rules::UtcOffset()) == day("2025-09-21"));
    CHECK(std::holds_alternative<workflow::KeyReused>(report_by_key(fixture, "clerk", "k1", 1)));
    CHECK(fixture.dump() == before);
    fixture.reopen();
  }
}

TEST_CASE("Answers expire a few at a time as commands come, and that their keys were used stays") {
  OfficeFixture fixture;
  fixture.advance("2025-01-03");
  const auto say = [&](const std::string& key) {
    return workflow::write(fixture.office(), fixture.actor("clerk"), {"POST /x", key, {}},
                           [](workflow::Work&) -> Outcome<Answer> {
                             return Answer{200, "said", "\"1\"", false};
                           });
  };
  const auto count = [&](const char* sql) {
    const auto reading = fixture.office().readers().read();
    store::Statement row = (*reading).query(sql);
    row.step();
    return row.integer();
  };
  const char* const kept = "SELECT count(*) FROM idempotency_answers";
  const char* const dropped =
      "SELECT count(*) FROM idempotency_keys WHERE answer_id NOT IN (SELECT id FROM idempotency_answers)";
  constexpr int kOld = 3 * workflow::kExpiredPerCommand - 2;
  for (int i = 0; i < kOld; ++i) answer_of(say("old " + std::to_string(i)));
  fixture.advance("2025-03-01");
  CHECK(count(dropped) == 0);
  for (int round = 1; round <= 4; ++round) {
    answer_of(say("new " + std::to_string(round)));
    CHECK(count(dropped) == std::min(kOld, round * workflow::kExpiredPerCommand));
  }
  CHECK(count(kept) == 4);
  for (int i = 0; i < kOld; ++i) CHECK(std::holds_alternative<workflow::KeyExpired>(say("old " + std::to_string(i))));
  CHECK(answer_of(say("new 1")).repeated);
}

TEST_CASE("The newest answer is never dropped, so that its number is not given to another") {
  OfficeFixture fixture;
  fixture.advance("2025-01-03");
  const workflow::RequestKey key{"POST /x", "k1", {}};
  answer_of(workflow::write(fixture.office(), fixture.actor("clerk"), key, [](workflow::Work&) -> Outcome<Answer> {
    return Answer{200, "said", "\"1\"", false};
  }));
  const rules::Instant later = fixture.office().now().plus_seconds(1);
  workflow::write_unkeyed(fixture.office(), [&](store::Connection& db) {
    CHECK(store::drop_answers(db, later, 8) == 0);
    store::keep_answer(db, {1, "POST /x", "k2", {}, later}, {200, "", "said"});
    CHECK(store::drop_answers(db, later, 8) == 1);
    CHECK(store::drop_answers(db, later, 8) == 0);
    CHECK_FALSE(store::find_key(db, 1, "POST /x", "k1", rules::Instant())->answer);
    CHECK(store::find_key(db, 1, "POST /x", "k2", rules::Instant())->answer->body == "said");
    return true;
  });
}

TEST_CASE("What was refused, faulty or failed is not remembered: the same key may be tried again") {
  OfficeFixture fixture;
  const std::string empty = fixture.dump();
  // The clock stands in January: the damage lies in the future.
  CHECK(std::get<Outcome<Answer>>(report_by_key(fixture, "clerk", "k1", 0)).is_faulty());
  CHECK(std::get<Outcome<Answer>>(report_by_key(fixture, "cashier", "k1", 0)).is_refused());
  const workflow::RequestKey key{"POST /x", "k1", {}};
  CHECK_THROWS_AS(workflow::write(fixture.office(), fixture.actor("clerk"), key,
                                  [](workflow::Work&) -> Outcome<Answer> { throw std::runtime_error("a bug"); }),
                  std::runtime_error);
  CHECK(fixture.dump() == empty);
  fixture.advance("2025-09-21");
  CHECK_FALSE(answer_of(report_by_key(fixture, "clerk", "k1", 0)).repeated);
}

}  // namespace wildclaims::tests
