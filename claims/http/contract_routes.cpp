// The contract of the API, as the program was built with it.
#include <string>
#include <string_view>

#include "claims/http/call.h"
#include "claims/http/contract_text.h"
#include "claims/http/preconditions.h"
#include "claims/http/routes.h"

namespace wildclaims::http {

namespace {

std::string contract_text() {
  std::string text;
  for (const std::string_view part : kContractParts) text += part;
  return text;
}

// Another program may stand behind the same address tomorrow: asked for again each time, and sent when it has changed.
Reply contract(Call& call) {
  const std::string tag = "\"" + std::string(kContractSha256) + "\"";
  const bool same = has_already(call.request.head, tag);
  Response response = same ? success(Success::not_modified, {}, {})
                           : success(Success::ok, "application/yaml; charset=utf-8", contract_text());
  response.cacheable = true;
  response.headers.push_back({"Cache-Control", "public, no-cache"});
  response.headers.push_back({"ETag", tag});
  return response;
}

}  // namespace

std::vector<Route> contract_routes() {
  return {{.pattern = "/api/v1/openapi.yaml", .handler = contract, .says = "this API as OpenAPI 3.1"}};
}

}  // namespace wildclaims::http
