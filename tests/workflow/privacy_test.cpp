// Identity, phone and account stand in one place, encrypted: nowhere else in the database, whatever was done.
#include <cctype>
#include <cstdio>
#include <string>
#include <vector>

#include "claims/workflow/correct_claim.h"
#include "claims/workflow/door.h"
#include "claims/workflow/pay.h"
#include "claims/workflow/send_back.h"
#include "claims/workflow/status_view.h"
#include "tests/support/catch.h"
#include "tests/workflow/office_fixture.h"
#include "tests/workflow/steps.h"

namespace wildclaims::tests {
namespace {

using workflow::Acted;
using workflow::Work;

// As SQLite quotes the bytes of a blob.
std::string hexadecimal(const std::string& text) {
  std::string hex;
  for (const char c : text) {
    char pair[3];
    std::snprintf(pair, sizeof pair, "%02X", static_cast<unsigned char>(c));
    hex += pair;
  }
  return hex;
}

void add_secrets(const domain::Household& household, std::vector<std::string>& secrets) {
  secrets.push_back(household.identity);
  secrets.push_back(household.phone);
  secrets.push_back(household.account);
}

}  // namespace

TEST_CASE("No identity, phone or account number stands in the database outside its ciphers") {
  OfficeFixture fixture;
  fixture.advance("2025-09-21");
  std::vector<std::string> secrets;
  domain::DamageReport report = boar_report();
  for (int i = 0; i < 3; ++i) {
    report.households.push_back(household(i, "maize", "mature", "5"));
    add_secrets(report.households.back(), secrets);
  }
  const std::string route = "POST /api/v1/damage-reports";
  const workflow::RequestKey key{route, "k", fixture.office().vault().request_hash(route, secrets[0])};
  std::string number;
  const auto written = workflow::write(fixture.office(), fixture.actor("clerk"), key,
                                       [&](Work& work) -> domain::Outcome<workflow::Answer> {
                                         auto reported = workflow::report_damage(work, report);
                                         if (!reported) return std::move(reported).failure<workflow::Answer>();
                                         number = reported->acted.report;
                                         return workflow::Answer{201, number, "\"1\"", false};
                                       });
  REQUIRE(std::get<domain::Outcome<workflow::Answer>>(written).ok());

  // What is refused or faulty leaves nothing, and says nothing.
  domain::DamageReport faulty = report;
  faulty.households.push_back(household(7, "maize", "mature", "0"));
  faulty.households.push_back(household(0, "maize", "mature", "0"));
  add_secrets(faulty.households[3], secrets);
  const auto faults = fixture.report(faulty);
  REQUIRE(faults.is_faulty());
  std::string told;
  for (const rules::Fault& fault : faults.faults()) told += fault.pointer + fault.say.zh + fault.say.en;

  const std::string claim = claims_of(fixture, number).front();
  workflow::CorrectClaim correction{claim_target(claim, claim_of(fixture, claim).claim.version),
                                    "核实",
                                    "王某",
                                    "13900005678",
                                    "62229999000011112222",
                                    "李某",
                                    {}};
  secrets.push_back("13900005678");
  secrets.push_back("62229999000011112222");
  REQUIRE(fixture.run<Acted>("clerk", [&](Work& work) { return workflow::correct_claim(work, correction); }).ok());
  const auto stale = fixture.run<Acted>("clerk", [&](Work& work) { return workflow::correct_claim(work, correction); });
  REQUIRE(stale.is_refused());
  for (const domain::Refused& refused : stale.refusals()) told += refused.subject + refused.detail.zh;
  // A number of the wrong kind in the path is not repeated.
  const auto unknown = fixture.run<Acted>("approver", [&](Work& work) {
    return workflow::send_back(work, {claim_target(secrets[0]), "照片不清"});
  });
  for (const domain::Refused& refused : unknown.refusals()) told += refused.subject + refused.detail.en;

  fixture.bring_to_notice(report_target(number), "60%");
  fixture.advance("2025-09-25");
  REQUIRE(approve_report(fixture, "approver", number).ok());
  REQUIRE(send(fixture, "cashier", report_target(number), "A").ok());
  REQUIRE(confirm(fixture, "cashier", report_target(number)).ok());
  CHECK(workflow::view_status(fixture.office(), claim, "5678"));

  const std::string dump = fixture.dump(OfficeFixture::Ciphers::left_out);
  for (const std::string& secret : secrets) {
    CAPTURE(secret);
    CHECK(dump.find(secret) == std::string::npos);
    CHECK(dump.find(hexadecimal(secret)) == std::string::npos);
    CHECK(told.find(secret) == std::string::npos);
  }
  // The test sees what it looks for: names are there as plain text, and masked numbers are.
  CHECK(dump.find("王某") != std::string::npos);
  CHECK(dump.find("130****0001") != std::string::npos);
  // The ciphers do not hold them either.
  const std::string whole = fixture.dump();
  for (const std::string& secret : secrets) CHECK(whole.find(hexadecimal(secret)) == std::string::npos);
}

}  // namespace wildclaims::tests
