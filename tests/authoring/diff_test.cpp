#include "rules/authoring/diff.h"

#include "rules/authoring/number_text.h"
#include "tests/authoring/authored_files.h"
#include "tests/support/catch.h"

using namespace wildclaims::rules;
using namespace wildclaims::rules::test;
using namespace wildclaims::rules::authoring;

namespace {

std::string diff_of(const DraftResult& older, const DraftResult& newer, Language language) {
  return diff({*older.loaded.rulebook, older.draft}, {*newer.loaded.rulebook, newer.draft}, language);
}

// The words, without what the examples are owed.
std::string words_of(const std::string& text) { return text.substr(0, text.rfind("\n\n") + 1); }

}  // namespace

TEST_CASE("The change of a number is told exactly") {
  CHECK(relative_change("1000.00", "1100.00", Language::en) == "+10 %");
  CHECK(relative_change("1000.00", "975.50", Language::en) == "-2.45 %");
  CHECK(relative_change("300.00", "400.00", Language::en) == "≈+33.33 %");
  CHECK(relative_change("40%", "37.5%", Language::en) == "-2.5 pp");
  CHECK(relative_change("40%", "42%", Language::zh) == "+2 个百分点");
  CHECK(relative_change("0.00", "1.00", Language::en).empty());
  CHECK(relative_change("maize", "1.00", Language::en).empty());
  CHECK(grouped("1234567.89") == "1,234,567.89");
  CHECK(grouped("-1000") == "-1,000");
  CHECK(grouped("999.5%") == "999.5%");
  CHECK(grouped("wheat1000") == "wheat1000");
}

TEST_CASE("A rulebook compared with itself has not changed, in either language") {
  const DraftResult book = draft_of(text_of("tests/programmes/germany.yaml"));
  const std::string en = diff_of(book, book, Language::en);
  CHECK(en.find("No rule changed.") != std::string::npos);
  CHECK(en.find("No amount changes.") != std::string::npos);
  const std::string zh = diff_of(book, book, Language::zh);
  CHECK(zh.find("规则没有变化。") != std::string::npos);
  CHECK(zh.find("金额都没有变化。") != std::string::npos);
}

TEST_CASE("Two years of a programme are compared in words and in money") {
  const std::string text = text_of("tests/programmes/germany.yaml");
  std::string next = changed(text, "version: \"2024.1\"", "version: \"2025.1\"");
  next = changed(next, "in_force: {from: 2024-01-01, to: 2024-12-31}", "in_force: {from: 2025-01-01, to: 2025-12-31}");
  next = changed(next, "premium: {amount: 2000.00,", "premium: {amount: 2500.00,");
  next = changed(next, "premium_shares: {north: 30%, middle: 50%,", "premium_shares: {north: 25%, middle: 55%,");
  next = changed(next, "value: 0.14}", "value: 0.21}");
  next = changed(next, "> 7 days", "> 10 days");
  next = changed(next, "  - item: seed_surcharge\n",
                 "  - claim: nothing\n    label: {zh: 零, en: nothing}\n    is: 0.00 EUR\n  - item: seed_surcharge\n");
  next = changed(next, "sum(item.base + item.storage_surcharge + item.seed_surcharge)",
                 "sum(item.base + item.storage_surcharge + item.seed_surcharge) + nothing");
  next = next.substr(0, next.find("examples:\n")) +
         "examples:\n"
         "  - name: 100 square metres\n"
         "    claim: {damaged_on: 2025-05-30, discovered_on: 2025-06-01, reported_on: 2025-06-10, north_land: 30, "
         "middle_land: 50, south_land: 20}\n"
         "    items: [{crop: winter_wheat, area: 100}]\n"
         "    expect: {indemnity: 21.00}\n";
  const std::string en = diff_of(draft_of(text), draft_of(next), Language::en);
  CHECK(words_of(en.substr(0, en.find("The examples"))) ==
        "germany-game-damage 2024.1 -> germany-game-damage 2025.1\n"
        "\n"
        "~ in force: 2024-01-01 to 2024-12-31 -> 2025-01-01 to 2025-12-31\n"
        "~ premium: 2,000.00 -> 2,500.00 EUR (+25 %)\n"
        "~ premium share: north: 30% -> 25% (-5 pp)\n"
        "~ premium share: middle: 50% -> 55% (+5 pp)\n"
        "~ value_per_m2: winter_wheat: 0.14 -> 0.21 EUR/m2 (+50 %)\n"
        "~ deny reported_late:\n"
        "    reported_on - discovered_on > 7 days\n"
        "    -> reported_on - discovered_on > 10 days\n"
        "+ step nothing: claim: 0.00 EUR\n"
        "~ step indemnity:\n"
        "    claim: sum(item.base + item.storage_surcharge + item.seed_surcharge)\n"
        "    -> claim: sum(item.base + item.storage_surcharge + item.seed_surcharge) + nothing\n");
  for (const char* line : {"  2024.1: DE-1: 850 square metres at 0.14: 119.00 -> 178.50 (+59.50)\n",
                           "  2024.1: DE-3: discovered on 1 June, reported on 9 June: 0.00 -> 178.50 (+178.50)\n",
                           "  2025.1: 100 square metres: 0.00 -> 21.00 (+21.00)\n"}) {
    INFO(en);
    CHECK(en.find(line) != std::string::npos);
  }

  const std::string back = diff_of(draft_of(next), draft_of(text), Language::zh);
  INFO(back);
  CHECK(back.find("~ 年保费: 2,500.00 -> 2,000.00 EUR (-20 %)\n") != std::string::npos);
  CHECK(back.find("- 步骤 零: claim: 0.00 EUR\n") != std::string::npos);
  CHECK(back.find("~ 每平方米标准：冬小麦: 0.21 -> 0.14 EUR/平方米 (≈-33.33 %)\n") != std::string::npos);
}

TEST_CASE("An example that the other rules cannot compute says why") {
  const std::string text = text_of("tests/programmes/wisconsin.yaml");
  std::string next = changed(text, "    appraised: {type: money,",
                             "    days_lost: {type: count, label: {zh: 天, en: days}}\n    appraised: {type: money,");
  next = changed(next, "    is: scale(loss_total)", "    is: scale(loss_total) + sum(item.days_lost) * 1.00 USD");
  next = next.substr(0, next.find("examples:\n")) +
         "examples:\n"
         "  - name: a day\n"
         "    claim: {damaged_on: 2001-07-04}\n"
         "    items: [{appraised: 250.00, days_lost: 1}]\n"
         "    expect: {indemnity: 1.00}\n";
  const std::string en = diff_of(draft_of(text), draft_of(next), Language::en);
  INFO(en);
  CHECK(en.find("WI-1: 250: 0.00 -> ?; cannot be computed: 2001.1: /items/0/days_lost: ") != std::string::npos);
  CHECK(en.find("a day: ? -> 1.00; cannot be computed: 2001.1: /items/0/days_lost: ") != std::string::npos);
  CHECK(en.find("the settlement of a year is not compared") != std::string::npos);
  CHECK(en.find("+ fact item.days_lost: count\n") != std::string::npos);
}
