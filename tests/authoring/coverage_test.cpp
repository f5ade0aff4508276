#include "rules/authoring/coverage.h"

#include <algorithm>

#include "tests/authoring/authored_files.h"
#include "tests/support/catch.h"

using namespace wildclaims::rules;
using namespace wildclaims::rules::test;
using namespace wildclaims::rules::authoring;

namespace {

std::vector<std::string> lines_of(const std::string& text) {
  const DraftResult result = draft_of(text);
  std::vector<std::string> lines;
  for (const Untouched& each : untouched(*result.loaded.rulebook, result.draft)) {
    lines.push_back(std::to_string(each.at.line) + " " + each.where + ": " + each.what);
  }
  return lines;
}

// The examples from the first one of this name on, up to the next, are taken away.
std::string without(std::string text, const std::string& name) {
  const std::size_t begin = text.find("  - name: " + name);
  REQUIRE(begin != std::string::npos);
  const std::size_t next = text.find("  - name: ", begin + 1);
  const std::size_t end = next == std::string::npos ? text.find("\nnot_encoded:") + 1 : next;
  return text.erase(begin, end - begin);
}

using Lines = std::vector<std::string>;
const Lines kNone;

}  // namespace

TEST_CASE("The examples of the shipped rulebooks touch everything") {
  CHECK(lines_of(text_of("config/rulebooks/pinglu-2025.yaml")) == kNone);
  CHECK(lines_of(text_of("config/rulebooks/pinglu-2026.yaml")) == kNone);
}

TEST_CASE("A row, an otherwise and a denial that no example meets are listed with their lines") {
  const std::string germany = text_of("tests/programmes/germany.yaml");
  CHECK(lines_of(germany) == kNone);
  CHECK(lines_of(without(germany, "three equal owners, the odd cent to the first")) ==
        Lines{"58 tables.value_per_m2 row 2: no example meets this row",
              "59 tables.value_per_m2 row 3: no example meets this row"});
  CHECK(lines_of(without(germany, "\"DE-3: discovered on 1 June, reported on 9 June\"")) ==
        Lines{"62 deny.reported_late: no example meets it"});
  std::string open = changed(germany, "      - {crop: maize, value: 0.18}\n      - {crop: grassland, value: 0.09}\n",
                             "      - {crop: maize, value: 0.18}\n    otherwise: 0.09\n");
  CHECK(lines_of(without(open, "three equal owners, the odd cent to the first")) ==
        Lines{"58 tables.value_per_m2 row 2: no example meets this row",
              "59 tables.value_per_m2 otherwise: no example comes to otherwise"});
}

TEST_CASE("A condition that is never true and a limit that is never met are listed") {
  const std::string germany = text_of("tests/programmes/germany.yaml");
  std::string plain = germany;
  for (const char* name : {"\"DE-1: grown for seed, 20 % more\"", "both surcharges, each on 119.00",
                           "each surcharge is rounded by itself"}) {
    plain = without(plain, name);
  }
  CHECK(lines_of(plain) == Lines{"80 steps.seed_surcharge: in no example this condition holds"});

  const std::string wisconsin = text_of("tests/programmes/wisconsin.yaml");
  CHECK(lines_of(wisconsin) == kNone);
  CHECK(lines_of(without(wisconsin, "\"WI-1: 20,000 is worth 16,800 and meets the limit\"")) ==
        Lines{"54 steps.indemnity: no example goes beyond this limit"});
}
