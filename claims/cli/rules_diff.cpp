#include "claims/cli/rules_diff.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>
#include <variant>

#include "claims/cli/rules_files.h"
#include "rules/authoring/diff.h"

namespace wildclaims::cli {
namespace {

struct Request {
  std::string older;
  std::string newer;
  std::string language = "zh";
};

ExitCode compare(const Request& request) {
  const auto older = load_or_refuse(request.older);
  if (const auto* code = std::get_if<ExitCode>(&older)) return *code;
  const auto newer = load_or_refuse(request.newer);
  if (const auto* code = std::get_if<ExitCode>(&newer)) return *code;
  const auto& before = std::get<rules::DraftResult>(older);
  const auto& after = std::get<rules::DraftResult>(newer);
  std::cout << rules::authoring::diff({*before.loaded.rulebook, before.draft}, {*after.loaded.rulebook, after.draft},
                                      language_of(request.language));
  return ExitCode::in_order;
}

}  // namespace

void add_rules_diff(CLI::App& rules, Action& chosen) {
  CLI::App* command = rules.add_subcommand("diff", "What changed between two rulebooks, in words and in money");
  auto request = std::make_shared<Request>();
  command->add_option("OLD", request->older, "the older rulebook (YAML)")->required();
  command->add_option("NEW", request->newer, "the newer rulebook (YAML)")->required();
  add_language(*command, request->language);
  command->callback([request, &chosen] { chosen = [request] { return compare(*request); }; });
}

}  // namespace wildclaims::cli
