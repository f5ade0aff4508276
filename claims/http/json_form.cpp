#include "claims/http/json_form.h"

#include <nlohmann/json.hpp>

#include "claims/http/preconditions.h"

namespace wildclaims::http {

Json words(const rules::Bilingual& text) { return {{"zh", text.zh}, {"en", text.en}}; }

Json facts_form(const rules::FactTexts& facts) {
  Json form = Json::object();
  for (const auto& [name, value] : facts) form[name] = value;
  return form;
}

Json funding_form(const std::vector<rules::FundingPart>& parts) {
  Json form = Json::array();
  for (const rules::FundingPart& part : parts) {
    form.push_back({{"funder", part.funder}, {"amount", part.amount.to_string()}});
  }
  return form;
}

Json or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

std::string dump(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

Response ok(const Json& json) { return success(Success::ok, kJsonType, dump(json)); }

Response ok(const Json& json, std::int64_t version) {
  Response response = ok(json);
  response.headers.push_back({"ETag", etag(version)});
  return response;
}

}  // namespace wildclaims::http
