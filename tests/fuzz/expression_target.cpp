// Any bytes as the expression of a step: diagnostics, or a rulebook that answers alike for one claim and for many
// together, whose parts sum, and that prints a worksheet whenever it answers.
#include <array>
#include <numeric>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "rules/determine.h"
#include "rules/evaluator.h"
#include "rules/loader/load.h"
#include "rules/worksheet.h"
#include "tests/fuzz/target.h"
#include "tests/rules/small_rulebook.h"

namespace {

using namespace wildclaims;

// As a YAML text in quotes; what YAML has no letter for is left to the loader to refuse.
std::string quoted(std::string_view expression) {
  std::string text = "\"";
  for (const char c : expression) {
    if (c == '"' || c == '\\') text += '\\';
    text += c == '\n' || c == '\r' ? ' ' : c;
  }
  return text + "\"";
}

// The first byte chooses the scope, the rest is the expression.
std::string steps(std::string_view input) {
  const bool item = !input.empty() && input.front() % 2 == 0;
  const std::string is = quoted(input.empty() ? input : input.substr(1));
  const std::string label = "\n    label: {zh: 步, en: step}\n    is: ";
  if (!item) return "  - claim: out" + label + is + "\n    round: half_up to 0.01\n";
  return "  - item: part" + label + is + "\n    round: half_up to 0.01\n  - claim: out" + label + "sum(item.part)\n";
}

std::vector<rules::Facts> some_facts(const rules::Rulebook& book) {
  const auto item = [](const char* crop, const char* area, const char* number) {
    return rules::FactTexts{{"crop_of", crop}, {"area", area},        {"rate", "62.5%"}, {"price", "999.99"},
                            {"weight", "3.5"}, {"cost", "123456.78"}, {"planted", "7"},  {"n", number}};
  };
  const auto sheet = [&](const char* kind, const char* near, std::vector<rules::FactTexts> items) {
    rules::FactSheet made;
    made.claim = {{"kind_of", kind},
                  {"on", "2025-02-28"},
                  {"seen", "2025-02-28T08:00"},
                  {"told", "2025-03-02T09:30"},
                  {"near", near}};
    made.items = std::move(items);
    return made;
  };
  const std::array sheets = {sheet("boar", "true", {item("maize", "3.5", "2")}),
                             sheet("swan", "false", {item("rice", "0", "0"), item("maize", "1000000000", "999999")}),
                             sheet("swan", "true", {item("rice", "0.0001", "1"), item("rice", "2", "3")})};
  std::vector<rules::Facts> facts;
  for (const rules::FactSheet& each : sheets) {
    auto read = rules::read_facts(book, each, rules::Completeness::complete);
    if (auto* read_facts = std::get_if<rules::Facts>(&read)) facts.push_back(std::move(*read_facts));
  }
  return facts;
}

void check_claim(const rules::Rulebook& book, const rules::Facts& facts, const rules::Answer& together) {
  const auto alone = rules::determine(book, facts);
  const auto* const found = std::get_if<rules::Determination>(&alone);
  fuzz::promise((found != nullptr) == together.computed, "one claim is computed as many together are");
  const auto worksheet = rules::make_worksheet(book, facts);
  fuzz::promise(std::holds_alternative<rules::Worksheet>(worksheet) == (found != nullptr),
                "a worksheet for every answer");
  if (found == nullptr) return;
  fuzz::promise(found->entitlement == together.entitlement, "one claim is owed what it is owed beside others");
  const std::int64_t sum = std::accumulate(together.parts.begin(), together.parts.end(), std::int64_t{0});
  fuzz::promise(sum == together.entitlement.fen(), "the parts sum to the whole");
  const std::string text = rules::to_text(std::get<rules::Worksheet>(worksheet), rules::Language::zh);
  fuzz::promise(!text.empty() && text.back() == '\n', "a worksheet is text");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string input(data, data + size);
  const rules::LoadResult loaded = rules::load_rulebook(rules::test::small_text(steps(input)), "input.yaml");
  fuzz::promise(rules::has_errors(loaded.diagnostics) == (loaded.rulebook == nullptr),
                "a rulebook exactly when there is no error");
  if (!loaded.rulebook) return 0;
  const std::vector<rules::Facts> facts = some_facts(*loaded.rulebook);
  fuzz::promise(facts.size() == 3, "the facts can be read");
  rules::Evaluator evaluator(loaded.rulebook);
  const auto answers = evaluator.evaluate(facts);
  for (std::size_t i = 0; i < facts.size(); ++i) check_claim(*loaded.rulebook, facts[i], answers[i]);
  return 0;
}
