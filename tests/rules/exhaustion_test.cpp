#include "rules/exhaustion.h"

#include <algorithm>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "tests/rules/rulebook_support.h"
#include "tests/support/catch.h"
#include "tests/support/scale.h"

using namespace wildclaims::rules;
using wildclaims::rules::test::test_seed;
using wildclaims::tests::scaled;

namespace {

using Random = std::mt19937_64;
using Policy = Exhaustion;

Money fen(std::int64_t fen) { return Money::from_fen(fen); }
Money yuan(const char* text) { return Money::parse(text).value(); }

std::vector<YearClaim> claims_of(std::initializer_list<std::int64_t> wanted) {
  std::vector<YearClaim> claims;
  for (const std::int64_t each : wanted) claims.push_back({fen(each)});
  return claims;
}

std::vector<std::int64_t> approved(const std::vector<YearShare>& shares) {
  std::vector<std::int64_t> amounts;
  for (const YearShare& share : shares) amounts.push_back(share.approved.fen());
  return amounts;
}

std::int64_t up_to(Random& random, std::int64_t most) {
  return static_cast<std::int64_t>(random() % (static_cast<std::uint64_t>(most) + 1));
}

struct Year {
  YearRule rule;
  Money available;
  std::vector<YearClaim> claims;
};

Year random_year(Random& random) {
  const Policy policies[] = {Policy::truncate, Policy::hold, Policy::prorate, Policy::priority};
  Year year;
  year.rule.policy = policies[random() % 4];
  year.rule.ties = random() % 2 == 0 ? Ties::first_come : Ties::prorate;
  year.rule.carry_over = static_cast<int>(random() % 4);
  year.rule.exempt_counts = random() % 2 == 0;
  const std::size_t count = random() % 12;
  std::int64_t total = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const bool negative = random() % 15 == 0;
    year.claims.push_back({fen(negative ? -7 : up_to(random, random() % 2 == 0 ? 9 : 1'000'000)),
                           static_cast<Int128>(random() % 3), random() % 3 == 0, random() % 6 == 0,
                           static_cast<int>(random() % 3)});
    total += year.claims.back().wanted.fen();
  }
  total = std::max<std::int64_t>(total, 0);
  year.available = fen(up_to(random, total + total / 4) - 1);
  if (random() % 2 == 0) year.rule.reserved = fen(up_to(random, total));
  return year;
}

}  // namespace

TEST_CASE("One approval at the limit") {
  struct Row {
    Policy policy;
    const char* entitlement;
    const char* available;
    const char* approved;
    const char* residual;
    const char* held;
    const char* pending;
  };
  const Row rows[] = {
      // 7,996,500.00 of 8,000,000.00 are committed and paid; the next indemnity is 5,200.00.
      {Policy::truncate, "5200.00", "3500.00", "3500.00", "1700.00", "0", "0"},
      {Policy::hold, "5200.00", "3500.00", "0", "0", "5200.00", "0"},
      {Policy::prorate, "5200.00", "3500.00", "0", "0", "0", "5200.00"},
      {Policy::priority, "5200.00", "3500.00", "0", "0", "0", "5200.00"},
      // Crops have 5,000.00 left of their part of the limit.
      {Policy::truncate, "9000.00", "5000.00", "5000.00", "4000.00", "0", "0"},
      {Policy::truncate, "3500.00", "3500.00", "3500.00", "0", "0", "0"},
      {Policy::truncate, "3500.01", "3500.00", "3500.00", "0.01", "0", "0"},
      {Policy::hold, "3500.00", "3500.00", "3500.00", "0", "0", "0"},
      {Policy::hold, "3500.01", "3500.00", "0", "0", "3500.01", "0"},
      {Policy::truncate, "1.00", "0", "0", "1.00", "0", "0"},
      {Policy::truncate, "1.00", "-5.00", "0", "1.00", "0", "0"},
      {Policy::hold, "1.00", "-5.00", "0", "0", "1.00", "0"},
      {Policy::truncate, "0", "-5.00", "0", "0", "0", "0"},
      {Policy::hold, "0", "0", "0", "0", "0", "0"},
      {Policy::truncate, "-2.00", "0", "-2.00", "0", "0", "0"},
      {Policy::hold, "-2.00", "-5.00", "-2.00", "0", "0", "0"},
      {Policy::prorate, "-2.00", "0", "0", "0", "0", "-2.00"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.entitlement, row.available);
    const Exhausted result = exhaust(row.policy, yuan(row.entitlement), yuan(row.available));
    CHECK(result == Exhausted{yuan(row.approved), yuan(row.residual), yuan(row.held), yuan(row.pending)});
    CHECK(result.approved + result.residual + result.held + result.pending == yuan(row.entitlement));
  }
}

TEST_CASE("Every claim of a year is cut by the same factor, and the sum is exactly the money") {
  // Approved 1,000,000.00, money 800,000.00: four fifths for everybody.
  const YearRule rule{Policy::prorate};
  std::vector<YearClaim> claims{{yuan("7750.00")}};
  const char* others[] = {"12000.00", "250000.01", "0.33", "730249.66"};
  for (const char* other : others) claims.push_back({yuan(other)});
  const auto shares = settle_year(rule, yuan("800000.00"), claims);
  CHECK(shares[0] == YearShare{yuan("6200.00"), yuan("1550.00"), {}});
  CHECK(shares[3].approved == yuan("0.26"));  // 0.264
  Money sum;
  for (const YearShare& share : shares) sum += share.approved;
  CHECK(sum == yuan("800000.00"));
}

TEST_CASE("Whatever the claims of a year, a claim of 7,750.00 is paid 6,200.00 where four fifths are there") {
  const unsigned seed = test_seed();
  CAPTURE(seed);
  Random random(seed);
  for (int round = 0; round < scaled(500); ++round) {
    // Random claims that sum to 1,000,000.00 with the one looked at, at a random place.
    std::vector<YearClaim> claims;
    std::int64_t left = 100'000'000 - 775'000;
    while (left > 0) {
      const std::int64_t wanted = std::min(left, 1 + up_to(random, random() % 2 == 0 ? 2'000'000 : 90'000));
      claims.push_back({fen(wanted)});
      left -= wanted;
    }
    const std::size_t place = random() % (claims.size() + 1);
    claims.insert(claims.begin() + static_cast<std::ptrdiff_t>(place), {yuan("7750.00")});
    const auto shares = settle_year({Policy::prorate}, yuan("800000.00"), claims);
    Money sum;
    for (std::size_t i = 0; i < claims.size(); ++i) {
      sum += shares[i].approved;
      const std::int64_t off = shares[i].approved.fen() * 5 - claims[i].wanted.fen() * 4;  // fifths of a fen
      REQUIRE((off > -5 && off < 5));
    }
    REQUIRE(shares[place].approved == yuan("6200.00"));
    REQUIRE(sum == yuan("800000.00"));
  }
}

TEST_CASE("A year settled by priority, by hand") {
  using Amounts = std::vector<std::int64_t>;
  const YearRule first_come{Policy::priority, Ties::first_come};
  const YearRule prorated{Policy::priority, Ties::prorate};
  const std::vector<YearClaim> claims{{fen(60), 2}, {fen(60), 1}, {fen(60), 1}, {fen(5), 3}};
  CHECK(approved(settle_year(first_come, fen(101), claims)) == Amounts{0, 60, 41, 0});
  CHECK(approved(settle_year(prorated, fen(101), claims)) == Amounts{0, 51, 50, 0});
  CHECK(approved(settle_year(prorated, fen(150), claims)) == Amounts{30, 60, 60, 0});

  // Carried claims come first, the oldest before the others, each year's by key.
  const std::vector<YearClaim> carried{
      {fen(10), 1}, {fen(10), 9, false, false, 1}, {fen(10), 5, false, false, 2}, {fen(10), 2, false, false, 1}};
  CHECK(approved(settle_year(first_come, fen(10), carried)) == Amounts{0, 0, 10, 0});
  CHECK(approved(settle_year(first_come, fen(25), carried)) == Amounts{0, 5, 10, 10});
  CHECK(approved(settle_year(first_come, fen(31), carried)) == Amounts{1, 10, 10, 10});
  // Only there: where all are cut alike, age is no matter.
  CHECK(approved(settle_year({Policy::prorate}, fen(20), carried)) == Amounts{5, 5, 5, 5});
}

TEST_CASE("What stays unpaid is carried over as many years as the rule says") {
  const std::vector<YearClaim> claims{{fen(10), 0, false, false, 2},
                                      {fen(10), 0, false, false, 1},
                                      {fen(10), 0, false, false, 0},
                                      {fen(4), 1, false, false, 0}};
  const auto shares = settle_year({Policy::priority, Ties::first_come, 2}, fen(5), claims);
  CHECK(shares[0] == YearShare{fen(5), fen(5), {}});  // carried twice already
  CHECK(shares[1] == YearShare{{}, {}, fen(10)});
  CHECK(shares[2] == YearShare{{}, {}, fen(10)});
  CHECK(shares[3] == YearShare{{}, {}, fen(4)});
  const auto never = settle_year({Policy::priority}, fen(5), claims);
  CHECK(never[2] == YearShare{{}, fen(10), {}});
}

TEST_CASE("A year without settlement ends in the order of approval requests") {
  using Amounts = std::vector<std::int64_t>;
  const auto claims = claims_of({40, 70, 20, -3});
  CHECK(approved(settle_year({Policy::truncate}, fen(100), claims)) == Amounts{40, 60, 0, -3});
  // 20 would fit in the 60 that are left, but does not pass the 70 that wait.
  CHECK(approved(settle_year({Policy::hold}, fen(100), claims)) == Amounts{40, 0, 0, -3});
  CHECK(approved(settle_year({Policy::hold}, fen(130), claims)) == Amounts{40, 70, 20, -3});
  CHECK(approved(settle_year({Policy::hold}, fen(110), claims)) == Amounts{40, 70, 0, -3});
}

TEST_CASE("A reserved part serves its group first, exempt claims are paid in full") {
  using Amounts = std::vector<std::int64_t>;
  YearRule rule{Policy::prorate};
  rule.reserved = fen(40);
  const std::vector<YearClaim> claims{{fen(60), 0, true}, {fen(140)}, {fen(50), 0, false, true}};
  CHECK(approved(settle_year(rule, fen(100), claims)) == Amounts{48, 52, 50});
  CHECK(approved(settle_year(rule, fen(0), claims)) == Amounts{0, 0, 50});
  // Out of the money: the others share what is left of it, of which the group has its part first.
  rule.exempt_counts = true;
  CHECK(approved(settle_year(rule, fen(150), claims)) == Amounts{48, 52, 50});
  CHECK(approved(settle_year(rule, fen(80), claims)) == Amounts{30, 0, 50});
  CHECK(approved(settle_year(rule, fen(30), claims)) == Amounts{0, 0, 30});
  // A claim that waits is not passed, be it exempt.
  rule.policy = Policy::hold;
  CHECK(approved(settle_year(rule, fen(60), claims)) == Amounts{0, 0, 50});
  CHECK(approved(settle_year(rule, fen(49), claims_of({1}))) == Amounts{1});
  CHECK(approved(settle_year(rule, fen(49), std::vector<YearClaim>{{fen(1)}, {fen(50), 0, false, true}})) ==
        Amounts{0, 0});
}

TEST_CASE("Every settlement accounts for every fen, and none goes beyond the money") {
  const unsigned seed = test_seed();
  CAPTURE(seed);
  Random random(seed);
  for (int round = 0; round < scaled(20000); ++round) {
    const Year year = random_year(random);
    CAPTURE(round, year.available.fen(), static_cast<int>(year.rule.policy), year.rule.exempt_counts);
    const auto shares = settle_year(year.rule, year.available, year.claims);
    REQUIRE(shares.size() == year.claims.size());
    std::int64_t counted = 0;
    std::int64_t wanted = 0;
    for (std::size_t i = 0; i < shares.size(); ++i) {
      const YearClaim& claim = year.claims[i];
      const YearShare& share = shares[i];
      CAPTURE(i, claim.wanted.fen(), share.approved.fen());
      REQUIRE(share.approved + share.unpaid + share.carried == claim.wanted);
      REQUIRE((share.unpaid.is_zero() || share.carried.is_zero()));
      if (claim.years_carried >= year.rule.carry_over) REQUIRE(share.carried.is_zero());
      if (claim.years_carried < year.rule.carry_over) REQUIRE(share.unpaid.is_zero());
      if (claim.wanted <= Money() || (claim.exempt && !year.rule.exempt_counts)) {
        REQUIRE(share.approved == claim.wanted);
        continue;
      }
      REQUIRE((share.approved >= Money() && share.approved <= claim.wanted));
      counted += share.approved.fen();
      wanted += claim.wanted.fen();
    }
    const std::int64_t money = std::max<std::int64_t>(year.available.fen(), 0);
    if (year.rule.policy == Policy::hold) {
      REQUIRE(counted <= money);
      if (wanted <= money) REQUIRE(counted == wanted);
    } else {
      REQUIRE(counted == std::min(wanted, money));
    }
  }
}

TEST_CASE("Truncated and held years agree with one approval after the other") {
  const unsigned seed = test_seed();
  CAPTURE(seed);
  Random random(seed);
  for (int round = 0; round < scaled(5000); ++round) {
    Year year = random_year(random);
    year.rule.policy = random() % 2 == 0 ? Policy::truncate : Policy::hold;
    for (YearClaim& claim : year.claims) {
      claim.exempt = false;
      if (claim.wanted < Money()) claim.wanted = {};
    }
    const auto shares = settle_year(year.rule, year.available, year.claims);
    Money left = year.available;
    bool one_waits = false;
    for (std::size_t i = 0; i < shares.size(); ++i) {
      const Exhausted step = exhaust(year.rule.policy, year.claims[i].wanted, one_waits ? Money() : left);
      one_waits = one_waits || !step.held.is_zero();
      left -= step.approved;
      REQUIRE(shares[i].approved == step.approved);
    }
  }
}
