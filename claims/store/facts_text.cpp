#include "claims/store/facts_text.h"

#include <nlohmann/json.hpp>

#include "claims/domain/json_buffer.h"
#include "claims/store/failure.h"

namespace wildclaims::store {

std::string to_json_text(const rules::FactTexts& facts) {
  domain::JsonBuffer json;
  const char* separator = "{";
  for (const auto& [name, value] : facts) {
    json.raw(separator);
    json.quoted(name);
    json.raw(":");
    json.quoted(value);
    separator = ",";
  }
  json.raw(facts.empty() ? "{}" : "}");
  return std::string(json.text());
}

rules::FactTexts from_json_text(const std::string& text) {
  rules::FactTexts facts;
  const nlohmann::json object = nlohmann::json::parse(text, nullptr, false);
  if (!object.is_object()) throw StoredDamage("stored facts are not an object");
  for (const auto& [name, value] : object.items()) {
    if (!value.is_string()) throw StoredDamage("a stored fact is not text");
    facts.emplace(name, value.get<std::string>());
  }
  return facts;
}

}  // namespace wildclaims::store
