#include "claims/cli/rules_explain.h"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <variant>

#include "claims/cli/places.h"
#include "claims/cli/rules_files.h"
#include "rules/authoring/explain.h"
#include "rules/language/environment.h"
#include "rules/loader/file_text.h"

namespace wildclaims::cli {
namespace {

struct Request {
  std::string what;
  std::string language = "zh";
  Places places = default_places();
};

// The section "## code" up to the next one; empty when there is none.
std::string page_of(const std::string& pages, const std::string& code) {
  const std::string text = "\n" + pages;
  const std::string title = "\n## " + code + "\n";
  const std::size_t begin = text.find(title);
  if (begin == std::string::npos) return "";
  const std::size_t end = text.find("\n## ", begin + title.size() - 1);
  return text.substr(begin + 1, end == std::string::npos ? end : end - begin - 1);
}

ExitCode explain_code(const Request& request) {
  const auto file = std::filesystem::path(request.places.config) / "rulebooks" / "diagnostics.md";
  const auto text = rules::read_text_file(file, rules::kMostRulebookBytes);
  if (const auto* diagnostic = std::get_if<rules::Diagnostic>(&text)) return refuse({*diagnostic});
  const std::string page = page_of(std::get<std::string>(text), request.what);
  if (page.empty()) {
    std::cerr << request.what << ": neither a file nor a diagnostic code; codes stand in error[…], as table_gap\n";
    return ExitCode::usage;
  }
  std::cout << page;
  return ExitCode::in_order;
}

ExitCode explain(const Request& request) {
  // A code is a bare name; a file of such a name is still a file.
  std::error_code failed;
  const bool file = std::filesystem::exists(request.what, failed);
  if (!file && rules::language::is_name(request.what)) return explain_code(request);
  const auto loaded = load_or_refuse(request.what);
  if (const auto* code = std::get_if<ExitCode>(&loaded)) return *code;
  const auto& result = std::get<rules::DraftResult>(loaded);
  std::cout << rules::authoring::explain(*result.loaded.rulebook, result.draft, language_of(request.language));
  return ExitCode::in_order;
}

}  // namespace

void add_rules_explain(CLI::App& rules, Action& chosen) {
  CLI::App* command = rules.add_subcommand("explain", "A rulebook in words, or what a diagnostic code means");
  auto request = std::make_shared<Request>();
  command->add_option("FILE", request->what, "rulebook (YAML), or a code such as table_gap")->required();
  add_language(*command, request->language);
  command->add_option("--config", request->places.config, "directory of programmes, divisions and rulebooks")
      ->capture_default_str();
  command->callback([request, &chosen] { chosen = [request] { return explain(*request); }; });
}

}  // namespace wildclaims::cli
