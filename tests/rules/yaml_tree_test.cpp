// Rows of tables are taken out of a text before yaml-cpp reads it: whatever the text, that must change nothing.
#include "rules/loader/yaml_tree.h"

#include <random>
#include <string>
#include <vector>

#include "rules/loader/flow_rows.h"
#include "tests/rules/rulebook_support.h"
#include "tests/support/catch.h"
#include "tests/support/scale.h"

using namespace wildclaims::rules;
using namespace wildclaims::rules::test;
using yaml::Node;
using yaml::NodeKind;

namespace {

// The tree with the place and the manner of every scalar.
std::string drawn(const Node& node) {
  const std::string at = std::to_string(node.at.line) + ":" + std::to_string(node.at.column);
  std::string text;
  switch (node.kind) {
    case NodeKind::null:
      return "null@" + at;
    case NodeKind::scalar:
      return "'" + node.text + "'@" + at + (node.quoted ? "q" : "") + (node.one_line ? "" : "m");
    case NodeKind::list:
      for (const Node& each : node.list) text += drawn(each) + ",";
      return "[" + text + "]@" + at;
    case NodeKind::map:
      for (const auto& [key, value] : node.map) text += drawn(key) + "=" + drawn(value) + ",";
      return "{" + text + "}@" + at;
  }
  return {};
}

std::string told(const Node& tree, language::Reporter& reporter) {
  std::string text;
  for (const Diagnostic& diagnostic : reporter.take()) text += to_string(diagnostic) + "\n";
  return text.empty() ? drawn(tree) : text;
}

std::string read_in_parts(const std::string& text) {
  language::Reporter reporter("rows.yaml");
  const Node tree = yaml::parse(text, reporter);
  return told(tree, reporter);
}

std::string read_whole(const std::string& text) {
  language::Reporter reporter("rows.yaml");
  const Node tree = yaml::parse_whole(text, reporter);
  return told(tree, reporter);
}

// Lines of lists under keys, of which some part is odd: from none to most.
class TextMaker {
 public:
  explicit TextMaker(unsigned seed) : random_(seed) {}

  std::string text() {
    odd_percent_ = std::vector<unsigned>{0, 1, 5, 20, 60}[random_() % 5];
    indent_ = "  ";
    std::string made = "rows:\n";
    for (auto lines = 1 + random_() % 12; lines > 0; --lines) {
      if (random_() % 6 == 0) made += "k" + std::to_string(lines) + ":\n";
      made += (odd() ? odd_line() : indent_ + "- " + flow(0)) + "\n";
    }
    if (odd()) made.pop_back();
    return made;
  }

 private:
  bool odd() { return random_() % 100 < odd_percent_; }
  std::string one_of(const std::vector<const char*>& choices) { return choices[random_() % choices.size()]; }

  std::string scalar() {
    if (!odd()) {
      return one_of({"maize", "from 5 to below 10", "1.00", "-5", "60%", "CNY/mu", "07:30", "2025-09-12T07:30", "\"-\"",
                     "0", "true", "up to -3", "a b", "_"});
    }
    return one_of({"null",      "~",       "Null",   "NULL x", "a: b",     "a:b",    "5:a",  "x #y",  "#y",  "'q'",
                   "\"a\\nb\"", "\"a b\"", "\" a\"", "\"\"",   "",         "中",     "a  b", "- x",   "-",   "--",
                   "---",       ".5",      "...",    "&a x",   "*a",       "!t x",   "% x",  "a - b", "a -", "? a",
                   "|",         ">",       "@a",     "`a",     "\"a\": b", "\"a\"b", "a\tb", "{}",    "[]",  "a\"b"});
  }

  std::string flow(int depth) {
    const auto kind = depth == 0 ? random_() % 2 : depth > 4 ? 2 : random_() % 8;
    if (kind > 1) return scalar();
    std::string inside;
    for (int entry = 0, entries = 1 + static_cast<int>(random_() % 4); entry < entries; ++entry) {
      if (entry > 0) inside += odd() ? one_of({",", ",  ", " , ", ",,"}) : ", ";
      if (kind == 1) inside += (odd() ? scalar() : "c" + std::to_string(entry)) + (odd() ? ":" : ": ");
      inside += flow(depth + 1);
    }
    if (odd()) inside += one_of({",", " ", "#"});
    return (kind == 0 ? "[" : "{") + inside + (kind == 0 ? "]" : "}");
  }

  std::string odd_line() {
    if (random_() % 2 == 0) indent_ = std::string(random_() % 4, ' ');
    if (random_() % 2 == 0)
      return indent_ + one_of({"-  ", "- - ", "", "-", "- "}) + flow(0) + one_of({"", " ", " # c"});
    return indent_ +
           one_of({"rows:", "a:",  "b: |",     "c: >-", "d: \"",  "e: '",    "f: [", "g: {", "]",    "}",    "\"",
                   "'",     "",    "#",        "- 0",   "0",      "-",       "? a",  "?",    ": b",  "h: x", "---",
                   "...",   "- |", "i: words", "- 0\r", "- k: 1", "- words", "- &a", "- !t", "- - 0"});
  }

  std::mt19937 random_;
  unsigned odd_percent_ = 0;
  std::string indent_;
};

}  // namespace

TEST_CASE("A text with rows means the same whether they are read apart or by yaml-cpp") {
  const unsigned seed = test_seed();
  CAPTURE(seed);
  TextMaker maker(seed);
  int apart = 0;
  const int rounds = wildclaims::tests::scaled(5'000);
  for (int round = 0; round < rounds; ++round) {
    const std::string text = maker.text();
    INFO(text);
    const std::string whole = read_whole(text);
    REQUIRE(read_in_parts(text) == whole);
    apart += whole.find("error") == std::string::npos && !yaml::take_flow_rows(text).rows.empty() ? 1 : 0;
  }
  CHECK(apart > rounds / 5);  // else the texts are too strange to say anything
}

TEST_CASE("Rows as people write them are read apart") {
  const std::string text =
      "rows:\n"
      "  - [maize, from 5 to below 10, \"-\", 1.00]\n"
      "  - [[maize, rice], above -5, 60%, 2025-09-12T07:30]\n"
      "  - {crop: maize, area: below 5, value: 1.00}\n"
      "# a comment\n"
      "  - {crop: [maize, rice], area: up to 5, value: {rate: 1%, cap: 2.00}}\n";
  CHECK(yaml::take_flow_rows(text).rows.size() == 4);
  CHECK(yaml::take_flow_rows(text).rest == "rows:\n  - 0\n\n\n# a comment\n  - 0\n");
  CHECK(read_in_parts(text) == read_whole(text));
}
