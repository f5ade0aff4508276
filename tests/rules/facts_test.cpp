#include "rules/facts.h"

#include "tests/rules/rulebook_support.h"
#include "tests/support/catch.h"

using namespace wildclaims::rules;
using namespace wildclaims::rules::test;

namespace {

FactSheet swan_sheet() {
  return {{{"species", "whooper_swan"},
           {"damage_from", "2025-11-20"},
           {"damage_to", "2025-12-05"},
           {"discovered_at", "2025-12-05T08:00"},
           {"reported_at", "2025-12-05T10:00"}},
          {{{"crop", "vegetable"}, {"stage", "growing"}, {"area", "60"}, {"loss_rate", "75%"}}}};
}

Faults faults_of(const FactSheet& sheet, Completeness completeness = Completeness::complete) {
  const auto read = read_facts(*shipped(), sheet, completeness);
  return std::holds_alternative<Faults>(read) ? std::get<Faults>(read) : Faults{};
}

}  // namespace

TEST_CASE("Each fault in a fact is told with its pointer and code") {
  struct Row {
    const char* fact;  // of the first item, or "claim.x"
    const char* text;  // null removes it
    const char* code;
    const char* says;
  };
  const Row rows[] = {
      {"area", "-3.5", "negative", "负"},
      {"area", "0.123456789", "too_many_decimals", "4 位小数"},
      {"area", "abc", "not_a_number", "3.5"},
      {"area", "1,000", "not_a_number", ""},
      {"area", "", "not_a_number", ""},
      {"area", "100000.01", "out_of_range", "100000"},
      {"area", "６０", "full_width", "半角"},
      {"area", nullptr, "missing_fact", "受害面积"},
      {"loss_rate", "0.6", "percent_sign_missing", "60%"},
      {"loss_rate", "60", "percent_sign_missing", ""},
      {"loss_rate", "100.01%", "out_of_range", "100%"},
      {"loss_rate", "33.333%", "too_many_decimals", "2 位小数"},
      {"loss_rate", "60％", "full_width", ""},
      {"crop", "wheat", "unknown_code", "maize（玉米）"},
      {"crop", "maiz", "unknown_code", "是否为 maize"},
      {"claim.damage_to", "2025-02-31", "no_such_day", ""},
      {"claim.damage_to", "31.12.2025", "no_such_day", ""},
      {"claim.reported_at", "2025-12-05", "not_a_time", "T07:30"},
      {"claim.reported_at", nullptr, "missing_fact", "报案时间"},
      {"claim.speces", "x", "unknown_fact", "species"},
      {"arae", "1", "unknown_fact", "area"},
  };
  for (const Row& row : rows) {
    FactSheet sheet = swan_sheet();
    std::string name = row.fact;
    const bool claim = name.rfind("claim.", 0) == 0;
    if (claim) name.erase(0, 6);
    FactTexts& texts = claim ? sheet.claim : sheet.items[0];
    if (row.text == nullptr)
      texts.erase(name);
    else
      texts[name] = row.text;
    CAPTURE(row.fact, row.code);
    const Faults faults = faults_of(sheet);
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].code == row.code);
    CHECK(faults[0].pointer == (claim ? "/claim/" : "/items/0/") + name);
    CHECK(faults[0].say.zh.find(row.says) != std::string::npos);
    CHECK_FALSE(faults[0].say.en.empty());
  }
}

TEST_CASE("All faults come at once") {
  FactSheet sheet = swan_sheet();
  sheet.claim["species"] = "dragon";
  sheet.items[0]["area"] = "-1";
  sheet.items.push_back({{"crop", "maize"}});
  const Faults faults = faults_of(sheet);
  REQUIRE(faults.size() == 5);
  CHECK(faults[1].pointer == "/items/0/area");
  CHECK(faults[2].pointer == "/items/1/stage");
}

TEST_CASE("A claim needs an item, and not a thousand and one") {
  FactSheet sheet = swan_sheet();
  const FactTexts item = sheet.items[0];
  sheet.items.clear();
  REQUIRE(faults_of(sheet).size() == 1);
  CHECK(faults_of(sheet)[0].code == "no_items");
  CHECK(faults_of(sheet, Completeness::as_reported).empty());
  sheet.items.assign(kMostItems, item);
  CHECK(faults_of(sheet).empty());
  sheet.items.push_back(item);
  CHECK(faults_of(sheet)[0].code == "too_many_items");
}

TEST_CASE("A first report may leave facts open, but what it says must be right") {
  FactSheet sheet = swan_sheet();
  sheet.items[0].erase("stage");
  sheet.items[0].erase("loss_rate");
  const auto book = shipped();
  const auto read = read_facts(*book, sheet, Completeness::as_reported);
  REQUIRE(std::holds_alternative<Facts>(read));
  const Facts& facts = std::get<Facts>(read);
  CHECK_FALSE(facts.complete());
  CHECK(reserve_estimate(*book, facts)->to_string() == "48000.00");
  CHECK(to_texts(facts).items[0] == FactTexts{{"crop", "vegetable"}, {"area", "60"}});
  sheet.items[0]["loss_rate"] = "120%";
  CHECK(faults_of(sheet, Completeness::as_reported)[0].code == "out_of_range");
  sheet.items[0] = {{"crop", "vegetable"}};
  const auto bare = read_facts(*book, sheet, Completeness::as_reported);
  CHECK_FALSE(reserve_estimate(*book, std::get<Facts>(bare)));
}

TEST_CASE("Canonical texts have one form for one value") {
  FactSheet sheet = swan_sheet();
  sheet.items[0]["area"] = "060.5000";
  sheet.items[0]["loss_rate"] = "75.00%";
  sheet.claim["reported_at"] = "2025-12-05T02:00:00Z";
  const auto book = shipped();
  const FactSheet texts = to_texts(read_or_fail(*book, sheet));
  CHECK(texts.items[0].at("area") == "60.5");
  CHECK(texts.items[0].at("loss_rate") == "75%");
  CHECK(texts.claim.at("reported_at") == "2025-12-05T10:00:00+08:00");
  CHECK(to_texts(read_or_fail(*book, texts)) == texts);
}

TEST_CASE("A fault never repeats what was handed in") {
  FactSheet sheet = swan_sheet();
  sheet.items[0]["area"] = "140522198001011234";
  sheet.claim["species"] = "13800001111";
  for (const Fault& fault : faults_of(sheet)) {
    CHECK(fault.say.zh.find("1405221") == std::string::npos);
    CHECK(fault.say.en.find("1380000") == std::string::npos);
  }
}
