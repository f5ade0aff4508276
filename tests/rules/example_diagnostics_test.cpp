// The diagnostics that the reference's own examples can bring: a change to one of them that triggers the code, and a
// near miss that does not. Beside them those of files, of several rulebooks together, and of facts handed in.
#include <algorithm>
#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "rules/loader/file_text.h"
#include "tests/rules/rulebook_support.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_directory.h"

using namespace wildclaims::rules;
using namespace wildclaims::rules::test;

namespace {

std::string example_text(const std::string& name) {
  return read_source_file("config/rulebooks/examples/" + name + ".yaml");
}

struct ExampleRow {
  const char* code;
  const char* example;
  const char* find;  // stands there once
  const char* bad;   // put there: triggers the code
  const char* near;  // put there instead: does not
  const char* says = "";
};

const ExampleRow kErrors[] = {
    {"bad_unit", "units", "{measures: volume,", "{measures: volume, is: 2 kg,", "{measures: content,"},
    {"bad_unit", "units", "is: 0.25 ha", "is: 0.25 hectares", "is: 2500 m2"},
    {"bad_unit", "units", "{is: 40 basket,", "{measures: volume,", "{measures: carts,", "another unit measures"},
    {"bad_unit", "units", "measures: volume", "measures: area", "measures: volume", "a quantity of its own"},
    {"bad_default", "facts", "default: 100%", "default: 120%", "default: 99%", "outside its bounds"},
    {"bad_default", "facts", "default: false", "default: no", "default: true", "no value for calamity"},
    {"bad_bound", "facts", "at_least: -5", "at_least: -5.55", "at_least: -5.5"},
    {"key_not_for_type", "facts", "type: boolean, default: false", "type: boolean, at_least: 0",
     "type: boolean, default: false"},
    {"unknown_stage", "payments", "from_stage: final", "from_stage: finally", "from_stage: final",
     "did you mean 'final'?"},
    {"stage_needs_later_fact", "payments", "pays: advance_due", "pays: indemnity", "pays: advance_due", "stage final"},
    {"unknown_result", "payments", "pays: indemnity, ", "pays: advance_due, ", "pays: indemnity, ", "the last stage"},
    {"missing_key", "payments", "pays: indemnity, when_negative: claw_back", "pays: indemnity",
     "pays: indemnity, when_negative: zero", "claw_back or zero"},
    {"running_within_claim", "limits", "{per: household_event,", "{per: claim,", "{per: household_event,"},
    {"running_within_claim", "limits", "amount: 9000.00", "amount: 9000.00\n    used: approved_in_year",
     "amount: 9000.0"},
    {"limit_without_running_total", "limits", "used: approved_in_year", "used: approved_in_event",
     "used: approved_in_year", "did you mean 'approved_in_year'?"},
    {"limit_without_running_total", "limits-shared", "    used: kept_in_event\n", "", "    used: approved_in_event\n",
     "several running totals"},
    {"unknown_result", "limits-shared", "of: shared, label", "of: share, label", "of: total, label",
     "did you mean 'shared'?"},
    {"allocation_missing", "limits-shared", "    allocate: proportional\n", "", "    allocate: first_come\n"},
    {"allocation_unused", "limits", "amount: 9000.00", "amount: 9000.00\n    allocate: first_come", "amount: 9000.0"},
    {"priority_missing", "limits-shared", "    priority: farm_area\n", "", "    priority: total\n", "who comes first"},
    {"priority_missing", "limits-shared", "allocate: proportional", "allocate: proportional\n    priority: farm_area",
     "allocate: proportional", "no meaning"},
    {"priority_missing", "exhausted-priority", "    priority: {by: main_crop, ties: prorate, carry_over: 2}\n", "",
     "    priority: {by: damaged_on, ties: first_come}\n"},
    {"bad_sum", "running-totals", "of: trees_lost", "of: loss_total", "of: trees_lost", "a step of the item"},
    {"bad_by", "limits-by", "    by: crop\n", "    by: loss\n", "    by: crop\n", "known: crop"},
    {"bad_by", "limits-by", "by: category, label", "by: damaged_on, label", "by: category, label"},
    {"limit_amount_not_shared", "limits-by", "if crop == fruit then 3000.00 CNY", "if loss > 1.00 then 3000.00 CNY",
     "if crop != fruit then 3000.00 CNY"},
    {"key_not_for_type", "exhausted-hold", "    when_freed: leave\n",
     "    when_freed: leave\n    residual_to: county\n", "    when_freed: restore_residuals\n", "the claim waits"},
    {"key_not_for_type", "exhausted-truncate", "    when_freed: restore_residuals",
     "    exempt: indemnity < 1.00\n    when_freed: restore_residuals", "    when_freed: leave",
     "prorate and priority"},
    {"missing_key", "exhausted-prorate", "    residual_to: county\n", "", "    residual_to: county\n", "residual_to:"},
    {"bad_value", "exhausted-priority", "carry_over: 2", "carry_over: two", "carry_over: 3"},
    {"unknown_word", "exhausted-priority", "ties: prorate", "ties: random", "ties: first_come"},
    {"bad_funding", "funding-cases",
     "  odd_cents:", "  weights: {province: 1, county: 2}\n  odd_cents:", "  odd_cents:", "says twice"},
    {"bad_funding", "smallest", "county: {share: 100%, label: {zh: 县级财政, en: county}}", "county: 100%",
     "county: {share: 100.0%, label: {zh: 县, en: county}}", "funders:"},
    {"share_missing", "funding-cases", "{province: 80%, county: 20%}", "{county: 100%}", "{province: 0%, county: 100%}",
     "province: 0%"},
    {"share_missing", "funding-weights", "{province: province_land, county: county_land}", "{county: county_land}",
     "{county: county_land, province: province_land}"},
    {"shares_not_whole", "funding-layers", "{province: 50%, county: 50%}", "{province: 50%, county: 51%}",
     "{province: 49%, county: 51%}", "101%"},
    {"bad_case", "funding-cases", "    - {shares: {province: 0%, county: 100%}}",
     "    - {when: not protected, shares: {province: 0%, county: 100%}}",
     "    - {shares: {province: 1%, county: 99%}}"},
    {"bad_layer", "funding-layers", "{up_to: 80% * loss_total, shares", "{shares", "{up_to: 70% * loss_total, shares"},
    {"bad_weights", "funding-weights", "{province: province_land, county: county_land}", "{province: 0, county: 0}",
     "{province: 1, county: 0}"},
    {"dimension", "funding-weights", "county: county_land}", "county: 1}", "county: 2 * county_land}", "of one kind"},
    {"premium_shares_missing", "funding-cases", "  premium_shares: {province: 40%, county: 60%}", "",
     "  premium_shares: {province: 41%, county: 59%}"},
    {"bad_band", "brackets", "{up_to: 5250.00,", "{up_to: 200.00,", "{up_to: 250.01,", "above the one before"},
    {"bad_band", "brackets", "{rate: 80%}", "{up_to: 9000.00, rate: 80%}", "{rate: 81%}", "last band"},
    {"bad_value", "brackets", "{rate: 80%}", "{rate: 0.8}", "{rate: 80.5%}"},
    {"bad_cell", "tables", "loss_rate: from 50%", "loss_rate: 50% or more", "loss_rate: [50%, above 50%]"},
    {"bad_cell", "tables", "loss_rate: from 50%", "loss_rate: []", "loss_rate: from 50% to 100%", "matches nothing"},
    {"empty_range", "tables", "from 10% to below 50%", "from 50% to below 10%", "from 10% to below 20%"},
    {"code_twice", "hit-policies", "{crop: rice, value: 3.00}", "{crop: [rice, rice], value: 3.00}",
     "{crop: [rice, maize], value: 3.00}"},
    {"bad_order", "hit-policies", "    order: [high, low]\n", "", "    order: [low, high]\n", "needs order:"},
    {"bad_order", "hit-policies", "order: [1.00, 2.00, 7.00]", "order: [1.00, 2.00]", "order: [7.00, 2.00, 1.00]",
     "'7.00'"},
    {"bad_order", "hit-policies", "    hit: output_order\n", "    hit: rule_order\n", "    hit: output_order\n",
     "belongs to"},
    {"table_overlap", "tables", "loss_rate: below 10%", "loss_rate: up to 10%", "loss_rate: below 10.00%",
     "loss_rate=10%"},
    {"table_disagreement", "hit-policies", "{organic: \"-\", crop: rice, value: 10%}",
     "{organic: \"-\", crop: rice, value: 10.01%}", "{organic: \"-\", crop: rice, value: 10.00%}", "crop=rice"},
    {"table_gap", "values", "{from: 2025-07-01,", "{from: 2025-07-02,", "{from: 2025-07-01, to: 2025-12-31,",
     "loss_date=2025-07-01"},
    {"table_gap", "tables", "from 11-01 to 02-28", "from 11-01 to 02-27", "[from 11-01 to 12-31, up to 02-28]",
     "02-28"},
    {"bad_table", "values", "    value: 80%\n", "    value: 80%\n    dated: []\n", "    value: 81%\n"},
    {"table_argument_not_bounded", "tables", "rate_paid(protected, loss_rate)", "rate_paid(protected, loss_rate * 1)",
     "rate_paid(protected, loss_rate)", "loss_rate itself"},
    {"unknown_output", "tables", "terms(lost).cap", "terms(lost)", "terms(lost).deductible", "deductible"},
    {"unknown_output", "tables", "terms(lost).cap", "terms(lost).top", "terms(lost).deductible", "no output 'top'"},
    {"list_not_gathered", "hit-policies", "sum(plain(crop))", "plain(crop)", "last(plain(crop))", "first(plain(crop))"},
    {"wrong_arguments", "expressions", "+ bonus, 0.05)", "+ bonus where true)", "+ bonus, 0.5)", "gathers nothing"},
    {"claim_value_in_event_scope", "steps", "sum(claim.loss_total)", "loss_total", "max(claim.loss_total)",
     "sum(claim.loss_total)"},
    {"unknown_name", "expressions", "by crop)", "by area)", "by crop)", "known: crop"},
    {"no_such_day", "dates", "within 11-16", "within 11-31", "within 11-30"},
    {"type_mismatch", "expressions", "day(seen_at) within", "seen_at within", "damaged_on within", "day(reported_at)"},
    {"unknown_step", "steps", "steps: {village_loss: 10000.00}", "steps: {loss: 10000.00}",
     "steps: {village_loss: 10000}", "no step of the claim or event"},
    {"unknown_step", "steps", "fees: {survey_fee: 50.00}", "fees: {surveyfee: 50.00}", "fees: {survey_fee: 50}",
     "did you mean 'survey_fee'?"},
    {"bad_example", "exhausted-truncate", "    available: 3500.00\n", "", "    available: 3500\n", "available:"},
    {"bad_example", "exhausted-priority", "  - name: arrears come first, and are lost after the second year\n",
     "  - name: two forms\n    claims: []\n", "  - name: one form\n", "several forms"},
    {"example_fails", "exhausted-priority", "unpaid: [0.00, 200.00]", "unpaid: [0.00, 199.00]", "unpaid: [0, 200]",
     "the settlement gives 200.00"},
    {"example_facts", "exhausted-priority", "unpaid: [0.00, 200.00]", "unpaid: [0.00]", "unpaid: [0.00, 200.00]",
     "1 amounts"},
    {"duplicate_name", "payments", "{stage: advance,", "{stage: final,", "{stage: early,"},
};

// Warnings: the rulebook loads all the same.
const ExampleRow kWarnings[] = {
    {"idle_column", "tables",
     "      - {protected: false, loss_rate: below 10%, value: 0%}\n"
     "      - {protected: false, loss_rate: from 10% to below 50%, value: 80%}\n"
     "      - {protected: false, loss_rate: from 50%, value: 90%}\n",
     "      - {protected: false, loss_rate: below 10%, value: 90%}\n"
     "      - {protected: false, loss_rate: from 10%, value: 90%}\n",
     "      - {protected: false, loss_rate: below 10%, value: 0%}\n"
     "      - {protected: false, loss_rate: from 10%, value: 90%}\n",
     "column loss_rate"},
    {"unread_running", "running-totals",
     "if loss_of_year + loss_total < 300.00 then 0.00 else loss_of_year + loss_total",
     "if loss_total < 300.00 then 0.00 else loss_total", "loss_of_year + loss_total"},
    {"unread_adjustment", "adjustments", " - disallowed - hail", " - hail", " - 1 * disallowed - hail",
     "changes nothing"},
    {"unused_code", "hit-policies", "{crop: maize, distance: below 5, value: high}",
     "{crop: \"-\", distance: below 5, value: high}", "{crop: [maize], distance: below 5, value: high}", "maize"},
};

std::string printed(const Diagnostics& diagnostics) {
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics) text += to_string(diagnostic) + "\n";
  return text;
}

bool reports(const Diagnostics& diagnostics, const std::string& code, const std::string& says, Severity severity) {
  return std::any_of(diagnostics.begin(), diagnostics.end(), [&](const Diagnostic& diagnostic) {
    return diagnostic.code == code && diagnostic.severity == severity &&
           (diagnostic.sentence + "\n" + diagnostic.help).find(says) != std::string::npos;
  });
}

void check_row(const ExampleRow& row, Severity severity) {
  const LoadResult bad = load_rulebook(with(example_text(row.example), row.find, row.bad), "bad.yaml");
  INFO(row.code << " in " << row.example << " from: " << row.bad << "\n" << printed(bad.diagnostics));
  CHECK(reports(bad.diagnostics, row.code, row.says, severity));
  if (severity == Severity::error) CHECK_FALSE(bad.rulebook);
  const LoadResult near = load_rulebook(with(example_text(row.example), row.find, row.near), "near.yaml");
  INFO("near miss: " << row.near << "\n" << printed(near.diagnostics));
  CHECK_FALSE(reports(near.diagnostics, row.code, row.says, severity));
}

}  // namespace

TEST_CASE("Each mistake in an example of the reference is named by its code, and its near miss is not") {
  for (const ExampleRow& row : kErrors) check_row(row, Severity::error);
}

TEST_CASE("Each warning in an example of the reference is named by its code, and its near miss is not") {
  for (const ExampleRow& row : kWarnings) check_row(row, Severity::warning);
}

namespace {

// Whole texts around the smallest rulebook.
struct TextRow {
  const char* code;
  std::string bad;
  std::string near;
};

std::string repeated(std::string_view text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

std::string smallest_with(std::string_view find, std::string_view replacement) {
  return with(example_text("smallest"), find, replacement);
}

std::string with_sum(const std::string& expression) { return smallest_with("is: sum(item.loss)", "is: " + expression); }

std::string with_codes(std::size_t count) {
  std::string codes;
  for (std::size_t i = 0; i < count; ++i) codes += "      c" + std::to_string(i) + ": {zh: 甲, en: a}\n";
  return smallest_with("facts:\n", "types:\n  many:\n    label: {zh: 多, en: many}\n    codes:\n" + codes + "facts:\n");
}

std::string with_item_facts(std::size_t count) {
  std::string facts;
  for (std::size_t i = 0; i < count; ++i) {
    facts += "    f" + std::to_string(i) + ": {type: count, default: 0, label: {zh: 甲, en: a}}\n";
  }
  return smallest_with("  item:\n", "  item:\n" + facts);
}

// A table of dates in which every other day has no row.
std::string with_dated_rows(std::size_t rows) {
  std::string dated;
  for (std::size_t i = 0; i < rows; ++i) {
    std::string date = "2025-" + std::to_string(10 + i / 10) + "-";
    date += std::to_string(11 + 2 * (i % 10));
    dated += "      - {from: " + date;
    dated += ", to: " + date;
    dated += ", value: 1.00}\n";
  }
  return smallest_with("steps:\n",
                       "values:\n  v:\n    label: {zh: 甲, en: a}\n    of: money\n    dated:\n" + dated + "steps:\n");
}

}  // namespace

TEST_CASE("Each mistake of a whole file is named by its code, and its near miss is not") {
  const std::string smallest = example_text("smallest");
  const std::string deep = "not_encoded:\n  - {clause: a, why: ";
  const TextRow rows[] = {
      {"byte_order_mark", "\xEF\xBB\xBF" + smallest, smallest},
      {"invalid_utf8", smallest_with("最小规则", "\xD7\xEE"), smallest},
      {"control_character", smallest_with("the smallest", "the\x07smallest"),
       smallest_with("the smallest", "the\tsmallest")},
      {"file_too_large", smallest + repeated("# filled with comments to the brim\n", kMostRulebookBytes / 34),
       smallest + "# and one more\n"},
      {"too_deep", smallest + deep + repeated("[", 200) + repeated("]", 200) + "}\n", smallest + deep + "[]}\n"},
      {"line_too_long", smallest + deep + "[" + repeated("1,", kLongestLine / 2) + "1]}\n",
       smallest + deep + "[" + repeated("1,\n", 100) + "1]}\n"},
      {"too_many_nodes", smallest + deep + "[" + repeated("1,\n", 2'500'000) + "1]}\n", smallest + deep + "[1, 1]}\n"},
      {"expression_too_long", with_sum("sum(item.loss)" + repeated(" + 0.00 CNY", 2'000)),
       with_sum("sum(item.loss) + 0.00 CNY")},
      {"expression_too_deep", with_sum(repeated("(", 500) + "sum(item.loss)" + repeated(")", 500)),
       with_sum("((sum(item.loss)))")},
      {"too_many_codes", with_codes(10'001), with_codes(10'000)},
      {"rulebook_too_large", with_item_facts(5'000), with_item_facts(50)},
      {"table_more_flaws", with_dated_rows(30), with_dated_rows(2)},
  };
  for (const TextRow& row : rows) {
    const LoadResult bad = load_rulebook(row.bad, "bad.yaml");
    INFO(row.code << "\n" << printed(bad.diagnostics).substr(0, 2'000));
    CHECK(reports(bad.diagnostics, row.code, "", Severity::error));
    CHECK_FALSE(bad.rulebook);
    const LoadResult near = load_rulebook(row.near, "near.yaml");
    INFO("near miss\n" << printed(near.diagnostics).substr(0, 2'000));
    CHECK_FALSE(reports(near.diagnostics, row.code, "", Severity::error));
  }
}

TEST_CASE("A table whose rows or combinations are too many to be proved is refused") {
  std::string rows;
  for (int i = 0; i <= 100'000; ++i) rows += "      - [" + std::to_string(i) + ", 1.00]\n";
  const std::string head =
      "tables:\n  t:\n    label: {zh: 甲, en: a}\n    in: [{x: {type: number}}]\n    out: money\n    rows:\n";
  const std::string rest = "    otherwise: 0.00\nsteps:\n";
  const TextRow row{"table_too_large", smallest_with("steps:\n", head + rows + rest),
                    smallest_with("steps:\n", head + "      - [1, 1.00]\n" + rest)};
  CHECK(reports(load_rulebook(row.bad, "bad.yaml").diagnostics, row.code, "", Severity::error));
  CHECK_FALSE(reports(load_rulebook(row.near, "near.yaml").diagnostics, row.code, "", Severity::error));
}

TEST_CASE("What cannot be read is named, and what can is not") {
  const wildclaims::tests::TemporaryDirectory directory;
  const std::pair<const char*, std::string> row{"unreadable", directory.file("missing.yaml")};
  CHECK(reports(load_rulebook_file(row.second).diagnostics, row.first, "", Severity::error));
  CHECK(reports(load_rulebook_file(directory.path()).diagnostics, row.first, "", Severity::error));
  CHECK(reports(load_shelf(row.second).diagnostics, row.first, "", Severity::error));
  CHECK(load_shelf(directory.path()).diagnostics.empty());
}

namespace {

struct ShelfRow {
  const char* code;
  const char* find;  // in the shipped rulebook of 2025, beside which that of 2026 stands
  const char* bad;
  const char* near;
};

const ShelfRow kShelfErrors[] = {
    {"time_hole", "to: 2025-12-31}      #", "to: 2025-12-30}      #", "to: 2025-12-31}      #"},
    {"time_overlap", "to: 2025-12-31}      #", "to: 2026-01-01}      #", "to: 2025-12-31}      #"},
    {"supersedes_unknown", "version: \"2025.1\"", "version: \"2025.1\"\nsupersedes: \"2024.9\"", "version: \"2025.1\""},
    {"supersedes_cycle", "version: \"2025.1\"", "version: \"2025.1\"\nsupersedes: \"2025.1\"", "version: \"2025.1\""},
    {"supersedes_other_dates", "version: \"2025.1\"", "version: \"2025.1\"\nsupersedes: \"2026.1\"",
     "version: \"2025.1\""},
    {"duplicate_version", "version: \"2025.1\"", "version: \"2026.1\"", "version: \"2025.2\""},
    {"loss_date_rule_differs", "{day: last_day, first_day", "{day: first_day, first_day", "{day: last_day, first_day"},
};

bool shelf_reports(const std::string& text, const std::string& code) {
  const auto next = load_or_fail(read_source_file("config/rulebooks/pinglu-2026.yaml"));
  const auto shelf = Shelf::make({load_or_fail(text), next});
  const auto* faults = std::get_if<Faults>(&shelf);
  return faults != nullptr &&
         std::any_of(faults->begin(), faults->end(), [&](const Fault& fault) { return fault.code == code; });
}

// One text of the facts of the claim, of the first item, or beside them.
struct FaultRow {
  const char* code;
  const char* where;  // claim, item, running, adjustment, reason, override, stage, paid
  const char* name;
  const char* bad;
  const char* near;
};

const FaultRow kFaults[] = {
    {"unknown_code", "item", "crop", "maze", "maize"},
    {"not_a_number", "item", "area", "3,5", "3.5"},
    {"negative", "item", "area", "-3.5", "0"},
    {"too_many_decimals", "item", "area", "3.555", "3.55"},
    {"out_of_range", "item", "area", "10000.01", "10000"},
    {"percent_sign_missing", "item", "loss_rate", "60", "60%"},
    {"full_width", "item", "area", "３．５", "3.5"},
    {"no_such_day", "claim", "damaged_on", "2025-02-30", "2025-02-28"},
    {"not_a_time", "claim", "seen_at", "2025-06-02 7.30", "2025-06-02T07:30"},
    {"not_a_boolean", "event", "calamity", "yes", "true"},
    {"missing_fact", "item", "area", "", "1"},
    {"unknown_fact", "item", "aera", "3.5", ""},
    {"unknown_stage", "stage", "", "final", ""},
    {"not_a_number", "paid", "", "much", "1800.00"},
    {"reason_missing", "override", "-1.00", " ", "settled"},
    {"override_below_zero", "override", "-900.01", "settled", ""},
};

FactSheet sheet_of(const FaultRow& row, const char* value) {
  FactSheet sheet;
  sheet.claim = {{"damaged_on", "2025-06-01"}, {"seen_at", "2025-06-02T07:00"}, {"told_at", "2025-06-02T09:00"}};
  sheet.items.push_back({{"crop", "maize"}, {"area", "1"}, {"price", "900.00"}});
  const std::string where = row.where;
  if (where == "stage") sheet.stage = value;
  if (where == "paid") sheet.paid = value;
  if (where == "override" && *value != '\0') sheet.result_override = Adjustment{row.name, value};
  const bool in_map = where == "item" || where == "claim" || where == "event";
  if (!in_map) return sheet;
  FactTexts& texts = where == "item" ? sheet.items.front() : where == "claim" ? sheet.claim : sheet.event;
  texts.erase(row.name);
  if (*value != '\0') texts[row.name] = value;
  return sheet;
}

// The codes of reading the facts, or of computing with them.
std::vector<std::string> fault_codes(const Rulebook& rulebook, const FactSheet& sheet) {
  std::vector<std::string> codes;
  auto read = read_facts(rulebook, sheet, Completeness::complete);
  if (const auto* faults = std::get_if<Faults>(&read)) {
    for (const Fault& fault : *faults) codes.push_back(fault.code);
    return codes;
  }
  const auto outcome = determine(rulebook, std::get<Facts>(read));
  if (const auto* fault = std::get_if<Fault>(&outcome)) codes.push_back(fault->code);
  return codes;
}

}  // namespace

TEST_CASE("Each fault of several rulebooks together is named by its code, and its near miss is not") {
  for (const ShelfRow& row : kShelfErrors) {
    INFO(row.code);
    CHECK(shelf_reports(with(shipped_text(), row.find, row.bad), row.code));
    CHECK_FALSE(shelf_reports(with(shipped_text(), row.find, row.near), row.code));
  }
}

TEST_CASE("Each fault of the facts handed in is named by its code, and its near miss is none") {
  const auto rulebook = load_or_fail(example_text("facts"));
  for (const FaultRow& row : kFaults) {
    INFO(row.code << " in " << row.where << " " << row.name);
    CHECK(fault_codes(*rulebook, sheet_of(row, row.bad)) == std::vector<std::string>{row.code});
    CHECK(fault_codes(*rulebook, sheet_of(row, row.near)).empty());
  }
}

TEST_CASE("A denied claim is given no amount by an override, and one that is not denied may be") {
  struct OverrideRow {
    const char* code;
    const char* species;
    const char* near;
  };
  const OverrideRow rows[] = {{"override_of_denial", "other", "wild_boar"}};
  for (const OverrideRow& row : rows) {
    INFO(row.code);
    FactSheet sheet;
    sheet.claim = {{"species", row.species},
                   {"damage_from", "2025-06-01"},
                   {"damage_to", "2025-06-01"},
                   {"discovered_at", "2025-06-01T08:00"},
                   {"reported_at", "2025-06-01T09:00"}};
    sheet.items.push_back({{"crop", "maize"}, {"stage", "mature"}, {"area", "1"}, {"loss_rate", "100%"}});
    sheet.result_override = Adjustment{"10.00", "settled"};
    CHECK(fault_codes(*shipped(), sheet) == std::vector<std::string>{row.code});
    sheet.claim["species"] = row.near;
    CHECK(fault_codes(*shipped(), sheet).empty());
  }
}

TEST_CASE("A claim has at least one item and not too many") {
  const auto rulebook = load_or_fail(example_text("facts"));
  FactSheet sheet = sheet_of(kFaults[0], "maize");
  CHECK(fault_codes(*rulebook, sheet).empty());
  const std::pair<const char*, std::size_t> rows[] = {{"no_items", 0}, {"too_many_items", kMostItems + 1}};
  for (const auto& [code, items] : rows) {
    const FactTexts item = sheet_of(kFaults[0], "maize").items.front();
    sheet.items.assign(items, item);
    CHECK(fault_codes(*rulebook, sheet) == std::vector<std::string>{code});
  }
}

TEST_CASE("Each fault of computing is named by its code, and its near miss is none") {
  struct ComputingRow {
    const char* code;
    std::string expression;  // of the smallest rulebook's result; its one loss is 200.00
    std::string near;
  };
  const ComputingRow rows[] = {
      {"division_by_zero", "1.00 CNY * (sum(item.loss) / (sum(item.loss) - 200.00))",
       "1.00 CNY * (sum(item.loss) / (sum(item.loss) - 200.01))"},
      {"empty_selection", "max(item.loss where item.loss > 200.00)", "max(item.loss where item.loss >= 200.00)"},
      {"overflow", "sum(item.loss) * 100000000000000000 * 100000000000000000", "sum(item.loss) * 1000000"},
      {"outside_domain", "t(sum(item.loss))", "u(sum(item.loss))"},
  };
  FactSheet sheet;
  sheet.claim = {{"damaged_on", "2025-06-01"}};
  sheet.items.push_back({{"loss", "200.00"}});
  const auto computing = [&](const std::string& expression) {
    std::string text = with(with_sum(expression), "steps:\n",
                            "tables:\n"
                            "  t:\n"
                            "    label: {zh: 甲, en: a}\n"
                            "    in: [{x: {type: money, at_least: 0.00, at_most: 100.00}}]\n"
                            "    out: money\n"
                            "    rows: [[\"-\", 1.00]]\n"
                            "  u:\n"
                            "    label: {zh: 乙, en: b}\n"
                            "    in: [{x: {type: money}}]\n"
                            "    out: money\n"
                            "    rows: [[\"-\", 1.00]]\n"
                            "steps:\n");
    text.erase(text.find("examples:"));
    return fault_codes(*load_or_fail(text), sheet);
  };
  for (const ComputingRow& row : rows) {
    INFO(row.code);
    CHECK(computing(row.expression) == std::vector<std::string>{row.code});
    CHECK(computing(row.near).empty());
  }
}
