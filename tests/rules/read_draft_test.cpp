// From the keys of a rulebook to the draft: everything arrives, and every mistake of form is told.
#include "rules/loader/read_draft.h"

#include <algorithm>
#include <string>
#include <vector>

#include "tests/rules/rulebook_support.h"
#include "tests/support/catch.h"

using namespace wildclaims::rules;
using namespace wildclaims::rules::test;
using namespace wildclaims::rules::language;

namespace {

// tests/rules/every_key.yaml.
const std::string& every_key() {
  static const std::string text = read_source_file("tests/rules/every_key.yaml");
  return text;
}

struct Read {
  RulebookDraft draft;
  Diagnostics diagnostics;
};

Read read(const std::string& text) {
  Reporter reporter("every_key.yaml");
  const yaml::Node root = yaml::parse(text, reporter);
  Read result;
  if (!reporter.failed()) result.draft = yaml::read_draft(root, reporter);
  result.diagnostics = reporter.take();
  return result;
}

std::string told(const Diagnostics& diagnostics) {
  std::string all;
  for (const Diagnostic& diagnostic : diagnostics) all += to_string(diagnostic) + "\n";
  return all;
}

std::string texts(const std::vector<Word>& words) {
  std::string all;
  for (const Word& word : words) all += (all.empty() ? "" : " ") + word.text;
  return all;
}

std::string texts(const std::vector<std::pair<Word, Word>>& pairs) {
  std::string all;
  for (const auto& [name, value] : pairs) all += (all.empty() ? "" : " ") + name.text + "=" + value.text;
  return all;
}

// "maize|rice / up to 04-15 = 5% 1.00, from .. to ..".
std::string text_of(const RowDraft& row) {
  std::string all;
  for (const CellDraft& cell : row.cells) {
    std::string alternatives;
    for (const Word& word : cell.alternatives) alternatives += (alternatives.empty() ? "" : "|") + word.text;
    all += (all.empty() ? "" : " / ") + alternatives;
  }
  all += " = " + texts(row.values);
  if (row.from) all += ", from " + row.from->text;
  if (row.to) all += ", to " + row.to->text;
  return all;
}

std::vector<std::string> rows_of(const TableDraft& table) {
  std::vector<std::string> rows;
  for (const RowDraft& row : table.rows) rows.push_back(text_of(row));
  return rows;
}

using Rows = std::vector<std::string>;

}  // namespace

TEST_CASE("Terms, funding and units arrive in the draft") {
  const Read result = read(every_key());
  INFO(told(result.diagnostics));
  REQUIRE(result.diagnostics.empty());
  const RulebookDraft& draft = result.draft;
  CHECK(draft.supersedes->text == "2025.1");
  REQUIRE(draft.units.size() == 2);
  CHECK(draft.units[0].measures->text == "volume");
  CHECK(draft.units[1].is->text == "0.25 ha");
  CHECK(texts(draft.premium_shares) == "federal=60% province=40%");
  CHECK(draft.policy.when_exhausted == Exhaustion::priority);
  CHECK(draft.policy.when_freed == WhenFreed::leave);
  CHECK(draft.exhaustion.residual_to.text == "province");
  CHECK(draft.exhaustion.sharing.priority.text == "told_on");
  CHECK(draft.exhaustion.ties->text == "first_come");
  CHECK(draft.exhaustion.carry_over.text == "2");
  CHECK(draft.exhaustion.sharing.reserved_share->text == "30%");
  CHECK(draft.exhaustion.sharing.reserved_for.text == "small");
  CHECK(draft.exhaustion.sharing.exempt.text == "protected == true");
  REQUIRE(draft.funding.funders.size() == 2);
  CHECK(draft.funding.funders[1].label.en == "province");
  CHECK(draft.funding.odd_to->text == "province");
  REQUIRE(draft.funding.layers.size() == 3);
  CHECK(draft.funding.layers[0].up_to.text == "80% * loss_total");
  REQUIRE(draft.funding.layers[0].cases.size() == 2);
  CHECK(draft.funding.layers[0].cases[0].when.text == "protected == true");
  CHECK(texts(draft.funding.layers[0].cases[0].shares) == "federal=100% province=0%");
  CHECK(draft.funding.layers[0].cases[1].weights[1].second.text == "area_south");
  CHECK(draft.funding.layers[1].cases.front().weights.size() == 2);
  CHECK(draft.funding.layers[2].up_to.text.empty());
  CHECK(texts(draft.funding.layers[2].cases.front().shares) == "federal=60% province=40%");
}

TEST_CASE("The simple form of funding is one layer of one case, and the premium needs no shares of its own") {
  const Read result = read(shipped_text());
  REQUIRE(result.diagnostics.empty());
  const FundingDraft& funding = result.draft.funding;
  REQUIRE(funding.funders.size() == 2);
  CHECK(funding.funders[0].name.text == "province");
  CHECK(funding.funders[0].label.zh == "省级财政");
  REQUIRE(funding.layers.size() == 1);
  CHECK(funding.layers[0].up_to.text.empty());
  REQUIRE(funding.layers[0].cases.size() == 1);
  CHECK(funding.layers[0].cases[0].when.text.empty());
  CHECK(texts(funding.layers[0].cases[0].shares) == "province=40% county=60%");
  CHECK(result.draft.premium_shares.empty());
  CHECK_FALSE(funding.odd_to);
}

TEST_CASE("Facts, running totals and adjustments arrive in the draft") {
  const RulebookDraft draft = read(every_key()).draft;
  REQUIRE(draft.facts.size() == 12);
  CHECK(draft.facts[0].scope == Scope::event);
  CHECK(draft.facts[0].fallback->text == "false");
  const FactDraft& price = draft.facts[8];
  CHECK(price.scope == Scope::claim);
  CHECK(price.decimals->text + " " + price.at_least->text + " " + price.at_most->text == "2 0.10 9.90");
  CHECK(price.from_stage->text == "final");
  CHECK(draft.facts[11].scope == Scope::item);
  REQUIRE(draft.running.size() == 5);
  CHECK(draft.running[0].per == LimitScope::household_event);
  CHECK_FALSE(draft.running[0].of);
  CHECK(draft.running[1].of->text == "loss_total");
  CHECK(draft.running[1].type->text == "money");
  CHECK(draft.running[2].per == LimitScope::plot_year);
  CHECK(draft.running[3].per == LimitScope::event);
  CHECK(draft.running[4].by->text == "size");
  REQUIRE(draft.adjustments.size() == 2);
  CHECK_FALSE(draft.adjustments[0].type);
  CHECK(draft.adjustments[1].type->text == "mu");
  CHECK(draft.loss_day == LossDay::discovered);
}

TEST_CASE("Values, tables and brackets arrive in the draft") {
  const RulebookDraft draft = read(every_key()).draft;
  REQUIRE(draft.tables.size() == 5);
  CHECK(draft.tables[0].named_value);
  CHECK(rows_of(draft.tables[0]) == Rows{" = 2.40"});
  CHECK(draft.tables[1].named_value);
  CHECK(rows_of(draft.tables[1]) == Rows{" = 2.60, to 2025-06-30", " = 2.80, from 2025-07-01, to 2025-12-31"});
  const TableDraft& grid = draft.tables[2];
  CHECK_FALSE(grid.named_value);
  CHECK(grid.hit == engine::Hit::first);
  CHECK(grid.out.front().type.text == "CNY/mu");
  CHECK(rows_of(grid) == Rows{"maize / big = 300.00", "maize / little = 310.00, to 2025-06-30",
                              "maize / little = 320.00, from 2025-07-01", "rice / big = 400.00",
                              "rice / little = 410.00"});
  const TableDraft& terms = draft.tables[3];
  CHECK(terms.hit == engine::Hit::priority);
  CHECK(texts(terms.order) == "10% 5%");
  REQUIRE(terms.in.size() == 3);
  CHECK_FALSE(terms.in[0].type);
  CHECK(terms.in[1].name.text + " " + terms.in[1].type->text == "day month_day");
  CHECK(terms.in[2].at_least->text + " " + terms.in[2].at_most->text == "0.00 900.00");
  REQUIRE(terms.out.size() == 2);
  CHECK(terms.out[1].name.text + " " + terms.out[1].type.text == "cap money");
  CHECK(rows_of(terms) == Rows{"maize / from 04-16 to 05-20 / - = 5% 100.00, from 2025-01-01, to 2025-06-30",
                               "rice / - / below 5 = 10% 200.00", "maize|rice / up to 04-15 / above 500 = 5% 1.00"});
  CHECK(texts(terms.otherwise) == "5% 1.00");
  const TableDraft& bonus = draft.tables[4];
  CHECK(bonus.hit == engine::Hit::collect);
  CHECK(bonus.collect == Collect::sum);
  CHECK(rows_of(bonus) == Rows{"big = 1.00", "big = 2.00"});
  CHECK(texts(bonus.otherwise) == "0.00");
  REQUIRE(draft.brackets.size() == 1);
  REQUIRE(draft.brackets[0].bands.size() == 3);
  CHECK(draft.brackets[0].bands[1].up_to->text == "5250.00");
  CHECK_FALSE(draft.brackets[0].bands[2].up_to);
  CHECK(draft.brackets[0].bands[2].rate.text == "80%");
}

TEST_CASE("Steps and payments arrive in the draft") {
  const RulebookDraft draft = read(every_key()).draft;
  REQUIRE(draft.steps.size() == 7);
  const std::vector<StepKind> kinds = {StepKind::item, StepKind::limit, StepKind::claim, StepKind::event,
                                       StepKind::fee,  StepKind::limit, StepKind::claim};
  for (std::size_t i = 0; i < kinds.size(); ++i) CHECK(draft.steps[i].kind == kinds[i]);
  const LimitDraft& plot = draft.steps[1].limit;
  CHECK(draft.steps[1].is.text == "loss");
  CHECK(plot.per == LimitScope::plot_year);
  CHECK(plot.used->text + " " + plot.by->text + " " + plot.amount.text == "plot_paid crop 500.00");
  CHECK(plot.allocate == Allocation::proportional);
  CHECK(plot.sharing.priority.text.empty());
  const LimitDraft& event = draft.steps[5].limit;
  CHECK(event.per == LimitScope::event);
  CHECK(event.allocate == Allocation::priority);
  CHECK(event.sharing.priority.text == "told_on");
  CHECK(event.sharing.reserved_share->text + " " + event.sharing.reserved_for.text == "20% small");
  CHECK(event.sharing.exempt.text == "protected");
  CHECK_FALSE(event.used);
  CHECK(draft.steps[6].round->rounding == Rounding::down);
  REQUIRE(draft.payments.size() == 2);
  CHECK(draft.payments[0].stage.text + " " + draft.payments[0].pays.text == "advance half");
  CHECK_FALSE(draft.payments[0].when_negative);
  CHECK(draft.payments[1].when_negative == WhenNegative::claw_back);
}

TEST_CASE("The three forms of examples arrive in the draft") {
  const RulebookDraft draft = read(every_key()).draft;
  REQUIRE(draft.examples.size() == 3);
  const ExampleDraft& one = draft.examples[0];
  REQUIRE(one.claims.size() == 1);
  const FactSheet& sheet = one.claims[0].sheet;
  CHECK(sheet.event.at("storm") == "false");
  CHECK(sheet.claim.count("small") == 0);  // not known yet
  CHECK(sheet.items.front().at("plot_paid") == "100.00");
  CHECK(sheet.running.at("approved_to_household") == "10.00");
  CHECK(sheet.adjustments.at("disallowed") == Adjustment{"12.50", "straw kept"});
  CHECK(sheet.result_override == Adjustment{"-5.00", "agreed in court"});
  CHECK(sheet.stage + " " + sheet.paid == "advance 0.00");
  CHECK(one.claims[0].places.count("/items/0/area") == 1);
  CHECK(one.claims[0].places.count("/override/amount") == 1);
  CHECK(one.available->text == "100000.00");
  const ExpectationDraft& expect = one.claims[0].expect;
  CHECK(expect.indemnity->text + " " + texts(expect.funding) == "222.50 federal=100.00 province=122.50");
  CHECK(expect.denied->empty());
  CHECK(texts(*expect.flags) == "late");
  CHECK(texts(expect.fees) + " " + texts(expect.steps) == "survey=50.00 loss_total=227.50 half=111");
  CHECK(expect.balance->text + " " + expect.approved->text + " " + expect.residual->text + " " + expect.held->text ==
        "111.00 222.50 0.00 0.00");
  const ExampleDraft& event = draft.examples[1];
  REQUIRE(event.claims.size() == 2);
  for (const ClaimExampleDraft& claim : event.claims) {
    CHECK(claim.sheet.event.at("storm") == "true");
    CHECK(claim.sheet.running.at("approved_to_household") == "10.00");
    CHECK(texts(*claim.expect.denied) == "stormy");
  }
  CHECK(event.claims[0].sheet.running.at("loss_of_year") == "5.00");
  CHECK(event.claims[1].sheet.running.count("loss_of_year") == 0);
  CHECK(event.claims[1].sheet.items.size() == 2);
  const ExampleDraft& year = draft.examples[2];
  REQUIRE(year.year);
  CHECK(year.year->available.text == "800000.00");
  REQUIRE(year.year->wanted.size() == 2);
  CHECK(year.year->wanted[0].reserved);
  CHECK_FALSE(year.year->wanted[0].exempt);
  CHECK(year.year->wanted[0].priority->text + " " + year.year->wanted[0].years_carried->text == "1 1");
  CHECK(texts(year.year->approved) + " / " + texts(*year.year->unpaid) == "6200.00 50.00 / 1550.00 0.00");
  REQUIRE(draft.untested.size() == 2);
  CHECK(draft.untested[0].change->text == "0.01 -> 0.02");
}

namespace {

struct Mistake {
  const char* code;
  const char* find;
  const char* bad;
  const char* says = "";  // part of the sentence or the help
};

const Mistake kMistakes[] = {
    {"bad_minor_digits", "minor_digits: 2", "minor_digits: 3", "two decimals"},
    {"bad_version", "supersedes: \"2025.1\"", "supersedes: \"2025/1\""},
    {"unknown_key", "{measures: volume,", "{measure: volume,", "did you mean 'measures'?"},
    {"unknown_word", "when_exhausted: priority", "when_exhausted: prioritise", "did you mean 'priority'?"},
    {"missing_key", "ties: first_come, ", "", "ties:"},
    {"missing_key", "{by: told_on, ties", "{ties", "priority needs by:"},
    {"missing_key", "{share: 30%, for: small}", "{share: 30%}", "for:"},
    {"bad_funding", "  layers:\n", "  weights: {federal: area_north}\n  layers:\n", "exactly one of"},
    {"bad_funding", "{when: protected == true, shares: {federal: 100%, province: 0%}}", "{when: protected == true}",
     "shares: or weights:"},
    {"bad_funding", "    - shares: {federal: 60%, province: 40%}\n", "    - up_to: loss_total\n", "does not say"},
    {"missing_key", "  funders: {federal: {zh: 中央, en: federal}, province: {zh: 省, en: province}}\n", "",
     "funders:"},
    {"unknown_word", "odd_cents: {to: province}", "odd_cents: biggest_remainder", "largest_remainder"},
    {"unknown_key", "decimals: 2, at_least: 0.10", "decimals: 2, at_lest: 0.10", "did you mean 'at_least'?"},
    {"unknown_word", "{per: household_year,", "{per: household_years,", "did you mean 'household_year'?"},
    {"unknown_key", "disallowed: {label:", "disallowed: {scope: claim, label:", "no key 'scope'"},
    {"bad_table", "value: 2.40, source", "value: 2.40, dated: [{value: 2.40}], source", "exactly one"},
    {"bad_table", "of: CNY/kg, value: 2.40,", "of: CNY/kg,", "value: or dated:"},
    {"bad_table", "      rice: [400.00, 410.00]", "      rice: [400.00, []]", "no dated value"},
    {"unknown_key", "{from: 2025-07-01, value: 320.00}", "{form: 2025-07-01, value: 320.00}", "did you mean 'from'?"},
    {"bad_table", "- [rice, \"-\", below 5, 10%, 200.00]", "- [rice, \"-\", below 5, 10%]", "4 entries, and 5"},
    {"bad_table", "[big, 2.00]", "[big, little, 2.00]", "1 cells in the order of in:, then the value"},
    {"missing_key", "worth: \"-\", rate: 5%", "rate: 5%", "needs worth:"},
    {"unknown_key", "worth: \"-\", rate: 5%", "wroth: \"-\", rate: 5%", "did you mean 'worth'?"},
    {"bad_table", "{day: {type: month_day}}", "{day: {type: month_day}, night: {type: month_day}}", "not one column"},
    {"bad_table", "out: {rate: percent, cap: money}", "out: {}", "gives nothing"},
    {"reserved_name", "{day: {type: month_day}}", "{from: {type: month_day}}", "key of rows"},
    {"bad_grid", "    out: CNY/mu\n", "    out: {a: CNY/mu, b: money}\n", "one output"},
    {"unknown_word", "hit: collect sum", "hit: collect all", "did you mean"},
    {"missing_key", "otherwise: {rate: 5%, cap: 1.00}", "otherwise: {rate: 5%}", "cap:"},
    {"wrong_shape", "otherwise: {rate: 5%, cap: 1.00}", "otherwise: 5%", "a map"},
    {"missing_key", "{rate: 80%}]", "{rates: 80%}]", "needs rate:"},
    {"bad_step", "{event: of_all,", "{event: of_all, fee: of_none,", "event:, limit: or fee:"},
    {"unknown_word", "allocate: proportional", "allocate: proportionally", "did you mean 'proportional'?"},
    {"unknown_word", "when_negative: claw_back", "when_negative: back", "claw_back"},
    {"bad_example", "    year:\n", "    claims: []\n    year:\n", "several forms"},
    {"bad_example", "    available: 100000.00\n    expect:", "    expect:", "residual:"},
    {"duplicate_key", "running: {loss_of_year: 5.00}", "running: {approved_to_household: 5.00}", "already given"},
    {"unknown_key", "{claim: {told_on: 2025-03-02},", "{event: {}, claim: {told_on: 2025-03-02},", "'event'"},
    {"missing_key", "{amount: 12.50, reason: straw kept}", "{amount: 12.50}", "reason:"},
    {"unknown_word", "reserved: true", "reserved: yes", "true"},
    {"empty_example", "expect: {denied: [stormy]}", "expect: {}", "expects nothing"},
    {"missing_key", "{where: tables.bonus, why: never", "{where: tables.bonus, because: never", "why:"},
};

}  // namespace

TEST_CASE("Each mistake of form is told by its code, and only once") {
  for (const Mistake& mistake : kMistakes) {
    const Diagnostics diagnostics = read(with(every_key(), mistake.find, mistake.bad)).diagnostics;
    INFO(mistake.code << " from: " << mistake.bad << "\n" << told(diagnostics));
    CHECK(std::count_if(diagnostics.begin(), diagnostics.end(), [&](const Diagnostic& diagnostic) {
            return diagnostic.code == mistake.code &&
                   (diagnostic.sentence + "\n" + diagnostic.help).find(mistake.says) != std::string::npos;
          }) == 1);
  }
}

TEST_CASE("Mistakes of form in all sections are told at once") {
  std::string text = every_key();
  int expected = 0;
  for (const Mistake& mistake : kMistakes) {
    if (text.find(mistake.find) == std::string::npos) continue;  // changed by another one
    text = with(std::move(text), mistake.find, mistake.bad);
    ++expected;
  }
  REQUIRE(expected > 30);
  CHECK(read(text).diagnostics.size() >= static_cast<std::size_t>(expected));
}

TEST_CASE("Every row has a cell for each column and a value for each output, whatever was written") {
  const RulebookDraft draft =
      read(with(with(every_key(), "worth: \"-\", rate: 5%", "wroth: \"-\", rate: 5%"), "[big, 2.00]", "[]")).draft;
  REQUIRE(draft.tables.size() == 5);
  for (const TableDraft& table : draft.tables) {
    for (const RowDraft& row : table.rows) {
      CHECK(row.cells.size() == table.in.size());
      CHECK(row.values.size() == table.out.size());
    }
  }
}
