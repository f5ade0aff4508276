#include "claims/http/problem_document.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "claims/http/finding_form.h"
#include "claims/http/limits.h"

namespace wildclaims::http {

namespace {

using Json = nlohmann::ordered_json;

// Faults of the input, then what stands in the way of each subject.
Json faults_json(const Problem& problem) {
  Json listed = Json::array();
  for (const rules::Fault& fault : problem.faults) {
    if (listed.size() == kFaultsShown) return listed;
    listed.push_back({{"pointer", fault.pointer}, {"code", fault.code}, {"en", fault.say.en}, {"zh", fault.say.zh}});
  }
  for (const domain::Refused& refused : problem.refusals) {
    if (listed.size() == kFaultsShown) return listed;
    Json one{{"pointer", ""}, {"code", domain::code_of(refused.code)}};
    if (!refused.subject.empty()) one["subject"] = refused.subject;
    one["en"] = refused.detail.en;
    one["zh"] = refused.detail.zh;
    listed.push_back(std::move(one));
  }
  return listed;
}

}  // namespace

Response to_response(const Problem& problem, std::string_view request_id) {
  const ProblemKind& kind = *problem.kind;
  Json document{{"type", "/problems/" + kind.code}, {"title", kind.title.en},
                {"title_zh", kind.title.zh},        {"status", kind.status},
                {"detail", problem.detail.en},      {"detail_zh", problem.detail.zh},
                {"faults", faults_json(problem)}};
  const std::size_t found = problem.faults.size() + problem.refusals.size();
  if (found > kFaultsShown) document["faults_left_off"] = found - kFaultsShown;
  if (!problem.diagnostics.empty()) put_findings(document, "diagnostics", problem.diagnostics);
  if (!request_id.empty()) document["request_id"] = request_id;

  Response response;
  response.status = kind.status;
  response.content_type = kProblemType;
  // A fault's pointer may carry a client's own key: bytes that are not UTF-8 are replaced, never thrown over.
  response.body = document.dump(-1, ' ', false, Json::error_handler_t::replace);
  response.headers = problem.headers;
  response.close = problem.close;
  return response;
}

}  // namespace wildclaims::http
