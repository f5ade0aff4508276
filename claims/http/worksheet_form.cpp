#include "claims/http/worksheet_form.h"

#include <nlohmann/json.hpp>
#include <utility>

namespace wildclaims::http {

namespace {

Json findings_form(const std::vector<rules::Finding>& findings) {
  Json form = Json::array();
  for (const rules::Finding& finding : findings) {
    form.push_back({{"code", finding.code},
                    {"say", words(finding.say)},
                    {"basis", rules::to_string(finding.source.basis)},
                    {"source", words(rules::to_text(finding.source))}});
  }
  return form;
}

Json line_form(const rules::WorksheetLine& line) {
  Json form{{"kind", rules::to_string(line.kind)}};
  if (line.item > 0) form["item"] = line.item;
  form["step"] = line.step;
  form["label"] = words(line.label);
  form["calculation"] = words(line.calculation);
  form["result"] = words(line.result);
  form["because"] = words(line.because);
  return form;
}

}  // namespace

Json worksheet_form(const std::string& claim, const rules::Worksheet& worksheet) {
  Json items = Json::array();
  for (const rules::WorksheetItem& item : worksheet.items) items.push_back(words(item.facts));
  Json lines = Json::array();
  for (const rules::WorksheetLine& line : worksheet.lines) lines.push_back(line_form(line));
  Json form{{"claim", claim},
            {"rulebook", {{"id", worksheet.rulebook}, {"version", worksheet.version}}},
            {"title", words(worksheet.title)},
            {"status", rules::to_string(worksheet.status)},
            {"status_label", words(rules::to_label(worksheet.status))},
            {"loss_date", worksheet.loss_date.to_string()},
            {"facts", words(worksheet.claim_facts)}};
  form["items"] = std::move(items);
  form["denials"] = findings_form(worksheet.denials);
  form["flags"] = findings_form(worksheet.flags);
  form["lines"] = std::move(lines);
  form["entitlement"] = worksheet.entitlement.to_string();
  form["funding"] = funding_form(worksheet.funding);
  return form;
}

}  // namespace wildclaims::http
