// Details as told are corrected before determination: with a reason, against the version seen, with the old kept.
#include <nlohmann/json.hpp>
#include <string>

#include "claims/workflow/accept.h"
#include "claims/workflow/correct_claim.h"
#include "claims/workflow/correct_report.h"
#include "claims/workflow/deny.h"
#include "claims/workflow/open_policy.h"
#include "claims/workflow/status_view.h"
#include "claims/workflow/survey.h"
#include "tests/support/catch.h"
#include "tests/workflow/office_fixture.h"
#include "tests/workflow/steps.h"

namespace wildclaims::tests {
namespace {

using domain::Outcome;
using domain::RefusalCode;
using workflow::Acted;
using workflow::CorrectClaim;
using workflow::CorrectReport;
using workflow::Work;
using Faults = std::vector<std::string>;

Outcome<Acted> correct(OfficeFixture& fixture, CorrectClaim command, const std::string& number) {
  if (!command.target.version) command.target = claim_target(number, claim_of(fixture, number).claim.version);
  if (command.reason.empty()) command.reason = "电话核实";
  return fixture.run<Acted>("clerk", [&](Work& work) { return workflow::correct_claim(work, command); });
}

Outcome<Acted> correct(OfficeFixture& fixture, CorrectReport command, const std::string& number) {
  if (!command.target.version) command.target = report_target(number, report_of(fixture, number).report.version);
  if (command.reason.empty()) command.reason = "电话核实";
  return fixture.run<Acted>("clerk", [&](Work& work) { return workflow::correct_report(work, command); });
}

void accept(OfficeFixture& fixture, const workflow::Target& target) {
  REQUIRE(fixture.run<Acted>("adjuster", [&](Work& work) { return workflow::accept(work, target); }).ok());
}

nlohmann::json last_detail(OfficeFixture& fixture, const std::string& number) {
  return nlohmann::json::parse(claim_of(fixture, number).history.back().detail);
}

struct Reported {
  OfficeFixture fixture;
  std::string report;
  std::string claim;
  Reported() {
    fixture.advance("2025-09-21");
    report = fixture.report_boar(2, "5");
    claim = claims_of(fixture, report).front();
  }
};

}  // namespace

TEST_CASE("A corrected item keeps what stood there before, and the reserve of an accepted claim follows") {
  Reported at;
  accept(at.fixture, claim_target(at.claim));
  CHECK(policy_of(at.fixture).reserve_outstanding == yuan("4000.00"));
  CorrectClaim command;
  command.items = {{1, "东沟", {{"area", "2.5"}}}};
  const auto outcome = correct(at.fixture, command, at.claim);
  REQUIRE(outcome.ok());
  CHECK(policy_of(at.fixture).reserve_outstanding == yuan("2000.00"));
  const auto view = claim_of(at.fixture, at.claim);
  CHECK(view.claim.version == outcome->claims.front().version);
  CHECK(view.items.front().plot == "东沟");
  CHECK(view.items.front().facts.at("area") == "2.5");
  CHECK(view.history.back().reason == "电话核实");
  const auto detail = last_detail(at.fixture, at.claim);
  CHECK(detail["items"][0]["from"]["facts"]["area"] == "5");
  CHECK(detail["items"][0]["to"]["facts"]["area"] == "2.5");
  CHECK(books_in_order(at.fixture));
}

TEST_CASE(
    "A corrected phone is the new secret, history has the records and not the numbers, and the name stays on all "
    "claims") {
  Reported at;
  domain::DamageReport again = boar_report();
  again.households = {household(0, "maize", "mature", "1")};
  const auto other = at.fixture.report(again);
  REQUIRE(other.ok());
  const std::string other_claim = other->acted.claims.front().number;
  const auto other_version = claim_of(at.fixture, other_claim).claim.version;

  CorrectClaim command;
  command.name = " 王某某 ";
  command.phone = "13900005678";
  command.account = "6222 0000 0000 8888";
  REQUIRE(correct(at.fixture, command, at.claim).ok());
  const auto view = claim_of(at.fixture, at.claim);
  CHECK(view.claimant.name == "王某某");
  CHECK(view.claimant.account_holder == "王某某");
  CHECK(view.claimant.phone == "139****5678");
  CHECK(workflow::view_status(at.fixture.office(), at.claim, "5678"));
  CHECK_FALSE(workflow::view_status(at.fixture.office(), at.claim, "0000"));
  CHECK(workflow::view_status(at.fixture.office(), other_claim, "0000"));
  CHECK(claim_of(at.fixture, other_claim).claimant.name == "王某某");
  CHECK(claim_of(at.fixture, other_claim).claim.version == other_version + 1);

  const auto detail = last_detail(at.fixture, at.claim)["claimant"];
  CHECK(detail["name"] == nlohmann::json{{"from", "段**"}, {"to", "王**"}});
  CHECK(detail["phone"]["from"].is_number());
  CHECK(at.fixture.dump().find("former_names\n  1, 1, NULL, '段某0'") != std::string::npos);
}

TEST_CASE("Faults of a claim's correction stand where the client wrote them") {
  Reported at;
  const std::string before = at.fixture.dump();
  CorrectClaim command;
  command.name = "";
  command.phone = "12";
  command.account = "abc";
  command.items = {{9, std::nullopt, {}},
                   {1, std::string(81, 'x'), {{"area", "0"}, {"crop", "maise"}, {"colour", "red"}}},
                   {1, std::nullopt, {}}};
  CHECK(faults_of(correct(at.fixture, command, at.claim)) ==
        Faults{"/claimant/name missing", "/claimant/phone phone_format", "/claimant/account account_format",
               "/items/0/item item_unknown", "/items/1/plot too_long", "/items/1/area area_not_positive",
               "/items/2/item item_twice", "/items/1/crop unknown_code", "/items/1/colour unknown_fact"});
  CHECK(faults_of(correct(at.fixture, CorrectClaim(), at.claim)) == Faults{" nothing_changed"});
  CHECK(at.fixture.dump() == before);
}

TEST_CASE("A correction against an old version, by the wrong role or after determination is refused") {
  Reported at;
  CorrectClaim command;
  command.phone = "13900005678";
  command.target = claim_target(at.claim, 7);
  CHECK(first_refusal(correct(at.fixture, command, at.claim)) == RefusalCode::stale_version);
  command.reason = "x";
  CHECK(first_refusal(at.fixture.run<Acted>("auditor", [&](Work& work) {
          return workflow::correct_claim(work, command);
        })) == RefusalCode::role_not_allowed);
  at.fixture.bring_to_notice(report_target(at.report), "50%");
  command.target = {};
  CHECK(first_refusal(correct(at.fixture, command, at.claim)) == RefusalCode::wrong_state);
  CorrectReport of_report;
  of_report.place = "村北";
  CHECK(first_refusal(correct(at.fixture, of_report, at.report)) == RefusalCode::wrong_state);
}

TEST_CASE("A corrected report keeps the old details in every claim's history") {
  Reported at;
  accept(at.fixture, report_target(at.report));
  CorrectReport command;
  command.damage_from = day("2025-09-17");
  command.place = " 村北 ";
  REQUIRE(correct(at.fixture, command, at.report).ok());
  const auto view = report_of(at.fixture, at.report);
  CHECK(view.report.place == "村北");
  for (const std::string& claim : claims_of(at.fixture, at.report)) {
    const auto detail = last_detail(at.fixture, claim);
    CHECK(detail["damage_from"] == nlohmann::json{{"from", "2025-09-18"}, {"to", "2025-09-17"}});
    CHECK(detail["place"] == nlohmann::json{{"from", ""}, {"to", "村北"}});
  }
}

TEST_CASE("Faults of a report's correction stand at what can be corrected") {
  Reported at;
  CorrectReport command;
  command.species = "wolf";
  command.village = "atlantis";
  command.discovered_at = rules::Instant::parse("2025-09-21T08:59+08:00", {}).value();
  const auto reported_at = report_of(at.fixture, at.report).report.reported_at;
  CHECK(reported_at < rules::Instant::parse("2025-09-21T09:05+08:00", {}).value());
  CHECK(faults_of(correct(at.fixture, command, at.report)) ==
        Faults{"/village village_unknown", "/species unknown_code"});
  at.fixture.advance("2025-09-25");
  command = {};
  command.discovered_at = rules::Instant::parse("2025-09-24T08:00+08:00", {}).value();
  CHECK(faults_of(correct(at.fixture, command, at.report)) == Faults{"/discovered_at reported_before_discovered"});
}

TEST_CASE("A date of loss moves to another policy year only while no book knows a claim of the report") {
  Reported at;
  at.fixture.advance("2026-01-10");
  REQUIRE(at.fixture.run<std::string>("admin",
                                      [](Work& work) {
                                        return workflow::open_policy(work, {"PL", 2026});
                                      })
              .ok());
  domain::DamageReport report = boar_report();
  report.households = {household(10, "maize", "mature", "3.5"), household(11, "maize", "mature", "3.5")};
  const auto told = at.fixture.report(report);
  REQUIRE(told.ok());
  CorrectReport command;
  command.damage_to = day("2026-01-02");
  command.damage_from = day("2026-01-01");
  command.discovered_at = rules::Instant::parse("2026-01-02T08:00+08:00", {}).value();

  SECTION("before anything was taken on the claims go to the other year") {
    REQUIRE(correct(at.fixture, command, told->acted.report).ok());
    for (const auto& claim : told->acted.claims) CHECK(claim_of(at.fixture, claim.number).claim.policy_id == "PL-2026");
    accept(at.fixture, report_target(told->acted.report));
    CHECK_FALSE(policy_of(at.fixture, "PL-2026").reserve_outstanding.is_zero());
    CHECK(policy_of(at.fixture).reserve_outstanding.is_zero());
  }
  SECTION("a claim that was accepted and denied keeps the whole report in its year") {
    const std::string denied = told->acted.claims.front().number;
    accept(at.fixture, claim_target(denied));
    REQUIRE(at.fixture
                .run<Acted>("adjuster",
                            [&](Work& work) {
                              return workflow::deny(work, {claim_target(denied), {{"x", {"无", "none"}, "第一条"}}});
                            })
                .ok());
    CHECK(first_refusal(correct(at.fixture, command, told->acted.report)) == RefusalCode::wrong_state);
  }
  CHECK(books_in_order(at.fixture));
}

TEST_CASE("A survey cannot restate the date of loss, and its faults stand in the client's own order") {
  Reported at;
  accept(at.fixture, claim_target(at.claim));
  const std::string before = at.fixture.dump();
  const auto survey = [&](workflow::Survey command) {
    return at.fixture.run<Acted>("adjuster", [&](Work& work) { return workflow::survey(work, command); });
  };
  const rules::FactTexts good = {{"crop", "maize"}, {"stage", "mature"}, {"area", "5"}, {"loss_rate", "50%"}};
  workflow::Survey command{claim_target(at.claim),   "discovery", day("2025-09-21"), "wild_boar", "confirmed", "", {},
                           {{at.claim, {{1, good}}}}};
  workflow::Survey moved = command;
  moved.facts["damage_to"] = "2026-01-02";
  CHECK(faults_of(survey(moved)) == Faults{"/facts/damage_to has_its_own_place"});
  workflow::Survey disordered = command;
  rules::FactTexts bad = good;
  bad["loss_rate"] = "101%";
  bad.erase("stage");
  disordered.claims[0].items = {{7, good}, {1, bad}};
  CHECK(faults_of(survey(disordered)) ==
        Faults{"/items/0/item item_unknown", "/items/1/stage missing_fact", "/items/1/loss_rate out_of_range"});
  CHECK(at.fixture.dump() == before);
  REQUIRE(survey(command).ok());
  CorrectReport later;
  later.damage_from = day("2025-09-22");
  CHECK(faults_of(correct(at.fixture, later, at.report)).size() >= 2);
}

}  // namespace wildclaims::tests
