// Facts from lines of JSON: what they mean, what is refused, and that the straight way never says anything else than
// the careful one.
#include "rules/loader/facts_stream.h"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "rules/loader/json_sheet.h"
#include "rules/loader/json_tree.h"
#include "rules/receipt.h"
#include "tests/rules/rulebook_support.h"
#include "tests/support/catch.h"
#include "tests/support/scale.h"

using namespace wildclaims::rules;
using namespace wildclaims::rules::test;

namespace {

// Every kind of fact, in every scope and of every origin.
const char* const kWide = R"(rulebook: wide
version: "1"
title: {zh: 全, en: wide}
status: draft
in_force: {from: 2025-01-01, to: 2025-12-31}
utc_offset: "+08:00"
money: {currency: CNY, minor_digits: 2, rounding: half_up}
policy:
  premium: {amount: 1.00}
  aggregate_limit: {amount: 16.00, when_exhausted: truncate, residual_to: county, when_freed: leave}
funding:
  shares:
    county: {share: 100%, label: {zh: 县, en: county}}
  odd_cents: largest_remainder
types:
  crop: {label: {zh: 作物, en: crop}, codes: {maize: {zh: 玉米, en: maize}, rice: {zh: 稻, en: rice}}}
facts:
  event:
    storm: {type: boolean, default: false, label: {zh: 风暴, en: storm}}
    village_area: {type: mu, label: {zh: 全村面积, en: area of the village}}
  claim:
    on: {type: date, label: {zh: 日, en: day}}
    seen: {type: datetime, label: {zh: 见, en: seen}}
    near: {type: boolean, label: {zh: 近, en: near}}
    price: {type: CNY/kg, decimals: 2, at_least: -9.90, at_most: 9.90, from_stage: final, label: {zh: 价, en: price}}
  item:
    crop_of: {type: crop, label: {zh: 作物, en: crop}}
    area: {type: mu, decimals: 4, at_most: 1000, default: 0, label: {zh: 面积, en: area}}
    rate: {type: percent, label: {zh: 率, en: rate}}
    cost: {type: money, label: {zh: 费, en: cost}}
running:
  before: {per: household_event, label: {zh: 此前, en: before}}
  plot_before: {per: plot_year, of: kept, label: {zh: 地块, en: plot}}
  in_event: {per: event, label: {zh: 本次事故, en: event}}
adjustments:
  disallowed: {label: {zh: 核减, en: disallowed}}
  saved: {type: mu, label: {zh: 减少, en: saved}}
loss_date: {day: last_day, last_day: on}
steps:
  - {item: loss, label: {zh: 损, en: loss}, is: cost * rate}
  - {limit: kept, label: {zh: 限, en: kept}, of: loss, per: plot_year, amount: 1000.00}
  - {claim: total, label: {zh: 合, en: total}, is: sum(item.kept) - disallowed}
  - {limit: out, label: {zh: 户, en: out}, of: total, per: household_event, amount: 5000.00}
result: out
payments:
  - {stage: advance, pays: total}
  - {stage: final, pays: out, when_negative: zero}
)";

const std::shared_ptr<const Rulebook>& wide() {
  static const std::shared_ptr<const Rulebook> book = load_or_fail(kWide);
  return book;
}

std::string shown(const Faults& faults) {
  std::string text;
  for (const Fault& fault : faults)
    text += fault.pointer + " " + fault.code + ": " + fault.say.en + " / " + fault.say.zh + "\n";
  return text;
}

bool same(const Facts& left, const Facts& right) {
  return left.item_count() == right.item_count() && to_texts(left) == to_texts(right) && left.paid() == right.paid();
}

// What the careful way alone says of a line.
std::variant<Facts, Faults> with_care(const Rulebook& book, std::string_view line, UnknownFacts unknown,
                                      const std::vector<std::string>& also) {
  return json::facts_of(book, json::read_sheet(line, *book.fact_layout(), unknown, also));
}

const std::string kClaim = R"("claim":{"on":"2025-06-01","seen":"2025-06-01T08:00","near":true,"price":"2.50"})";
const std::string kEvent = R"("event":{"village_area":120})";
const std::string kItem = R"({"crop_of":"rice","area":3.5,"rate":"60%","cost":"12.30"})";
const std::string kGood = "{" + kClaim + "," + kEvent + ",\"items\":[" + kItem + "]}";

}  // namespace

TEST_CASE("A line of JSON says what the same texts in a sheet say") {
  const auto& book = wide();
  FactsStream stream(book, UnknownFacts::refuse);
  const FactSheet sheet{{{"on", "2025-06-01"}, {"seen", "2025-06-01T08:00"}, {"near", "true"}, {"price", "2.5"}},
                        {{{"crop_of", "rice"}, {"area", "3.5"}, {"rate", "60%"}, {"cost", "12.3"}}},
                        {{"village_area", "120"}}};
  const Facts* facts = stream.read(kGood);
  INFO(shown(stream.faults()));
  REQUIRE(facts != nullptr);
  CHECK(same(*facts, read_or_fail(*book, sheet)));
  CHECK(facts->item_value(0, 1) == 35'000);
  // Nothing of a line stays for the next.
  REQUIRE(stream.read("{" + kClaim + "," + kEvent + R"(,"stage":"advance","paid":1.5,"items":[)" + kItem + "," + kItem +
                      R"(],"running":{"before":7},"override":{"amount":-1,"reason":"x"}})") != nullptr);
  CHECK(stream.read(kGood)->paid() == Money());
  CHECK(same(*stream.read(kGood), read_or_fail(*book, sheet)));
}

TEST_CASE("Numbers keep every digit that was written") {
  FactsStream stream(wide(), UnknownFacts::refuse);
  const auto area = [&](const std::string& text) -> std::optional<std::int64_t> {
    const Facts* facts =
        stream.read(R"({"claim":{"on":"2025-06-01","seen":"2025-06-01T08:00","near":false,"price":1},)" + kEvent +
                    R"(,"items":[{"crop_of":"rice","rate":"1%","cost":1,"area":)" + text + "}]}");
    if (facts == nullptr) return std::nullopt;
    return facts->item_value(0, 1);
  };
  CHECK(area("0.1") == 1'000);
  CHECK(area("999.9999") == 9'999'999);
  CHECK(area("\"007.5\"") == 75'000);
  CHECK(area("-0") == 0);
  CHECK(area("100.0000") == 1'000'000);
  CHECK(area("null") == 0);  // its default
  CHECK_FALSE(area("1e2"));
  CHECK_FALSE(area("999.99999999999999999"));
  CHECK_FALSE(area("1000.0001"));
  CHECK_FALSE(area("true"));
}

TEST_CASE("Each fault in a line is told with its pointer and code") {
  struct Row {
    const char* code;
    const char* find;  // in the good line
    const char* put;
    const char* pointer;
  };
  const std::string deep(40, '[');
  const std::string deep_line = "{\"id\":" + deep + std::string(40, ']') + "}";
  const Row rows[] = {
      {"malformed_json", "\"near\":true", "\"near\":tru", ""},
      {"malformed_json", "\"near\":true", "\"near\" true", ""},
      {"malformed_json", "\"near\":true", "\"near\":true,", ""},
      {"malformed_json", "\"near\":true", "near:true", ""},
      {"malformed_json", "\"near\":true", "\"near\":\"\\q\"", ""},
      {"malformed_json", "\"near\":true", "\"near\":\"a\tb\"", ""},
      {"malformed_json", "3.5", "03.5", ""},
      {"malformed_json", "3.5", "3.", ""},
      {"malformed_json", "3.5", "+3.5", ""},
      {"malformed_json", "3.5", "60%", ""},
      {"malformed_json", "}]}", "}]", ""},
      {"malformed_json", "}]}", "}]}}", ""},
      {"malformed_json", "}]}", "}]} x", ""},
      {"malformed_json", "}]}", "},]}", ""},
      {"malformed_json", kGood.c_str(), "[1]", ""},
      {"malformed_json", kGood.c_str(), "7", ""},
      {"malformed_json", kGood.c_str(), "", ""},
      {"malformed_json", "\"60%\"", "\"60%\":1", ""},
      {"invalid_utf8", "3.5", "\"\xC3\x28\"", ""},
      {"too_deep", kGood.c_str(), deep_line.c_str(), ""},
      {"duplicate_key", "\"near\":true", "\"near\":true,\"near\":true", "/claim/near"},
      {"duplicate_key", "\"near\":true", "\"near\":true,\"\\u006eear\":true", "/claim/near"},
      {"duplicate_key", "\"event\":", "\"event\":{},\"event\":", "/event"},
      {"unknown_key", "\"event\":", "\"evnt\":1,\"event\":", "/evnt"},
      {"unknown_key", "\"event\":", "\"result\":{},\"event\":", "/result"},
      {"unknown_key",
       "\"event\":", "\"override\":{\"amount\":1,\"reason\":\"x\",\"why\":1},\"event\":", "/override/why"},
      {"wrong_shape", "\"near\":true", "\"near\":[true]", "/claim/near"},
      {"wrong_shape", "{\"village_area\":120}", "3", "/event"},
      {"wrong_shape", "\"event\":", "\"stage\":{},\"event\":", "/stage"},
      {"wrong_shape", "\"event\":", "\"adjustments\":{\"saved\":3},\"event\":", "/adjustments/saved"},
      {"wrong_shape", "\"event\":", "\"id\":{},\"event\":", "/id"},
      {"unknown_fact", "\"near\":true", "\"near\":true,\"naer\":1", "/claim/naer"},
      {"unknown_fact", "\"near\":true", "\"near\":true,\"naer\":null", "/claim/naer"},
      {"unknown_fact", "\"near\":true", "\"near\":true,\"before\":1", "/claim/before"},
      {"missing_fact", "\"near\":true", "\"near\":null", "/claim/near"},
      {"unknown_code", "\"rice", "\"ryce", "/items/0/crop_of"},
      {"percent_sign_missing", "\"60%\"", "0.6", "/items/0/rate"},
      {"not_a_boolean", "\"near\":true", "\"near\":1", "/claim/near"},
      {"unknown_stage", "\"event\":", "\"stage\":\"finale\",\"event\":", "/stage"},
      {"not_a_number", "\"event\":", "\"paid\":-1,\"event\":", "/paid"},
      {"reason_missing", "\"event\":", "\"override\":{\"amount\":1},\"event\":", "/override/reason"},
      {"no_items", kItem.c_str(), "", "/items"},
  };
  FactsStream stream(wide(), UnknownFacts::refuse);
  stream.also_read({"id"});
  for (const Row& row : rows) {
    const std::string line = with(kGood, row.find, row.put);
    INFO(line);
    const Facts* facts = stream.read(line);
    INFO(shown(stream.faults()));
    CHECK(facts == nullptr);
    REQUIRE(stream.faults().size() == 1);
    CHECK(stream.faults()[0].code == row.code);
    CHECK(stream.faults()[0].pointer == row.pointer);
    CHECK_FALSE(stream.faults()[0].say.zh.empty());
    CHECK_FALSE(stream.faults()[0].say.en.empty());
  }
  CHECK(stream.read(std::string(FactsStream::kMostBytes + 1, ' ')) == nullptr);
  CHECK(stream.faults()[0].code == "line_too_long");
  CHECK(stream.read(kGood) != nullptr);
  CHECK(stream.faults().empty());
}

TEST_CASE("All faults of a line come at once, and what is malformed is not missing too") {
  FactsStream stream(wide(), UnknownFacts::refuse);
  CHECK(stream.read(R"({"claim":[],"items":[{"crop_of":"rye","rate":[],"cost":-1}],"x":1})") == nullptr);
  std::vector<std::string> told;
  for (const Fault& fault : stream.faults()) told.push_back(fault.pointer + " " + fault.code);
  const std::vector<std::string> expected{"/claim wrong_shape",
                                          "/items/0/rate wrong_shape",
                                          "/x unknown_key",
                                          "/event/village_area missing_fact",
                                          "/items/0/crop_of unknown_code",
                                          "/items/0/cost negative"};
  CHECK(told == expected);
}

TEST_CASE("A receipt is read as the facts it holds") {
  const auto& book = wide();
  FactsStream stream(book, UnknownFacts::refuse);
  REQUIRE(stream.read("{" + kClaim + "," + kEvent + R"(,"stage":"final","paid":1.5,"items":[)" + kItem +
                      R"(],"running":{"before":7},"adjustments":{"saved":{"amount":1,"reason":"量错"}}})") != nullptr);
  const Facts facts = *stream.read("{" + kClaim + "," + kEvent + R"(,"items":[)" + kItem + "]}");
  const auto outcome = determine(*book, facts);
  const std::string receipt = make_receipt(*book, facts, std::get<Determination>(outcome));
  const Facts* again = stream.read(receipt);
  INFO(receipt << "\n" << shown(stream.faults()));
  REQUIRE(again != nullptr);
  CHECK(same(*again, facts));
  CHECK(stream.read(with(receipt, "\"rice\"", "\"ryce\"")) == nullptr);
  CHECK(stream.faults()[0].pointer == "/facts/items/0/crop_of");
  CHECK(stream.read(with(receipt, "\"facts\":", "\"items\":[],\"facts\":")) == nullptr);
  CHECK(stream.faults()[0].code == "unknown_key");
}

TEST_CASE("A line of an event holds its claims and what they share") {
  FactsStream stream(wide(), UnknownFacts::refuse);
  stream.also_read({"id"});
  const std::string one = "{" + kClaim + ",\"items\":[" + kItem + "]}";
  const std::string good = R"({"id":"E",)" + kEvent + R"(,"running":{"in_event":5},"stage":"advance","claims":[)" +
                           one + "," + with(one, "\"items\"", R"("running":{"before":7},"paid":1,"items")") + "]}";
  const std::vector<Facts>* claims = stream.read_event(good);
  INFO(shown(stream.faults()));
  REQUIRE(claims != nullptr);
  REQUIRE(claims->size() == 2);
  CHECK(stream.also(0) == "E");
  CHECK(to_texts(claims->at(0)).running.at("in_event") == "5.00");
  CHECK(to_texts(claims->at(1)).running == FactTexts{{"before", "7.00"}, {"in_event", "5.00"}});
  CHECK(claims->at(1).stage() == 0);
  CHECK(claims->at(1).paid().to_string() == "1.00");

  std::string many = R"({"claims":[{})";
  for (std::size_t i = 0; i < kMostClaims; ++i) many += ",{}";
  many += "]}";
  struct Row {
    const char* code;
    std::string line;
    const char* pointer;
  };
  const Row rows[] = {
      {"missing_key", kGood, "/claims"},
      {"no_claims", "{" + kEvent + ",\"claims\":[]}", "/claims"},
      {"too_many_claims", many, "/claims"},
      {"wrong_shape", R"({"claims":{}})", "/claims"},
      {"unknown_key", with(good, "\"paid\"", "\"stage\":\"final\",\"piad\""), "/claims/1/stage"},
      {"duplicate_key", with(good, "\"before\":7", "\"in_event\":7"), "/claims/1/running/in_event"},
      {"negative", with(good, "\"before\":7", "\"before\":-7"), "/claims/1/running/before"},
      {"negative", with(good, "\"in_event\":5", "\"in_event\":-5"), "/running/in_event"},
      {"unknown_stage", with(good, "\"advance\"", "\"x\""), "/stage"},
      {"missing_fact", with(good, "\"village_area\":120", ""), "/event/village_area"},
  };
  for (const Row& row : rows) {
    INFO(row.line.substr(0, 800));
    CHECK(stream.read_event(row.line) == nullptr);
    REQUIRE_FALSE(stream.faults().empty());
    CHECK(stream.faults()[0].code == row.code);
    CHECK(stream.faults()[0].pointer == row.pointer);
    // What the claims share is told once.
    CHECK(stream.faults().size() == (std::string_view(row.code) == "unknown_key" ? 2 : 1));
  }
}

TEST_CASE("Further members are handed back as texts") {
  FactsStream stream(wide(), UnknownFacts::refuse);
  stream.also_read({"id", "household", "day"});
  const auto read = [&](const std::string& members) {
    return stream.read(with(kGood, "{\"claim\"", "{" + members + ",\"claim\""));
  };
  REQUIRE(read(R"("day":20250601,"id":"K-1")") != nullptr);
  CHECK(stream.also(0) == "K-1");
  CHECK_FALSE(stream.also(1));
  CHECK(stream.also(2) == "20250601");
  REQUIRE(read(R"("household":"\u738b\"\n","id":null)") != nullptr);
  CHECK_FALSE(stream.also(0));
  CHECK(stream.also(1) == "王\"\n");
  CHECK(read(R"("id":"K-2","naer":1)") == nullptr);
  CHECK(stream.also(0) == "K-2");
}

TEST_CASE("Facts that are not asked for are skipped and counted where the caller says so") {
  FactsStream stream(wide(), UnknownFacts::skip);
  const std::string line = with(with(kGood, "\"near\":true", R"("colour":{"a":[1,"\n"]},"near":true,"size":null)"),
                                "\"rice\"", R"("rice","colour":"x")");
  REQUIRE(stream.read(line) != nullptr);
  CHECK(stream.skipped() == 3);
  CHECK(same(*stream.read(line), *FactsStream(wide(), UnknownFacts::refuse).read(kGood)));
  CHECK(stream.read(with(line, "\"size\":null", "\"size\":null,\"size\":1")) == nullptr);
  CHECK(stream.faults()[0].code == "duplicate_key");
  CHECK(stream.read(with(line, "{\"a\":[1", "{\"a\":[01")) == nullptr);
  CHECK(stream.read(with(line, "\"event\":", "\"evnt\":1,\"event\":")) == nullptr);
}

namespace {

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
  const std::string receipt =
      R"({"receipt":2,"result":{"a":[1,2,{"b":null}]},"facts":)" + kGood + R"(,"running":{"before":2}})";
  int good = 0;
  const int rounds = wildclaims::tests::scaled(60'000);
  for (int round = 0; round < rounds; ++round) {
    std::string line = below(random, 2) == 0 ? whole : receipt;
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
