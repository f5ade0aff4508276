// A policy year that is settled at its end (prorate, priority), with claims approved in it.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "claims/workflow/settle_year.h"
#include "tests/support/catch.h"
#include "tests/workflow/office_fixture.h"
#include "tests/workflow/steps.h"

namespace wildclaims::tests {

inline const std::string kTruncate = "when_exhausted: truncate\n";
inline const OfficeFixture::Edits kProrate = {{kTruncate, "when_exhausted: prorate\n"}};
inline const OfficeFixture::Edits kPriority = {
    {kTruncate, "when_exhausted: priority\n    priority: {by: species, ties: prorate}\n"}};
inline const OfficeFixture::Edits kReserved = {
    {kTruncate,
     "when_exhausted: prorate\n    reserved: {share: 25%, for: species == wild_boar}\n"
     "    exempt: indemnity <= 500.00\n"}};

// A claim of one plot of ripe maize, all lost: 1,000.00 a mu.
struct Wanted {
  const char* species;
  std::string area;
};

class PendingYear {
 public:
  PendingYear(const std::string& limit, const OfficeFixture::Edits& edits) : fixture_(limit, edits) {
    fixture_.advance("2025-09-21");
  }

  OfficeFixture& fixture() { return fixture_; }

  std::string notice(const Wanted& wanted) {
    domain::DamageReport report = boar_report();
    report.species = wanted.species;
    report.households.push_back(household(households_++, "maize", "mature", wanted.area));
    const auto reported = fixture_.report(report);
    REQUIRE(reported.ok());
    std::string claim = reported->acted.claims.front().number;
    fixture_.bring_to_notice(claim_target(claim), "100%");
    return claim;
  }
  std::vector<std::string> approve(const std::vector<Wanted>& all) {
    std::vector<std::string> claims;
    for (const Wanted& wanted : all) claims.push_back(notice(wanted));
    fixture_.advance("2025-09-25");
    for (const std::string& claim : claims) REQUIRE(approve_claim(fixture_, "approver", claim).ok());
    return claims;
  }
  domain::Outcome<workflow::SettledYear> settle(const std::string& who = "approver2") {
    return fixture_.run<workflow::SettledYear>(who, [](workflow::Work& work) {
      return workflow::settle_year(work, {"PL-2025", "年度结算会议纪要1号", std::nullopt});
    });
  }
  domain::Outcome<workflow::Acted> act(
      const std::string& who, const std::function<domain::Outcome<workflow::Acted>(workflow::Work&)>& command) {
    return fixture_.run<workflow::Acted>(who, command);
  }

 private:
  OfficeFixture fixture_;
  int households_ = 0;
};

}  // namespace wildclaims::tests
