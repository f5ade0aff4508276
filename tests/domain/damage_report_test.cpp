#include "claims/domain/damage_report.h"

#include <algorithm>
#include <functional>
#include <string>

#include "tests/support/catch.h"

using namespace wildclaims::domain;
namespace rules = wildclaims::rules;

namespace {

rules::UtcOffset offset() { return rules::UtcOffset::parse("+08:00").value(); }
rules::Date day(const char* text) { return rules::Date::parse(text).value(); }
rules::Instant at(const char* text) { return rules::Instant::parse(text, offset()).value(); }

// 2025-09-20 17:00 in the county.
rules::Instant now() { return at("2025-09-20T17:00"); }

Programme programme() {
  return {ProgrammeLetters::parse("PL").value(),
          {"项目", "programme"},
          "pinglu-wildlife",
          true,
          "140829",
          {"平陆县", "Pinglu county"},
          {"保险公司", "insurer"},
          offset(),
          3,
          rules::Money::parse("100000").value(),
          {{"zhangcun-yaotou", {"窑头村", "Yaotou village"}, "zhangcun", {"张村镇", "Zhangcun town"}}}};
}

// An invented person: region, birthday, order and the check character that belongs to them.
std::string person(int order) {
  constexpr int kWeights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  const std::string tail = std::to_string(1000 + order).substr(1);
  const std::string number = "14082919700101" + tail;
  int sum = 0;
  for (std::size_t i = 0; i < 17; ++i) sum += (number[i] - '0') * kWeights[i];
  return number + "10X98765432"[sum % 11];
}

DamageReport good_report() {
  Household household;
  household.name = "段三";
  household.identity = person(1);
  household.phone = "13000000012";
  household.account = "6228480012345671234";
  household.items = {{"村东三号地", "maize", "mature", "3.5", "60%"}};
  DamageReport report;
  report.programme = "PL";
  report.species = "wild_boar";
  report.damage_from = day("2025-09-18");
  report.damage_to = day("2025-09-20");
  report.discovered_at = at("2025-09-20T07:30");
  report.village = "zhangcun-yaotou";
  report.place = "沟沿";
  report.told_by = "村委会";
  report.households = {household};
  return report;
}

// "pointer code" of every fault.
std::vector<std::string> faults_of(const DamageReport& report) {
  std::vector<std::string> texts;
  for (const rules::Fault& fault : check(report, programme(), now())) {
    CHECK_FALSE(fault.say.zh.empty());
    CHECK_FALSE(fault.say.en.empty());
    texts.push_back(fault.pointer + " " + fault.code);
  }
  return texts;
}

using Change = std::function<void(DamageReport&)>;

}  // namespace

TEST_CASE("A good report has no fault") { CHECK(faults_of(good_report()).empty()); }

TEST_CASE("Each thing that may be wrong with a report is found at its place") {
  struct Row {
    const char* wanted;
    Change change;
  };
  const Row rows[] = {
      {"/species missing", [](DamageReport& r) { r.species = ""; }},
      {"/species code_format", [](DamageReport& r) { r.species = "Wild Boar"; }},
      {"/species code_format", [](DamageReport& r) { r.species = std::string(65, 'a'); }},
      {"/damage_to in_the_future", [](DamageReport& r) { r.damage_to = day("2025-09-21"); }},
      {"/damage_to ends_before_it_begins", [](DamageReport& r) { r.damage_to = day("2025-09-17"); }},
      {"/discovered_at in_the_future", [](DamageReport& r) { r.discovered_at = at("2025-09-20T17:01"); }},
      {"/discovered_at discovered_before_damage", [](DamageReport& r) { r.discovered_at = at("2025-09-17T23:59:59"); }},
      {"/reported_at in_the_future", [](DamageReport& r) { r.reported_at = at("2025-09-20T17:00:01"); }},
      {"/reported_at reported_before_discovered", [](DamageReport& r) { r.reported_at = at("2025-09-20T07:29:59"); }},
      {"/village missing", [](DamageReport& r) { r.village = ""; }},
      {"/village village_unknown", [](DamageReport& r) { r.village = "zhangcun-nowhere"; }},
      {"/place control_character", [](DamageReport& r) { r.place = "a\nb"; }},
      {"/told_by too_long", [](DamageReport& r) { r.told_by = std::string(81, 'x'); }},
      {"/event event_format", [](DamageReport& r) { r.event = 0; }},
      {"/facts/a~1b code_format", [](DamageReport& r) { r.facts["a/b"] = "x"; }},
      {"/facts/night too_long", [](DamageReport& r) { r.facts["night"] = std::string(201, 'x'); }},
      {"/households no_households", [](DamageReport& r) { r.households.clear(); }},
      {"/households too_many_households",
       [](DamageReport& r) { r.households.resize(kMaxHouseholds + 1, r.households[0]); }},
      {"/households/0/name missing", [](DamageReport& r) { r.households[0].name = " "; }},
      {"/households/0/identity identity_check",
       [](DamageReport& r) {
         r.households[0].identity.replace(16, 1, r.households[0].identity[16] == '1' ? "2" : "1");
       }},
      {"/households/0/identity credit_code_check",
       [](DamageReport& r) {
         r.households[0].kind = ClaimantKind::organisation;
         r.households[0].identity = "91350100M000100Y44";
       }},
      {"/households/0/phone phone_format", [](DamageReport& r) { r.households[0].phone = "12"; }},
      {"/households/0/account account_format", [](DamageReport& r) { r.households[0].account = "12"; }},
      {"/households/0/account_holder missing", [](DamageReport& r) { r.households[0].account_holder = ""; }},
      {"/households/0/items no_items", [](DamageReport& r) { r.households[0].items.clear(); }},
      {"/households/0/items too_many_items",
       [](DamageReport& r) { r.households[0].items.resize(kMaxItems + 1, r.households[0].items[0]); }},
      {"/households/0/items/0/plot missing", [](DamageReport& r) { r.households[0].items[0].plot = ""; }},
      {"/households/0/items/0/crop missing", [](DamageReport& r) { r.households[0].items[0].crop = ""; }},
      {"/households/0/items/0/stage code_format", [](DamageReport& r) { r.households[0].items[0].stage = "成熟"; }},
      {"/households/0/items/0/area area_not_positive", [](DamageReport& r) { r.households[0].items[0].area = "-3.5"; }},
      {"/households/0/items/0/loss_rate rate_format",
       [](DamageReport& r) { r.households[0].items[0].loss_rate = "0.6"; }},
  };
  for (const Row& row : rows) {
    CAPTURE(row.wanted);
    DamageReport report = good_report();
    row.change(report);
    CHECK(faults_of(report) == std::vector<std::string>{row.wanted});
  }
}

TEST_CASE("Damage that lies wholly in the future is told at both ends, once each") {
  DamageReport report = good_report();
  report.damage_from = report.damage_to = day("2025-09-21");
  CHECK(faults_of(report) == std::vector<std::string>{"/damage_from in_the_future", "/damage_to in_the_future"});
}

TEST_CASE("What is just allowed is allowed") {
  const Change changes[] = {
      [](DamageReport& r) { r.discovered_at = now(); },
      [](DamageReport& r) { r.reported_at = now(); },
      [](DamageReport& r) { r.reported_at = r.discovered_at; },
      [](DamageReport& r) { r.discovered_at = at("2025-09-18T00:00"); },
      [](DamageReport& r) { r.damage_from = day("2025-09-20"); },
      [](DamageReport& r) { r.place = r.told_by = ""; },
      [](DamageReport& r) { r.event = 1; },
      [](DamageReport& r) { r.facts["seen_at_night"] = "true"; },
      [](DamageReport& r) { r.households[0].items[0].stage = r.households[0].items[0].loss_rate = std::nullopt; },
      [](DamageReport& r) { r.households[0].items.resize(kMaxItems, r.households[0].items[0]); },
      [](DamageReport& r) {
        r.households.clear();
        for (int i = 0; i < static_cast<int>(kMaxHouseholds); ++i) {
          r.households.push_back(good_report().households[0]);
          r.households.back().identity = person(i);
        }
      },
  };
  for (const Change& change : changes) {
    DamageReport report = good_report();
    change(report);
    CHECK(faults_of(report).empty());
  }
}

TEST_CASE("The same identity number in two households is found, however it is written") {
  DamageReport report = good_report();
  report.households.push_back(report.households[0]);
  report.households.push_back(report.households[0]);
  report.households[1].identity = person(2);
  std::string spaced;
  for (char c : person(1)) (spaced += c) += ' ';
  report.households[2].identity = spaced;
  const rules::Faults faults = check(report, programme(), now());
  REQUIRE(faults.size() == 1);
  CHECK(faults[0].pointer == "/households/2/identity");
  CHECK(faults[0].code == "duplicate_identity");
  CHECK(faults[0].say.en.find("household 1") != std::string::npos);
}

TEST_CASE("A claimant born after today is a mistyped number") {
  DamageReport report = good_report();
  constexpr int kWeights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  const std::string number = "14082920250921001";
  int sum = 0;
  for (std::size_t i = 0; i < 17; ++i) sum += (number[i] - '0') * kWeights[i];
  report.households[0].identity = number + "10X98765432"[sum % 11];
  CHECK(faults_of(report) == std::vector<std::string>{"/households/0/identity born_later"});
}

TEST_CASE("Everything wrong is told at once, and no fault repeats personal data") {
  DamageReport report = good_report();
  report.species = "";
  report.damage_to = day("2025-09-01");
  report.village = "nowhere";
  Household& household = report.households[0];
  household.name = std::string(200, 'N');
  household.identity = "140829197001019999";
  household.phone = "13912345";
  household.account = "622848";
  household.items[0].area = "1.123456789";
  household.items[0].loss_rate = "101%";
  CHECK(faults_of(report) ==
        std::vector<std::string>{"/species missing", "/damage_to ends_before_it_begins", "/village village_unknown",
                                 "/households/0/name too_long", "/households/0/identity identity_check",
                                 "/households/0/phone phone_format", "/households/0/account account_format",
                                 "/households/0/items/0/area area_decimals",
                                 "/households/0/items/0/loss_rate rate_out_of_range"});
  for (const rules::Fault& fault : check(report, programme(), now())) {
    for (const std::string& secret : {household.name, household.identity, household.phone, household.account}) {
      CHECK((fault.pointer + fault.say.zh + fault.say.en).find(secret) == std::string::npos);
    }
  }
}

TEST_CASE("Areas and loss rates are exact decimals within their limits") {
  struct Row {
    const char* text;
    const char* code;
  };
  const auto code_of_fault = [](auto checker, const char* text) {
    rules::Faults faults;
    checker(text, "/x", faults);
    REQUIRE(faults.size() <= 1);
    return faults.empty() ? std::string("none") : faults[0].code;
  };
  const Row areas[] = {
      {"3.5", "none"},
      {"0.0001", "none"},
      {"999999.9999", "none"},
      {"007", "none"},
      {"1000000", "area_too_large"},
      {"99999999999999999999999", "area_too_large"},
      {"0", "area_not_positive"},
      {"0.0000", "area_not_positive"},
      {"-1", "area_not_positive"},
      {"-0", "area_not_positive"},
      {"1.00000", "area_decimals"},
      {"1.123456789", "area_decimals"},
      {"", "area_format"},
      {"-", "area_format"},
      {".5", "area_format"},
      {"5.", "area_format"},
      {"1e3", "area_format"},
      {"1,000", "area_format"},
      {"3.5亩", "area_format"},
      {"+1", "area_format"},
      {"NaN", "area_format"},
      {"1.2.3", "area_format"},
  };
  for (const Row& row : areas) {
    CAPTURE(row.text);
    CHECK(code_of_fault(check_area, row.text) == row.code);
  }
  const Row rates[] = {
      {"60%", "none"},
      {"0%", "none"},
      {"100%", "none"},
      {"100.00%", "none"},
      {"62.25%", "none"},
      {"100.01%", "rate_out_of_range"},
      {"101%", "rate_out_of_range"},
      {"9999999999999999999%", "rate_out_of_range"},
      {"62.255%", "rate_decimals"},
      {"0.6", "rate_format"},
      {"60", "rate_format"},
      {"%", "rate_format"},
      {"-1%", "rate_format"},
      {"60%%", "rate_format"},
      {"", "rate_format"},
  };
  for (const Row& row : rates) {
    CAPTURE(row.text);
    CHECK(code_of_fault(check_loss_rate, row.text) == row.code);
  }
}

TEST_CASE("A report in its normal form is the same report, with the same faults") {
  DamageReport typed = good_report();
  typed.place = "　沟沿 ";
  typed.households[0].name = " 段三　";
  typed.households[0].phone = "+86 130 0000 0012";
  typed.households[0].account = "６２２８ 4800 1234 5671 234";
  typed.households[0].items[0].area = "３．５";
  typed.households[0].items[0].loss_rate = "６０％";
  CHECK(normalised(typed) == good_report());
  CHECK(faults_of(typed).empty());
  typed.households[0].phone = "1 2";
  CHECK(normalised(typed).households[0].phone == "1 2");
  CHECK(faults_of(typed) == faults_of(normalised(typed)));
}
