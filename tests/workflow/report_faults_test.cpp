// What is wrong with a damage report is told all at once, where the client wrote it, and nothing is written.
#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "claims/workflow/report_damage.h"
#include "tests/support/catch.h"
#include "tests/workflow/office_fixture.h"
#include "tests/workflow/steps.h"

namespace wildclaims::tests {

using domain::DamageReport;
using Faults = std::vector<std::string>;

TEST_CASE("A report with faults is refused with every one of them, and the database is unchanged") {
  struct Row {
    const char* what;
    std::function<void(DamageReport&)> spoil;
    Faults wanted;
  };
  const std::string not_utf8 = "\xC3\x28";
  const Row rows[] = {
      {"an unknown crop",
       [](auto& r) { r.households[0].items[0].crop = "maise"; },
       {"/households/0/items/0/crop unknown_code"}},
      {"an unknown animal", [](auto& r) { r.species = "wolf"; }, {"/species unknown_code"}},
      {"a negative area and one with nine decimals",
       [](auto& r) {
         r.households[0].items[0].area = "-3";
         r.households[1].items[0].area = "3.123456789";
       },
       {"/households/0/items/0/area area_not_positive", "/households/1/items/0/area area_decimals"}},
      {"two households with one identity number",
       [](auto& r) { r.households[1].identity = " " + r.households[0].identity; },
       {"/households/1/identity duplicate_identity"}},
      {"a loss before the policy year",
       [](auto& r) {
         r.damage_from = day("2024-12-30");
         r.damage_to = day("2024-12-31");
         r.discovered_at = rules::Instant::parse("2024-12-31T08:00+08:00", {}).value();
       },
       {"/damage_to no_policy_for_date"}},
      {"damage since the last century",
       [](auto& r) { r.damage_from = day("1900-01-01"); },
       {"/damage_from too_long_ago"}},
      {"damage, discovery and report in the last century",
       [](auto& r) {
         r.damage_from = day("1900-01-01");
         r.discovered_at = rules::Instant::start_of(r.damage_from, rules::UtcOffset::parse("+08:00").value());
         r.reported_at = r.discovered_at;
       },
       {"/damage_from too_long_ago"}},
      {"a second date of loss among the further facts",
       [](auto& r) { r.facts["damage_to"] = "2026-01-05"; },
       {"/facts/damage_to has_its_own_place"}},
      {"a fact nobody asks", [](auto& r) { r.facts["weather"] = "rain"; }, {"/facts/weather unknown_fact"}},
      {"an event that is not there", [](auto& r) { r.event = 77; }, {"/event event_unknown"}},
      {"texts that are not UTF-8",
       [&](auto& r) {
         r.place = not_utf8;
         r.species = not_utf8;
         r.households[0].name = not_utf8;
         r.households[0].phone = not_utf8;
       },
       {"/species code_format", "/place not_utf8", "/households/0/name not_utf8", "/households/0/phone phone_format"}},
      {"no households", [](auto& r) { r.households.clear(); }, {"/households no_households"}},
      {"faults of many kinds at once",
       [](auto& r) {
         r.species = "wolf";
         r.village = "atlantis";
         r.damage_to = day("2026-02-01");
         r.households[1].identity = "140829190001010011";
         r.households[0].items[0].loss_rate = "0.6";
         r.event = 9;
       },
       {"/damage_to in_the_future", "/village village_unknown", "/households/0/items/0/loss_rate rate_format",
        "/households/1/identity identity_check", "/species unknown_code", "/event event_unknown"}},
  };
  OfficeFixture fixture;
  fixture.advance("2025-09-21");
  const std::string before = fixture.dump();
  for (const Row& row : rows) {
    CAPTURE(row.what);
    DamageReport report = boar_report();
    report.households = {household(0, "maize", "mature", "3.5"), household(1, "maize", "mature", "2")};
    row.spoil(report);
    CHECK(faults_of(fixture.report(report)) == row.wanted);
  }
  CHECK(fixture.dump() == before);
}

TEST_CASE("An identity number that is registered keeps its name and kind, and the fault does not tell which name") {
  OfficeFixture fixture;
  fixture.advance("2025-09-21");
  DamageReport report = boar_report();
  report.households = {household(0, "maize", "mature", "3.5")};
  REQUIRE(fixture.report(report).ok());
  report.households = {household(1, "maize", "mature", "1"), household(0, "maize", "mature", "1")};
  report.households[0].items[0].crop = "rice";
  report.households[1].name = "王某";
  const auto outcome = fixture.report(report);
  CHECK(faults_of(outcome) == Faults{"/households/0/items/0/crop unknown_code", "/households/1/name name_differs"});
  for (const rules::Fault& fault : outcome.faults()) CHECK(fault.say.zh.find("段某") == std::string::npos);
}

TEST_CASE("Reports of one claimant share his household, and reports of one event the event") {
  OfficeFixture fixture;
  fixture.advance("2025-09-21");
  DamageReport report = boar_report();
  report.households = {household(0, "maize", "mature", "3.5")};
  const auto first = fixture.report(report);
  REQUIRE(first.ok());
  report.event = first->event;
  const auto second = fixture.report(report);
  REQUIRE(second.ok());
  CHECK(second->event == first->event);
  report.event.reset();
  const auto third = fixture.report(report);
  REQUIRE(third.ok());
  CHECK(third->event != first->event);
  const std::string dump = fixture.dump();
  const std::string households = dump.substr(dump.find("\nhouseholds\n"));
  CHECK(households.substr(0, households.find("\nidempotency_answers")) == "\nhouseholds\n  1, 'PL', 'zhangcun-yaotou'");
}

TEST_CASE("Only a clerk reports, and only for a programme that is there") {
  OfficeFixture fixture;
  fixture.advance("2025-09-21");
  DamageReport report = boar_report();
  report.households = {household(0, "maize", "mature", "3.5")};
  const auto outsider = fixture.run<workflow::Reported>(
      "adjuster", [&](workflow::Work& work) { return workflow::report_damage(work, report); });
  REQUIRE(outsider.is_refused());
  CHECK(outsider.refusals().front().code == domain::RefusalCode::role_not_allowed);
  report.programme = std::string(300, '\xFF');
  const auto unknown = fixture.report(report);
  REQUIRE(unknown.is_refused());
  CHECK(unknown.refusals().front().code == domain::RefusalCode::programme_unknown);
  CHECK(unknown.refusals().front().subject.empty());
}

TEST_CASE("A report with a hundred thousand faults takes no longer than in proportion to one with ten thousand") {
  OfficeFixture fixture;
  fixture.advance("2025-09-21");
  const auto time_of = [&](int households) {
    DamageReport report = boar_report();
    for (int i = 0; i < households; ++i) {
      domain::Household each = household(i, "", "", "");
      each.items.resize(100, each.items.front());
      report.households.push_back(each);
    }
    const auto start = std::chrono::steady_clock::now();
    const auto outcome = fixture.report(report);
    const auto took = std::chrono::steady_clock::now() - start;
    CHECK(faults_of(outcome).size() >= static_cast<std::size_t>(households) * 200);
    return took;
  };
  const auto few = time_of(50);
  // Looking each fault up among the others would take a hundred times as long.
  CHECK(time_of(500) < 40 * few);
}

}  // namespace wildclaims::tests
