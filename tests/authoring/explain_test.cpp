#include "rules/authoring/explain.h"

#include <filesystem>

#include "tests/authoring/authored_files.h"
#include "tests/support/catch.h"

using namespace wildclaims::rules;
using namespace wildclaims::rules::test;

namespace {

std::string said(const std::string& file, Language language) {
  const DraftResult result = draft_of(text_of(file));
  return authoring::explain(*result.loaded.rulebook, result.draft, language);
}

bool has(const std::string& text, const std::string& part) {
  INFO("looking for " << part << " in\n" << text);
  CHECK(text.find(part) != std::string::npos);
  return true;
}

}  // namespace

TEST_CASE("The shipped rulebook is read aloud in both languages") {
  const std::string zh = said("config/rulebooks/pinglu-2025.yaml", Language::zh);
  has(zh, "平陆县野生动物致害政府救助责任险\npinglu-wildlife 2025.1，");
  has(zh, "适用于出险日期 2025-01-01 至 2025-12-31");
  has(zh, "年保费：500,000.00 元【已公布：");
  has(zh, "省级财政 40%，县级财政 60%");
  has(zh, "1. 损失金额（每项）：受害面积 × 每亩赔付标准(作物, 生长阶段) × 损失率，四舍五入到 0.01【假定（未公布）】");
  has(zh, "4. 每户每次事故限额（限额）：起赔额检验，每户每次事故不超过 200,000.00");
  has(zh, "致害动物 是 其他：致害动物不在保单物种名录内");
  has(zh, "报案时间 - 发现时间 > 48 小时：报案超过48小时");
  has(zh, "  作物  生长阶段  元/亩\n  玉米  苗期      300.00\n");

  has(zh, "每项：受害面积 × 800.00 元/亩\n");

  const std::string en = said("config/rulebooks/pinglu-2025.yaml", Language::en);
  has(en, "For dates of loss from 2025-01-01 to 2025-12-31");
  has(en,
      "1. loss (every item): damaged area × value per mu(crop, growth stage) × loss rate, rounded half up to 0.01 "
      "[assumed, not published]");
  has(en, "3. franchise (the claim): if total loss < 100.00 then 0.00 else total loss");
  has(en, "  crop        growth stage  yuan/mu\n  maize       seedling      300.00\n");
}

TEST_CASE("Every programme can be read aloud") {
  std::size_t count = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::filesystem::path(WILDCLAIMS_SOURCE_DIR) / "tests/programmes")) {
    if (entry.path().extension() != ".yaml") continue;
    const DraftResult result = load_draft_file(entry.path());
    REQUIRE(result.loaded.rulebook);
    ++count;
    for (const Language language : {Language::zh, Language::en}) {
      const std::string text = authoring::explain(*result.loaded.rulebook, result.draft, language);
      INFO(entry.path() << "\n" << text);
      for (const auto& step : result.draft.steps) CHECK(text.find(step.label.in(language)) != std::string::npos);
      CHECK(text.find("item.") == std::string::npos);
    }
  }
  CHECK(count > 20);
}
