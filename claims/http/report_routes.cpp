// Damage reports: taken, corrected and read.
#include <memory>
#include <nlohmann/json.hpp>
#include <utility>

#include "claims/domain/claim_number.h"
#include "claims/http/acted_form.h"
#include "claims/http/call.h"
#include "claims/http/json_form.h"
#include "claims/http/keyed_write.h"
#include "claims/http/paging.h"
#include "claims/http/query.h"
#include "claims/http/report_codec.h"
#include "claims/http/report_form.h"
#include "claims/http/routes.h"

namespace wildclaims::http {

namespace {

using domain::Outcome;
using workflow::Answer;
using workflow::Reading;

// Of times written without one. An unknown programme is the command's to refuse.
rules::UtcOffset offset_of(const workflow::Office& office, const std::string& letters) {
  const domain::Programme* programme = office.find_programme(letters);
  return programme != nullptr ? programme->offset : office.programmes().front().offset;
}

std::string programme_named(const nlohmann::json& body) {
  const auto found = body.is_object() ? body.find("programme") : body.end();
  return found != body.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Reply take_report(Call& call) {
  rules::Faults faults;
  ObjectReader reader(*call.body, "", faults);
  auto told = std::make_shared<const workflow::ToldReport>(workflow::told(
      call.office, call.office.shelf(), read_damage_report(reader, offset_of(call.office, programme_named(*call.body))),
      call.office.now()));
  return keyed_write(call, std::move(faults), [told = std::move(told)](workflow::Work& work) -> Outcome<Answer> {
    auto reported = workflow::report_damage(work, *told);
    if (!reported) return std::move(reported).failure<Answer>();
    return report_taken(reported.value(), told->report);
  });
}

Reply correct_report(Call& call) {
  rules::Faults faults;
  ObjectReader reader(*call.body, "", faults);
  const std::string& number = call.path["report"];
  const auto parsed = domain::ReportNumber::parse(number);
  const rules::UtcOffset offset = offset_of(call.office, parsed ? parsed->letters().to_string() : std::string());
  const auto correction =
      read_report_correction(reader, {workflow::Target::Kind::report, number, call.version}, offset);
  return keyed_write(call, std::move(faults), [correction](workflow::Work& work) -> Outcome<Answer> {
    auto acted = workflow::correct_report(work, correction);
    if (!acted) return std::move(acted).failure<Answer>();
    return report_acted(acted.value());
  });
}

Reply one_report(Call& call) {
  return reading(call, [&](const Reading& reading) {
    return view_reply(workflow::view_report(reading, call.path["report"]),
                      [](const workflow::ReportView& view) { return ok(report_form(view), view.report.version); });
  });
}

Reply list_reports(Call& call) {
  QueryReader query(call.request.head.query);
  const Paging paging = read_paging(query);
  if (auto faults = query.finish(); !faults.empty()) return invalid_query(std::move(faults));
  return reading(call, [&](const Reading& reading) -> Reply {
    const workflow::ReportPage page = workflow::list_reports(reading, paging.cursor, paging.limit);
    Json reports = Json::array();
    for (const store::ReportRow& report : page.reports) {
      reports.push_back(report_line_form(report, offset_of(call.office, report.programme)));
    }
    return ok({{"reports", std::move(reports)}, {"next", next_cursor(page.next)}});
  });
}

}  // namespace

std::vector<Route> report_routes() {
  return {{.method = Method::post,
           .pattern = "/api/v1/damage-reports",
           .access = Access::only(domain::Role::clerk),
           .body = BodyKind::json,
           .write = WriteKind::keyed,
           .handler = take_report,
           .says = "take a report, with one claim for each household"},
          {.pattern = "/api/v1/damage-reports",
           .access = Access::staff(),
           .handler = list_reports,
           .says = "reports, newest first: limit, cursor"},
          {.pattern = "/api/v1/damage-reports/{report}",
           .access = Access::staff(),
           .handler = one_report,
           .says = "one report with its claims, with its version as ETag"},
          {.method = Method::post,
           .pattern = "/api/v1/damage-reports/{report}/correction",
           .access = Access::only(domain::Role::clerk),
           .body = BodyKind::json,
           .write = WriteKind::keyed,
           .version = VersionKind::required,
           .handler = correct_report,
           .says = "correct details as told"}};
}

}  // namespace wildclaims::http
