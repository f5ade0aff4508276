#include "rules/funding.h"

#include <algorithm>
#include <random>
#include <stdexcept>

#include "rules/int128.h"
#include "tests/rules/rulebook_support.h"
#include "tests/rules/slow_rational.h"
#include "tests/support/catch.h"
#include "tests/support/scale.h"

using namespace wildclaims::rules;
using wildclaims::rules::test::BigInteger;
using wildclaims::rules::test::rounded;
using wildclaims::rules::test::SlowRational;
using wildclaims::rules::test::SlowRounding;
using wildclaims::tests::scaled;

namespace {

FundingShares shares(std::initializer_list<std::int64_t> millionths) {
  std::vector<FundingShares::Share> list;
  for (const std::int64_t each : millionths) {
    const std::string code = "funder" + std::to_string(list.size());
    list.push_back({{code, {code, code}}, each});
  }
  return FundingShares(list);
}

std::vector<std::int64_t> fen(const FundingShares& of, std::int64_t amount) {
  std::vector<std::int64_t> parts;
  for (const FundingPart& part : of.split(Money::from_fen(amount))) parts.push_back(part.amount.fen());
  return parts;
}

using Parts = std::vector<std::int64_t>;
using Weights = std::vector<Int128>;
using Random = std::mt19937_64;

Parts split_of(const FundingRule& rule, std::int64_t amount) {
  Parts parts(rule.layers.at(0).weights.size());
  REQUIRE(split(rule, Money::from_fen(amount), parts));
  return parts;
}

FundingRule weighed(Weights weights, std::optional<std::size_t> odd_to = {}) {
  return {{{std::nullopt, std::move(weights)}}, odd_to};
}

Ratio ratio(Int128 numerator, Int128 denominator = 1) { return Ratio::make(numerator, denominator).value(); }

std::string text(const Parts& parts) {
  std::string all;
  for (const std::int64_t part : parts) all += std::to_string(part) + " ";
  return all;
}

// --- The slow model: exact fractions of any size.
// ----------------------------------------------------------------------

SlowRational slow(Int128 numerator, Int128 denominator = 1) {
  return {BigInteger::from_text(to_string(numerator)), BigInteger::from_text(to_string(denominator))};
}

SlowRational lesser(const SlowRational& left, const SlowRational& right) {
  return compare(left, right) < 0 ? left : right;
}

SlowRational larger(const SlowRational& left, const SlowRational& right) {
  return compare(left, right) < 0 ? right : left;
}

// The exact part of each funder: what reaches into each layer, times weight over weights.
std::vector<SlowRational> exact_parts(const FundingRule& rule, std::int64_t amount) {
  std::vector<SlowRational> parts(rule.layers.at(0).weights.size());
  SlowRational below = slow(0);
  for (const FundingLayer& layer : rule.layers) {
    SlowRational end = slow(amount);
    if (layer.up_to) end = lesser(end, slow(layer.up_to->numerator(), layer.up_to->denominator()));
    end = larger(end, below);
    const SlowRational inside = end - below;
    below = end;
    SlowRational sum = slow(0);
    for (const Int128 weight : layer.weights) sum = sum + slow(weight);
    if (inside.numerator.is_zero()) continue;
    for (std::size_t f = 0; f < parts.size(); ++f) parts[f] = parts[f] + inside * slow(layer.weights[f]) / sum;
  }
  return parts;
}

std::int64_t whole(const SlowRational& value, SlowRounding rounding) {
  return std::stoll(rounded(value, rounding).to_string());
}

Parts slow_split(const FundingRule& rule, std::int64_t amount) {
  const std::vector<SlowRational> exact = exact_parts(rule, amount);
  Parts parts;
  for (std::size_t f = 0; f < exact.size(); ++f) {
    const bool named = rule.odd_to == f;
    parts.push_back(named ? 0 : whole(exact[f], rule.odd_to ? SlowRounding::half_up : SlowRounding::down));
  }
  std::int64_t left = amount;
  for (const std::int64_t part : parts) left -= part;
  if (rule.odd_to) {
    for (std::size_t f = parts.size(); f-- > 0 && left < 0;) {
      if (f == *rule.odd_to || compare(slow(parts[f]), exact[f]) <= 0) continue;
      --parts[f];
      ++left;
    }
    parts[*rule.odd_to] = left;
    return parts;
  }
  for (; left > 0; --left) {
    std::size_t neediest = 0;
    const auto lacks = [&](std::size_t f) { return exact[f] - slow(parts[f]); };
    for (std::size_t f = 1; f < parts.size(); ++f) {
      if (compare(lacks(f), lacks(neediest)) > 0) neediest = f;
    }
    ++parts[neediest];
  }
  return parts;
}

// --- Random rules
// --------------------------------------------------------------------------------------------------------

Int128 below(Random& random, Int128 end) { return static_cast<Int128>(random()) % end; }

FundingRule random_rule(Random& random, std::int64_t amount, std::size_t most_layers) {
  FundingRule rule;
  const std::size_t funders = 1 + random() % (random() % 4 == 0 ? kMostFunders : 4);
  const std::size_t layers = 1 + random() % most_layers;
  const Int128 largest_weight = random() % 2 == 0 ? 4 : 1'000'000;
  Int128 up_to = 0;
  for (std::size_t i = 0; i < layers; ++i) {
    FundingLayer layer;
    const Int128 denominator = 1 + below(random, 12);
    if (i + 1 < layers) {
      up_to += below(random, amount + 3) - (random() % 4 == 0 ? amount / 2 : 0);  // now and then an end below its start
      layer.up_to = ratio(up_to, denominator);
    }
    for (std::size_t f = 0; f < funders; ++f) layer.weights.push_back(below(random, largest_weight));
    if (std::all_of(layer.weights.begin(), layer.weights.end(), [](Int128 weight) { return weight == 0; }))
      layer.weights[random() % funders] = 1;
    rule.layers.push_back(layer);
  }
  if (random() % 2 == 0) rule.odd_to = random() % funders;
  return rule;
}

std::int64_t random_amount(Random& random) {
  const std::int64_t most[] = {3, 40, 5'000'000, Money::kLimit};
  return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(most[random() % 4]));
}

}  // namespace

TEST_CASE("Odd fen go to the largest remainder, ties in written order") {
  const FundingShares forty = shares({400'000, 600'000});
  CHECK(fen(forty, 15'780'000) == Parts{6'312'000, 9'468'000});
  CHECK(fen(forty, 0) == Parts{0, 0});
  CHECK(fen(forty, 1) == Parts{0, 1});
  CHECK(fen(forty, 2) == Parts{1, 1});  // 0.8 and 1.2: the larger remainder is the first one's
  CHECK(fen(forty, 3) == Parts{1, 2});
  CHECK(fen(shares({500'000, 500'000}), 1) == Parts{1, 0});
  CHECK(fen(shares({333'334, 333'333, 333'333}), 100) == Parts{34, 33, 33});
  CHECK(fen(shares({250'000, 250'000, 250'000, 250'000}), 3) == Parts{1, 1, 1, 0});
  CHECK(fen(shares({1'000'000, 0}), 7) == Parts{7, 0});
}

TEST_CASE("A negative amount gives the negatives of the parts of its positive") {
  const FundingShares of = shares({500'000, 300'000, 200'000});
  for (const std::int64_t amount : {1, 7, 99, 1'234'567}) {
    std::vector<std::int64_t> parts = fen(of, amount);
    for (std::int64_t& part : parts) part = -part;
    CHECK(fen(of, -amount) == parts);
  }
}

TEST_CASE("Parts always sum to the whole, and none is a fen off its share") {
  const unsigned seed = test::test_seed();
  CAPTURE(seed);
  std::mt19937_64 random(seed);
  for (int round = 0; round < 2000; ++round) {
    std::vector<FundingShares::Share> list;
    std::int64_t left = FundingShares::kWhole;
    const std::size_t count = 1 + random() % 6;
    for (std::size_t i = 0; i < count; ++i) {
      const std::int64_t part =
          i + 1 == count ? left : static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(left + 1));
      left -= part;
      list.push_back({{"f" + std::to_string(i), {}}, part});
    }
    const FundingShares of(list);
    const auto amount = static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(Money::kLimit));
    CAPTURE(amount);
    Money sum;
    const auto parts = of.split(Money::from_fen(amount));
    for (std::size_t i = 0; i < parts.size(); ++i) {
      sum += parts[i].amount;
      const Int128 exact = Int128{amount} * list[i].millionths;
      const Int128 off = exact - Int128{parts[i].amount.fen()} * FundingShares::kWhole;
      REQUIRE((off < FundingShares::kWhole && off > -FundingShares::kWhole));
    }
    REQUIRE(sum.fen() == amount);
  }
}

TEST_CASE("Shares that are not the whole are a caller's bug") {
  CHECK_THROWS_AS(shares({400'000, 500'000}), std::logic_error);
  CHECK_THROWS_AS(shares({1'100'000, -100'000}), std::logic_error);
}

TEST_CASE("Layers of the loss are shared differently") {
  // 90 % of the loss; the part up to 80 % of the loss 60/40, above it 0/100.
  const auto layered = [](Int128 loss, std::optional<std::size_t> odd_to) {
    return FundingRule{{{ratio(loss * 80, 100), {60, 40}}, {std::nullopt, {0, 100}}}, odd_to};
  };
  CHECK(split_of(layered(1'000'000, std::nullopt), 900'000) == Parts{480'000, 420'000});
  CHECK(split_of(layered(1'000'000, 1), 900'000) == Parts{480'000, 420'000});
  CHECK(split_of(layered(234'567, 1), 211'110) == Parts{112'592, 98'518});  // 80 % is 1,876.536
  CHECK(split_of(layered(1'000'000, 1), 500) == Parts{300, 200});           // the lower layer alone
}

TEST_CASE("Costs are shared by the area of members") {
  CHECK(split_of(weighed({30, 50, 20}), 119'000) == Parts{35'700, 59'500, 23'800});
  CHECK(split_of(weighed({1, 1, 1}), 100) == Parts{34, 33, 33});
  CHECK(split_of(weighed({1, 1, 1}, 2), 100) == Parts{33, 33, 34});
  CHECK(split_of(weighed({1, 1, 1}, 0), 200) == Parts{66, 67, 67});
  CHECK(split_of(weighed({0, 7, 0}), 5) == Parts{0, 5, 0});
}

TEST_CASE("One layer of millionths gives the parts of fixed shares") {
  const unsigned seed = test::test_seed();
  CAPTURE(seed);
  Random random(seed);
  for (int round = 0; round < scaled(2000); ++round) {
    const std::int64_t first = static_cast<std::int64_t>(below(random, 500'000));
    const std::int64_t second = static_cast<std::int64_t>(below(random, 500'000));
    const std::int64_t third = FundingShares::kWhole - first - second;
    const std::int64_t amount = random_amount(random);
    CAPTURE(first, second, amount);
    REQUIRE(split_of(weighed({first, second, third}), amount) == fen(shares({first, second, third}), amount));
  }
}

TEST_CASE("Others rounded up beyond the amount give it back, the last first") {
  // 0.5 and 0.5 of one fen would be rounded up to two.
  CHECK(split_of(weighed({1, 1, 0}, 2), 1) == Parts{1, 0, 0});
  CHECK(split_of(weighed({0, 1, 1}, 0), 1) == Parts{0, 1, 0});
  CHECK(split_of(weighed({1, 1, 1, 1, 0}, 4), 2) == Parts{1, 1, 0, 0, 0});
  // 1.5, 1.5, 1.5, 0.4 and 0.1 of five: the third, not the fourth, which was not rounded up.
  CHECK(split_of(weighed({15, 15, 15, 4, 1}, 4), 5) == Parts{2, 2, 1, 0, 0});
  // The named funder keeps nothing of its own 0.5.
  CHECK(split_of(weighed({15, 15, 5, 5}, 3), 4) == Parts{2, 2, 0, 0});
  CHECK(split_of(weighed({5, 15, 15, 5}, 3), 4) == Parts{1, 2, 1, 0});
  // A third each rounds down, and the named funder takes the fen that is left, whatever its weight.
  CHECK(split_of(weighed({1, 1, 1, 0}, 3), 1) == Parts{0, 0, 0, 1});
  CHECK(split_of(weighed({1, 1, 0}, 2), -1) == Parts{-1, 0, 0});
}

TEST_CASE("Ends of layers that do not ascend make empty layers") {
  const FundingRule rule{{{ratio(-50), {1, 0, 0}}, {ratio(60), {0, 1, 0}}, {ratio(40), {1, 0, 0}}, {{}, {0, 0, 1}}},
                         {}};
  CHECK(split_of(rule, 100) == Parts{0, 60, 40});
  CHECK(split_of(rule, 60) == Parts{0, 60, 0});
  const FundingRule last_with_end{{{ratio(10), {1, 0}}, {ratio(20), {0, 1}}}, {}};
  CHECK(split_of(last_with_end, 100) == Parts{10, 90});
}

TEST_CASE("Parts by layers agree with a slow model in exact fractions") {
  const unsigned seed = test::test_seed();
  CAPTURE(seed);
  Random random(seed);
  for (int round = 0; round < scaled(3000); ++round) {
    const std::int64_t amount = random_amount(random);
    const FundingRule rule = random_rule(random, amount, 3);
    CAPTURE(round, amount, rule.layers.size(), rule.odd_to.value_or(99));
    const Parts parts = split_of(rule, amount);
    CAPTURE(text(parts));
    REQUIRE(parts == slow_split(rule, amount));
    std::int64_t sum = 0;
    for (const std::int64_t part : parts) {
      REQUIRE(part >= 0);
      sum += part;
    }
    REQUIRE(sum == amount);
    Parts negative = split_of(rule, -amount);
    for (std::int64_t& part : negative) part = -part;
    REQUIRE(negative == parts);
  }
}

TEST_CASE("Without a named funder no part is a fen off its exact share, and a weight of 0 pays nothing") {
  const unsigned seed = test::test_seed();
  CAPTURE(seed);
  Random random(seed);
  for (int round = 0; round < scaled(1000); ++round) {
    const std::int64_t amount = random_amount(random);
    FundingRule rule = random_rule(random, amount, 3);
    rule.odd_to.reset();
    CAPTURE(round, amount);
    const Parts parts = split_of(rule, amount);
    const auto exact = exact_parts(rule, amount);
    for (std::size_t f = 0; f < parts.size(); ++f) {
      REQUIRE(parts[f] >= whole(exact[f], SlowRounding::down));
      REQUIRE(parts[f] <= whole(exact[f], SlowRounding::up));
    }
  }
}

TEST_CASE("The parts of a delta are those of the new total less those of the old, and sum to the delta") {
  const unsigned seed = test::test_seed();
  CAPTURE(seed);
  Random random(seed);
  for (int round = 0; round < scaled(2000); ++round) {
    const std::int64_t before = random_amount(random);
    const std::int64_t after = random_amount(random);
    const FundingRule rule = random_rule(random, before, 3);
    const Parts old_parts = split_of(rule, before);
    const Parts new_parts = split_of(rule, after);
    std::int64_t delta = 0;
    for (std::size_t f = 0; f < old_parts.size(); ++f) delta += new_parts[f] - old_parts[f];
    REQUIRE(delta == after - before);
  }
  // An appeal raises 0.01 to 0.02 under 50/50: one fen each in the end, so the delta is the second funder's.
  CHECK(split_of(weighed({1, 1}), 1) == Parts{1, 0});
  CHECK(split_of(weighed({1, 1}), 2) == Parts{1, 1});
}

TEST_CASE("Parts that 128 bits cannot hold exactly, and weights that are none, are refused") {
  Parts two(2);
  const Money most = Money::from_fen(Money::kLimit);
  const Int128 large = Int128{1} << 72;
  CHECK(split(weighed({large, large - 1}), most, two));
  CHECK(two == Parts{Money::kLimit / 2, Money::kLimit / 2});
  CHECK_FALSE(split(weighed({large << 3, 1}), most, two));
  CHECK_FALSE(split(weighed({large << 54, large << 54}), Money::from_fen(1), two));  // their sum
  CHECK_FALSE(split(FundingRule{{{ratio(1, 3), {large, 1}}, {{}, {large - 1, 1}}}, {}}, most, two));
  CHECK_FALSE(split(weighed({0, 0}), Money::from_fen(1), two));
  CHECK_FALSE(split(weighed({2, -1}), Money::from_fen(1), two));
  // A layer that holds nothing of the amount is not looked at.
  CHECK(split(weighed({0, 0}), Money(), two));
  CHECK(two == Parts{0, 0});
  CHECK(split(FundingRule{{{ratio(5), {1, 1}}, {{}, {0, 0}}}, {}}, Money::from_fen(5), two));
  CHECK(two == Parts{3, 2});
  CHECK_FALSE(split(FundingRule{{{ratio(5), {1, 1}}, {{}, {0, 0}}}, {}}, Money::from_fen(6), two));
  CHECK(split(FundingRule{{{ratio(5), {1, 1}}, {ratio(5), {0, 0}}, {{}, {0, 1}}}, {}}, Money::from_fen(6), two));
  CHECK(two == Parts{3, 3});
}

TEST_CASE("A funding rule that does not fit its funders is a caller's bug") {
  Parts two(2);
  const Money one = Money::from_fen(1);
  CHECK_THROWS_AS(split(FundingRule{}, one, two), std::logic_error);
  CHECK_THROWS_AS(split(weighed({1, 1, 1}), one, two), std::logic_error);
  CHECK_THROWS_AS(split(weighed({1, 1}, 2), one, two), std::logic_error);
  Parts many(kMostFunders + 1);
  CHECK_THROWS_AS(split(weighed(Weights(many.size(), 1)), one, many), std::logic_error);
  const std::vector<Funder> too_many(many.size());
  CHECK_THROWS_AS(split(weighed(Weights(many.size(), 1)), one, too_many), std::logic_error);
}

TEST_CASE("Parts carry the codes of their funders") {
  const std::vector<Funder> funders{{"federal", {}}, {"province", {}}};
  CHECK(split(weighed({60, 40}), Money::from_fen(5), funders) ==
        std::vector<FundingPart>{{"federal", Money::from_fen(3)}, {"province", Money::from_fen(2)}});
  CHECK_FALSE(split(weighed({0, 0}), Money::from_fen(5), funders));
}
