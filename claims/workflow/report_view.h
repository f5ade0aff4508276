// A damage report as staff see it: the event as told, and its claims as lines.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "claims/domain/outcome.h"
#include "claims/store/damage_reports.h"
#include "claims/store/happenings.h"
#include "claims/workflow/claim_view.h"
#include "claims/workflow/work.h"
#include "rules/money.h"

namespace wildclaims::workflow {

struct ReportView {
  store::ReportRow report;
  const domain::Programme* programme = nullptr;
  const domain::Village* village = nullptr;  // null when the configuration no longer has it
  std::vector<ClaimLine> claims;             // in claim-number order
  rules::Money entitlement;                  // of the latest determinations, summed
  rules::Money open_entitlement;             // of those claims a whole-report action would cover
  rules::Money approved;
  rules::Money residual;
  rules::Money paid;
};

struct ReportPage {
  std::vector<store::ReportRow> reports;  // newest first
  std::int64_t next = 0;                  // hand in as `before` for the next page; 0 when this is the last
};

// Refused: report_unknown.
domain::Outcome<ReportView> view_report(const Reading& reading, const std::string& number);
ReportPage list_reports(const Reading& reading, std::int64_t before, int limit);

}  // namespace wildclaims::workflow
