#include "claims/workflow/report_view.h"

#include <algorithm>
#include <utility>

#include "claims/domain/claim_number.h"
#include "claims/workflow/case_file.h"

namespace wildclaims::workflow {

domain::Outcome<ReportView> view_report(const Reading& reading, const std::string& number) {
  const auto parsed = domain::ReportNumber::parse(number);
  auto report = parsed ? store::find_report(reading.db, parsed->to_string()) : std::nullopt;
  const domain::Programme* programme = report ? reading.office.find_programme(report->programme) : nullptr;
  if (programme == nullptr || !reading.actor.works_in(programme->county_code)) {
    return domain::refuse(domain::RefusalCode::report_unknown, parsed ? parsed->to_string() : std::string());
  }
  ReportView view;
  view.programme = programme;
  view.village = programme->find_village(report->village);
  for (store::ClaimRow& claim : store::claims_of_report(reading.db, report->id)) {
    const bool open = is_open(claim.state);
    ClaimLine line = claim_line(reading, std::move(claim), *report);
    const rules::Money entitlement = line.money.entitlement.value_or(rules::Money());
    view.entitlement += entitlement;
    if (open) view.open_entitlement += entitlement;
    view.approved += line.money.approved;
    view.residual += line.money.residual;
    view.paid += line.money.paid;
    view.claims.push_back(std::move(line));
  }
  view.report = std::move(*report);
  return view;
}

ReportPage list_reports(const Reading& reading, std::int64_t before, int limit) {
  ReportPage page;
  const auto& programmes = reading.office.programmes();
  const auto programme = std::find_if(programmes.begin(), programmes.end(), [&](const domain::Programme& each) {
    return reading.actor.works_in(each.county_code);
  });
  if (programme == programmes.end()) return page;
  const int size = std::clamp(limit, 1, kMaxPage);
  page.reports = store::list_reports(reading.db, programme->letters.to_string(), before, size + 1);
  if (page.reports.size() > static_cast<std::size_t>(size)) {
    page.reports.pop_back();
    page.next = page.reports.back().id;
  }
  return page;
}

}  // namespace wildclaims::workflow
