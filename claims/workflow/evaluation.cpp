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

}  // namespace

std::optional<Evaluation> evaluate(const rules::Rulebook& rulebook, const rules::FactSheet& sheet,
                                   const rules::RunningTotals& running) {
  const auto read = rules::read_facts(rulebook, sheet, rules::Completeness::complete);
  const auto* facts = std::get_if<rules::Facts>(&read);
  if (facts == nullptr) return std::nullopt;
  auto result = rules::determine(rulebook, *facts, running);
  if (const auto* fault = std::get_if<rules::Fault>(&result)) {
    throw std::runtime_error("rulebook " + rulebook.id() + " " + rulebook.version() + ": " + fault->code + " at " +
                             fault->pointer);
  }
  Evaluation evaluation;
  evaluation.determination = std::move(std::get<rules::Determination>(result));
  evaluation.receipt = rules::make_receipt(rulebook, *facts, running, evaluation.determination);
  evaluation.receipt_sha256 = rules::sha256(evaluation.receipt);
  return evaluation;
}

std::optional<ReceiptInput> read_receipt(const std::string& receipt) {
  try {
    const nlohmann::json json = nlohmann::json::parse(receipt);
    if (json.contains("judged")) return std::nullopt;
    ReceiptInput input;
    input.sheet.claim = texts_of(json.at("facts").at("claim"));
    for (const nlohmann::json& item : json.at("facts").at("items")) input.sheet.items.push_back(texts_of(item));
    const auto amount = rules::Money::parse(json.at("running").at("household_event").get<std::string>());
    input.running.household_event = amount.value();
    return input;
  } catch (const std::exception&) {
    throw store::StoreUnavailable("a stored receipt cannot be read: the file is damaged");
  }
}

}  // namespace wildclaims::workflow
