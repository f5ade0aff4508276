#include "claims/cli/rules_files.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <utility>

namespace wildclaims::cli {

ExitCode refuse(const rules::Diagnostics& diagnostics) {
  ExitCode code = ExitCode::not_in_order;
  for (const rules::Diagnostic& diagnostic : diagnostics) {
    std::cerr << to_string(diagnostic) << '\n';
    if (diagnostic.code == "unreadable") code = ExitCode::usage;
  }
  return code;
}

std::variant<rules::DraftResult, ExitCode> load_or_refuse(const std::string& file) {
  rules::DraftResult result = rules::load_draft_file(file);
  if (!result.loaded.rulebook) return refuse(result.loaded.diagnostics);
  return result;
}

void add_language(CLI::App& command, std::string& language) {
  command.add_option("--lang", language, "zh or en")->check(CLI::IsMember({"zh", "en"}))->capture_default_str();
}

rules::Language language_of(const std::string& language) {
  return language == "en" ? rules::Language::en : rules::Language::zh;
}

}  // namespace wildclaims::cli
