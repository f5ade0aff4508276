// Random tables against a plain search through their rows, at a value inside every stretch that any cell tells apart.
#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "rules/engine/decision_table.h"
#include "tests/rules/rulebook_support.h"
#include "tests/support/catch.h"
#include "tests/support/scale.h"

using namespace wildclaims::rules::engine;

namespace {

using Numbers = std::vector<std::uint32_t>;
using Slots = std::vector<std::size_t>;

struct RandomTable {
  std::vector<Axis> axes;
  std::vector<TableRow> rows;
  TableRules rules;
};

class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed) {}

  std::size_t below(std::size_t end) { return random_() % end; }
  bool one_in(std::size_t number) { return below(number) == 0; }

  RandomTable table(Hit hit) {
    RandomTable table;
    const std::size_t columns = 1 + below(3);
    for (std::size_t i = 0; i < columns; ++i) table.axes.push_back(axis());
    table.rows.resize(below(9));
    const std::size_t most_any = 1 + below(4);
    for (TableRow& row : table.rows) {
      for (const Axis& axis : table.axes) row.cells.push_back(cell(axis.slots(), most_any));
    }
    table.rules.hit = hit;
    table.rules.with_otherwise = one_in(2);
    if (!one_in(4)) table.rules.rank = numbers(table.rows.size(), 3);
    if (!one_in(4)) table.rules.agreement = numbers(table.rows.size(), 1 + below(3));
    return table;
  }

  // Inside the slot, or beyond the ends where the slot is the first or the last.
  std::int64_t value_in(const Axis& axis, std::size_t slot) {
    const bool first = slot == 0;
    const bool last = slot + 1 == axis.slots();
    if (first && one_in(3)) return axis.first_value(0) - 1 - static_cast<std::int64_t>(below(100));
    if (last && one_in(3)) return axis.first_value(slot) + static_cast<std::int64_t>(below(100'000));
    const std::int64_t from = axis.first_value(slot);
    const std::int64_t width = last ? 1 : axis.first_value(slot + 1) - from;
    return from + static_cast<std::int64_t>(below(static_cast<std::size_t>(width)));
  }

 private:
  // Few slots, or more than a flat table has room for.
  Axis axis() {
    const std::size_t slots = one_in(3) ? 300 + below(2'000) : 1 + below(6);
    if (one_in(2)) return Axis::of_codes(slots);
    std::vector<std::int64_t> starts = {-50};
    while (starts.size() < slots) starts.push_back(starts.back() + 1 + static_cast<std::int64_t>(below(20)));
    return Axis::of_values(std::move(starts));
  }

  std::vector<SlotRange> cell(std::size_t slots, std::size_t most_any) {
    const auto last_slot = static_cast<std::int32_t>(slots) - 1;
    if (one_in(most_any)) return {{0, last_slot}};
    std::vector<SlotRange> ranges(one_in(20) ? 0 : 1 + (one_in(3) ? below(3) : 0));
    for (SlotRange& range : ranges) {
      // Ends from few places, so that many rows meet.
      const auto place = [&] { return static_cast<std::int32_t>((slots - 1) * below(6) / 5); };
      range = {place(), place()};
      if (range.first > range.last) std::swap(range.first, range.last);
      if (one_in(3)) range.last = range.first;
    }
    return ranges;
  }

  Numbers numbers(std::size_t count, std::size_t end) {
    Numbers numbers;
    for (std::size_t i = 0; i < count; ++i) numbers.push_back(static_cast<std::uint32_t>(below(end)));
    return numbers;
  }

  std::mt19937 random_;
};

bool matches(const TableRow& row, const Slots& slots) {
  for (std::size_t column = 0; column < slots.size(); ++column) {
    const auto slot = static_cast<std::int32_t>(slots[column]);
    const std::vector<SlotRange>& cell = row.cells[column];
    const auto inside = [&](const SlotRange& range) { return range.first <= slot && slot <= range.last; };
    if (std::none_of(cell.begin(), cell.end(), inside)) return false;
  }
  return true;
}

// As written.
Numbers matching(const RandomTable& table, const Slots& slots) {
  Numbers rows;
  for (std::uint32_t row = 0; row < table.rows.size(); ++row) {
    if (matches(table.rows[row], slots)) rows.push_back(row);
  }
  return rows;
}

Numbers answer(const TableRules& rules, Numbers rows) {
  if (rules.hit == Hit::priority || rules.hit == Hit::output_order) {
    const auto rank = [&](std::uint32_t row) { return rules.rank.empty() ? 0 : rules.rank[row]; };
    std::stable_sort(rows.begin(), rows.end(),
                     [&](std::uint32_t left, std::uint32_t right) { return rank(left) < rank(right); });
  }
  const bool list = rules.hit == Hit::rule_order || rules.hit == Hit::output_order || rules.hit == Hit::collect;
  if (!list && rows.size() > 1) rows.erase(rows.begin() + 1, rows.end());
  return rows;
}

bool differ(const TableRules& rules, std::uint32_t left, std::uint32_t right) {
  return left != right && (rules.agreement.empty() || rules.agreement[left] != rules.agreement[right]);
}

Numbers outputs(const TableRules& rules, Numbers answer) {
  for (std::uint32_t& row : answer) row = rules.agreement.empty() ? row : rules.agreement[row];
  return answer;
}

// A slot of each stretch between the places where some cell begins or ends.
std::vector<Slots> told_apart(const RandomTable& table) {
  std::vector<Slots> columns;
  for (std::size_t column = 0; column < table.axes.size(); ++column) {
    std::set<std::size_t> slots = {0};
    for (const TableRow& row : table.rows) {
      for (const SlotRange& range : row.cells[column]) {
        slots.insert(static_cast<std::size_t>(range.first));
        slots.insert(static_cast<std::size_t>(range.last));
        slots.insert(std::min(static_cast<std::size_t>(range.last) + 1, table.axes[column].slots() - 1));
      }
    }
    columns.emplace_back(slots.begin(), slots.end());
  }
  return columns;
}

// Calls `take` with every combination of one slot of each column.
template <class Take>
void each_combination(const std::vector<Slots>& columns, Take&& take) {
  std::vector<std::size_t> at(columns.size(), 0);
  Slots slots(columns.size());
  for (bool more = true; more;) {
    for (std::size_t i = 0; i < columns.size(); ++i) slots[i] = columns[i][at[i]];
    take(slots);
    more = false;
    for (std::size_t i = 0; i < columns.size() && !more; ++i) {
      more = ++at[i] < columns[i].size();
      if (!more) at[i] = 0;
    }
  }
}

// What a search through all combinations finds.
struct Found {
  bool gap = false;
  bool overlap = false;
  bool disagreement = false;
  std::set<Numbers> answers;
  std::set<std::size_t> dead;
  std::set<std::size_t> idle;
};

Found search(const RandomTable& table, const std::vector<Slots>& columns) {
  Found found;
  for (std::size_t row = 0; row < table.rows.size(); ++row) found.dead.insert(row);
  for (std::size_t column = 0; column < columns.size(); ++column) {
    if (table.axes[column].slots() > 1) found.idle.insert(column);
  }
  // For each column, the outputs by the slots of the others.
  std::vector<std::map<Slots, Numbers>> others(columns.size());
  each_combination(columns, [&](const Slots& slots) {
    const Numbers rows = matching(table, slots);
    found.gap = found.gap || (rows.empty() && !table.rules.with_otherwise);
    found.overlap = found.overlap || (rows.size() > 1 && table.rules.hit == Hit::unique);
    for (const std::uint32_t row : rows) {
      if (table.rules.hit == Hit::any && differ(table.rules, rows.front(), row)) found.disagreement = true;
      if (table.rules.hit == Hit::unique) found.dead.erase(row);  // it answers, though not alone
    }
    const Numbers answering = answer(table.rules, rows);
    found.answers.insert(answering);
    for (const std::uint32_t row : answering) found.dead.erase(row);
    for (std::size_t column = 0; column < columns.size(); ++column) {
      Slots rest = slots;
      rest[column] = 0;
      const auto [known, is_new] = others[column].emplace(rest, outputs(table.rules, answering));
      if (!is_new && known->second != outputs(table.rules, answering)) found.idle.erase(column);
    }
  });
  if (found.gap || found.overlap || found.disagreement) found.idle.clear();
  return found;
}

void check_flaws(const RandomTable& table, const TableProof& proof, const Found& found) {
  std::map<FlawKind, std::size_t> told;
  std::set<std::pair<std::size_t, std::size_t>> pairs;
  for (const TableFlaw& flaw : proof.flaws) {
    ++told[flaw.kind];
    const Numbers rows = matching(table, flaw.slots);
    if (flaw.kind == FlawKind::gap) {
      REQUIRE(rows.empty());
      continue;
    }
    REQUIRE(flaw.first_row < flaw.second_row);
    REQUIRE(std::count(rows.begin(), rows.end(), flaw.first_row) == 1);
    REQUIRE(std::count(rows.begin(), rows.end(), flaw.second_row) == 1);
    REQUIRE(pairs.emplace(flaw.first_row, flaw.second_row).second);
    if (flaw.kind == FlawKind::disagreement) {
      REQUIRE(
          differ(table.rules, static_cast<std::uint32_t>(flaw.first_row), static_cast<std::uint32_t>(flaw.second_row)));
    }
  }
  for (const auto& [kind, count] : told) REQUIRE(count <= TableProof::kMostFlaws);
  REQUIRE((told[FlawKind::gap] > 0) == found.gap);
  REQUIRE((told[FlawKind::overlap] > 0) == found.overlap);
  REQUIRE((told[FlawKind::disagreement] > 0) == found.disagreement);
}

void check(const RandomTable& random, Generator& generator) {
  const BuiltTable built = DecisionTable::build(random.axes, random.rows, random.rules);
  const DecisionTable& table = built.table;
  const TableProof& proof = built.proof;
  REQUIRE_FALSE(proof.too_large);
  const std::vector<Slots> columns = told_apart(random);
  const Found found = search(random, columns);
  each_combination(columns, [&](const Slots& slots) {
    std::vector<std::int64_t> values;
    for (std::size_t i = 0; i < slots.size(); ++i) values.push_back(generator.value_in(random.axes[i], slots[i]));
    const std::uint32_t number = table.answer_of([&](std::size_t column) { return values[column]; });
    if (number >= table.answers().size()) FAIL("no answer has the number " << number);
    if (table.answers()[number] != answer(random.rules, matching(random, slots))) {
      CAPTURE(slots, values);
      FAIL("the table answers otherwise than the search");
    }
  });
  REQUIRE(table.answers().size() == found.answers.size());  // each list once, none in vain
  check_flaws(random, proof, found);
  REQUIRE(std::set(proof.dead_rows.begin(), proof.dead_rows.end()) == found.dead);
  REQUIRE(std::set(proof.idle_columns.begin(), proof.idle_columns.end()) == found.idle);
}

}  // namespace

TEST_CASE("Tables answer and are proved as a plain search through the rows does, under every hit policy") {
  const unsigned seed = wildclaims::rules::test::test_seed();
  CAPTURE(seed);
  Generator generator(seed);
  for (int round = 0; round < wildclaims::tests::scaled(300); ++round) {
    for (const Hit hit :
         {Hit::unique, Hit::first, Hit::any, Hit::priority, Hit::rule_order, Hit::output_order, Hit::collect}) {
      CAPTURE(round, static_cast<int>(hit));
      check(generator.table(hit), generator);
    }
  }
}
