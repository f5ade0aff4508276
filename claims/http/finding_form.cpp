#include "claims/http/finding_form.h"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "claims/http/limits.h"
#include "claims/http/problem.h"

namespace wildclaims::http {

namespace {

using http::or_null;
Json or_null(int number) { return number == 0 ? Json() : Json(number); }

std::string page_of(const std::string& code) {
  if (find_problem(code) != nullptr) return "/problems/" + code;
  return "config/rulebooks/diagnostics.md#" + code;
}

}  // namespace

Json finding_form(const workflow::RulebookFinding& finding) {
  const rules::Diagnostic& told = finding.told;
  // Where the files lie on this machine is nobody's business.
  return {{"severity", told.severity == rules::Severity::error ? "error" : "warning"},
          {"code", told.code},
          {"file", std::filesystem::path(told.file).filename().string()},
          {"line", or_null(told.at.line)},
          {"column", or_null(told.at.column)},
          {"zh", or_null(finding.zh)},
          {"en", told.sentence},
          {"help_en", or_null(told.help)},
          {"page", page_of(told.code)}};
}

void put_findings(Json& object, const char* key, const workflow::RulebookFindings& findings) {
  Json list = Json::array();
  for (const workflow::RulebookFinding& finding : findings) {
    if (list.size() == kDiagnosticsShown) break;
    list.push_back(finding_form(finding));
  }
  const std::size_t left_off = findings.size() - list.size();
  object[key] = std::move(list);
  if (left_off > 0) object[std::string(key) + "_left_off"] = left_off;
}

}  // namespace wildclaims::http
