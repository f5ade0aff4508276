#include "tests/authoring/authored_files.h"

#include <filesystem>
#include <variant>

#include "rules/loader/file_text.h"
#include "tests/support/catch.h"
#include "tests/support/text_file.h"

namespace wildclaims::rules::test {

std::string text_of(const std::string& path_in_project) {
  auto text = read_text_file(std::filesystem::path(WILDCLAIMS_SOURCE_DIR) / path_in_project, kMostRulebookBytes);
  REQUIRE(std::holds_alternative<std::string>(text));
  return std::get<std::string>(std::move(text));
}

std::string changed(std::string text, std::string_view find, std::string_view replacement) {
  return tests::replaced(std::move(text), find, replacement);
}

DraftResult draft_of(const std::string& text) {
  DraftResult result = load_draft(text, "test.yaml");
  std::string said;
  for (const Diagnostic& diagnostic : result.loaded.diagnostics) said += to_string(diagnostic) + "\n";
  INFO(said);
  REQUIRE(result.loaded.rulebook);
  return result;
}

}  // namespace wildclaims::rules::test
