#include "tests/property/engine_adapter.h"

#include <utility>
#include <variant>

#include "rules/determine.h"
#include "rules/loader/load.h"
#include "rules/receipt.h"

namespace wildclaims::property {
namespace {

std::string text_of(const Model& model, const Fact& fact, std::int64_t raw) {
  constexpr std::int64_t kDay = 86'400;
  switch (fact.type.kind) {
    case Kind::code:
      return model.code_types[fact.type.codes].codes[static_cast<std::size_t>(raw)];
    case Kind::boolean:
      return raw != 0 ? "true" : "false";
    case Kind::date:
      return day_text(raw);
    case Kind::datetime: {
      const std::int64_t day = raw >= 0 ? raw / kDay : (raw - kDay + 1) / kDay;
      const std::int64_t minutes = (raw - day * kDay) / 60;
      const std::string hour = decimal_text(100 + minutes / 60, 0).substr(1);
      return day_text(day) + "T" + hour + ":" + decimal_text(100 + minutes % 60, 0).substr(1);
    }
    case Kind::number:
    case Kind::month_day:
      break;
  }
  return decimal_text(raw, fact.decimals) + (fact.percent ? "%" : "");
}

rules::FactTexts texts_of(const Model& model, const std::vector<Fact>& facts, const std::vector<std::int64_t>& raws,
                          bool leave_out_defaults) {
  rules::FactTexts texts;
  for (std::size_t i = 0; i < facts.size(); ++i) {
    if (leave_out_defaults && facts[i].fallback == raws[i]) continue;
    texts.emplace(facts[i].name, text_of(model, facts[i], raws[i]));
  }
  return texts;
}

std::variant<std::pair<rules::Facts, rules::Determination>, std::string> determined(const rules::Rulebook& rulebook,
                                                                                    const Sheet& sheet) {
  auto read = rules::read_facts(rulebook, sheet, rules::Completeness::complete);
  if (const auto* faults = std::get_if<rules::Faults>(&read)) {
    return "reading: " + faults->front().pointer + " " + faults->front().code;
  }
  rules::Facts& facts = std::get<rules::Facts>(read);
  auto outcome = rules::determine(rulebook, facts);
  if (const auto* fault = std::get_if<rules::Fault>(&outcome)) return fault->code;
  return std::pair(std::move(facts), std::get<rules::Determination>(std::move(outcome)));
}

}  // namespace

Sheet to_texts(const Model& model, const ClaimFacts& facts) {
  const bool leave_out = facts.leaves_out_defaults;
  Sheet sheet;
  sheet.event = texts_of(model, model.event_facts, facts.event, leave_out);
  sheet.claim = texts_of(model, model.claim_facts, facts.claim, leave_out);
  for (std::size_t i = 0; i < facts.items.size(); ++i) {
    sheet.items.push_back(texts_of(model, model.item_facts, facts.items[i], leave_out));
  }
  for (std::size_t r = 0; r < model.running.size(); ++r) {
    const std::string& name = model.running[r].name;
    const auto set = [&](rules::FactTexts& texts, std::int64_t fen) {
      if (fen != 0 || !leave_out) texts.emplace(name, decimal_text(fen, 2));
    };
    if (model.running[r].per != Per::plot_year) {
      set(sheet.running, facts.running[r]);
      continue;
    }
    for (std::size_t i = 0; i < facts.items.size(); ++i) set(sheet.items[i], facts.item_running[i][r]);
  }
  for (std::size_t i = 0; i < model.adjustments.size(); ++i) {
    if (facts.adjustments[i] == 0) continue;
    sheet.adjustments.emplace(model.adjustments[i], rules::Adjustment{decimal_text(facts.adjustments[i], 2), "reason"});
  }
  return sheet;
}

std::string to_string(const Sheet& sheet) {
  const auto listed = [](const rules::FactTexts& texts) {
    std::string text;
    for (const auto& [name, value] : texts) {
      text += " ";
      text += name;
      text += "=";
      text += value;
    }
    return text + "\n";
  };
  std::string text = "event" + listed(sheet.event) + "claim" + listed(sheet.claim);
  for (const rules::FactTexts& item : sheet.items) text += "item" + listed(item);
  text += "running" + listed(sheet.running);
  for (const auto& [name, adjustment] : sheet.adjustments) text += name + "=" + adjustment.amount + "\n";
  return text;
}

Engine::Engine(const Model& model) : yaml_(to_yaml(model)) {
  rules::LoadResult result = rules::load_rulebook(yaml_, model.id + ".yaml");
  for (const rules::Diagnostic& diagnostic : result.diagnostics) {
    if (diagnostic.severity == rules::Severity::error) diagnostics_ += rules::to_string(diagnostic) + "\n";
  }
  rulebook_ = std::move(result.rulebook);
}

Answer Engine::determine(const Sheet& sheet) const {
  Answer answer;
  const auto outcome = determined(*rulebook_, sheet);
  if (const auto* fault = std::get_if<std::string>(&outcome)) {
    answer.fault = *fault;
    return answer;
  }
  const rules::Determination& determination = std::get<0>(outcome).second;
  for (const rules::Finding& denial : determination.denials) answer.denials.push_back(denial.code);
  for (const rules::Finding& flag : determination.flags) answer.flags.push_back(flag.code);
  for (const rules::StepAmount& step : determination.amounts) answer.steps.emplace_back(step.step, step.amount.fen());
  answer.entitlement = determination.entitlement.fen();
  for (const rules::StepAmount& fee : determination.fees) answer.fees.emplace_back(fee.step, fee.amount.fen());
  for (const rules::FundingPart& part : determination.funding)
    answer.parts.emplace_back(part.funder, part.amount.fen());
  return answer;
}

std::string Engine::receipt(const Sheet& sheet) const {
  const auto outcome = determined(*rulebook_, sheet);
  if (outcome.index() != 0) return {};
  const auto& [facts, determination] = std::get<0>(outcome);
  return rules::make_receipt(*rulebook_, facts, determination);
}

}  // namespace wildclaims::property
