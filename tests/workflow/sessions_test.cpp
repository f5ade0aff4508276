// Signing in: who, for how long, and what a wrong name or password tells.
#include <string>

#include "claims/workflow/sessions.h"
#include "claims/workflow/users.h"
#include "tests/support/catch.h"
#include "tests/workflow/office_fixture.h"
#include "tests/workflow/steps.h"

namespace wildclaims::tests {

TEST_CASE("Who signs in has his roles until the day is over or he signs out, and the token is not stored") {
  OfficeFixture fixture;
  workflow::Office& office = fixture.office();
  const workflow::NewUser user{"li.wei", {"李伟", "Li Wei"}, "long enough", {domain::Role::clerk}};
  REQUIRE(workflow::add_user(office, user).ok());
  CHECK_FALSE(workflow::add_user(office, user).ok());
  const auto first = workflow::sign_in(office, "li.wei", "long enough");
  const auto second = workflow::sign_in(office, "li.wei", "long enough");
  REQUIRE(first);
  REQUIRE(second);
  CHECK(first->token != second->token);
  CHECK(workflow::actor_of(office, first->token)->roles == domain::RoleSet(domain::Role::clerk));
  CHECK(fixture.dump().find(first->token) == std::string::npos);
  CHECK(fixture.dump().find("long enough") == std::string::npos);
  workflow::sign_out(office, first->token);
  CHECK_FALSE(workflow::actor_of(office, first->token));
  CHECK(workflow::actor_of(office, second->token));
  fixture.advance("2025-01-03");
  CHECK_FALSE(workflow::actor_of(office, second->token));
}

TEST_CASE("A wrong name, a wrong password and a token of nobody open nothing") {
  OfficeFixture fixture;
  workflow::Office& office = fixture.office();
  REQUIRE(workflow::add_user(office, {"li.wei", {"李伟", "Li Wei"}, "long enough", {domain::Role::clerk}}).ok());
  for (const std::string& password : {std::string(), std::string("long enougH"), std::string(10'000, 'x')}) {
    CHECK_FALSE(workflow::sign_in(office, "li.wei", password));
    CHECK_FALSE(workflow::sign_in(office, "nobody", password));
  }
  CHECK_FALSE(workflow::sign_in(office, std::string("\xFF\0", 2), "long enough"));
  CHECK_FALSE(workflow::actor_of(office, ""));
  CHECK_FALSE(workflow::actor_of(office, std::string(100'000, 'a')));
}

TEST_CASE("A user has a plain name, a password of some length and a role, and every fault is told") {
  OfficeFixture fixture;
  const auto outcome = workflow::add_user(fixture.office(), {"Li Wei", {"", "x"}, "short", {}});
  CHECK(faults_of(outcome) == std::vector<std::string>{"/name user_name_format", "/password password_length",
                                                       "/display/zh missing", "/roles missing"});
}

}  // namespace wildclaims::tests
