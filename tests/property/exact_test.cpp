// The fast fractions against the slow ones they replace.
#include "tests/property/exact.h"

#include "tests/property/random.h"
#include "tests/rules/rulebook_support.h"
#include "tests/support/catch.h"
#include "tests/support/scale.h"

using namespace wildclaims::property;

namespace {

struct Both {
  Exact fast;
  Endless slow;
};

Both random_number(Random& random) {
  const std::int64_t most = random.chance(70) ? 100'000 : 4'000'000'000'000'000'000;
  const std::int64_t numerator = random.between(-most, most);
  const std::int64_t denominator = random.chance(50) ? 100 : random.between(1, most);
  return {Exact::of(numerator, denominator), Endless::of(numerator, denominator)};
}

bool same(const Exact& fast, const Endless& slow) {
  return compare(Endless::of(fast.numerator(), fast.denominator()), slow) == 0;
}

// False when the fast result does not fit.
bool apply(int operation, Both& value, const Both& other) {
  const Exact increment = Exact::of(1, 100);
  try {
    switch (operation) {
      case 0:
        value = {value.fast + other.fast, value.slow + other.slow};
        break;
      case 1:
        value = {value.fast - other.fast, value.slow - other.slow};
        break;
      case 2:
        value = {value.fast * other.fast, value.slow * other.slow};
        break;
      case 3:
        if (!other.fast.is_zero()) value = {value.fast / other.fast, value.slow / other.slow};
        break;
      case 4: {
        const int order = compare(value.fast, other.fast);
        CHECK(order == compare(value.slow, other.slow));
        break;
      }
      default: {
        const auto round = static_cast<Round>(operation % 4);
        value = {rounded(value.fast, increment, round), rounded(value.slow, Endless::of(1, 100), round)};
        break;
      }
    }
  } catch (const TooWide&) {
    return false;
  }
  return true;
}

}  // namespace

TEST_CASE("Fast fractions are the slow ones, or say that they do not fit") {
  const unsigned seed = wildclaims::rules::test::test_seed();
  CAPTURE(seed);
  Random random(seed);
  int fitting = 0;
  int beyond = 0;
  for (int round = 0; round < wildclaims::tests::scaled(3000); ++round) {
    Both value = random_number(random);
    for (int i = 0; i < 6; ++i) {
      const Both other = random_number(random);
      const int operation = random.below(9);
      if (!apply(operation, value, other)) {
        ++beyond;
        break;
      }
      CAPTURE(operation);
      REQUIRE(same(value.fast, value.slow));
      ++fitting;
      if (value.slow.value().denominator.to_string().size() > 40) break;
    }
  }
  CHECK(fitting > beyond);
}

TEST_CASE("Rounding is symmetric about zero and halves go where the mode says") {
  const auto cents = [](int thousandths, Round round) {
    return whole(rounded(Exact::of(thousandths, 1000), Exact::of(1, 100), round) * Exact::of(100));
  };
  struct Case {
    int thousandths;
    int half_up, half_even, down, up;
  };
  const Case each =
      GENERATE(Case{25, 3, 2, 2, 3}, Case{-25, -3, -2, -2, -3}, Case{35, 4, 4, 3, 4}, Case{26, 3, 3, 2, 3},
               Case{21, 2, 2, 2, 3}, Case{-29, -3, -3, -2, -3}, Case{20, 2, 2, 2, 2});
  CAPTURE(each.thousandths);
  CHECK(cents(each.thousandths, Round::half_up) == each.half_up);
  CHECK(cents(each.thousandths, Round::half_even) == each.half_even);
  CHECK(cents(each.thousandths, Round::down) == each.down);
  CHECK(cents(each.thousandths, Round::up) == each.up);
}
