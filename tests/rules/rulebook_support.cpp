#include "tests/rules/rulebook_support.h"

#include <chrono>
#include <cstdlib>
#include <iterator>
#include <sstream>

#include "tests/support/catch.h"
#include "tests/support/text_file.h"

namespace wildclaims::rules::test {
namespace {

void assign(FactTexts& texts, std::string_view given) {
  std::istringstream words{std::string(given)};
  std::string word;
  while (words >> word) {
    const std::size_t at = word.find('=');
    texts[word.substr(0, at)] = word.substr(at + 1);
  }
}

}  // namespace

std::string read_source_file(const std::string& path_in_project) {
  return tests::read_text(std::string(WILDCLAIMS_SOURCE_DIR) + "/" + path_in_project);
}

const std::string& shipped_text() {
  static const std::string text = read_source_file("config/rulebooks/pinglu-2025.yaml");
  return text;
}

std::shared_ptr<const Rulebook> shipped() { return load_or_fail(shipped_text()); }

std::string with(std::string text, std::string_view find, std::string_view replacement) {
  return tests::replaced(std::move(text), find, replacement);
}

std::shared_ptr<const Rulebook> load_or_fail(const std::string& text) {
  LoadResult result = load_rulebook(text, "test.yaml");
  for (const Diagnostic& diagnostic : result.diagnostics) UNSCOPED_INFO(to_string(diagnostic));
  REQUIRE(result.rulebook);
  return result.rulebook;
}

FactSheet small_facts(std::string_view claim, const std::vector<std::string>& items) {
  FactSheet sheet;
  assign(sheet.claim, "kind_of=boar on=2025-06-01 seen=2025-06-01T08:00 told=2025-06-01T09:00 near=false");
  assign(sheet.claim, claim);
  for (const std::string& item : items) {
    FactTexts& texts = sheet.items.emplace_back();
    assign(texts, "crop_of=maize area=1 rate=100% price=1.00 weight=0 cost=0.00 planted=0 n=1");
    assign(texts, item);
  }
  return sheet;
}

Facts read_or_fail(const Rulebook& rulebook, const FactSheet& sheet) {
  auto read = read_facts(rulebook, sheet, Completeness::complete);
  if (const auto* faults = std::get_if<Faults>(&read)) {
    for (const Fault& fault : *faults) UNSCOPED_INFO(fault.pointer << " " << fault.code << ": " << fault.say.en);
  }
  REQUIRE(std::holds_alternative<Facts>(read));
  return std::get<Facts>(std::move(read));
}

Determination determine_or_fail(const Rulebook& rulebook, const FactSheet& sheet) {
  auto outcome = determine(rulebook, read_or_fail(rulebook, sheet));
  if (const auto* fault = std::get_if<Fault>(&outcome)) UNSCOPED_INFO(fault->pointer << " " << fault->code);
  REQUIRE(std::holds_alternative<Determination>(outcome));
  return std::get<Determination>(std::move(outcome));
}

unsigned test_seed() {
  if (const char* given = std::getenv("WILDCLAIMS_SEED"))
    return static_cast<unsigned>(std::strtoul(given, nullptr, 10));
  return static_cast<unsigned>(std::chrono::steady_clock::now().time_since_epoch().count());
}

}  // namespace wildclaims::rules::test
