#include "rules/engine/decision_table.h"

#include <random>

#include "tests/support/catch.h"

using namespace wildclaims::rules::engine;

namespace {

using Cell = std::vector<SlotRange>;
using Rows = std::vector<std::vector<std::uint32_t>>;

Cell code(std::int32_t number) { return {{number, number}}; }

TableRules rules_of(Hit hit, bool with_otherwise = false) {
  TableRules rules;
  rules.hit = hit;
  rules.with_otherwise = with_otherwise;
  return rules;
}

// Crops 0..2 and stages 0..1.
const std::vector<Axis> kCropAndStage = {Axis::of_codes(3), Axis::of_codes(2)};
const Cell kAnyCrop = {{0, 2}};
const Cell kAnyStage = {{0, 1}};

TableProof proof_of(const std::vector<Axis>& axes, const std::vector<TableRow>& rows, const TableRules& rules) {
  return DecisionTable::build(axes, rows, rules).proof;
}

const std::vector<std::uint32_t>& rows_at(const DecisionTable& table, const std::vector<std::int64_t>& values) {
  return table.answers()[table.answer_of([&](std::size_t column) { return values[column]; })];
}

// Every combination of `codes` codes in each of three columns once, with `bands` stretches of a number column that
// are cut differently in every combination, the number column first or last.
struct Grid {
  std::vector<Axis> axes;
  std::vector<TableRow> rows;
};

Grid grid_of(const std::vector<std::int32_t>& codes, std::int32_t bands, bool number_first) {
  Grid grid;
  std::int32_t combinations = 1;
  for (const std::int32_t count : codes) combinations *= count;
  std::mt19937 random(11);
  std::vector<std::int64_t> starts;
  for (std::int32_t slot = 0; slot < combinations * bands; ++slot) starts.push_back(slot * 7);
  const Axis number = Axis::of_values(starts);
  if (number_first) grid.axes.push_back(number);
  for (const std::int32_t count : codes) grid.axes.push_back(Axis::of_codes(static_cast<std::size_t>(count)));
  if (!number_first) grid.axes.push_back(number);
  const std::int32_t slots = combinations * bands;
  for (std::int32_t combination = 0; combination < combinations; ++combination) {
    std::int32_t from = 0;
    for (std::int32_t band = 0; band < bands; ++band) {
      const std::int32_t room = slots - from - (bands - band);
      const auto step = static_cast<std::int32_t>(random() % static_cast<unsigned>(room / (bands - band) + 1));
      const std::int32_t last = band + 1 == bands ? slots - 1 : from + step;
      TableRow row;
      std::int32_t rest = combination;
      for (const std::int32_t count : codes) {
        row.cells.push_back(code(rest % count));
        rest /= count;
      }
      row.cells.insert(number_first ? row.cells.begin() : row.cells.end(), Cell{{from, last}});
      grid.rows.push_back(row);
      from = last + 1;
    }
  }
  return grid;
}

}  // namespace

TEST_CASE("Each hit policy answers with its rows in its order") {
  // All three match crop 0; the last alone matches crop 1.
  const std::vector<TableRow> rows = {{{code(0), kAnyStage}}, {{code(0), kAnyStage}}, {{{{0, 1}}, kAnyStage}}};
  struct Case {
    Hit hit;
    std::vector<std::uint32_t> rank;
    std::vector<std::uint32_t> expected;
  };
  const std::vector<Case> cases = {
      {Hit::first, {}, {0}},
      {Hit::any, {}, {0}},
      {Hit::priority, {2, 1, 1}, {1}},
      {Hit::priority, {3, 2, 1}, {2}},
      {Hit::priority, {}, {0}},
      {Hit::rule_order, {3, 2, 1}, {0, 1, 2}},
      {Hit::collect, {3, 2, 1}, {0, 1, 2}},
      {Hit::output_order, {2, 1, 1}, {1, 2, 0}},
      {Hit::output_order, {}, {0, 1, 2}},
  };
  for (const Case& each : cases) {
    CAPTURE(static_cast<int>(each.hit), each.rank);
    TableRules rules = rules_of(each.hit, true);
    rules.rank = each.rank;
    rules.agreement = {5, 5, 5};
    const auto [table, proof] = DecisionTable::build(kCropAndStage, rows, rules);
    CHECK(proof.flaws.empty());
    CHECK(rows_at(table, {0, 1}) == each.expected);
    CHECK(rows_at(table, {1, 1}) == std::vector<std::uint32_t>{2});
    CHECK(rows_at(table, {2, 1}).empty());
  }
}

TEST_CASE("Equal lists of rows are one answer, and only what some value leads to is one") {
  const std::vector<TableRow> rows = {{{{{0, 0}, {2, 2}}, kAnyStage}}, {{kAnyCrop, kAnyStage}}};
  const auto [table, proof] = DecisionTable::build(kCropAndStage, rows, rules_of(Hit::collect, true));
  CHECK(table.answers().size() == 2);
  CHECK(rows_at(table, {0, 0}) == std::vector<std::uint32_t>{0, 1});
  CHECK(rows_at(table, {1, 0}) == std::vector<std::uint32_t>{1});
  CHECK(rows_at(table, {2, 1}) == std::vector<std::uint32_t>{0, 1});
}

TEST_CASE("Values outside the slots count as the nearest slot") {
  const std::vector<TableRow> rows = {{{{{0, 0}}, code(0)}}, {{{{1, 2}}, code(0)}}, {{{{0, 2}}, code(1)}}};
  for (const std::size_t codes : {std::size_t{2}, std::size_t{100'000}}) {
    const std::vector<Axis> axes = {Axis::of_values({100, 200, 300}), Axis::of_codes(codes)};
    std::vector<TableRow> all = rows;
    if (codes > 2) all.push_back({{{{0, 2}}, {{2, static_cast<std::int32_t>(codes) - 1}}}});
    const auto [table, proof] = DecisionTable::build(axes, all, rules_of(Hit::unique));
    REQUIRE(proof.flaws.empty());
    CHECK(rows_at(table, {-5, 0}) == std::vector<std::uint32_t>{0});
    CHECK(rows_at(table, {199, -1}) == std::vector<std::uint32_t>{0});
    CHECK(rows_at(table, {200, 0}) == std::vector<std::uint32_t>{1});
    CHECK(rows_at(table, {1'000'000, 0}) == std::vector<std::uint32_t>{1});
    CHECK(rows_at(table, {0, 1'000'000}) == std::vector<std::uint32_t>{codes > 2 ? 3U : 2U});
  }
  const Axis axis = Axis::of_values({100, 200, 300});
  CHECK(axis.slot_of(99) == 0);
  CHECK(axis.slot_of(200) == 1);
  CHECK(axis.slot_of(999) == 2);
  CHECK(Axis::of_codes(3).slot_of(-1) == 0);
  CHECK(Axis::of_codes(3).slot_of(3) == 2);
}

TEST_CASE("A cell of two ranges goes round the year's end") {
  // Days 1..365; slots from day 1, 60, 305.
  const std::vector<Axis> axes = {Axis::of_values({1, 60, 305})};
  const std::vector<TableRow> rows = {{{{{2, 2}, {0, 0}}}}, {{{{1, 1}}}}};
  const auto [table, proof] = DecisionTable::build(axes, rows, rules_of(Hit::unique));
  CHECK(proof.flaws.empty());
  for (const std::int64_t day : {1, 59, 305, 365}) CHECK(rows_at(table, {day}) == std::vector<std::uint32_t>{0});
  for (const std::int64_t day : {60, 304}) CHECK(rows_at(table, {day}) == std::vector<std::uint32_t>{1});
}

TEST_CASE("A gap is told with its witness, and not when there is an otherwise or the gap is closed") {
  std::vector<TableRow> rows = {{{code(0), kAnyStage}}, {{code(1), code(1)}}, {{code(2), kAnyStage}}};
  const TableProof proof = proof_of(kCropAndStage, rows, rules_of(Hit::unique));
  REQUIRE(proof.flaws.size() == 1);
  CHECK(proof.flaws[0].kind == FlawKind::gap);
  CHECK(proof.flaws[0].slots == std::vector<std::size_t>{1, 0});
  CHECK(proof_of(kCropAndStage, rows, rules_of(Hit::unique, true)).flaws.empty());
  rows.push_back({{code(1), code(0)}});
  CHECK(proof_of(kCropAndStage, rows, rules_of(Hit::unique)).flaws.empty());
}

TEST_CASE("Every code without a row is a gap of its own, a stretch of numbers is one") {
  CHECK(proof_of({Axis::of_codes(7)}, {{{code(3)}}}, rules_of(Hit::collect)).flaws.size() == 6);
  CHECK(proof_of({Axis::of_values({0, 1, 2, 3, 4, 5, 6})}, {{{code(3)}}}, rules_of(Hit::collect)).flaws.size() == 2);
  CHECK(proof_of({Axis::of_codes(7)}, {}, rules_of(Hit::first)).flaws.size() == 1);
}

TEST_CASE("Flaws are listed up to a number and said to be more") {
  for (const std::int32_t extra : {0, 1}) {
    CAPTURE(extra);
    const auto codes = static_cast<std::int32_t>(TableProof::kMostFlaws) + extra;
    const std::vector<Axis> axes = {Axis::of_codes(static_cast<std::size_t>(codes) + 1)};
    const TableProof gaps = proof_of(axes, {{{code(0)}}}, rules_of(Hit::unique));
    CHECK(gaps.flaws.size() == TableProof::kMostFlaws);
    CHECK(gaps.more_flaws == (extra == 1));
    std::vector<TableRow> rows = {{{{{0, codes}}}}};
    for (std::int32_t i = 1; i <= codes; ++i) rows.push_back({{code(i)}});
    const TableProof overlaps = proof_of(axes, rows, rules_of(Hit::unique));
    CHECK(overlaps.flaws.size() == TableProof::kMostFlaws);
    CHECK(overlaps.more_flaws == (extra == 1));
  }
}

TEST_CASE("An overlap under unique is told with both rows, and not when the rows only touch or another policy rules") {
  const std::vector<TableRow> rows = {{{{{0, 1}}, kAnyStage}}, {{{{1, 2}}, code(0)}}, {{code(2), code(1)}}};
  const TableProof proof = proof_of(kCropAndStage, rows, rules_of(Hit::unique));
  REQUIRE(proof.flaws.size() == 1);
  CHECK(proof.flaws[0].kind == FlawKind::overlap);
  CHECK(proof.flaws[0].first_row == 0);
  CHECK(proof.flaws[0].second_row == 1);
  CHECK(proof.flaws[0].slots == std::vector<std::size_t>{1, 0});
  for (const Hit hit : {Hit::first, Hit::priority, Hit::rule_order, Hit::output_order, Hit::collect}) {
    CHECK(proof_of(kCropAndStage, rows, rules_of(hit)).flaws.empty());
  }
  const std::vector<TableRow> touching = {{{{{0, 1}}, kAnyStage}}, {{code(2), kAnyStage}}};
  CHECK(proof_of(kCropAndStage, touching, rules_of(Hit::unique)).flaws.empty());
}

TEST_CASE("Rows that differ where both match disagree under any, rows that agree or never meet do not") {
  const std::vector<TableRow> rows = {{{kAnyCrop, kAnyStage}}, {{code(0), kAnyStage}}, {{code(2), code(1)}}};
  TableRules rules = rules_of(Hit::any);
  rules.agreement = {4, 4, 9};
  const TableProof proof = proof_of(kCropAndStage, rows, rules);
  REQUIRE(proof.flaws.size() == 1);
  CHECK(proof.flaws[0].kind == FlawKind::disagreement);
  CHECK(proof.flaws[0].first_row == 0);
  CHECK(proof.flaws[0].second_row == 2);
  CHECK(proof.flaws[0].slots == std::vector<std::size_t>{2, 1});
  rules.agreement = {4, 4, 4};
  CHECK(proof_of(kCropAndStage, rows, rules).flaws.empty());
  rules.agreement = {4, 9};
  const std::vector<TableRow> apart = {{{code(0), kAnyStage}}, {{{{1, 2}}, kAnyStage}}};
  CHECK(proof_of(kCropAndStage, apart, rules).flaws.empty());
}

TEST_CASE("Rows that never answer are dead, and one value more brings them to life") {
  const auto dead = [](const std::vector<TableRow>& rows, Hit hit, std::vector<std::uint32_t> rank) {
    TableRules rules = rules_of(hit, true);
    rules.rank = std::move(rank);
    rules.agreement.assign(rows.size(), 0);
    return proof_of(kCropAndStage, rows, rules).dead_rows;
  };
  using Numbers = std::vector<std::size_t>;
  // The first two cover the third together, neither alone.
  const std::vector<TableRow> covered = {
      {{{{0, 1}}, kAnyStage}}, {{code(2), code(0)}}, {{kAnyCrop, code(0)}}, {{Cell{}, kAnyStage}}};
  std::vector<TableRow> wider = covered;
  wider[2].cells[1] = kAnyStage;
  for (const Hit hit : {Hit::first, Hit::any, Hit::priority}) {
    CHECK(dead(covered, hit, {}) == Numbers{2, 3});
    CHECK(dead(wider, hit, {}) == Numbers{3});
  }
  CHECK(dead(covered, Hit::priority, {1, 1, 0, 0}) == Numbers{1, 3});
  for (const Hit hit : {Hit::rule_order, Hit::output_order, Hit::collect}) CHECK(dead(covered, hit, {}) == Numbers{3});
}

TEST_CASE("A column whose value never makes a difference is idle") {
  const auto idle = [](const std::vector<TableRow>& rows, std::vector<std::uint32_t> agreement, bool otherwise) {
    TableRules rules = rules_of(Hit::unique, otherwise);
    rules.agreement = std::move(agreement);
    return proof_of(kCropAndStage, rows, rules).idle_columns;
  };
  using Numbers = std::vector<std::size_t>;
  const std::vector<TableRow> by_crop = {{{{{0, 1}}, kAnyStage}}, {{code(2), kAnyStage}}};
  CHECK(idle(by_crop, {}, false) == Numbers{1});
  CHECK(idle(by_crop, {0, 0}, false) == Numbers{0, 1});
  CHECK(idle({by_crop[0]}, {}, true) == Numbers{1});
  CHECK(idle({by_crop[0]}, {}, false).empty());  // a gap: nothing is told of columns
  // Rows apart in both columns that give the same for either stage.
  const std::vector<TableRow> apart = {
      {{{{0, 1}}, code(0)}}, {{{{0, 1}}, code(1)}}, {{code(2), code(0)}}, {{code(2), code(1)}}};
  CHECK(idle(apart, {}, false).empty());
  CHECK(idle(apart, {7, 7, 8, 8}, false) == Numbers{1});
  CHECK(idle(apart, {7, 7, 8, 9}, false).empty());
  CHECK(idle(apart, {7, 8, 7, 8}, false) == Numbers{0});
  // A column of one slot cannot be otherwise.
  const TableProof single = proof_of({Axis::of_codes(1), Axis::of_codes(2)},
                                     {{{code(0), code(0)}}, {{code(0), code(1)}}}, rules_of(Hit::unique));
  CHECK(single.idle_columns.empty());
}

TEST_CASE("A table that cannot be proved within the work limit is refused, not left to hang") {
  // Every row overlaps every other in a way no column separates early.
  std::vector<Axis> axes(12, Axis::of_codes(40));
  std::vector<TableRow> rows(60);
  std::mt19937 random(7);
  for (TableRow& row : rows) {
    for (int column = 0; column < 12; ++column) {
      const auto from = static_cast<std::int32_t>(random() % 20);
      row.cells.push_back({{from, from + 19}});
    }
  }
  for (const Hit hit : {Hit::unique, Hit::collect}) {
    const TableProof proof = proof_of(axes, rows, rules_of(hit, true));
    CHECK(proof.too_large);
    CHECK(proof.work < TableProof::kMostWork + 1'000);
    CHECK(proof.dead_rows.empty());
    CHECK(proof.flaws.empty() == (hit == Hit::collect));  // what was found on the way is true
  }
  rows.resize(6);
  CHECK_FALSE(proof_of(axes, rows, rules_of(Hit::collect, true)).too_large);
}

TEST_CASE("The work grows with the rows and not faster, wherever the number column stands") {
  for (const bool number_first : {false, true}) {
    CAPTURE(number_first);
    const Grid small = grid_of({10, 10, 4}, 5, number_first);   // 2,000 rows
    const Grid large = grid_of({20, 20, 10}, 5, number_first);  // 20,000 rows
    const TableProof few = proof_of(small.axes, small.rows, rules_of(Hit::unique));
    const TableProof many = proof_of(large.axes, large.rows, rules_of(Hit::unique));
    CHECK(few.flaws.empty());
    CHECK(many.flaws.empty());
    CHECK(many.work < 11 * few.work);
    CHECK(many.work < 50 * large.rows.size());
  }
}

TEST_CASE("Thresholds that each contain the next are proved under first without comparing every pair") {
  const auto work = [](std::int32_t rows) {
    std::vector<std::int64_t> starts;
    std::vector<TableRow> thresholds;
    for (std::int32_t i = 0; i < rows; ++i) {
      starts.push_back(i);
      thresholds.push_back({{{{rows - 1 - i, rows - 1}}}});
    }
    const TableProof proof = proof_of({Axis::of_values(starts)}, thresholds, rules_of(Hit::first));
    CHECK(proof.flaws.empty());
    CHECK(proof.dead_rows.empty());
    return proof.work;
  };
  CHECK(work(20'000) < 11 * work(2'000));
}

TEST_CASE("Codes that no row names cost nothing, and the rows for any code are not looked at again for each") {
  const auto work = [](std::int32_t codes) {
    std::vector<TableRow> rows;
    for (std::int32_t i = 0; i < 1'000; ++i) rows.push_back({{{{0, codes - 1}}, code(i)}});
    for (std::int32_t i = 0; i < 10; ++i) rows.push_back({{code(i * 7), {{0, 999}}}});
    return proof_of({Axis::of_codes(static_cast<std::size_t>(codes)), Axis::of_codes(1'000)}, rows,
                    rules_of(Hit::collect))
        .work;
  };
  CHECK(work(50'000) == work(100));
}
