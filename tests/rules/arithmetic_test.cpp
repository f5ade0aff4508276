#include <cstdint>
#include <limits>
#include <random>

#include "rules/decimal.h"
#include "rules/divider.h"
#include "rules/ratio.h"
#include "rules/rounding.h"
#include "tests/rules/rulebook_support.h"
#include "tests/rules/slow_rational.h"
#include "tests/support/catch.h"

using namespace wildclaims::rules;
using test::BigInteger;
using test::SlowRational;

TEST_CASE("A decimal is exactly what was written") {
  struct Row {
    const char* text;
    std::int64_t digits;
    int scale;
    const char* canonical;
  };
  const Row rows[] = {{"0", 0, 0, "0"},           {"3.50", 350, 2, "3.5"},
                      {"-0.01", -1, 2, "-0.01"},  {"100.00", 10000, 2, "100"},
                      {"0.0001", 1, 4, "0.0001"}, {"007", 7, 0, "7"}};
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto decimal = Decimal::parse(row.text);
    REQUIRE(decimal);
    CHECK(decimal->digits == row.digits);
    CHECK(decimal->scale == row.scale);
    CHECK(decimal_text(decimal->digits, decimal->scale) == row.canonical);
  }
  for (const char* text :
       {"", "-", ".", ".5", "5.", "1.2.3", "+1", " 1", "1 ", "1e3", "1,000", "３", "0x1", "1234567890123456789"}) {
    CAPTURE(text);
    CHECK_FALSE(Decimal::parse(text));
  }
}

TEST_CASE("Each rounding is what its name says, on both sides of zero") {
  struct Row {
    int numerator, divisor, half_up, half_even, down, up;
  };
  const Row rows[] = {{25, 10, 3, 2, 2, 3},   {35, 10, 4, 4, 3, 4}, {-25, 10, -3, -2, -2, -3},
                      {24, 10, 2, 2, 2, 3},   {26, 10, 3, 3, 2, 3}, {20, 10, 2, 2, 2, 2},
                      {1, 3, 0, 0, 0, 1},     {-1, 3, 0, 0, 0, -1}, {5, -10, -1, 0, 0, -1},
                      {-15, -10, 2, 2, 1, 2}, {0, 7, 0, 0, 0, 0},   {-35, 10, -4, -4, -3, -4}};
  for (const Row& row : rows) {
    CAPTURE(row.numerator, row.divisor);
    CHECK(divide_rounded<std::int64_t>(row.numerator, row.divisor, Rounding::half_up) == row.half_up);
    CHECK(divide_rounded<std::int64_t>(row.numerator, row.divisor, Rounding::half_even) == row.half_even);
    CHECK(divide_rounded<std::int64_t>(row.numerator, row.divisor, Rounding::down) == row.down);
    CHECK(divide_rounded<std::int64_t>(row.numerator, row.divisor, Rounding::up) == row.up);
    CHECK(divide_rounded<Int128>(row.numerator, row.divisor, Rounding::half_up) == row.half_up);
  }
  // The ends of the range do not overflow on the way.
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();
  CHECK(divide_rounded<std::int64_t>(kMost, kLeast, Rounding::half_up) == -1);
  CHECK(divide_rounded<std::int64_t>(kLeast, kMost, Rounding::down) == -1);
  CHECK(divide_rounded<std::int64_t>(kMost / 2, kMost, Rounding::half_up) == 0);
  CHECK(divide_rounded<std::int64_t>(kMost / 2 + 1, kMost, Rounding::half_up) == 1);
}

TEST_CASE("Rounding agrees with the slow reference on random fractions") {
  const unsigned seed = test::test_seed();
  CAPTURE(seed);
  std::mt19937_64 random(seed);
  const auto some = [&] {
    return static_cast<std::int64_t>(random() >> (random() % 63)) * (random() % 2 == 0 ? 1 : -1);
  };
  for (int i = 0; i < 5000; ++i) {
    const std::int64_t numerator = i % 3 == 0 ? some() % 1000 : some();
    const std::int64_t divisor = std::max<std::int64_t>(1, i % 3 == 0 ? std::abs(some() % 10) : std::abs(some()));
    CAPTURE(numerator, divisor);
    const SlowRational value{numerator, divisor};
    const std::pair<Rounding, test::SlowRounding> modes[] = {{Rounding::half_up, test::SlowRounding::half_up},
                                                             {Rounding::half_even, test::SlowRounding::half_even},
                                                             {Rounding::down, test::SlowRounding::down},
                                                             {Rounding::up, test::SlowRounding::up}};
    for (const auto& [mode, slow] : modes) {
      REQUIRE(std::to_string(divide_rounded(numerator, divisor, mode)) == rounded(value, slow).to_string());
      REQUIRE(Divider(static_cast<std::uint64_t>(divisor)).divide_rounded(numerator, mode) ==
              divide_rounded(numerator, divisor, mode));
    }
  }
}

TEST_CASE("Dividing many numbers by one rounds at the ends of 64 bits as dividing each does") {
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();
  for (const std::int64_t divisor : {std::int64_t{1}, std::int64_t{2}, std::int64_t{3}, kMost / 2, kMost - 1, kMost}) {
    const Divider by(static_cast<std::uint64_t>(divisor));
    for (const std::int64_t number : {kLeast, kLeast + 1, kLeast / 2, std::int64_t{-1}, std::int64_t{0},
                                      std::int64_t{1}, kMost / 2, kMost / 2 + 1, kMost - 1, kMost}) {
      for (const Rounding mode : {Rounding::half_up, Rounding::half_even, Rounding::down, Rounding::up}) {
        CAPTURE(number, divisor);
        CHECK(by.divide_rounded(number, mode) == divide_rounded(number, divisor, mode));
      }
    }
  }
}

TEST_CASE("Ratios compute exactly or refuse") {
  const Ratio mu = *Ratio::make(2000, 3);
  CHECK(*multiply(mu, Ratio(15)) == Ratio(10000));
  CHECK(*divide(Ratio(10000), mu) == Ratio(15));
  CHECK(*add(*Ratio::make(1, 6), *Ratio::make(1, 10)) == *Ratio::make(4, 15));
  CHECK(*common_measure(*Ratio::make(1, 100), *Ratio::make(3, 40)) == *Ratio::make(1, 200));
  CHECK(*compare(*Ratio::make(-1, 3), *Ratio::make(-1, 4)) == -1);
  CHECK_FALSE(Ratio::make(1, 0));
  CHECK_FALSE(divide(Ratio(1), Ratio(0)));
  const Ratio huge(power_of_ten(38));
  CHECK_FALSE(multiply(huge, Ratio(10)));
  CHECK(multiply(huge, *Ratio::make(1, 10)));
  CHECK_FALSE(add(huge, huge));
}

TEST_CASE("The slow reference does pencil-and-paper arithmetic") {
  BigInteger rest = 0;
  CHECK((BigInteger::from_text("999999999999999999999") + 1).to_string() == "1000000000000000000000");
  CHECK((BigInteger(-7) * BigInteger(6)).to_string() == "-42");
  CHECK(divide(BigInteger::from_text("1000000000000000000001"), 7, rest).to_string() == "142857142857142857143");
  CHECK(rest.to_string() == "0");
  CHECK(divide(-22, 7, rest).to_string() == "-3");
  CHECK(rest.to_string() == "-1");
}
