#include "claims/http/report_form.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "claims/http/claim_form.h"

namespace wildclaims::http {

Json report_line_form(const store::ReportRow& report, rules::UtcOffset offset) {
  return {{"report", report.number},
          {"version", report.version},
          {"event", report.event_id},
          {"policy", report.policy_id},
          {"programme", report.programme},
          {"species", report.species},
          {"damage_from", report.damage_from.to_string()},
          {"damage_to", report.damage_to.to_string()},
          {"discovered_at", report.discovered_at.to_string(offset)},
          {"reported_at", report.reported_at.to_string(offset)},
          {"village", report.village},
          {"place", report.place}};
}

Json report_form(const workflow::ReportView& view) {
  Json form = report_line_form(view.report, view.programme->offset);
  if (view.village != nullptr) form["village_label"] = words(view.village->label);
  form["told_by"] = view.report.told_by;
  form["facts"] = facts_form(view.report.facts);
  form["totals"] = {{"entitlement", view.entitlement.to_string()},
                    {"open_entitlement", view.open_entitlement.to_string()},
                    {"approved", view.approved.to_string()},
                    {"residual", view.residual.to_string()},
                    {"paid", view.paid.to_string()}};
  Json claims = Json::array();
  for (const workflow::ClaimLine& line : view.claims) claims.push_back(claim_line_form(line));
  form["claims"] = std::move(claims);
  return form;
}

}  // namespace wildclaims::http
