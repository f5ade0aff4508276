// Stored claims by the thousand, simulated from the database.
#include "claims/workflow/simulate_view.h"

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <string>

#include "claims/store/connection.h"
#include "claims/store/past_claims.h"
#include "rules/authoring/simulation_json.h"
#include "rules/loader/load.h"
#include "tests/bench/stored_claims.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_directory.h"

namespace wildclaims::tests {
namespace {

using rules::Money;

constexpr std::int64_t kClaims = 3'000;

std::shared_ptr<const rules::Rulebook> rulebook(const std::string& year) {
  auto loaded =
      rules::load_rulebook_file(std::string(WILDCLAIMS_SOURCE_DIR) + "/config/rulebooks/pinglu-" + year + ".yaml");
  REQUIRE(loaded.rulebook);
  return loaded.rulebook;
}

struct Stored {
  TemporaryDirectory directory;
  std::string file = directory.file("wildclaims.db");
  std::unique_ptr<store::Connection> db;

  Stored() {
    bench::store_claims(file, kClaims);
    db = std::make_unique<store::Connection>(file, store::Connection::Access::read_only);
  }
};

bool go_on(std::int64_t, std::int64_t) { return true; }

}  // namespace

TEST_CASE("Thousands of stored claims under the rules they were decided under come out as they were") {
  const Stored stored;
  workflow::SimulationRequest request{rulebook("2025"), {}};
  const auto report = workflow::simulate_policies(*stored.db, {bench::kStoredPolicy}, request, go_on);
  Money owed;
  Money approved;
  std::size_t claims = 0;
  store::for_each_past_claim(*stored.db, bench::kStoredPolicy, request.draft->offset(),
                             [&](const store::PastClaimRow& row) {
                               ++claims;
                               owed += row.entitlement;
                               approved += row.approved_amount;
                               return true;
                             });
  CHECK(claims == static_cast<std::size_t>(kClaims));
  CHECK(report.read == claims);
  CHECK(report.left_out == 0);
  CHECK(report.moved == 0);
  // A household has one claim in an event here, so its limit cuts nothing that was not cut then.
  CHECK(report.unchanged == claims);
  CHECK(report.entitlement.was == owed);
  CHECK(report.entitlement.now == owed);
  CHECK(report.limit_was.approved == approved);
  CHECK(report.limit_now.approved + report.limit_now.unpaid == owed);
  CHECK(report.limit_now.approved == std::min(owed, Money::from_fen(800'000'000)));
  Money parts;
  for (const auto& funder : report.funders) parts += funder.entitlement.was;
  CHECK(parts == owed);
  CHECK(report.codes_unknown == 0);

  // With the same rules as a baseline, in the same order, every figure is the same on both sides.
  request.options.baseline = rulebook("2025");
  const auto twice = workflow::simulate_policies(*stored.db, {bench::kStoredPolicy}, request, go_on);
  CHECK(twice.entitlement.was == owed);
  CHECK(twice.limit_was.exhausted_on == twice.limit_now.exhausted_on);
  CHECK(twice.limit_was.unpaid == twice.limit_now.unpaid);

  // And one run is as the other, to the byte.
  request.options.replicates = 20;
  const auto json = [&] {
    return to_json(workflow::simulate_policies(*stored.db, {bench::kStoredPolicy}, request, go_on));
  };
  CHECK(json() == json());
}

TEST_CASE("Who watches the progress may end a simulation, and a missing policy is a caller's bug") {
  const Stored stored;
  const workflow::SimulationRequest request{rulebook("2026"), {}};
  std::int64_t heard = 0;
  const auto report = workflow::simulate_policies(*stored.db, {bench::kStoredPolicy}, request,
                                                  [&](std::int64_t done, std::int64_t all) {
                                                    CHECK(all == kClaims);
                                                    heard = done;
                                                    return false;
                                                  });
  CHECK(heard > 0);
  CHECK(heard < kClaims);
  CHECK(report.read == static_cast<std::size_t>(heard));
  CHECK(report.moved == report.determined);
  // The connection is free again.
  CHECK(store::count_claims(*stored.db, bench::kStoredPolicy) == kClaims);
  CHECK_THROWS_AS(workflow::simulate_policies(*stored.db, {"PL-2099"}, request, go_on), std::logic_error);
}

}  // namespace wildclaims::tests
