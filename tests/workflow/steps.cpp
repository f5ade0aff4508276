#include "tests/workflow/steps.h"

#include "claims/workflow/approve.h"
#include "claims/workflow/pay.h"
#include "claims/workflow/verify_books.h"
#include "tests/support/catch.h"

namespace wildclaims::tests {

using workflow::Acted;
using workflow::Work;

workflow::ClaimView claim_of(OfficeFixture& fixture, const std::string& number) {
  const auto reading = fixture.office().readers().read();
  return workflow::view_claim(fixture.reading(*reading, "auditor"), number).value();
}

workflow::ReportView report_of(OfficeFixture& fixture, const std::string& number) {
  const auto reading = fixture.office().readers().read();
  return workflow::view_report(fixture.reading(*reading, "auditor"), number).value();
}

workflow::PolicyView policy_of(OfficeFixture& fixture, const std::string& id) {
  const auto reading = fixture.office().readers().read();
  return workflow::view_policy(fixture.reading(*reading, "auditor"), id).value();
}

std::vector<std::string> claims_of(OfficeFixture& fixture, const std::string& report) {
  std::vector<std::string> numbers;
  for (const workflow::ClaimLine& line : report_of(fixture, report).claims) numbers.push_back(line.claim.number);
  return numbers;
}

bool books_in_order(OfficeFixture& fixture) {
  const auto reading = fixture.office().readers().read();
  const auto report = workflow::verify_books(*reading, {.recompute = true, .ask_sql = true, .heads = {}});
  for (const auto& finding : report.findings)
    UNSCOPED_INFO(finding.invariant << " " << finding.subject << " " << finding.sentence.en);
  return report.in_order();
}

domain::Outcome<Acted> approve_claim(OfficeFixture& fixture, const std::string& who, const std::string& number,
                                     bool truncate) {
  const workflow::ClaimView view = claim_of(fixture, number);
  return fixture.run<Acted>(who, [&](Work& work) {
    return workflow::approve(work, {claim_target(number, view.claim.version), view.determinations.back().id,
                                    *view.money.entitlement, truncate});
  });
}

domain::Outcome<Acted> approve_report(OfficeFixture& fixture, const std::string& who, const std::string& number,
                                      bool truncate) {
  const workflow::ReportView view = report_of(fixture, number);
  return fixture.run<Acted>(who, [&](Work& work) {
    return workflow::approve(
        work, {report_target(number, view.report.version), std::nullopt, view.open_entitlement, truncate});
  });
}

domain::Outcome<Acted> send(OfficeFixture& fixture, const std::string& who, const workflow::Target& target,
                            const std::string& batch) {
  return fixture.run<Acted>(who, [&](Work& work) { return workflow::send_payment(work, {target, batch}); });
}

domain::Outcome<Acted> confirm(OfficeFixture& fixture, const std::string& who, const workflow::Target& target) {
  return fixture.run<Acted>(who, [&](Work& work) { return workflow::confirm_payment(work, {target, "REF"}); });
}

domain::RefusalCode first_refusal(const domain::Outcome<Acted>& outcome) {
  REQUIRE(outcome.is_refused());
  return outcome.refusals().front().code;
}

}  // namespace wildclaims::tests
