#include "rules/worksheet.h"

#include <cstdlib>
#include <fstream>

#include "tests/rules/rulebook_support.h"
#include "tests/support/catch.h"

using namespace wildclaims::rules;
using namespace wildclaims::rules::test;

namespace {

// Compares with tests/rules/golden/NAME; WILDCLAIMS_REWRITE_GOLDEN=1 rewrites it instead, to be reviewed as a diff.
void check_golden(const std::string& name, const std::string& text) {
  const std::string path = "tests/rules/golden/" + name;
  if (std::getenv("WILDCLAIMS_REWRITE_GOLDEN") != nullptr) {
    std::ofstream(std::string(WILDCLAIMS_SOURCE_DIR) + "/" + path, std::ios::binary) << text;
    return;
  }
  INFO(path);
  CHECK(text == read_source_file(path));
}

Worksheet worksheet_of(const Rulebook& rulebook, const FactSheet& sheet) {
  auto made = make_worksheet(rulebook, read_or_fail(rulebook, sheet));
  REQUIRE(std::holds_alternative<Worksheet>(made));
  return std::get<Worksheet>(std::move(made));
}

FactSheet swans() {
  return {{{"species", "whooper_swan"},
           {"damage_from", "2025-11-20"},
           {"damage_to", "2025-12-05"},
           {"discovered_at", "2025-12-05T08:00"},
           {"reported_at", "2025-12-05T10:00"}},
          {{{"crop", "vegetable"}, {"stage", "growing"}, {"area", "60"}, {"loss_rate", "75%"}},
           {{"crop", "vegetable"}, {"stage", "growing"}, {"area", "30"}, {"loss_rate", "100%"}}}};
}

std::string small_worksheet(const std::string& steps, const std::string& claim, const std::vector<std::string>& items,
                            Language language) {
  const auto book = load_or_fail(small_text(steps));
  return to_text(worksheet_of(*book, small_facts(claim, items)), language);
}

}  // namespace

TEST_CASE("The worksheet of the swan claim can be followed with a calculator, in both languages") {
  const Worksheet worksheet = worksheet_of(*shipped(), swans());
  check_golden("swan_zh.txt", to_text(worksheet, Language::zh));
  check_golden("swan_en.txt", to_text(worksheet, Language::en));
  CHECK(to_text(worksheet, Language::zh).find("60 亩 × 2,000.00 元/亩 × 75% = 90,000.00 元") != std::string::npos);
  CHECK(worksheet.entitlement.to_string() == "150000.00");
}

TEST_CASE("A worksheet says on top why a claim is denied, and what was cut by a limit") {
  FactSheet sheet = swans();
  sheet.claim["species"] = "other";
  sheet.claim["reported_at"] = "2025-12-09T10:00";
  sheet.items[0]["area"] = "3.3333";
  sheet.items[0]["loss_rate"] = "33.33%";
  sheet.running["approved_to_household"] = "190000";
  const Worksheet worksheet = worksheet_of(*shipped(), sheet);
  check_golden("denied_zh.txt", to_text(worksheet, Language::zh));
  check_golden("denied_en.txt", to_text(worksheet, Language::en));
}

TEST_CASE("Odd cents, small losses and the franchise are explained") {
  FactSheet sheet = swans();
  sheet.items.resize(1);
  sheet.items[0] = {{"crop", "maize"}, {"stage", "seedling"}, {"area", "0.3333"}, {"loss_rate", "99.99%"}};
  const std::string below = to_text(worksheet_of(*shipped(), sheet), Language::zh);
  CHECK(below.find("99.98 元 < 100.00 元？是") != std::string::npos);
  CHECK(below.find("赔款：0.00 元") != std::string::npos);
  sheet.items[0]["area"] = "0.3337";
  const std::string odd = to_text(worksheet_of(*shipped(), sheet), Language::zh);
  CHECK(odd.find("0.3337 亩 × 300.00 元/亩 × 99.99% = 100.099989 元 ≈ 100.10 元") != std::string::npos);
  CHECK(odd.find("四舍五入到 0.01 元") != std::string::npos);
}

TEST_CASE("Worksheets show the branch that was taken, brackets that are needed, and values that do not end") {
  const auto step = [](const std::string& is) {
    return "  - claim: out\n    label: {zh: 应赔, en: owed}\n    is: " + is + "\n";
  };
  CHECK(small_worksheet(step("(sum(cost) + 2.00) * 50%"), "", {"cost=3"}, Language::en)
            .find("owed: (3.00 yuan + 2.00 yuan) × 50% = 2.50 yuan") != std::string::npos);
  CHECK(small_worksheet(step("sum(cost) - (1.00 CNY - 0.50 CNY)"), "", {"cost=3"}, Language::en)
            .find("3.00 yuan - (1.00 yuan - 0.50 yuan) = 2.50 yuan") != std::string::npos);
  CHECK(small_worksheet(step("sum(cost) / sum(n)"), "", {"cost=10 n=3"}, Language::en)
            .find("10.00 yuan ÷ 3 = ≈3.333333 yuan") != std::string::npos);
  CHECK(small_worksheet(step("min(sum(cost), 2.00)"), "", {"cost=3"}, Language::zh)
            .find("取最小（3.00 元，2.00 元） = 2.00 元") != std::string::npos);
  CHECK(small_worksheet(step("if near and kind_of == swan then 1.00 CNY else sum(cost)"), "near=false", {"cost=3"},
                        Language::en)
            .find("because: no? no") != std::string::npos);
  CHECK(small_worksheet(step("if kind_of == boar then 1.00 CNY else sum(cost)"), "", {"cost=3"}, Language::zh)
            .find("猪 = 猪？是") != std::string::npos);
  CHECK(small_worksheet(step("if told - seen > 48 hours then 1.00 CNY else sum(cost)"), "", {"cost=3"}, Language::zh)
            .find("2025-06-01 09:00 - 2025-06-01 08:00 > 48 小时？否") != std::string::npos);
}

TEST_CASE("A worksheet and a determination are one evaluation") {
  const auto book = shipped();
  FactSheet sheet = swans();
  const Worksheet worksheet = worksheet_of(*book, sheet);
  const Determination determination = determine_or_fail(*book, sheet);
  CHECK(worksheet.entitlement == determination.entitlement);
  CHECK(worksheet.funding == determination.funding);
  CHECK(worksheet.denials == determination.denials);
  CHECK(worksheet.flags == determination.flags);
}
