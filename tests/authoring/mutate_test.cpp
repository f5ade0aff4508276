#include "rules/authoring/mutate.h"

#include <algorithm>
#include <filesystem>

#include "rules/authoring/mutation_sites.h"
#include "rules/authoring/number_text.h"
#include "tests/authoring/authored_files.h"
#include "tests/support/catch.h"

using namespace wildclaims::rules;
using namespace wildclaims::rules::test;
using namespace wildclaims::rules::authoring;

namespace {

const std::string kWisconsin = "tests/programmes/wisconsin.yaml";

std::vector<std::string> lines_of(const std::vector<Mutant>& mutants) {
  std::vector<std::string> lines;
  for (const Mutant& mutant : mutants) {
    lines.push_back(std::to_string(mutant.at.line) + " " + mutant.where + ": " + mutant.change);
  }
  return lines;
}

std::vector<std::string> changes_of(const std::string& text) {
  DraftResult result = draft_of(text);
  std::vector<std::string> lines;
  for (const MutationSite& site : mutation_sites(result.draft)) lines.push_back(site.where + ": " + site.change);
  return lines;
}

bool contains(const std::vector<std::string>& lines, const std::string& line) {
  return std::find(lines.begin(), lines.end(), line) != lines.end();
}

}  // namespace

TEST_CASE("A number moves by one unit of its last place") {
  struct Case {
    const char* text;
    const char* up;
    const char* down;
  };
  for (const Case& each : {Case{"1000.00", "1000.01", "999.99"}, Case{"60%", "61%", "59%"}, Case{"0", "1", "-1"},
                           Case{"0.00", "0.01", "-0.01"}, Case{"2.5%", "2.6%", "2.4%"}, Case{"-0.5", "-0.4", "-0.6"},
                           Case{"2025-12-31", "2026-01-01", "2025-12-30"}, Case{"02-28", "02-29", "02-27"}}) {
    CHECK(next_up(each.text) == each.up);
    CHECK(next_down(each.text) == each.down);
  }
  CHECK_FALSE(next_up("12-31"));
  CHECK_FALSE(next_down("01-01"));
  for (const char* text : {"maize", "", "true", "-", "1,000.00"}) CHECK_FALSE(next_up(text));
}

TEST_CASE("The shipped rulebooks have no change that goes unnoticed without a reason") {
  for (const char* file : {"config/rulebooks/pinglu-2025.yaml", "config/rulebooks/pinglu-2026.yaml"}) {
    const DraftResult result = draft_of(text_of(file));
    const MutationReport report = mutate(result.draft, file);
    const std::vector<std::string> none;
    CHECK(report.tried > 40);
    CHECK(report.tried == report.failed + report.refused + report.untested.size() + report.unnoticed.size());
    CHECK(lines_of(report.unnoticed) == none);
    CHECK(report.useless.empty());
  }
}

TEST_CASE("Comparisons and every kind of number are changed") {
  const auto lines = changes_of(text_of("config/rulebooks/pinglu-2025.yaml"));
  for (const char* line : {"tables.unit_value row 3: 1000.00 -> 1000.01", "tables.unit_value row 3: 1000.00 -> 999.99",
                           "flag.reported_late: 48 -> 49", "flag.reported_late: > -> >=", "steps.payable: < -> <=",
                           "steps.payable: 0.00 -> -0.01", "steps.loss round: 0.01 -> 0.02",
                           "steps.indemnity amount: 200000.00 -> 199999.99", "funding county: 60% -> 61%"}) {
    INFO(line);
    CHECK(contains(lines, line));
  }
  const auto bands = changes_of(text_of(kWisconsin));
  CHECK(contains(bands, "brackets.scale band 2: 5250.00 -> 5250.01"));
  CHECK(contains(bands, "brackets.scale band 3: 80% -> 79%"));
}

TEST_CASE("The words of a range change places, and a mutated range is still one") {
  // Of the programmes, so that every word of a cell is one an author wrote.
  std::size_t ranges = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::filesystem::path(WILDCLAIMS_SOURCE_DIR) / "tests/programmes")) {
    if (entry.path().extension() != ".yaml") continue;
    DraftResult result = load_draft_file(entry.path());
    for (const MutationSite& site : mutation_sites(result.draft)) {
      const bool of_words = site.change == "from -> above" || site.change == "above -> from" ||
                            site.change == "below -> up to" || site.change == "to below -> to" ||
                            site.change == "to -> to below" || site.change == "up to -> below";
      if (!of_words) continue;
      ++ranges;
      INFO(entry.path() << " " << site.where << " " << *site.text << " -> " << site.mutated);
      CHECK(*site.text != site.mutated);
      CHECK(site.mutated.find("below to") == std::string::npos);
      CHECK(site.mutated.find("up up") == std::string::npos);
    }
  }
  CHECK(ranges > 0);
}

TEST_CASE("What the examples cannot tell apart is unnoticed, at its place") {
  const std::string text = text_of(kWisconsin);
  // Without the two examples just above the second band, its end is free to move by a cent.
  std::string blind = text;
  for (const char* name : {"two cents into the third band", "three cents into the third band"}) {
    const std::size_t begin = blind.find(std::string("  - name: ") + name);
    REQUIRE(begin != std::string::npos);
    blind.erase(begin, blind.find("  - name:", begin + 1) - begin);
  }
  const auto before = lines_of(mutate(draft_of(text).draft, "test.yaml").unnoticed);
  const auto after = lines_of(mutate(draft_of(blind).draft, "test.yaml").unnoticed);
  for (const char* change : {"5250.00 -> 5250.01", "5250.00 -> 5249.99"}) {
    CHECK_FALSE(contains(before, std::string("41 brackets.scale band 2: ") + change));
    CHECK(contains(after, std::string("41 brackets.scale band 2: ") + change));
  }

  // An amount no example comes near.
  const std::string far = changed(text, "amount: 15000.00\n", "amount: 999000.00\n");
  const std::string harmless = changed(changed(far, "WI-1: 20,000 is worth 16,800 and meets the limit", "20,000"),
                                       "{indemnity: 15000.00, steps: {payable: 16800.00}}", "{indemnity: 16800.00}");
  const auto unnoticed = lines_of(mutate(draft_of(harmless).draft, "test.yaml").unnoticed);
  CHECK(contains(unnoticed, "58 steps.indemnity amount: 999000.00 -> 999000.01"));
  CHECK(contains(unnoticed, "58 steps.indemnity amount: 999000.00 -> 998999.99"));
}

TEST_CASE("untested names what no example can notice, and an entry that excuses nothing is reported") {
  std::string text = changed(text_of(kWisconsin), "amount: 15000.00\n", "amount: 999000.00\n");
  text = changed(text, "{indemnity: 15000.00, steps: {payable: 16800.00}}", "{indemnity: 16800.00}");
  const std::string list =
      "untested:\n"
      "  - {where: steps.indemnity amount, change: 999000.00 -> 999000.01, why: nobody comes near it}\n"
      "  - {where: steps.payable, why: nothing}\n\n";
  const DraftResult result = draft_of(changed(text, "not_encoded:\n", list + "not_encoded:\n"));
  const MutationReport report = mutate(result.draft, "test.yaml");
  CHECK(lines_of(report.untested) == std::vector<std::string>{"58 steps.indemnity amount: 999000.00 -> 999000.01"});
  REQUIRE(report.untested.size() == 1);
  CHECK(report.untested.front().why == "nobody comes near it");
  CHECK_FALSE(contains(lines_of(report.unnoticed), "58 steps.indemnity amount: 999000.00 -> 999000.01"));
  CHECK(contains(lines_of(report.unnoticed), "58 steps.indemnity amount: 999000.00 -> 998999.99"));
  REQUIRE(report.useless.size() == 1);
  CHECK(to_string(report.useless.front()).find("warning[untested_unused]: untested: 'steps.payable' names no change") !=
        std::string::npos);
}
