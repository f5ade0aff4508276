// The straight way of reading a line never says anything else than the careful one, and a line nothing else than its
// sheet.
#include <algorithm>
#include <random>
#include <string>
#include <variant>
#include <vector>

#include "rules/loader/facts_stream.h"
#include "rules/loader/json_sheet.h"
#include "rules/loader/json_tree.h"
#include "tests/rules/rulebook_support.h"
#include "tests/rules/wide_facts.h"
#include "tests/support/catch.h"
#include "tests/support/scale.h"

using namespace wildclaims::rules;
using namespace wildclaims::rules::test;

namespace {

// What the careful way alone says of a line.
std::variant<Facts, Faults> with_care(const Rulebook& book, std::string_view line, UnknownFacts unknown,
                                      const std::vector<std::string>& also) {
  return json::facts_of(book, json::read_sheet(line, *book.fact_layout(), unknown, also));
}

using Random = std::mt19937_64;

std::size_t below(Random& random, std::size_t most) { return static_cast<std::size_t>(random() % most); }

std::string one_of(Random& random, std::initializer_list<const char*> texts) {
  return *(texts.begin() + static_cast<std::ptrdiff_t>(below(random, texts.size())));
}

// Mostly right; wrong in every way now and then.
std::string some_text(Random& random, const FactLayout& layout, const FactDeclaration& fact) {
  if (below(random, 25) == 0) {
    return one_of(random, {"",
                           "x",
                           "-1",
                           "0.12345",
                           "1000000000000000000",
                           "60",
                           "12%",
                           "maiz",
                           "2025-02-30",
                           "TRUE",
                           "６",
                           "99999999",
                           "1.",
                           ".5",
                           "9,5",
                           "-0.00",
                           "00",
                           "2025-06-01T25:00",
                           "null",
                           "a\"b\\c"});
  }
  switch (fact.kind) {
    case FactKind::code: {
      const std::vector<Code>& codes = layout.codes_of(fact).codes;
      return codes[below(random, codes.size())].name;
    }
    case FactKind::number:
      return std::to_string(below(random, 9)) + one_of(random, {"", ".5", ".25", ".00", ".07"});
    case FactKind::percent:
      return std::to_string(below(random, 100)) + one_of(random, {"%", ".5%", ".25%", ".00%"});
    case FactKind::date:
      return "2025-0" + std::to_string(1 + below(random, 9)) + "-1" + std::to_string(below(random, 10));
    case FactKind::datetime:
      return "2025-06-1" + std::to_string(below(random, 10)) +
             one_of(random, {"T08:00", "T23:59:59", "T00:00Z", "T07:30-03:30"});
    case FactKind::boolean:
      return one_of(random, {"true", "false"});
  }
  return {};
}

FactSheet some_sheet(Random& random, const FactLayout& layout) {
  FactSheet sheet;
  const auto fill = [&](Scope scope, FactTexts& established, FactTexts& running) {
    for (const FactDeclaration& fact : layout.of(scope)) {
      if (below(random, 30) == 0) continue;
      if (fact.origin == Origin::established) established.emplace(fact.name, some_text(random, layout, fact));
      if (fact.origin == Origin::running && below(random, 2) == 0)
        running.emplace(fact.name, some_text(random, layout, fact));
    }
  };
  fill(Scope::event, sheet.event, sheet.running);
  fill(Scope::claim, sheet.claim, sheet.running);
  const std::size_t items = below(random, 12) == 0 ? 0 : 1 + below(random, 3);
  for (std::size_t i = 0; i < items; ++i) {
    FactTexts& texts = sheet.items.emplace_back();
    fill(Scope::item, texts, texts);
  }
  if (below(random, 30) == 0) sheet.claim.emplace("stranger", "1");
  for (const FactDeclaration& fact : layout.claim) {
    if (fact.origin != Origin::adjustment || below(random, 4) != 0) continue;
    sheet.adjustments[fact.name] = {some_text(random, layout, fact), one_of(random, {"量错", "", "hail \"east\""})};
  }
  if (below(random, 8) == 0)
    sheet.result_override = Adjustment{one_of(random, {"-1.00", "5", "x"}), one_of(random, {"改", " "})};
  if (below(random, 3) == 0) sheet.stage = one_of(random, {"advance", "final", "finale"});
  if (below(random, 3) == 0) sheet.paid = one_of(random, {"1.50", "0", "-1", "x"});
  return sheet;
}

// As one writer or another writes it: numbers bare or in quotes, spaces, escapes, members in any order.
class Writer {
 public:
  explicit Writer(Random& random) : random_(random) {}

  std::string line(const FactSheet& sheet) {
    std::vector<std::string> members{quoted("claim") + colon() + object(sheet.claim)};
    std::string items = "[";
    for (const FactTexts& item : sheet.items) items += (items.size() == 1 ? "" : comma()) + object(item);
    members.push_back(quoted("items") + colon() + items + "]");
    if (!sheet.event.empty()) members.push_back(quoted("event") + colon() + object(sheet.event));
    if (!sheet.running.empty()) members.push_back(quoted("running") + colon() + object(sheet.running));
    if (!sheet.adjustments.empty()) {
      std::vector<std::string> made;
      for (const auto& [name, each] : sheet.adjustments) made.push_back(quoted(name) + colon() + adjustment(each));
      members.push_back(quoted("adjustments") + colon() + joined(std::move(made)));
    }
    if (sheet.result_override) members.push_back(quoted("override") + colon() + adjustment(*sheet.result_override));
    if (!sheet.stage.empty()) members.push_back(quoted("stage") + colon() + quoted(sheet.stage));
    if (!sheet.paid.empty()) members.push_back(quoted("paid") + colon() + value(sheet.paid));
    return joined(std::move(members));
  }

 private:
  std::string object(const FactTexts& texts) {
    std::vector<std::string> members;
    for (const auto& [name, text] : texts) members.push_back(quoted(name) + colon() + value(text));
    return joined(std::move(members));
  }

  std::string adjustment(const Adjustment& each) {
    return joined({quoted("amount") + colon() + value(each.amount), quoted("reason") + colon() + quoted(each.reason)});
  }

  std::string joined(std::vector<std::string> members) {
    std::shuffle(members.begin(), members.end(), random_);
    std::string text = "{";
    for (const std::string& member : members) text += (text.size() == 1 ? "" : comma()) + member;
    return text + "}";
  }

  std::string value(const std::string& text) {
    const bool word = text == "true" || text == "false" || json::is_number(text);
    return word && below(random_, 2) == 0 ? text : quoted(text);
  }

  std::string quoted(const std::string& text) {
    const bool escaping = below(random_, 40) == 0;
    std::string json = "\"";
    for (const char c : text) {
      if (c == '"' || c == '\\') {
        json += std::string("\\") + c;
      } else if (escaping && c >= 'a' && c <= 'o') {
        json += std::string("\\u006") + "123456789abcdef"[c - 'a'];
      } else {
        json += c;
      }
    }
    return json + "\"";
  }

  std::string colon() { return below(random_, 5) == 0 ? " : " : ":"; }
  std::string comma() { return below(random_, 5) == 0 ? " ,\t" : ","; }

  Random& random_;
};

}  // namespace

TEST_CASE("A random sheet written as a line reads as the sheet itself, good or bad") {
  const unsigned seed = test_seed();
  Random random(seed);
  const std::shared_ptr<const Rulebook> books[] = {wide(), shipped()};
  int good = 0;
  const int rounds = wildclaims::tests::scaled(20'000);
  FactsStream streams[] = {{books[0], UnknownFacts::refuse}, {books[1], UnknownFacts::refuse}};
  for (int round = 0; round < rounds; ++round) {
    const std::size_t which = below(random, 2);
    const FactSheet sheet = some_sheet(random, *books[which]->fact_layout());
    const std::string line = Writer(random).line(sheet);
    const auto expected = read_facts(*books[which], sheet, Completeness::complete);
    const Facts* facts = streams[which].read(line);
    INFO("seed " << seed << ", round " << round << "\n" << line << "\n" << shown(streams[which].faults()));
    REQUIRE((facts != nullptr) == std::holds_alternative<Facts>(expected));
    if (facts != nullptr) {
      ++good;
      REQUIRE(same(*facts, std::get<Facts>(expected)));
    } else {
      REQUIRE(shown(streams[which].faults()) == shown(std::get<Faults>(expected)));
    }
  }
  INFO("seed " << seed);
  CHECK(good > rounds / 10);
  CHECK(good < rounds * 9 / 10);
}

TEST_CASE("A line with any bytes changed reads the straight way as it does the careful way") {
  const unsigned seed = test_seed();
  Random random(seed);
  const auto& book = wide();
  const std::vector<std::string> also{"id"};
  FactsStream stream(book, UnknownFacts::skip);
  stream.also_read(also);
  const std::string bytes = "{}[],:\"\\0159.-+eE%tfnu \x01\xC3\xA9xarice";
  const std::string whole = with(kGood, "{\"claim\"", R"({"id":"K","claim")");
  const std::string adjusted =
      with(kGood, "\"items\"",
           R"("adjustments":{"saved":{"amount":1.5,"reason":"量错"}},"override":{"reason":"x","amount":"-2"},"items")");
  const std::string receipt =
      R"({"receipt":2,"result":{"a":[1,2,{"b":null}]},"facts":)" + kGood + R"(,"running":{"before":2}})";
  int good = 0;
  const int rounds = wildclaims::tests::scaled(60'000);
  for (int round = 0; round < rounds; ++round) {
    const std::string* const lines[] = {&whole, &receipt, &adjusted};
    std::string line = *lines[below(random, 3)];
    for (std::size_t changes = 1 + below(random, 2); changes > 0; --changes) {
      const std::size_t at = below(random, line.size());
      const char byte = bytes[below(random, bytes.size())];
      switch (below(random, 4)) {
        case 0:
          line[at] = byte;
          break;
        case 1:
          line.insert(at, 1, byte);
          break;
        case 2:
          line.erase(at, 1 + below(random, 3));
          break;
        default: {  // a piece once more, elsewhere
          const std::string piece = line.substr(below(random, line.size()), below(random, 12));
          line.insert(at, piece);
        }
      }
    }
    const Facts* facts = stream.read(line);
    const auto expected = with_care(*book, line, UnknownFacts::skip, also);
    INFO("seed " << seed << ", round " << round << "\n" << line << "\n" << shown(stream.faults()));
    REQUIRE((facts != nullptr) == std::holds_alternative<Facts>(expected));
    if (facts != nullptr) {
      ++good;
      REQUIRE(same(*facts, std::get<Facts>(expected)));
    } else {
      REQUIRE(shown(stream.faults()) == shown(std::get<Faults>(expected)));
    }
  }
  INFO("seed " << seed);
  CHECK(good > rounds / 100);
}
