#include "claims/cli/rules_schema.h"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <variant>

#include "claims/cli/places.h"
#include "claims/cli/rules_files.h"
#include "rules/loader/file_text.h"

namespace wildclaims::cli {
namespace {

ExitCode print_schema(const Places& places) {
  const auto file = std::filesystem::path(places.config) / "rulebooks" / "rulebook.schema.json";
  const auto text = rules::read_text_file(file, rules::kMostRulebookBytes);
  if (const auto* diagnostic = std::get_if<rules::Diagnostic>(&text)) return refuse({*diagnostic});
  std::cout << std::get<std::string>(text);
  return ExitCode::in_order;
}

}  // namespace

void add_rules_schema(CLI::App& rules, Action& chosen) {
  CLI::App* command = rules.add_subcommand("schema", "Print the JSON Schema of rulebooks, for editors");
  auto places = std::make_shared<Places>(default_places());
  command->add_option("--config", places->config, "directory of programmes, divisions and rulebooks")
      ->capture_default_str();
  command->callback([places, &chosen] { chosen = [places] { return print_schema(*places); }; });
}

}  // namespace wildclaims::cli
