#include "tests/rules/rulebook_support.h"
#include "tests/support/catch.h"

using namespace wildclaims::rules;
using namespace wildclaims::rules::test;

namespace {

std::string table(const std::string& in, const std::string& rest) {
  return with(with(small_text("  - claim: out\n    label: {zh: 步, en: step}\n    is: sum(area * value_of(" + in +
                              ")) + (if kind_of == boar then 0.00 else 1.00)\n"),
                   "in: [crop]", "in: [" + in + "]"),
              "    rows:\n      - {crop: maize, value: 300.00}\n      - {crop: rice, value: 500.00}\n", rest);
}

// The sentences of one code.
std::vector<std::string> told(const std::string& text, const std::string& code) {
  std::vector<std::string> sentences;
  for (const Diagnostic& diagnostic : load_rulebook(text, "table.yaml").diagnostics) {
    INFO(to_string(diagnostic));
    if (diagnostic.code == code) sentences.push_back(diagnostic.sentence);
  }
  return sentences;
}

}  // namespace

TEST_CASE("Every gap is told with a witness") {
  const auto gaps = told(table("crop_of, kind_of", R"(    rows:
      - {crop_of: maize, kind_of: boar, value: 1.00}
      - {crop_of: rice, kind_of: swan, value: 2.00}
)"),
                         "table_gap");
  CHECK(gaps == std::vector<std::string>{"table value_of has no row for crop_of=maize, kind_of=swan",
                                         "table value_of has no row for crop_of=rice, kind_of=boar"});
}

TEST_CASE("Gaps and overlaps between ranges are told with a value that falls in") {
  const auto rows = [](const std::string& first, const std::string& second) {
    return table(
        "rate", "    rows:\n      - {rate: " + first + ", value: 1.00}\n      - {rate: " + second + ", value: 2.00}\n");
  };
  CHECK(told(rows("below 10%", "from 10%"), "table_gap").empty());
  CHECK(told(rows("up to 10%", "above 10%"), "table_gap").empty());
  CHECK(told(rows("to below 10%", "from 10% to 100%"), "table_gap").empty());
  CHECK(told(rows("below 10%", "above 10%"), "table_gap") ==
        std::vector<std::string>{"table value_of has no row for rate=10%"});
  CHECK(told(rows("below 10%", "from 10% to below 100%"), "table_gap") ==
        std::vector<std::string>{"table value_of has no row for rate=100%"});
  CHECK(told(rows("up to 10%", "from 10%"), "table_overlap") ==
        std::vector<std::string>{"table value_of: rows 1 (line 52) and 2 (line 53) both answer rate=10%"});
  CHECK(told(rows("up to 10.005%", "above 10.005%"), "table_gap").empty());
  CHECK(told(rows("from 20% to 10%", "any"), "empty_range").size() == 1);
  CHECK(told(rows("above 100%", "any"), "empty_range").size() == 1);
  CHECK(told(rows("10", "any"), "bad_cell").size() == 1);
  CHECK(told(rows("from 10% 20%", "any"), "bad_cell").size() == 1);
}

TEST_CASE("A range of dates ends where the next begins") {
  const std::string sound = table("on", R"(    rows:
      - {on: up to 2025-04-15, value: 1.00}
      - {on: from 2025-04-16 to 2025-05-20, value: 2.00}
      - {on: above 2025-05-20, value: 3.00}
)");
  const auto book = load_or_fail(sound);
  const auto out = [&](const std::string& day) {
    return determine_or_fail(*book, small_facts("on=" + day, {""})).entitlement.to_string();
  };
  CHECK(out("2025-04-15") == "1.00");
  CHECK(out("2025-04-16") == "2.00");
  CHECK(out("2025-05-20") == "2.00");
  CHECK(out("2025-05-21") == "3.00");
  CHECK(told(with(sound, "from 2025-04-16", "from 2025-04-18"), "table_gap") ==
        std::vector<std::string>{"table value_of has no row for on=2025-04-16"});
}

TEST_CASE("Lists, any value, first hit and otherwise answer as they read") {
  const auto first = load_or_fail(table("crop_of, rate", R"(    hit: first
    rows:
      - {crop_of: maize, rate: from 50%, value: 9.00}
      - {crop_of: [maize, rice], rate: [10%, from 20% to 30%], value: 5.00}
    otherwise: 1.00
)"));
  const auto out = [&](const std::string& item) {
    return determine_or_fail(*first, small_facts("", {item})).entitlement.to_string();
  };
  CHECK(out("crop_of=maize rate=50%") == "9.00");
  CHECK(out("crop_of=rice rate=50%") == "1.00");
  CHECK(out("crop_of=rice rate=10%") == "5.00");
  CHECK(out("crop_of=rice rate=10.01%") == "1.00");
  CHECK(out("crop_of=maize rate=25%") == "5.00");
}

TEST_CASE("Faults in cells are named") {
  CHECK(told(table("crop_of",
                   "    rows:\n      - {crop_of: [maize, maize], value: 1.00}\n      - {crop_of: rice, value: 1.00}\n"),
             "code_twice")
            .size() == 1);
  CHECK(told(table("seen", "    rows:\n      - {seen: any, value: 1.00}\n"), "bad_columns").size() == 1);
  const std::string computed =
      with(table("rate", "    rows:\n      - {rate: any, value: 1.00}\n"), "value_of(rate)", "value_of(rate * 2)");
  CHECK(told(computed, "table_argument_not_bounded").size() == 1);
}
