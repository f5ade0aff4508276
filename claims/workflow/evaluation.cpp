#include "claims/workflow/evaluation.h"

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "claims/store/failure.h"
#include "rules/loader/sha256.h"
#include "rules/receipt.h"

namespace wildclaims::workflow {
namespace {

rules::FactTexts texts_of(const nlohmann::json& object) { return object.get<rules::FactTexts>(); }

rules::Adjustment adjustment_of(const nlohmann::json& object) {
  return {object.at("amount").get<std::string>(), object.at("reason").get<std::string>()};
}

}  // namespace

std::optional<Evaluation> evaluate(const rules::Rulebook& rulebook, const rules::FactSheet& sheet) {
  const auto read = rules::read_facts(rulebook, sheet, rules::Completeness::complete);
  const auto* facts = std::get_if<rules::Facts>(&read);
  if (facts == nullptr) return std::nullopt;
  auto result = rules::determine(rulebook, *facts);
  if (const auto* fault = std::get_if<rules::Fault>(&result)) {
    throw std::runtime_error("rulebook " + rulebook.id() + " " + rulebook.version() + ": " + fault->code + " at " +
                             fault->pointer);
  }
  Evaluation evaluation;
  evaluation.determination = std::move(std::get<rules::Determination>(result));
  evaluation.receipt = rules::make_receipt(rulebook, *facts, evaluation.determination);
  evaluation.receipt_sha256 = rules::sha256(evaluation.receipt);
  return evaluation;
}

std::optional<rules::FactSheet> read_receipt(const std::string& receipt) {
  try {
    const nlohmann::json json = nlohmann::json::parse(receipt);
    if (json.contains("judged")) return std::nullopt;
    const nlohmann::json& facts = json.at("facts");
    rules::FactSheet sheet;
    sheet.claim = texts_of(facts.at("claim"));
    for (const nlohmann::json& item : facts.at("items")) sheet.items.push_back(texts_of(item));
    if (facts.contains("event")) sheet.event = texts_of(facts.at("event"));
    sheet.running = texts_of(json.at("running"));
    const nlohmann::json none = nlohmann::json::object();
    const nlohmann::json adjustments = json.value("adjustments", none);
    for (const auto& [name, adjustment] : adjustments.items())
      sheet.adjustments.emplace(name, adjustment_of(adjustment));
    if (json.contains("override")) sheet.result_override = adjustment_of(json.at("override"));
    sheet.stage = json.value("stage", "");
    sheet.paid = json.value("paid", "");
    return sheet;
  } catch (const std::exception&) {
    throw store::StoredDamage("a stored receipt cannot be read");
  }
}

}  // namespace wildclaims::workflow
