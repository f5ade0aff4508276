// Whatever bytes come in, the loader answers with diagnostics: it never crashes, hangs or throws.
#include <algorithm>
#include <random>

#include "rules/loader/load_facts.h"
#include "tests/rules/rulebook_support.h"
#include "tests/support/catch.h"
#include "tests/support/scale.h"

using namespace wildclaims::rules;
using namespace wildclaims::rules::test;

namespace {

std::string repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

std::string first_code(const std::string& text) {
  const LoadResult result = load_rulebook(text, "strange.yaml");
  CHECK_FALSE(result.rulebook);
  REQUIRE_FALSE(result.diagnostics.empty());
  CHECK(has_errors(result.diagnostics));
  return result.diagnostics.front().code;
}

std::string with_step(const std::string& is) {
  return small_text("  - claim: out\n    label: {zh: 步, en: step}\n    is: " + is + "\n");
}

}  // namespace

TEST_CASE("Strange files are refused by name") {
  CHECK(first_code("") == "wrong_shape");
  CHECK(first_code("# only a comment\n") == "wrong_shape");
  CHECK(first_code("just words") == "wrong_shape");
  CHECK(first_code("[]") == "wrong_shape");
  CHECK(first_code("{}") == "missing_key");
  CHECK(first_code("\xEF\xBB\xBFrulebook: x") == "byte_order_mark");
  CHECK(first_code("rulebook: \xB5\xA5") == "invalid_utf8");
  CHECK(first_code(std::string("a\0b", 3)) == "control_character");
  CHECK(first_code(std::string("\xFF\xFEr\0u\0", 6)) == "invalid_utf8");
  CHECK(first_code(std::string(kMostRulebookBytes + 1, ' ')) == "file_too_large");
  CHECK(first_code("a: " + repeated("[", 10'000)) == "too_deep");
  CHECK(first_code("a: " + repeated("{b: ", 10'000)) == "too_deep");
  CHECK(first_code(repeated("- ", 10'000) + "x") == "too_deep");
  CHECK(first_code("a: [" + repeated("1,", 600'000) + "]") == "line_too_long");
  CHECK(first_code(repeated("- [1, 1, 1, 1]\n", 500'001)) == "too_many_nodes");
  CHECK(first_code("a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n") == "anchor_refused");
  CHECK(first_code("a: \"unclosed") == "yaml_syntax");
  CHECK(first_code("\tb: c") == "yaml_syntax");
}

TEST_CASE("Strange expressions are refused by name") {
  CHECK(first_code(with_step(repeated("(", 200) + "1.00" + repeated(")", 200))) == "expression_too_deep");
  CHECK(first_code(with_step("1.00" + repeated(" + 1.00", 200))) == "expression_too_deep");
  CHECK(first_code(with_step("1.00" + repeated("                                        ", 200) + "+ 1.00")) ==
        "expression_too_long");
  CHECK(first_code(with_step("not " + repeated("not ", 100) + "near")) == "expression_too_deep");
  CHECK(first_code(with_step("\"" + repeated("-", 500) + "1\"")) == "expression_too_deep");
  CHECK(first_code(with_step("\"\\u4e2d\"")) == "expression_syntax");
  CHECK(first_code(with_step("then")) == "expression_syntax");
  CHECK(first_code(with_step("sum(")) == "expression_syntax");
  CHECK(first_code(with_step("1.2.3")) == "number_too_long");
}

TEST_CASE("An empty text where a value belongs is called empty") {
  const LoadResult result = load_rulebook(with_step("\"\""), "empty.yaml");
  REQUIRE(result.diagnostics.size() == 1);
  CHECK(result.diagnostics.front().sentence == "is: must be a single value, and this is empty");
}

TEST_CASE("The shipped rulebook cut off at any byte gives diagnostics") {
  const std::string& text = shipped_text();
  const auto stride = static_cast<std::size_t>(16 / wildclaims::tests::scaled(16));  // every byte at full scale
  for (std::size_t length = 0; length < text.size() - 1; length += stride) {
    const LoadResult result = load_rulebook(text.substr(0, length), "cut.yaml");
    // Examples and not_encoded come last: a cut inside them may leave a whole rulebook.
    if (!result.rulebook) REQUIRE(has_errors(result.diagnostics));
  }
}

TEST_CASE("The shipped rulebook with bytes changed gives a rulebook or diagnostics") {
  const unsigned seed = test_seed();
  CAPTURE(seed);
  std::mt19937 random(seed);
  const std::string& text = shipped_text();
  const std::string palette = ":-{}[]&*!|>'\"%@`#,?\n\t 0123456789.abcxyz()<>=+/\xC3\xFF";
  for (int round = 0; round < wildclaims::tests::scaled(1500); ++round) {
    std::string changed = text;
    for (auto edits = 1 + random() % 4; edits > 0; --edits) {
      const std::size_t at = random() % changed.size();
      switch (random() % 3) {
        case 0:
          changed[at] = palette[random() % palette.size()];
          break;
        case 1:
          changed.erase(at, 1 + random() % 20);
          break;
        default:
          changed.insert(at, changed.substr(random() % changed.size(), random() % 30));
          break;
      }
    }
    const LoadResult result = load_rulebook(changed, "changed.yaml");
    REQUIRE((result.rulebook != nullptr) != has_errors(result.diagnostics));
    for (const Diagnostic& diagnostic : result.diagnostics) REQUIRE_FALSE(diagnostic.code.empty());
  }
}

TEST_CASE("Random bytes and random YAML give diagnostics") {
  const unsigned seed = test_seed();
  CAPTURE(seed);
  std::mt19937 random(seed);
  const std::string palette = ":-{}[]&*!|>'\"%,?\n\n  ab";
  for (int round = 0; round < wildclaims::tests::scaled(3000); ++round) {
    std::string text;
    for (auto length = random() % 200; length > 0; --length) {
      text += round % 2 == 0 ? static_cast<char>(random() % 256) : palette[random() % palette.size()];
    }
    REQUIRE(has_errors(load_rulebook(text, "random.yaml").diagnostics));
    (void)load_facts(text, "random.yaml");
  }
}

TEST_CASE("A file of facts is YAML or JSON, and its faults are told with their place") {
  const auto good = load_facts(
      R"({"claim":{"species":"other"},"items":[{"area":"3.5"},{"area":2}],"running":{"approved":"10.00"},)"
      R"("adjustments":{"disallowed":{"amount":"1.50","reason":"straw"}},"override":{"amount":-2,"reason":"court"},)"
      R"("event":{"storm":true},"stage":"final","paid":"5.00"})",
      "f.json");
  REQUIRE(std::holds_alternative<FactsFile>(good));
  const FactsFile& file = std::get<FactsFile>(good);
  CHECK_FALSE(file.one_event);
  REQUIRE(file.claims.size() == 1);
  const FactSheet& sheet = file.claims.front();
  CHECK(sheet.claim.at("species") == "other");
  CHECK(sheet.items.at(1).at("area") == "2");
  CHECK(sheet.running.at("approved") == "10.00");
  CHECK(sheet.adjustments.at("disallowed") == Adjustment{"1.50", "straw"});
  CHECK(sheet.result_override == Adjustment{"-2", "court"});
  CHECK(sheet.event.at("storm") + " " + sheet.stage + " " + sheet.paid == "true final 5.00");
  const auto bad = load_facts("claim: {a: [1]}\nitems: {}\noverride: {amount: 1}\nextra: 1\n", "f.yaml");
  REQUIRE(std::holds_alternative<Diagnostics>(bad));
  CHECK(std::get<Diagnostics>(bad).size() == 4);
  CHECK(to_string(std::get<Diagnostics>(bad)[0]).rfind("f.yaml:1:", 0) == 0);
}

TEST_CASE("A file of facts may hold the claims of one event, which share its facts and running totals") {
  const std::string text =
      "event: {storm: true}\nrunning: {in_event: 120.00}\nclaims:\n"
      "  - {claim: {species: other}, items: [{area: 1}], running: {of_household: 5.00}}\n"
      "  - {claim: {species: boar}, items: [{area: 2}, {area: 3}], stage: advance}\n";
  const auto good = load_facts(text, "f.yaml");
  REQUIRE(std::holds_alternative<FactsFile>(good));
  const FactsFile& file = std::get<FactsFile>(good);
  CHECK(file.one_event);
  REQUIRE(file.claims.size() == 2);
  for (const FactSheet& sheet : file.claims) {
    CHECK(sheet.event.at("storm") == "true");
    CHECK(sheet.running.at("in_event") == "120.00");
  }
  CHECK(file.claims[0].running.at("of_household") == "5.00");
  CHECK(file.claims[1].running.count("of_household") == 0);
  CHECK(file.claims[1].items.size() == 2);
  CHECK(file.claims[1].stage == "advance");
  // A running total twice, and claim: beside claims:.
  const auto bad = load_facts(with(text, "of_household", "in_event") + "claim: {}\n", "f.yaml");
  REQUIRE(std::holds_alternative<Diagnostics>(bad));
  REQUIRE(std::get<Diagnostics>(bad).size() == 2);
  CHECK(std::get<Diagnostics>(bad)[0].code == "duplicate_key");
  CHECK(std::get<Diagnostics>(bad)[1].code == "unknown_key");
}

TEST_CASE("Large files of one sort are refused in reasonable time") {
  std::string keys;
  for (int i = 0; i < 100'000; ++i) keys += "k" + std::to_string(i) + ": 1\n";
  CHECK(first_code(keys) == "missing_key");
  std::string steps;
  for (int i = 0; i < 20'000; ++i)
    steps += "  - {claim: s" + std::to_string(i) + ", label: {zh: a, en: a}, is: 1.00}\n";
  const std::string many = with(small_text("  - claim: out\n    label: {zh: 步, en: step}\n    is: 1.00 CNY\n"),
                                "steps:\n", "steps:\n" + steps);
  const LoadResult result = load_rulebook(many, "many.yaml");
  REQUIRE_FALSE(result.rulebook);
  CHECK(result.diagnostics.front().code == "rulebook_too_large");
}

TEST_CASE("Many dear tables, and examples of very many items, are refused in reasonable time") {
  // Each row overlaps most others in every column: more combinations than can be looked at.
  std::string facts;
  std::string columns;
  for (int i = 0; i < 12; ++i) {
    const std::string name = "c" + std::to_string(i);
    facts += "    " + name + ": {type: number, decimals: 2, default: 0, label: {zh: 数, en: number}}\n";
    columns += (i == 0 ? "" : ", ") + name;
  }
  std::mt19937 random(7);
  std::string tables;
  for (int t = 0; t < 100; ++t) {
    tables += "  dear_" + std::to_string(t) + ":\n    label: {zh: 表, en: table}\n    source: assumed\n";
    tables += "    hit: collect sum\n    in: [" + columns + "]\n    out: money\n    rows:\n";
    for (int r = 0; r < 30; ++r) {
      tables += "      - [";
      for (int i = 0; i < 12; ++i) {
        const unsigned from = static_cast<unsigned>(random() % 400);
        tables += "from " + std::to_string(from) + " to " + std::to_string(from + 400 + random() % 190) + ", ";
      }
      tables += "1.00]\n";
    }
    tables += "    otherwise: 0.00\n";
  }
  std::string text = with(shipped_text(), "  item:\n", "  item:\n" + facts);
  const LoadResult dear = load_rulebook(with(text, "tables:\n", "tables:\n" + tables), "dear.yaml");
  REQUIRE_FALSE(dear.rulebook);
  std::size_t skipped = 0;
  for (const Diagnostic& diagnostic : dear.diagnostics) {
    CHECK(diagnostic.code == "table_too_large");
    skipped += diagnostic.sentence.find("took all the work") != std::string::npos ? 1U : 0U;
  }
  CHECK(skipped > 90);

  const std::string sum = "(" + repeated("area + ", 40) + "area)";
  std::string steps;
  for (int i = 0; i < 20; ++i) {
    steps += "  - item: many_" + std::to_string(i) + "\n    label: {zh: 步, en: step}\n    is: " + sum +
             repeated(" + " + sum, 12) + "\n";
  }
  const std::string item = "      - {crop: maize, stage: mature, area: 0.1, loss_rate: 100%}\n";
  text = with(shipped_text(), "\nsteps:\n", "\nsteps:\n" + steps);
  const std::string short_of =
      with(text, "[{crop: maize, stage: mature, area: 0.1, loss_rate: 99.99%}]", "\n" + repeated(item, 900));
  const LoadResult many = load_rulebook(short_of, "many.yaml");
  REQUIRE_FALSE(many.rulebook);
  REQUIRE(has_errors(many.diagnostics));
  const auto error = std::find_if(many.diagnostics.begin(), many.diagnostics.end(),
                                  [](const Diagnostic& diagnostic) { return diagnostic.severity == Severity::error; });
  CHECK(error->code == "rulebook_too_large");
  CHECK(error->sentence.find("too much to compute") != std::string::npos);
}

TEST_CASE("Thousands of unknown names and codes, each with thousands to choose from, are refused in reasonable time") {
  std::mt19937 random(11);
  const auto name = [&random] {
    std::string text;
    for (int i = 0; i < 60; ++i) text += static_cast<char>('a' + random() % 8);
    return text;
  };
  std::string codes;
  for (int i = 0; i < 9'000; ++i) codes += "      " + name() + ": {zh: 作物, en: crop}\n";
  std::string rows;
  for (int i = 0; i < 5'000; ++i) rows += "      - [" + name() + ", 1.00]\n";
  std::string text =
      with(shipped_text(), "      melon: {zh: 瓜果, en: melons}\n", "      melon: {zh: 瓜果, en: melons}\n" + codes);
  text = with(text, "tables:\n",
              "tables:\n  many:\n    label: {zh: 表, en: table}\n    source: assumed\n    hit: first\n    in: [crop]\n"
              "    out: money\n    rows:\n" +
                  rows);
  CHECK(load_rulebook(text, "codes.yaml").diagnostics.size() == 500);

  std::string steps;
  std::string sum = "unknown";
  for (int i = 0; i < 50; ++i) sum += " + unknown";
  for (int i = 0; i < 1'900; ++i) {
    steps += "  - item: step_" + std::to_string(i) + "\n    label: {zh: 步, en: step}\n    is: " + sum + "\n";
  }
  text = with(shipped_text(), "\nsteps:\n", "\nsteps:\n" + steps);
  CHECK(load_rulebook(text, "names.yaml").diagnostics.size() == 500);
}
