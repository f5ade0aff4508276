#include "claims/store/facts_text.h"

#include <nlohmann/json.hpp>

#include "claims/store/failure.h"

namespace wildclaims::store {

std::string to_json_text(const rules::FactTexts& facts) { return nlohmann::json(facts).dump(); }

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
