#include "rules/funding.h"

#include <random>
#include <stdexcept>

#include "rules/int128.h"
#include "tests/rules/rulebook_support.h"
#include "tests/support/catch.h"

using namespace wildclaims::rules;

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

}  // namespace

TEST_CASE("Odd fen go to the largest remainder, ties in written order") {
  using Parts = std::vector<std::int64_t>;
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
