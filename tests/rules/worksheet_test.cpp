#include "rules/worksheet.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <random>

#include "rules/engine/compiled_rules.h"
#include "rules/engine/worksheet_plan.h"
#include "rules/worksheet_record.h"
#include "tests/rules/rulebook_support.h"
#include "tests/support/catch.h"
#include "tests/support/scale.h"

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

TEST_CASE("What people put in is on the worksheet, with why") {
  const auto book = load_or_fail(read_source_file("config/rulebooks/examples/adjustments.yaml"));
  const FactTexts item{{"loss", "1000.00"}};
  FactSheet sheet{{{"damaged_on", "2025-06-01"}}, {item}};
  const std::string without = to_text(worksheet_of(*book, sheet), Language::zh);
  CHECK(without.find("核减金额") == std::string::npos);
  sheet.adjustments["disallowed"] = {"1080.5", "测量前已收割"};
  sheet.adjustments["hail_area"] = {"1.5", "东侧冰雹"};
  const std::string zh = to_text(worksheet_of(*book, sheet), Language::zh);
  const std::string en = to_text(worksheet_of(*book, sheet), Language::en);
  INFO(zh << en);
  CHECK(zh.find("合计与限额\n  核减金额：1,080.50 元\n    依据：调整理由：测量前已收割\n"
                "  雹灾面积：1.5 亩\n    依据：调整理由：东侧冰雹\n") != std::string::npos);
  CHECK(en.find("  amount disallowed: 1,080.50 yuan\n    because: reason: 测量前已收割\n") != std::string::npos);
}

TEST_CASE("A record holds whole numbers of the evaluation, and the words are made from it") {
  const auto book = shipped();
  WorksheetRecorder recorder(book);
  FactSheet sheet = swans();
  sheet.running["approved_to_household"] = "190000";
  const Facts facts = read_or_fail(*book, sheet);
  const WorksheetRecord* record = recorder.record(facts);
  REQUIRE(record != nullptr);
  CHECK(record->entitlement.to_string() == "10000.00");
  CHECK(record->parts == std::vector<std::int64_t>{400'000, 600'000});
  CHECK_FALSE(record->denied);
  // 60 mu of vegetables, growing: the loss of item 1.
  const RecordedLine& loss = record->lines.front();
  CHECK(loss.kind == LineKind::item);
  CHECK(loss.item == 1);
  CHECK(book->compiled().steps[loss.subject].name == "loss");
  const auto& values = record->plan->values;
  const auto amount_of = [&](const RecordedNumber& number) {
    return *multiply(Ratio(number.count), values[number.value].worth);
  };
  CHECK(amount_of(record->numbers[loss.result]) == Ratio(90'000));
  bool row_told = false;
  for (std::uint32_t i = loss.first; i < loss.first + loss.count; ++i) {
    const auto& value = values[record->numbers[i].value];
    if (!value.table) continue;
    const auto& rows = book->compiled().program.tables[*value.table].answers();
    CHECK(rows[static_cast<std::size_t>(record->numbers[i].count)].size() == 1);
    row_told = true;
  }
  CHECK(row_told);
  const auto limit = std::find_if(record->lines.begin(), record->lines.end(),
                                  [](const RecordedLine& line) { return line.kind == LineKind::limit; });
  REQUIRE(limit != record->lines.end());
  CHECK(limit->limit_reached);
  CHECK(amount_of(record->numbers[limit->result]) == Ratio(10'000));

  const WorksheetRecord kept = *record;
  REQUIRE(recorder.record(read_or_fail(*book, swans())) != nullptr);
  CHECK(to_text(to_worksheet(*book, kept), Language::zh) == to_text(worksheet_of(*book, sheet), Language::zh));
}

TEST_CASE("Records made one after the other say what worksheets made one by one say") {
  const unsigned seed = test_seed();
  std::mt19937_64 random(seed);
  const auto below = [&](std::uint64_t most) { return random() % most; };
  const auto book = load_or_fail(small_text(R"(  - item: kept
    label: {zh: 留, en: kept}
    is: if near and rate >= 50% then area * value_of(crop_of) else if n > 3 or cost > 5.00 then cost else rate * cost
    round: half_up to 0.05
  - claim: total
    label: {zh: 合, en: total}
    is: if any(item.n > 7) then max(item.kept where item.n > 7) else sum(item.kept)
  - limit: limited
    label: {zh: 限, en: limit}
    of: total
    per: household_event
    amount: 900.00
  - claim: out
    label: {zh: 出, en: out}
    is: if limited < 20.00 and kind_of == boar then 0.00 else limited / 3
)"));
  WorksheetRecorder recorder(book);
  std::size_t different = 0;
  std::string last;
  for (int round = 0; round < wildclaims::tests::scaled(500); ++round) {
    std::vector<std::string> items;
    for (std::uint64_t i = 0; i <= below(3); ++i) {
      items.push_back("area=" + std::to_string(below(9)) + " rate=" + std::to_string(below(101)) +
                      "% cost=" + std::to_string(below(12)) + ".07 n=" + std::to_string(below(9)) +
                      (below(2) == 0 ? " crop_of=rice" : ""));
    }
    FactSheet sheet = small_facts(below(2) == 0 ? "near=true" : "kind_of=swan", items);
    sheet.running["approved_before"] = std::to_string(below(1000));
    const Facts facts = read_or_fail(*book, sheet);
    const WorksheetRecord* record = recorder.record(facts);
    INFO("seed " << seed << ", round " << round);
    REQUIRE(record != nullptr);
    const std::string text = to_text(to_worksheet(*book, *record), Language::en);
    REQUIRE(text == to_text(worksheet_of(*book, sheet), Language::en));
    different += text == last ? 0U : 1U;
    last = text;
  }
  CHECK(different > 1);
}
