// Every diagnostic of the loader: a change to the shipped rulebook that triggers it, and a near miss that does not.
#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "tests/rules/rulebook_support.h"
#include "tests/support/catch.h"

using namespace wildclaims::rules;
using namespace wildclaims::rules::test;

namespace {

struct Row {
  const char* code;
  const char* find;       // in the shipped rulebook
  const char* bad;        // put there: triggers the code
  const char* near;       // put there instead: does not
  const char* says = "";  // part of the sentence or the help
};

const Row kErrors[] = {
    {"unknown_key", "status: illustrative", "status: illustrative\nstatsu: draft", "status: illustrative",
     "did you mean 'status'?"},
    {"missing_key", "utc_offset: \"+08:00\"\n", "", "utc_offset: \"+08:00\"\n", "utc_offset"},
    {"duplicate_key", "status: illustrative", "status: illustrative\nstatus: draft", "status: draft", "line 7"},
    {"wrong_shape", "[seedling, growing, mature]", "seedling", "[ seedling , growing , mature ]", "must be a list"},
    {"key_not_a_word", "status: illustrative", "? [a]\n: b\nstatus: illustrative", "status: illustrative"},
    {"anchor_refused", "{zh: 玉米, en: maize}", "&a {zh: 玉米, en: maize}", "{zh: 玉米, en: \"& maize\"}"},
    {"tag_refused", "status: illustrative", "status: !x illustrative", "status: \"illustrative\""},
    {"yaml_syntax", "in: [crop, stage]", "in: [crop, stage", "in: [crop, stage]"},
    {"several_documents", "not_encoded:", "---\nnot_encoded:", "not_encoded:"},
    {"bad_id", "rulebook: pinglu-wildlife", "rulebook: Pinglu wildlife", "rulebook: pinglu.wildlife-2"},
    {"bad_version", "version: \"2025.1\"", "version: \"2025/1\"", "version: \"2025.1-b\""},
    {"unknown_word", "status: illustrative", "status: ilustrative", "status: draft", "did you mean 'illustrative'?"},
    {"no_such_day", "from: 2025-01-01", "from: 2025-02-30", "from: 2025-02-28"},
    {"in_force_backwards", "{from: 2025-01-01, to: 2025-12-31}", "{from: 2026-01-01, to: 2025-12-31}",
     "{from: 2025-12-31, to: 2025-12-31}"},
    {"bad_offset", "\"+08:00\"", "\"8\"", "\"-03:30\""},
    {"bad_currency", "currency: CNY", "currency: yuan", "currency: CNY"},
    {"bad_minor_digits", "minor_digits: 2", "minor_digits: 3", "minor_digits: 2"},
    {"unknown_word", "    per: household_event\n", "    per: household\n", "    per: household_event\n"},
    {"limit_without_running_total", "    per: household_event\n", "    per: household_year\n", "    per: claim\n",
     "declare one under running:"},
    {"bad_columns", "in: [crop, stage]", "in: [crop, reported_at]", "in: [crop, stage]", "date and time"},
    {"bad_amount", "amount: 500000.00", "amount: 500,000.00", "amount: 500000", "thousands"},
    {"bad_source", "    source: assumed\n    hit", "    source: guessed\n    hit",
     "    source: {basis: assumed, zh: 估, en: guess}\n    hit"},
    {"missing_key", "    source: assumed\n    hit", "    source: {basis: published}\n    hit",
     "    source: {basis: published, zh: 甲, en: a}\n    hit", "zh"},
    {"unknown_funder", "residual_to: county", "residual_to: country", "residual_to: province",
     "did you mean 'county'?"},
    {"shares_not_whole", "share: 60%", "share: 59%", "share: 60.0%", "99%"},
    {"bad_share", "share: 60%", "share: 0.6", "share: 60.0000%"},
    {"bad_name", "  - item: loss\n", "  - item: Loss\n", "  - item: loss\n"},
    {"reserved_name", "  - claim: payable\n", "  - claim: mu\n", "  - claim: payable\n"},
    {"duplicate_name", "  - claim: payable\n", "  - claim: area\n", "  - claim: payable\n", "already declared in line"},
    {"duplicate_name", "code: below_franchise", "code: reported_late", "code: below_the_franchise"},
    {"unknown_type", "type: mu,", "type: muu,", "type: ha,"},
    {"empty_type", "types:\n", "types:\n  season: {label: {zh: 季, en: season}, codes: {}}\n", "types:\n"},
    {"bad_decimals", "decimals: 4", "decimals: 7", "decimals: 6"},
    {"bad_bound", "at_most: 100000", "at_most: 10%", "at_most: 100000.5"},
    {"empty_bounds", "at_most: 100000", "at_most: 5, at_least: 6", "at_most: 6000, at_least: 0"},
    {"key_not_for_type", "{type: species,", "{type: species, decimals: 2,", "{type: species,"},
    {"bad_loss_date", "last_day: damage_to", "last_day: damage_too", "last_day: damage_to",
     "did you mean 'damage_to'?"},
    {"bad_loss_date", "last_day: damage_to, ", "", "last_day: damage_to, "},
    {"unknown_column", "in: [crop, stage]", "in: [crop, stages]", "in: [crop, stage]", "did you mean 'stage'?"},
    {"duplicate_column", "in: [crop, stage]", "in: [crop, crop]", "in: [crop, stage]"},
    {"unknown_unit", "out: CNY/mu", "out: CNY/muu", "out: CNY/mu"},
    {"bad_grid", "[300.00, 600.00, 1000.00]", "[300.00, 600.00]", "[300.00, 600.00, 1000.000]", "3 columns"},
    {"bad_value", "[300.00, 600.00, 1000.00]", "[300.00, 6OO.00, 1000.00]", "[300, 600, 1000]"},
    {"unknown_code", "      melon:      [900", "      melons:     [900", "      melon:      [900",
     "did you mean 'melon'?"},
    {"table_gap", "      melon:      [900.00, 1500.00, 2500.00]\n", "",
     "      melon:      [900.00, 1500.00, 2500.00]\n", "crop=melon, stage=seedling"},
    {"bad_table", "    hit: unique\n", "    hit: unique\n    rows: []\n", "    hit: unique\n"},
    {"expression_syntax", "when: species == other", "when: species = other", "when: (species == other)", "write '=='"},
    {"expression_syntax", "is: sum(item.loss)", "is: sum（item.loss）", "is: (sum(item.loss))", "write '('"},
    {"chained_comparison", "when: loss_total < 100.00", "when: 0.00 < loss_total < 100.00",
     "when: 0.00 < loss_total and loss_total < 100.00"},
    {"unknown_name", "is: area * unit_value", "is: aera * unit_value", "is: (area) * unit_value",
     "did you mean 'area'?"},
    {"unknown_code", "species == other", "species == others", "species == other", "did you mean 'other'?"},
    {"unknown_function", "unit_value(crop, stage) *", "unit_values(crop, stage) *", "unit_value(crop, stage) *",
     "did you mean 'unit_value'?"},
    {"wrong_arguments", "unit_value(crop, stage) *", "unit_value(crop) *", "unit_value(crop, mature) *"},
    {"type_mismatch", "unit_value(crop, stage) *", "unit_value(stage, crop) *", "unit_value(crop, stage) *"},
    {"item_value_in_claim_scope", "is: sum(item.loss)", "is: loss", "is: max(item.loss)", "sum(item.loss)"},
    {"lift_in_item_scope", "* loss_rate\n", "* loss_rate * sum(item.area) / area\n", "* loss_rate\n"},
    {"dimension", "if loss_total < 100.00 then", "if loss_total < 100 then", "if loss_total < 100.00 CNY then",
     "two decimals"},
    {"dimension", "area * unit_value", "area + unit_value", "area * unit_value"},
    {"dimension", "of: payable", "of: payable * payable", "of: payable * 2", "money times money"},
    {"dimension", "area * 800.00 CNY/mu", "area * 800.00", "area * 800 CNY/mu"},
    {"dimension", "amount: 200000.00", "amount: 200000", "amount: 200000.00 CNY"},
    {"not_a_condition", "when: loss_total < 100.00", "when: loss_total", "when: not loss_total >= 100.00"},
    {"cycle", "is: sum(item.loss)", "is: sum(item.loss) + indemnity", "is: sum(item.loss)", "loss_total -> "},
    {"step_not_yet_computed", "is: sum(item.loss)",
     "is: sum(item.loss)\n  - claim: early\n    label: {zh: 早, en: early}\n    is: late\n  - claim: late\n    label: "
     "{zh: 晚, en: late}\n    is: loss_total",
     "is: sum(item.loss)\n  - claim: early\n    label: {zh: 早, en: early}\n    is: loss_total", "order written"},
    {"unknown_result", "result: indemnity", "result: loss", "result: payable"},
    {"bad_rounding", "round: half_up to 0.01", "round: halfup to 0.01", "round: half_even to 0.01"},
    {"bad_increment", "round: half_up to 0.01", "round: half_up to 0", "round: half_up to 0.010"},
    {"bad_step", "  - claim: payable\n", "  - claim: payable\n    item: other\n", "  - claim: payable\n"},
    {"negative_limit", "amount: 200000.00", "amount: -200000.00", "amount: 200000.00"},
    {"division_by_zero", "is: sum(item.loss)", "is: sum(item.loss) / 0", "is: sum(item.loss) / 1"},
    {"number_too_long", "loss_total < 100.00\n", "loss_total < 1234567890123456789.00\n", "loss_total < 100.00\n"},
    {"unknown_unit", "> 48 hours", "> 48 hours/day", "> 2 days"},
    {"empty_example", "expect: {indemnity: 100.00, funding: {province: 40.00, county: 60.00}}", "expect: {}",
     "expect: {indemnity: 100.00}"},
    {"example_fails", "{indemnity: 2100.00,", "{indemnity: 2100.01,", "{indemnity: 2100,", "2100.00"},
    {"example_fails", "flags: [below_franchise]", "flags: []", "flags: [below_franchise]", "below_franchise"},
    {"example_facts", "area: 3.5,", "area: -3.5,", "area: 3.50,", "negative"},
    {"unknown_funder", "funding: {province: 840.00", "funding: {provinze: 840.00", "funding: {province: 840.00"},
};

std::string codes_of(const LoadResult& result) {
  std::string all;
  for (const Diagnostic& diagnostic : result.diagnostics) all += to_string(diagnostic) + "\n";
  return all;
}

bool reports(const LoadResult& result, const Row& row) {
  return std::any_of(result.diagnostics.begin(), result.diagnostics.end(), [&](const Diagnostic& diagnostic) {
    return diagnostic.code == row.code &&
           (diagnostic.sentence + "\n" + diagnostic.help).find(row.says) != std::string::npos;
  });
}

}  // namespace

TEST_CASE("Each mistake in a rulebook is named by its code, and its near miss is not") {
  for (const Row& row : kErrors) {
    const LoadResult bad = load_rulebook(with(shipped_text(), row.find, row.bad), "bad.yaml");
    INFO(row.code << " from: " << row.bad << "\n" << codes_of(bad));
    CHECK(reports(bad, row));
    CHECK_FALSE(bad.rulebook);
    const LoadResult near = load_rulebook(with(shipped_text(), row.find, row.near), "near.yaml");
    INFO("near miss: " << row.near << "\n" << codes_of(near));
    CHECK_FALSE(reports(near, row));
  }
}

namespace {

struct StepsRow {
  const char* code;
  const char* bad;  // the steps of a small rulebook
  const char* near;
  const char* says = "";
};

#define STEP(kind, name, is) "  - " kind ": " name "\n    label: {zh: 步, en: step}\n    is: " is "\n"

const StepsRow kStepErrors[] = {
    {"no_steps", "  []\n", STEP("claim", "out", "sum(cost)")},
    {"quotient_not_rounded", STEP("claim", "out", "sum(cost / n)"),
     STEP("claim", "out", "sum(round_half_up(cost / n, 0.01))"), "round_half_up"},
    {"bad_increment", STEP("claim", "out", "sum(round_down(cost, n))"),
     STEP("claim", "out", "sum(round_down(cost, 1))")},
    {"dimension", STEP("claim", "out", "sum(cost + area)"), STEP("claim", "out", "sum(cost + area * price)"),
     "money and area"},
    {"dimension", STEP("claim", "out", "sum(price * cost / 1.00 CNY)"), STEP("claim", "out", "sum(price * area)"),
     "money times money"},
    {"dimension", STEP("claim", "out", "if sum(item.area + item.n) > 1 mu then 1.00 CNY else 0.00"),
     STEP("claim", "out", "if sum(item.area) > 1 mu then 1.00 CNY else 0.00"), "area and a plain number"},
    {"dimension", STEP("claim", "out", "if sum(item.area) > 1 then 1.00 CNY else 0.00"),
     STEP("claim", "out", "if sum(item.area) > 1 ha then 1.00 CNY else 0.00"), "unit after the number"},
    {"dimension", STEP("claim", "out", "if sum(weight) > 1 mu then 1.00 CNY else 0.00"),
     STEP("claim", "out", "if sum(weight) > 1 jin then 1.00 CNY else 0.00"), "mass and area"},
    {"dimension", STEP("claim", "out", "if told - seen > 48 then 1.00 CNY else 0.00"),
     STEP("claim", "out", "if told - seen > 2 days then 1.00 CNY else 0.00")},
    {"dimension", STEP("claim", "out", "if on + 1.5 days > 2025-01-01 then 1.00 CNY else 0.00"),
     STEP("claim", "out", "if on + 1 day > 2025-01-01 then 1.00 CNY else 0.00"), "whole days"},
    {"dimension", STEP("claim", "out", "-near"), STEP("claim", "out", "-sum(cost)")},
    {"dimension", STEP("claim", "out", "sum(area)"), STEP("claim", "out", "sum(cost)"), "the result must be money"},
    {"dimension", STEP("claim", "out", "if near then sum(cost) else sum(area)"),
     STEP("claim", "out", "if near then sum(cost) else 0.00"), "branches"},
    {"dimension", STEP("claim", "out", "min(sum(cost), 100)"), STEP("claim", "out", "min(sum(cost), 100.00)")},
    {"dimension", STEP("claim", "out", "sum(area * area * area * area) * 1.00 CNY / 1 mu"),
     STEP("claim", "out", "sum(area * area) / 1 mu * 1.00 CNY / 1 mu"), "measures nothing"},
    {"type_mismatch", STEP("claim", "out", "if on > seen then 1.00 CNY else 0.00"),
     STEP("claim", "out", "if on > day(seen) then 1.00 CNY else 0.00"), "a date"},
    {"type_mismatch", STEP("claim", "out", "if kind_of > boar then 1.00 CNY else 0.00"),
     STEP("claim", "out", "if kind_of != boar then 1.00 CNY else 0.00"), "no order"},
    {"unknown_code", STEP("claim", "out", "if count(crop_of == boar) > 1 then 1.00 CNY else 0.00"),
     STEP("claim", "out", "if count(crop_of == maize) > 1 then 1.00 CNY else 0.00"), ""},
    {"no_such_day", STEP("claim", "out", "if on > 2025-02-30 then 1.00 CNY else 0.00"),
     STEP("claim", "out", "if on > 2025-02-28 then 1.00 CNY else 0.00")},
    {"division_by_zero", STEP("claim", "out", "sum(cost) / (2 - 2)"), STEP("claim", "out", "sum(cost) / (2 - 1)")},
    {"too_many_decimals",
     STEP("item", "tiny", "rate * 0.00000000000000001 * 0.00000000000000001 * 0.00000000000000001 * rate")
         STEP("claim", "out", "sum(item.tiny) * 1.00 CNY"),
     STEP("item", "tiny", "rate * 0.000000001") STEP("claim", "out", "sum(item.tiny) * 1.00 CNY")},
};

}  // namespace

TEST_CASE("Each mistake in a step is named by its code, and its near miss is not") {
  for (const StepsRow& row : kStepErrors) {
    const Row as_row{row.code, "", "", "", row.says};
    const LoadResult bad = load_rulebook(small_text(row.bad), "bad.yaml");
    INFO(row.code << " from: " << row.bad << "\n" << codes_of(bad));
    CHECK(reports(bad, as_row));
    CHECK_FALSE(bad.rulebook);
    const LoadResult near = load_rulebook(small_text(row.near), "near.yaml");
    INFO("near miss: " << row.near << "\n" << codes_of(near));
    CHECK(near.rulebook);
  }
}

TEST_CASE("Warnings name what never counts, and do not stop a rulebook") {
  const std::string sound = STEP(
      "claim", "out", "sum(area * value_of(crop_of)) + (if kind_of == boar then 1.00 else 0.00) + approved_before");
  struct WarningRow {
    const char* code;
    std::string text;
  };
  const WarningRow rows[] = {
      {"unread_step", small_text(STEP("claim", "spare", "sum(cost)") + sound)},
      {"unread_table",
       small_text(STEP("claim", "out", "sum(cost) + (if kind_of == boar then 1.00 else 0.00) + approved_before"))},
      {"unused_codes", small_text(STEP("claim", "out", "sum(area * value_of(crop_of)) + approved_before"))},
      {"unused_type", with(small_text(sound), "types:\n",
                           "types:\n  season: {label: {zh: 季, en: season}, codes: {dry: {zh: 旱, en: dry}}}\n")},
      {"dead_row",
       with(with(small_text(sound), "in: [crop]", "in: [crop]\n    hit: first"), "      - {crop: rice, value: 500.00}",
            "      - {crop: any, value: 500.00}\n      - {crop: rice, value: 7.00}")},
  };
  CHECK(load_rulebook(small_text(sound), "sound.yaml").diagnostics.empty());
  for (const WarningRow& row : rows) {
    const LoadResult result = load_rulebook(row.text, "warned.yaml");
    INFO(row.code << "\n" << codes_of(result));
    CHECK(result.rulebook);
    REQUIRE(result.diagnostics.size() == 1);
    CHECK(result.diagnostics.front().code == row.code);
    CHECK(result.diagnostics.front().severity == Severity::warning);
  }
}

TEST_CASE("A name that is both a fact and a code of what it is compared with is refused") {
  const std::string text = with(small_text(STEP("claim", "out", "if kind_of == near then 1.00 CNY else 0.00")),
                                "      swan: {zh: 天鹅, en: swan}", "      near: {zh: 近, en: near}");
  const LoadResult result = load_rulebook(text, "ambiguous.yaml");
  INFO(codes_of(result));
  CHECK(reports(result, {"ambiguous_name", "", "", ""}));
}

TEST_CASE("All mistakes are reported at once, in the order of the file, with line and column") {
  std::string text = with(shipped_text(), "share: 60%", "share: 59%");
  text = with(text, "area * unit_value", "aera * unit_value");
  text = with(text, "> 48 hours", "> 48");
  text = with(text, "      melon:      [900.00, 1500.00, 2500.00]\n", "");
  const LoadResult result = load_rulebook(text, "many.yaml");
  INFO(codes_of(result));
  std::vector<std::string> codes;
  for (const Diagnostic& diagnostic : result.diagnostics) codes.push_back(diagnostic.code);
  CHECK(codes == std::vector<std::string>{"shares_not_whole", "table_gap", "dimension", "unknown_name"});
  CHECK(std::is_sorted(result.diagnostics.begin(), result.diagnostics.end(),
                       [](const Diagnostic& a, const Diagnostic& b) { return a.at.line < b.at.line; }));
  // "    is: aera * …": the column of the name itself.
  const auto name = std::find_if(result.diagnostics.begin(), result.diagnostics.end(),
                                 [](const Diagnostic& diagnostic) { return diagnostic.code == "unknown_name"; });
  REQUIRE(name != result.diagnostics.end());
  CHECK(name->at.column == 9);
  CHECK(to_string(*name) == "many.yaml:" + std::to_string(name->at.line) +
                                ":9: error[unknown_name]: nothing here is called 'aera'\n    did you mean 'area'?");
}

TEST_CASE("Columns count characters, also behind Chinese text on the same line") {
  const LoadResult result =
      load_rulebook(with(shipped_text(), "{zh: 报案超过48小时, en:", "{zh: 报案超过48小时, eng:"), "columns.yaml");
  INFO(codes_of(result));
  const auto found = std::find_if(result.diagnostics.begin(), result.diagnostics.end(),
                                  [](const Diagnostic& diagnostic) { return diagnostic.code == "unknown_key"; });
  REQUIRE(found != result.diagnostics.end());
  CHECK(found->at.column == 25);
}
