#include "claims/cli/rules_evaluate.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <variant>

#include "claims/cli/rules_evaluate_lines.h"
#include "claims/cli/rules_files.h"
#include "rules/determine.h"
#include "rules/loader/file_text.h"
#include "rules/loader/load.h"
#include "rules/loader/load_facts.h"
#include "rules/worksheet.h"

namespace wildclaims::cli {
namespace {

using nlohmann::ordered_json;

struct Request {
  std::string rulebook;
  std::string facts;
  std::string worksheet;  // "", "zh" or "en"
  bool lines = false;
};

ExitCode refuse_facts(const std::string& file, const rules::Faults& faults) {
  for (const rules::Fault& fault : faults) {
    std::cerr << file << ": " << fault.pointer << ": error[" << fault.code << "]: " << fault.say.en << "\n    "
              << fault.say.zh << '\n';
  }
  return ExitCode::not_in_order;
}

ordered_json bilingual(const rules::Bilingual& text) { return {{"zh", text.zh}, {"en", text.en}}; }

ordered_json findings(const std::vector<rules::Finding>& list) {
  ordered_json json = ordered_json::array();
  for (const rules::Finding& finding : list) {
    json.push_back(
        {{"code", finding.code},
         {"say", bilingual(finding.say)},
         {"source", {{"basis", to_string(finding.source.basis)}, {"cite", bilingual(finding.source.cite)}}}});
  }
  return json;
}

ordered_json to_json(const rules::Rulebook& book, const rules::Determination& determination) {
  ordered_json json;
  json["rulebook"] = {{"id", book.id()},
                      {"version", book.version()},
                      {"status", to_string(book.status())},
                      {"sha256", book.sha256().to_hex()}};
  json["engine"] = rules::kEngineVersion;
  json["loss_date"] = determination.loss_date.to_string();
  json["denied"] = determination.denied;
  json["denials"] = findings(determination.denials);
  json["flags"] = findings(determination.flags);
  json["amounts"] = ordered_json::array();
  for (const rules::StepAmount& amount : determination.amounts) {
    json["amounts"].push_back(
        {{"step", amount.step}, {"label", bilingual(amount.label)}, {"amount", amount.amount.to_string()}});
  }
  json["indemnity"] = determination.entitlement.to_string();
  if (!determination.stage.empty()) {
    json["stage"] = determination.stage;
    json["paid"] = determination.paid.to_string();
    json["balance"] = determination.balance.to_string();
  }
  json["fees"] = ordered_json::array();
  for (const rules::StepAmount& fee : determination.fees) {
    json["fees"].push_back({{"fee", fee.step}, {"label", bilingual(fee.label)}, {"amount", fee.amount.to_string()}});
  }
  json["funding"] = ordered_json::array();
  for (const rules::FundingPart& part : determination.funding) {
    json["funding"].push_back({{"funder", part.funder}, {"amount", part.amount.to_string()}});
  }
  return json;
}

ExitCode print_worksheets(const Request& request, const rules::Rulebook& book,
                          const std::vector<rules::Facts>& claims) {
  const rules::Language language = language_of(request.worksheet);
  const auto made = make_worksheets(book, claims);
  if (const auto* fault = std::get_if<rules::Fault>(&made)) return refuse_facts(request.facts, {*fault});
  const char* between = "";
  for (const rules::Worksheet& worksheet : std::get<std::vector<rules::Worksheet>>(made)) {
    std::cout << between << to_text(worksheet, language);
    between = "\n";
  }
  return ExitCode::in_order;
}

ExitCode evaluate(const Request& request) {
  const rules::LoadResult loaded = rules::load_rulebook_file(request.rulebook);
  if (!loaded.rulebook) return refuse(loaded.diagnostics);
  if (request.lines) {
    const auto language = request.worksheet.empty() ? std::nullopt : std::optional(language_of(request.worksheet));
    return evaluate_lines(loaded.rulebook, request.facts, language);
  }
  auto text = rules::read_text_file(request.facts, rules::kMostRulebookBytes);
  if (const auto* diagnostic = std::get_if<rules::Diagnostic>(&text)) return refuse({*diagnostic});
  const auto file = rules::load_facts(std::get<std::string>(text), request.facts);
  if (const auto* diagnostics = std::get_if<rules::Diagnostics>(&file)) return refuse(*diagnostics);
  const auto& given = std::get<rules::FactsFile>(file);
  std::vector<rules::Facts> claims;
  rules::Faults faults;
  for (std::size_t i = 0; i < given.claims.size(); ++i) {
    auto read = read_facts(*loaded.rulebook, given.claims[i], rules::Completeness::complete);
    if (auto* facts = std::get_if<rules::Facts>(&read)) claims.push_back(std::move(*facts));
    if (auto* wrong = std::get_if<rules::Faults>(&read)) {
      for (rules::Fault& fault : *wrong) {
        if (given.one_event) fault.pointer = "/claims/" + std::to_string(i) + fault.pointer;
        faults.push_back(std::move(fault));
      }
    }
  }
  if (!faults.empty()) return refuse_facts(request.facts, faults);

  if (!request.worksheet.empty()) return print_worksheets(request, *loaded.rulebook, claims);
  const auto outcome = determine_event(*loaded.rulebook, claims);
  if (const auto* fault = std::get_if<rules::Fault>(&outcome)) return refuse_facts(request.facts, {*fault});
  const auto& determinations = std::get<std::vector<rules::Determination>>(outcome);
  ordered_json json = ordered_json::array();
  for (const rules::Determination& each : determinations) json.push_back(to_json(*loaded.rulebook, each));
  std::cout << (given.one_event ? json : json.front()).dump(2) << '\n';
  return ExitCode::in_order;
}

}  // namespace

void add_rules_evaluate(CLI::App& rules, Action& chosen) {
  CLI::App* command = rules.add_subcommand("evaluate", "Compute what a rulebook owes for given facts");
  auto request = std::make_shared<Request>();
  command->add_option("RULEBOOK", request->rulebook, "rulebook file (YAML)")->required();
  command->add_option("FACTS", request->facts, "facts: {claim: {...}, items: [...], running: {...}} as YAML or JSON")
      ->required();
  command->add_option("--worksheet", request->worksheet, "print the worksheet instead, in zh or en")
      ->check(CLI::IsMember({"zh", "en"}));
  command->add_flag(
      "--jsonl", request->lines,
      "FACTS holds one claim as JSON in each line, or - reads standard input; one line of JSON out for each");
  command->callback([request, &chosen] { chosen = [request] { return evaluate(*request); }; });
}

}  // namespace wildclaims::cli
