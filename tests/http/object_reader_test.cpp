// Reading bodies: every fault at once, each at its pointer, none repeating what was sent.
#include "claims/http/object_reader.h"

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/catch.h"

namespace {

using namespace wildclaims;
using namespace wildclaims::http;
using nlohmann::json;
using Found = std::vector<std::pair<std::string, std::string>>;  // pointer, code

Found found(const rules::Faults& faults) {
  Found all;
  for (const rules::Fault& fault : faults) {
    CHECK(!fault.say.zh.empty());
    CHECK(!fault.say.en.empty());
    all.emplace_back(fault.pointer, fault.code);
  }
  return all;
}

TEST_CASE("What is there and right is read without a fault") {
  const json body = json::parse(R"({"name":"张三","area":"3.5","item":4,"kind":"person","note":null,
    "items":[{"crop":"maize"},{"crop":"wheat"}],"facts":{"night":true,"boars":3,"trail":"fresh"}})");
  rules::Faults faults;
  ObjectReader reader(body, "", faults);
  CHECK(reader.text("name") == "张三");
  CHECK(reader.text("area") == "3.5");
  CHECK(reader.whole("item", 1, 10) == 4);
  CHECK(reader.word("kind", {"organisation", "person"}) == 1U);
  CHECK(reader.optional_text("note") == std::nullopt);
  auto items = reader.objects("items", 1, 5);
  REQUIRE(items.size() == 2);
  CHECK(items[1].text("crop") == "wheat");
  CHECK(items[1].pointer() == "/items/1");
  items[0].text("crop");
  for (auto& item : items) item.finish();
  const auto facts = reader.members("facts", 10);
  REQUIRE(facts.size() == 3);
  CHECK(facts[0].text == "3");
  CHECK(facts[1].text == "true");
  CHECK(facts[2].text == "fresh");
  reader.finish();
  CHECK(found(faults).empty());
}

TEST_CASE("Every fault is found at once, at its pointer") {
  const json body =
      json::parse(R"({"area":3.5,"items":[{"crop":1},"x",{"krop":"maize"}],"item":"4","event":99,"kind":"firm",
    "list":{},"none":[],"long":[1,2,3],"facts":{"a/b":[]},"extra~/":1,"setion":"x"})");
  rules::Faults faults;
  ObjectReader reader(body, "", faults);
  reader.text("name");
  reader.text("area");
  for (auto& item : reader.objects("items", 1, 5)) {
    item.text("crop");
    item.finish();
  }
  reader.whole("item", 1, 9);
  reader.optional_whole("event", 1, 9);
  reader.word("kind", {"person", "organisation"});
  reader.objects("list", 1, 2);
  reader.objects("none", 1, 2);
  reader.objects("long", 0, 2);
  reader.members("facts", 5);
  reader.optional_text("section");
  reader.finish();
  const Found expected{{"/name", "missing"},          {"/area", "not_text"},         {"/items/1", "not_an_object"},
                       {"/items/0/crop", "not_text"}, {"/items/2/crop", "missing"},  {"/items/2/krop", "unknown_key"},
                       {"/item", "not_whole_number"}, {"/event", "out_of_range"},    {"/kind", "unknown_word"},
                       {"/list", "not_a_list"},       {"/none", "empty_list"},       {"/long", "too_many"},
                       {"/facts/a~1b", "not_text"},   {"/extra~0~1", "unknown_key"}, {"/setion", "unknown_key"}};
  CHECK(found(faults) == expected);
  CHECK(faults[1].say.en.find("\"3.5\"") != std::string::npos);
  CHECK(faults.back().say.en.find("\"section\"") != std::string::npos);
}

TEST_CASE("Texts too long or with a NUL are faults that do not repeat them") {
  const json body = {{"long", std::string(kTextBytes + 1, 's')}, {"nul", std::string("secret\0x", 8)}};
  rules::Faults faults;
  ObjectReader reader(body, "/at", faults);
  CHECK(reader.text("long").empty());
  CHECK(reader.text("nul").empty());
  CHECK(found(faults) == Found{{"/at/long", "too_long"}, {"/at/nul", "control_character"}});
  for (const auto& fault : faults) CHECK(fault.say.en.find("secret") == std::string::npos);
}

TEST_CASE("Whole numbers at and beyond every edge") {
  struct Row {
    const char* text;
    const char* code;  // empty: taken
  };
  for (const Row& row : std::vector<Row>{{"1", ""},
                                         {"9", ""},
                                         {"0", "out_of_range"},
                                         {"10", "out_of_range"},
                                         {"-1", "out_of_range"},
                                         {"18446744073709551615", "out_of_range"},
                                         {"9223372036854775808", "out_of_range"},
                                         {"-9223372036854775808", "out_of_range"},
                                         {"1.0", "not_whole_number"},
                                         {"1e0", "not_whole_number"},
                                         {"\"1\"", "not_whole_number"},
                                         {"true", "not_whole_number"},
                                         {"null", "missing"}}) {
    INFO(row.text);
    const json body = json::parse(std::string("{\"n\":") + row.text + "}");
    rules::Faults faults;
    ObjectReader(body, "", faults).whole("n", 1, 9);
    CHECK((faults.empty() ? "" : faults[0].code) == row.code);
  }
}

TEST_CASE("A body that is no object is one fault") {
  for (const char* text : {"[]", "1", "\"x\"", "null"}) {
    const json body = json::parse(text);
    rules::Faults faults;
    ObjectReader reader(body, "", faults);
    reader.text("name");
    reader.object("inner").text("deep");
    reader.objects("items", 1, 2);
    reader.finish();
    CHECK(found(faults) == Found{{"", "not_an_object"}});
  }
}

}  // namespace
