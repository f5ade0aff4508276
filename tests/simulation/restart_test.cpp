// What a restart finds done is durable before anybody is told of it.
#include <memory>
#include <string>

#include "claims/store/failure.h"
#include "tests/simulation/acts.h"
#include "tests/simulation/world.h"
#include "tests/support/catch.h"

namespace wildclaims::simulation {
namespace {

std::unique_ptr<Act> some_allowed(const char* kind, Random& random, const Auditor& auditor) {
  while (true) {
    auto act = some_act_of(kind, random, auditor);
    if (act && act->allowed(auditor)) return act;
  }
}

workflow::Answer sent(World& world, workflow::Office& office, const Act& act, const char* key) {
  const workflow::Actor& actor = world.actors()[static_cast<std::size_t>(act.user() - 1)];
  const auto written = write_act(office, actor, act, key, [&](workflow::Work& work) { return act.perform(work); });
  return std::get<Performed>(written).value();
}

// The commit is in the journal but was never synced; the program dies, is started again and asked again. Then the power
// goes. Whether the client's second request found the first one done.
bool answered_from_record(World& world, std::uint64_t seed, FaultPlan::What what) {
  const Auditor auditor = world.begin(seed, 0);
  Random random(seed);
  auto office = world.open_office();
  // The journal is begun, so that the next sync is a commit's.
  sent(world, *office, *some_allowed("receive_premium", random, auditor), "before");
  const auto act = some_allowed("open_policy", random, auditor);
  world.disk().faults().arm(what, 1, Call::sync);
  REQUIRE_THROWS_AS(sent(world, *office, *act, "key"), store::StoreUnavailable);
  world.disk().faults().disarm();
  if (world.disk().has_forgotten()) return false;  // the machine itself must be started again
  world.disk().cut();
  office.reset();
  world.disk().start_again();

  office = world.open_office();
  const workflow::Answer answer = sent(world, *office, *act, "key");
  world.disk().cut();
  office.reset();
  world.disk().power_on();

  office = world.open_office();
  const workflow::Answer again = sent(world, *office, *act, "key");
  CHECK(again.repeated);
  CHECK(again.body == answer.body);
  return answer.repeated;
}

}  // namespace

TEST_CASE("An answer from a commit that was never synced survives the power cut after it") {
  World world;
  for (const auto what : {FaultPlan::What::error, FaultPlan::What::crash}) {
    int from_record = 0;
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
      CAPTURE(seed);
      from_record += answered_from_record(world, seed, what) ? 1 : 0;
    }
    CHECK(from_record > 0);
  }
}

}  // namespace wildclaims::simulation
