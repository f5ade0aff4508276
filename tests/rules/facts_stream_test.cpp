// Facts from lines of JSON: what they mean and what is refused.
#include "rules/loader/facts_stream.h"

#include <string>
#include <variant>
#include <vector>

#include "rules/receipt.h"
#include "tests/rules/rulebook_support.h"
#include "tests/rules/wide_facts.h"
#include "tests/support/catch.h"

using namespace wildclaims::rules;
using namespace wildclaims::rules::test;

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
