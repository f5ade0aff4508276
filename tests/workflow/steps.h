// What tests of the workflow do and look at again and again.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "claims/domain/outcome.h"
#include "claims/domain/refusal.h"
#include "claims/workflow/acted.h"
#include "claims/workflow/claim_view.h"
#include "claims/workflow/policy_view.h"
#include "claims/workflow/report_view.h"
#include "rules/fault.h"
#include "tests/workflow/office_fixture.h"

namespace wildclaims::tests {

// As the auditor sees them.
workflow::ClaimView claim_of(OfficeFixture& fixture, const std::string& number);
workflow::ReportView report_of(OfficeFixture& fixture, const std::string& number);
workflow::PolicyView policy_of(OfficeFixture& fixture, const std::string& id = "PL-2025");
// The claims of a report, in their order.
std::vector<std::string> claims_of(OfficeFixture& fixture, const std::string& report);

// Whether `ledger verify` finds nothing; what it finds is told beside a failing check.
bool books_in_order(OfficeFixture& fixture);

// Approves what the view shows at this moment.
domain::Outcome<workflow::Acted> approve_claim(OfficeFixture& fixture, const std::string& who,
                                               const std::string& number, bool truncate = false);
domain::Outcome<workflow::Acted> approve_report(OfficeFixture& fixture, const std::string& who,
                                                const std::string& number, bool truncate = false);
domain::Outcome<workflow::Acted> send(OfficeFixture& fixture, const std::string& who, const workflow::Target& target,
                                      const std::string& batch);
domain::Outcome<workflow::Acted> confirm(OfficeFixture& fixture, const std::string& who,
                                         const workflow::Target& target);

domain::RefusalCode first_refusal(const domain::Outcome<workflow::Acted>& outcome);
// "pointer code" of every fault, in order; empty for anything but faults.
template <class T>
std::vector<std::string> faults_of(const domain::Outcome<T>& outcome) {
  std::vector<std::string> texts;
  if (!outcome.is_faulty()) return texts;
  for (const rules::Fault& fault : outcome.faults()) texts.push_back(fault.pointer + " " + fault.code);
  return texts;
}

}  // namespace wildclaims::tests
