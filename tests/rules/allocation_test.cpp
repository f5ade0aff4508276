#include "rules/allocation.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/rules/rulebook_support.h"
#include "tests/rules/slow_rational.h"
#include "tests/support/catch.h"
#include "tests/support/scale.h"

using namespace wildclaims::rules;
using namespace wildclaims::rules::test;
using wildclaims::tests::scaled;

namespace {

using Counts = std::vector<Int128>;
using Random = std::mt19937_64;

std::string text(const Counts& counts) {
  std::string all;
  for (const Int128 count : counts) all += to_string(count) + " ";
  return all;
}

Counts shared(Int128 available, const std::vector<Want>& wants, const AllocationRule& rule, Int128 grain = 1) {
  Counts given(wants.size());
  REQUIRE(allot(available, wants, rule, grain, given));
  return given;
}

Int128 sum_of(const Counts& counts) { return std::accumulate(counts.begin(), counts.end(), Int128{0}); }

std::vector<Want> plain(std::initializer_list<Int128> wanted) {
  std::vector<Want> wants;
  for (const Int128 each : wanted) wants.push_back({each});
  return wants;
}

// --- The slow model: unlimited whole numbers, one cent at a time handed to whoever is next by the definition. --------

BigInteger big(Int128 value) { return BigInteger::from_text(to_string(value)); }

BigInteger whole_part(const BigInteger& left, const BigInteger& right) {
  BigInteger rest = 0;
  return divide(left, right, rest);
}

bool less(const BigInteger& left, const BigInteger& right) { return compare(left, right) < 0; }
BigInteger lesser(const BigInteger& left, const BigInteger& right) { return less(left, right) ? left : right; }

class Model {
 public:
  Model(const std::vector<Want>& wants, const AllocationRule& rule, Int128 grain)
      : wants_(wants), rule_(rule), grain_(big(grain)), given_(wants.size()) {}

  std::vector<BigInteger> share(Int128 available) {
    BigInteger pot = big(available > 0 ? available : 0);
    std::vector<std::size_t> everybody;
    std::vector<std::size_t> group;
    for (std::size_t i = 0; i < wants_.size(); ++i) {
      if (wants_[i].exempt || wants_[i].wanted <= 0) {
        given_[i] = big(wants_[i].wanted);
        continue;
      }
      everybody.push_back(i);
      if (wants_[i].reserved) group.push_back(i);
    }
    const BigInteger first = lesser(pot, big(rule_.reserved > 0 ? rule_.reserved : 0));
    pot = pot - first + by_rule(group, first);
    by_rule(everybody, pot);
    return given_;
  }

 private:
  BigInteger open(std::size_t i) const { return big(wants_[i].wanted) - given_[i]; }

  // Each returns what is left of the pot.
  BigInteger by_rule(const std::vector<std::size_t>& members, BigInteger pot) {
    if (rule_.by == Allocation::first_come) return in_order(members, pot);
    if (rule_.by == Allocation::proportional) return pro_rata(members, pot);
    std::map<Int128, std::vector<std::size_t>> groups;
    for (const std::size_t i : members) groups[wants_[i].priority].push_back(i);
    for (const auto& [priority, group] : groups) {
      const BigInteger before = pot;
      pot = rule_.ties == Ties::prorate ? pro_rata(group, pot) : in_order(group, pot);
      bool all_served = true;
      for (const std::size_t i : group) all_served = all_served && open(i).is_zero();
      if (!all_served) break;
    }
    return pot;
  }

  BigInteger in_order(const std::vector<std::size_t>& members, BigInteger pot) {
    for (const std::size_t i : members) {
      const BigInteger part = lesser(open(i), pot);
      given_[i] = given_[i] + part;
      pot = pot - part;
    }
    return pot;
  }

  BigInteger pro_rata(const std::vector<std::size_t>& members, BigInteger pot) {
    BigInteger wanted = 0;
    for (const std::size_t i : members) wanted = wanted + open(i);
    if (!less(pot, wanted)) return in_order(members, pot);
    const BigInteger cents = whole_part(pot, grain_);
    pot = pot - cents * grain_;

    std::map<std::size_t, SlowRational> lost;  // of each member's exact share in cents, by rounding down
    BigInteger odd = cents;
    for (const std::size_t i : members) {
      const BigInteger whole = whole_part(cents * open(i), wanted);
      lost[i] = SlowRational{cents * open(i) - whole * wanted, wanted};
      given_[i] = given_[i] + whole * grain_;
      odd = odd - whole;
    }
    BigInteger counts = odd * grain_;
    // Whole cents while anybody who has had none has room for one, then broken ones.
    for (const bool whole_cents : {true, false}) {
      while (!counts.is_zero()) {
        std::optional<std::size_t> next;
        for (const auto& [i, remainder] : lost) {
          if (whole_cents && less(open(i), grain_)) continue;
          if (!next || compare(remainder, lost.at(*next)) > 0) next = i;
        }
        if (!next) break;
        const BigInteger part = lesser(lesser(open(*next), grain_), counts);
        given_[*next] = given_[*next] + part;
        counts = counts - part;
        lost.erase(*next);
      }
    }
    CHECK(counts.is_zero());
    return pot;
  }

  const std::vector<Want>& wants_;
  const AllocationRule& rule_;
  BigInteger grain_;
  std::vector<BigInteger> given_;
};

// --- Random cases ----------------------------------------------------------------------------------------------------

Int128 below(Random& random, Int128 end) {
  const Int128 wide = static_cast<Int128>((UInt128{random()} << 63) ^ random());  // 0 .. 2^127 - 1
  return wide % end;
}

struct Case {
  std::vector<Want> wants;
  AllocationRule rule;
  Int128 grain = 1;
  Int128 available = 0;
};

// `largest` in counts; whole cents when asked for.
Case random_case(Random& random, Int128 largest, bool whole_cents) {
  Case made;
  const Int128 grains[] = {1, 2, 3, 100, 9973};
  made.grain = grains[random() % 5];
  const std::size_t count = random() % 9;
  const auto any = [&](Int128 end) {
    const Int128 value = below(random, end);
    return whole_cents ? value / made.grain * made.grain : value;
  };
  Int128 total = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const bool twin = i > 0 && random() % 4 == 0;  // equal wants, for ties
    Want want{twin ? made.wants.back().wanted : any(largest) - (random() % 20 == 0 ? made.grain : 0),
              static_cast<Int128>(random() % 3) - 1, random() % 3 == 0, random() % 12 == 0};
    if (!want.exempt && want.wanted > 0) total += want.wanted;
    made.wants.push_back(want);
  }
  // Far too little, barely too little, about enough, more than enough.
  switch (random() % 4) {
    case 0:
      made.available = below(random, total + 1) - 2;
      break;
    case 1:
      made.available = total - below(random, std::min(total, 3 * made.grain) + 1);
      break;
    case 2:
      made.available = total + below(random, 3) - 1;
      break;
    default:
      made.available = total / 2 + below(random, total + 1);
  }
  const Allocation ways[] = {Allocation::proportional, Allocation::first_come, Allocation::priority};
  made.rule.by = ways[random() % 3];
  made.rule.ties = random() % 2 == 0 ? Ties::first_come : Ties::prorate;
  if (random() % 2 == 0) made.rule.reserved = below(random, total / 2 + 2) - 1;
  return made;
}

bool counts(const Want& want) { return !want.exempt && want.wanted > 0; }

}  // namespace

TEST_CASE("A shared limit is cut in proportion or served in order") {
  // Four people of 45,000.00 each share 150,000.00.
  const auto four = plain({4'500'000, 4'500'000, 4'500'000, 4'500'000});
  CHECK(shared(15'000'000, four, {Allocation::proportional}) == Counts{3'750'000, 3'750'000, 3'750'000, 3'750'000});
  CHECK(shared(15'000'000, four, {Allocation::first_come}) == Counts{4'500'000, 4'500'000, 4'500'000, 1'500'000});
}

TEST_CASE("Shares by hand") {
  struct Row {
    const char* what;
    Int128 available;
    std::vector<Want> wants;
    AllocationRule rule;
    Int128 grain;
    Counts given;
  };
  const AllocationRule proportional{Allocation::proportional};
  const AllocationRule first_come{Allocation::first_come};
  const AllocationRule priority{Allocation::priority};
  const AllocationRule priority_prorate{Allocation::priority, 0, Ties::prorate};
  const Row rows[] = {
      {"nobody", 100, {}, proportional, 1, {}},
      {"exactly enough", 6, plain({1, 2, 3}), proportional, 1, {1, 2, 3}},
      {"enough for broken cents", 600, plain({101, 202, 297}), proportional, 100, {101, 202, 297}},
      {"odd cents to the largest remainders", 100, plain({300, 200, 200}), proportional, 1, {43, 29, 28}},
      {"odd cents of a tie in order", 100, plain({50, 50, 50}), proportional, 1, {34, 33, 33}},
      {"available rounded down to the cent", 1'099, plain({500, 500, 500}), proportional, 100, {400, 300, 300}},
      {"nothing below zero", -5, plain({3, 4}), proportional, 1, {0, 0}},
      {"a want of zero or less takes no part", 10, plain({-7, 0, 20}), proportional, 1, {-7, 0, 10}},
      // 10.006 three times and 30.01: a third cent would go over everybody's want, so it is given broken.
      {"no room for whole cents", 30'010, plain({10'006, 10'006, 10'006}), proportional, 10, {10'006, 10'004, 10'000}},
      {"first come to the last count", 1'099, plain({500, 500, 500}), first_come, 100, {500, 500, 99}},
      {"least priority first", 10, {{6, 2}, {6, 1}, {6, 1}}, priority, 1, {0, 6, 4}},
      {"ties shared", 9, {{6, 2}, {6, 1}, {6, 1}}, priority_prorate, 1, {0, 5, 4}},
      {"nobody passes a group that was cut",
       1'150,
       {{600, 1}, {600, 1}, {90, 2}},
       priority_prorate,
       100,
       {600, 500, 0}},
      {"exempt is neither cut nor counted", 10, {{50, 0, false, true}, {20}}, proportional, 1, {50, 10}},
      {"reserved first, then a share of the rest",
       100,
       {{60, 0, true}, {140}},
       {Allocation::proportional, 40},
       1,
       {48, 52}},
      {"what the group leaves goes to all", 100, {{30, 0, true}, {140}}, {Allocation::proportional, 40}, 1, {30, 70}},
      {"reserved, in order", 100, {{90}, {60, 0, true}}, {Allocation::first_come, 40}, 1, {60, 40}},
      {"reserved beyond what there is", 10, {{90}, {60, 0, true}}, {Allocation::first_come, 40}, 1, {0, 10}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    const Counts given = shared(row.available, row.wants, row.rule, row.grain);
    CAPTURE(text(given));
    CHECK((given == row.given));
  }
}

TEST_CASE("What is shared agrees with a slow model in unlimited numbers") {
  const unsigned seed = test_seed();
  CAPTURE(seed);
  Random random(seed);
  // From a handful of cents, where ties abound, to products of 250 bits.
  const Int128 sizes[] = {4, 30, 2'000, Int128{10'000'000'000} * 10'000'000'000, Int128{1} << 122};
  for (const Int128 largest : sizes) {
    for (int round = 0; round < scaled(2000); ++round) {
      const Case made = random_case(random, largest, random() % 2 == 0);
      CAPTURE(round, to_string(largest), to_string(made.available), to_string(made.grain));
      const Counts given = shared(made.available, made.wants, made.rule, made.grain);
      const std::vector<BigInteger> expected = Model(made.wants, made.rule, made.grain).share(made.available);
      for (std::size_t i = 0; i < given.size(); ++i) {
        CAPTURE(i);
        REQUIRE(to_string(given[i]) == expected[i].to_string());
      }
    }
  }
}

TEST_CASE("Nobody is given more than is wanted, and together no more than there is") {
  const unsigned seed = test_seed();
  CAPTURE(seed);
  Random random(seed);
  for (int round = 0; round < scaled(20000); ++round) {
    const bool whole_cents = random() % 2 == 0;
    const Case made = random_case(random, 1'000'000, whole_cents);
    const Counts given = shared(made.available, made.wants, made.rule, made.grain);
    CAPTURE(round, to_string(made.available), to_string(made.grain), text(given));
    Int128 wanted = 0;
    Int128 sum = 0;
    for (std::size_t i = 0; i < given.size(); ++i) {
      if (!counts(made.wants[i])) {
        REQUIRE((given[i] == made.wants[i].wanted));
        continue;
      }
      REQUIRE((given[i] >= 0 && given[i] <= made.wants[i].wanted));
      if (whole_cents && made.rule.by == Allocation::proportional) REQUIRE((given[i] % made.grain == 0));
      wanted += made.wants[i].wanted;
      sum += given[i];
    }
    const Int128 available = std::max(made.available, Int128{0});
    REQUIRE((sum <= available));
    if (wanted <= available) REQUIRE((sum == wanted));
    // Less than a cent stays behind while anybody wants more, and of whole cents none.
    if (wanted > available) REQUIRE((available - sum < made.grain));
    if (wanted > available && whole_cents) REQUIRE((available / made.grain == sum / made.grain));
  }
}

TEST_CASE("Who wants more is given no less in proportion, and equal wants differ by a cent at most, the first ahead") {
  const unsigned seed = test_seed();
  CAPTURE(seed);
  Random random(seed);
  for (int round = 0; round < scaled(5000); ++round) {
    Case made = random_case(random, random() % 2 == 0 ? 20 : 1'000'000, true);
    const Counts given = shared(made.available, made.wants, {Allocation::proportional}, made.grain);
    CAPTURE(round, to_string(made.available), to_string(made.grain), text(given));
    for (std::size_t i = 0; i < given.size(); ++i) {
      for (std::size_t j = 0; j < given.size(); ++j) {
        if (!counts(made.wants[i]) || !counts(made.wants[j])) continue;
        if (made.wants[i].wanted > made.wants[j].wanted) REQUIRE((given[i] >= given[j]));
        if (i < j && made.wants[i].wanted == made.wants[j].wanted) {
          REQUIRE((given[i] >= given[j]));
          REQUIRE((given[i] - given[j] <= made.grain));
        }
      }
    }
  }
}

TEST_CASE("In order and by priority nobody behind is served before those ahead, and more money takes from nobody") {
  const unsigned seed = test_seed();
  CAPTURE(seed);
  Random random(seed);
  for (int round = 0; round < scaled(5000); ++round) {
    const Case made = random_case(random, 1'000, false);
    const bool by_priority = random() % 2 == 0;
    const AllocationRule rule{by_priority ? Allocation::priority : Allocation::first_come};
    const Counts given = shared(made.available, made.wants, rule, made.grain);
    const Counts of_more = shared(made.available + below(random, 500), made.wants, rule, made.grain);
    for (std::size_t i = 0; i < given.size(); ++i) {
      REQUIRE((given[i] <= of_more[i]));
      if (given[i] == made.wants[i].wanted || !counts(made.wants[i])) continue;
      for (std::size_t j = 0; j < given.size(); ++j) {
        const bool behind = by_priority ? made.wants[j].priority > made.wants[i].priority : j > i;
        if (counts(made.wants[j]) && behind) REQUIRE((given[j] == 0));
      }
    }
  }
}

TEST_CASE("The step in which amounts are counted does not matter") {
  const unsigned seed = test_seed();
  CAPTURE(seed);
  Random random(seed);
  for (int round = 0; round < scaled(5000); ++round) {
    Case made = random_case(random, random() % 2 == 0 ? 50 : 1'000'000'000, false);
    Counts given = shared(made.available, made.wants, made.rule, made.grain);
    const Int128 factor = 1 + below(random, 1'000'000'000'000);
    for (Want& want : made.wants) want.wanted *= factor;
    made.rule.reserved *= factor;
    for (Int128& count : given) count *= factor;
    CAPTURE(round, to_string(factor), text(given));
    REQUIRE((shared(made.available * factor, made.wants, made.rule, made.grain * factor) == given));
  }
}

TEST_CASE("A thousand wants of the largest amounts are shared to the count") {
  const unsigned seed = test_seed();
  CAPTURE(seed);
  Random random(seed);
  const Int128 grain = Int128{1'000'000'000'000} * 1'000'000;  // a cent in steps of 10^-18
  std::vector<Want> wants;
  for (int i = 0; i < 1'000; ++i) wants.push_back({(900'000'000'000'000 + below(random, 100'000'000'000'000)) * grain});
  const Int128 available = Int128{500'000'000'000'000'000} * grain;
  const Counts given = shared(available, wants, {Allocation::proportional}, grain);
  CHECK((sum_of(given) == available));
}

TEST_CASE("Wants whose sum does not fit 128 bits are refused") {
  const Int128 half = Int128{1} << 126;
  Counts given(2);
  CHECK(allot(5, std::vector<Want>{{half}, {half - 1}}, {}, 1, given));
  CHECK_FALSE(allot(5, std::vector<Want>{{half}, {half}}, {}, 1, given));
  CHECK(allot(5, std::vector<Want>{{half}, {half, 0, false, true}}, {}, 1, given));  // exempt: not counted
}

TEST_CASE("An allocation without room for its answer or without a cent is a caller's bug") {
  Counts given(1);
  const auto two = plain({1, 2});
  const auto one = plain({1});
  CHECK_THROWS_AS(allot(1, two, {}, 1, given), std::logic_error);
  CHECK_THROWS_AS(allot(1, one, {}, 0, given), std::logic_error);
}
