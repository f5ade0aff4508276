// The forms in which values appear in answers. Money, areas and rates are text; instants carry an offset.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "claims/http/message.h"
#include "rules/bilingual.h"
#include "rules/facts.h"
#include "rules/funding.h"

namespace wildclaims::http {

using Json = nlohmann::ordered_json;  // answers keep the order in which they are written

Json words(const rules::Bilingual& text);                         // {"zh","en"}
Json facts_form(const rules::FactTexts& facts);                   // {"crop":"maize","area":"3.5"}
Json funding_form(const std::vector<rules::FundingPart>& parts);  // [{"funder","amount"}]

// Null when there is none.
Json or_null(const std::string& text);

// As text. Bytes that are not UTF-8 are replaced.
std::string dump(const Json& json);

// 200 with the JSON as its body.
Response ok(const Json& json);
// The same with an ETag.
Response ok(const Json& json, std::int64_t version);

}  // namespace wildclaims::http
