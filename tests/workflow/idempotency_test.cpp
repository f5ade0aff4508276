// One key, one doing: a repeated request is told the same and does nothing; another under its key does nothing at all.
#include <stdexcept>
#include <string>

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
