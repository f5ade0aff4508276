#include "claims/domain/refusal.h"

#include <set>
#include <string>

#include "claims/domain/outcome.h"
#include "tests/support/catch.h"

using namespace wildclaims::domain;
namespace rules = wildclaims::rules;

TEST_CASE("Every refusal has a name of its own and a full page in both languages") {
  std::set<std::string> names;
  for (std::size_t i = 0; i < kRefusalCount; ++i) {
    const auto code = static_cast<RefusalCode>(i);
    const RefusalPage page = page_of(code);
    CAPTURE(page.name);
    CHECK(names.insert(std::string(page.name)).second);
    CHECK(page.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string_view::npos);
    for (const rules::Bilingual& text : {page.title, page.sentence, page.remedy}) {
      CHECK_FALSE(text.zh.empty());
      CHECK_FALSE(text.en.empty());
    }
    // A Chinese sentence ends as one and an English one as the other.
    CHECK(page.sentence.zh.ends_with("。"));
    CHECK(page.remedy.zh.ends_with("。"));
    CHECK(page.sentence.en.ends_with("."));
    CHECK(page.remedy.en.ends_with("."));
    CHECK(parse_refusal_code(page.name) == code);
    CHECK(code_of(code) == page.name);
  }
  CHECK_FALSE(parse_refusal_code("no_such_refusal"));
}

TEST_CASE("Who asks is looked at before what exists, and that before where it stands") {
  CHECK(RefusalCode::role_not_allowed < RefusalCode::claim_unknown);
  CHECK(RefusalCode::claim_unknown < RefusalCode::stale_version);
  CHECK(RefusalCode::stale_version < RefusalCode::wrong_state);
  CHECK(RefusalCode::wrong_state < RefusalCode::notice_not_lapsed);
  CHECK(RefusalCode::notice_not_lapsed < RefusalCode::approver_is_determiner);
  CHECK(RefusalCode::approver_is_determiner < RefusalCode::limit_short);
}

TEST_CASE("A refusal without its own detail says what is so and what to do") {
  const Refused refused = refuse(RefusalCode::notice_not_lapsed, "PL-2025-000017-6");
  CHECK(refused.subject == "PL-2025-000017-6");
  CHECK(refused.detail.zh == "公示期尚未届满，不能批准。请在公示期满次日零时以后办理。");
  CHECK(refused.detail.en ==
        "The public notice is still running; approval has to wait. Approve from 00:00 of the day after its last day.");
  CHECK(refuse(RefusalCode::limit_short, "", {"甲", "a"}).detail == rules::Bilingual{"甲", "a"});
}

TEST_CASE("An outcome is a value, refusals or faults, and is read only as what it is") {
  const Outcome<int> done = 7;
  CHECK(done.ok());
  CHECK(*done == 7);
  CHECK_THROWS_AS(done.refusals(), ContractViolation);
  CHECK_THROWS_AS(done.faults(), ContractViolation);

  Outcome<int> refused = refuse(RefusalCode::claim_unknown, "PL-2025-000017-6");
  CHECK_FALSE(refused);
  CHECK(refused.is_refused());
  REQUIRE(refused.refusals().size() == 1);
  CHECK(refused.refusals().front().code == RefusalCode::claim_unknown);
  CHECK_THROWS_AS(refused.value(), ContractViolation);

  Outcome<int> faulty = rules::Fault{"/area", "area_format", {"甲", "a"}};
  CHECK(faulty.is_faulty());
  CHECK(faulty.faults().front().pointer == "/area");
  CHECK_THROWS_AS(faulty.refusals(), ContractViolation);

  const Outcome<std::string> passed_on = std::move(refused).failure<std::string>();
  CHECK(passed_on.is_refused());
  const Outcome<std::string> also_passed_on = std::move(faulty).failure<std::string>();
  CHECK(also_passed_on.is_faulty());
}

TEST_CASE("A failure without a reason and the failure of a success do not exist") {
  CHECK_THROWS_AS(Outcome<int>(Refusals{}), ContractViolation);
  CHECK_THROWS_AS(Outcome<int>(rules::Faults{}), ContractViolation);
  Outcome<int> done = 7;
  CHECK_THROWS_AS(std::move(done).failure<std::string>(), ContractViolation);
}
