#include "claims/cli/rules_check.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "rules/loader/load.h"

namespace wildclaims::cli {
namespace {

ExitCode check(const std::vector<std::string>& files) {
  ExitCode code = ExitCode::in_order;
  for (const std::string& file : files) {
    const rules::LoadResult result = rules::load_rulebook_file(file);
    for (const rules::Diagnostic& diagnostic : result.diagnostics) std::cout << to_string(diagnostic) << '\n';
    if (result.rulebook) {
      const rules::Rulebook& book = *result.rulebook;
      std::cout << file << ": ok: " << book.id() << ' ' << book.version() << ", " << to_string(book.status())
                << ", in force " << book.in_force_from().to_string() << " to " << book.in_force_to().to_string()
                << '\n';
      continue;
    }
    const bool unreadable =
        std::any_of(result.diagnostics.begin(), result.diagnostics.end(),
                    [](const rules::Diagnostic& diagnostic) { return diagnostic.code == "unreadable"; });
    code = std::max(code, unreadable ? ExitCode::usage : ExitCode::not_in_order);
  }
  return code;
}

}  // namespace

void add_rules_check(CLI::App& rules, Action& chosen) {
  CLI::App* command = rules.add_subcommand("check", "Prove rulebooks: print every fault, or ok");
  auto files = std::make_shared<std::vector<std::string>>();
  command->add_option("FILE", *files, "rulebook files (YAML)")->required();
  command->callback([files, &chosen] { chosen = [files] { return check(*files); }; });
}

}  // namespace wildclaims::cli
