#include "claims/cli/rules_test.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "claims/cli/rules_files.h"
#include "rules/authoring/coverage.h"
#include "rules/authoring/mutate.h"
#include "rules/authoring/mutation_sites.h"

namespace wildclaims::cli {
namespace {

struct Request {
  std::vector<std::string> files;
  bool coverage = false;
  bool mutate = false;
};

std::string place(const std::string& file, rules::Position at) {
  return file + ":" + std::to_string(at.line) + ":" + std::to_string(at.column) + ": ";
}

void print_coverage(const std::string& file, const rules::DraftResult& result) {
  const auto list = rules::authoring::untouched(*result.loaded.rulebook, result.draft);
  for (const auto& each : list) std::cout << place(file, each.at) << each.where << ": " << each.what << '\n';
  if (list.empty()) std::cout << file << ": the examples touch everything\n";
}

ExitCode print_mutations(const std::string& file, const rules::DraftResult& result) {
  const rules::authoring::MutationReport report = rules::authoring::mutate(result.draft, file);
  for (const auto& mutant : report.unnoticed) {
    std::cout << place(file, mutant.at) << mutant.where << ": no example notices " << mutant.change << '\n';
  }
  for (const auto& mutant : report.untested) {
    std::cout << place(file, mutant.at) << mutant.where << ": untested: " << mutant.change << ": " << mutant.why
              << '\n';
  }
  for (const auto& diagnostic : report.useless) std::cout << to_string(diagnostic) << '\n';
  std::cout << file << ": " << report.tried << " changes: " << report.failed << " noticed by an example, "
            << report.refused << " by the proofs, " << report.untested.size() << " untested with a reason, "
            << report.unnoticed.size() << " unnoticed\n";
  return report.unnoticed.empty() ? ExitCode::in_order : ExitCode::not_in_order;
}

ExitCode test_file(const std::string& file, const Request& request) {
  const auto loaded = load_or_refuse(file);
  if (const auto* code = std::get_if<ExitCode>(&loaded)) return *code;
  const auto& result = std::get<rules::DraftResult>(loaded);
  const std::size_t count = result.draft.examples.size();
  std::cout << file << ": " << count << (count == 1 ? " example holds\n" : " examples hold\n");
  if (request.coverage) print_coverage(file, result);
  return request.mutate ? print_mutations(file, result) : ExitCode::in_order;
}

ExitCode test(const Request& request) {
  ExitCode code = ExitCode::in_order;
  for (const std::string& file : request.files) code = std::max(code, test_file(file, request));
  if (request.mutate) {
    std::cout << "Not changed:\n";
    for (const rules::Bilingual& each : rules::authoring::left_alone()) std::cout << "  " << each.en << '\n';
  }
  return code;
}

}  // namespace

void add_rules_test(CLI::App& rules, Action& chosen) {
  CLI::App* command = rules.add_subcommand("test", "Run the examples of rulebooks, and tell what they miss");
  auto request = std::make_shared<Request>();
  command->add_option("FILE", request->files, "rulebook files (YAML)")->required();
  command->add_flag("--coverage", request->coverage, "list rows, conditions, bands and limits no example touches");
  command->add_flag("--mutate", request->mutate, "list changes of a number or a comparison that no example notices");
  command->callback([request, &chosen] { chosen = [request] { return test(*request); }; });
}

}  // namespace wildclaims::cli
