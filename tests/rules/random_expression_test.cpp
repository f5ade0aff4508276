// Random expressions over random facts: the engine against an evaluator of its own kind, which walks the same
// expression as pencil-and-paper fractions and shares nothing with the engine.
#include <memory>
#include <random>

#include "tests/rules/rulebook_support.h"
#include "tests/rules/slow_rational.h"
#include "tests/support/catch.h"
#include "tests/support/scale.h"

using namespace wildclaims::rules;
using namespace wildclaims::rules::test;

namespace {

struct Values {
  SlowRational cost, area, rate, price, n;  // yuan, mu, one, yuan/mu, one
};

// An expression of money for one item: as text, and what it is worth; nothing where it divides by zero.
struct Random {
  std::mt19937_64 engine;

  int below(int count) { return static_cast<int>(engine() % static_cast<unsigned>(count)); }
};

struct Made {
  std::string text;
  std::optional<SlowRational> value;
};

Made number(Random& random, const Values& values, int depth);
bool holds(Random& random, const Values& values, int depth, std::string& text, bool& known);

template <class Combine>
std::optional<SlowRational> both(const Made& left, const Made& right, Combine&& combine) {
  if (!left.value || !right.value) return std::nullopt;
  return combine(*left.value, *right.value);
}

Made literal(Random& random) {
  const int digits = 1 + random.below(999);
  const int scale = random.below(3);
  const int power = scale == 0 ? 1 : scale == 1 ? 10 : 100;
  std::string text = std::to_string(digits / power);
  if (scale > 0) {
    std::string decimals = std::to_string(digits % power);
    decimals.insert(0, static_cast<std::size_t>(scale) - decimals.size(), '0');
    text += "." + decimals;
  }
  return {text, SlowRational::of(digits, power)};
}

// Money.
Made money(Random& random, const Values& values, int depth) {
  const int kind = depth <= 0 ? random.below(3) : random.below(12);
  switch (kind) {
    case 0:
      return {"cost", values.cost};
    case 1:
      return {"(area * price)", values.area * values.price};
    case 2: {
      const int fen = random.below(100000);
      std::string cents = std::to_string(fen % 100);
      cents.insert(0, 2 - cents.size(), '0');
      return {std::to_string(fen / 100) + "." + cents + " CNY", SlowRational::of(fen, 100)};
    }
    case 3:
    case 4: {
      const Made left = money(random, values, depth - 1);
      const Made right = money(random, values, depth - 1);
      const bool plus = kind == 3;
      return {"(" + left.text + (plus ? " + " : " - ") + right.text + ")",
              both(left, right, [&](const auto& a, const auto& b) { return plus ? a + b : a - b; })};
    }
    case 5:
    case 6: {
      const Made left = money(random, values, depth - 1);
      const Made right = number(random, values, depth - 1);
      return {"(" + left.text + " * " + right.text + ")",
              both(left, right, [](const auto& a, const auto& b) { return a * b; })};
    }
    case 7: {
      const Made left = money(random, values, depth - 1);
      const Made right = number(random, values, depth - 1);
      const bool zero = right.value && right.value->numerator.is_zero();
      return {"(" + left.text + " / " + right.text + ")",
              zero ? std::nullopt : both(left, right, [](const auto& a, const auto& b) { return a / b; })};
    }
    case 8:
    case 9: {
      const Made left = money(random, values, depth - 1);
      const Made right = money(random, values, depth - 1);
      const bool least = kind == 8;
      return {std::string(least ? "min(" : "max(") + left.text + ", " + right.text + ")",
              both(left, right, [&](const auto& a, const auto& b) { return (compare(a, b) < 0) == least ? a : b; })};
    }
    case 10: {
      const Made inner = money(random, values, depth - 1);
      const int mode = random.below(4);
      const char* names[] = {"round_half_up", "round_half_even", "round_down", "round_up"};
      Made made{std::string(names[mode]) + "(" + inner.text + ", 0.05)", std::nullopt};
      if (inner.value) {
        const SlowRational twentieths = *inner.value * SlowRational::of(20);
        made.value = SlowRational{rounded(twentieths, static_cast<SlowRounding>(mode)), 20};
      }
      return made;
    }
    default: {
      std::string condition;
      bool known = true;
      const bool yes = holds(random, values, depth - 1, condition, known);
      const Made left = money(random, values, depth - 1);
      const Made right = money(random, values, depth - 1);
      Made made{"(if " + condition + " then " + left.text + " else " + right.text + ")", std::nullopt};
      if (known) made.value = yes ? left.value : right.value;  // the other branch is not computed at all
      return made;
    }
  }
}

Made number(Random& random, const Values& values, int depth) {
  const int kind = depth <= 0 ? random.below(3) : random.below(6);
  switch (kind) {
    case 0:
      return literal(random);
    case 1:
      return {"rate", values.rate};
    case 2:
      return {"n", values.n};
    case 3: {
      const Made left = number(random, values, depth - 1);
      const Made right = number(random, values, depth - 1);
      return {"(" + left.text + " - " + right.text + ")",
              both(left, right, [](const auto& a, const auto& b) { return a - b; })};
    }
    case 4: {
      const Made left = number(random, values, depth - 1);
      const Made right = number(random, values, depth - 1);
      return {"(" + left.text + " * " + right.text + ")",
              both(left, right, [](const auto& a, const auto& b) { return a * b; })};
    }
    default: {
      const Made left = money(random, values, depth - 1);
      const Made right = money(random, values, depth - 1);
      const bool zero = right.value && right.value->numerator.is_zero();
      return {"(" + left.text + " / " + right.text + ")",
              zero ? std::nullopt : both(left, right, [](const auto& a, const auto& b) { return a / b; })};
    }
  }
}

bool holds(Random& random, const Values& values, int depth, std::string& text, bool& known) {
  const Made left = money(random, values, depth);
  const Made right = money(random, values, depth);
  const char* signs[] = {" < ", " <= ", " > ", " >= ", " == ", " != "};
  const int sign = random.below(6);
  text = left.text + signs[sign] + right.text;
  known = left.value && right.value;
  if (!known) return false;
  const int order = compare(*left.value, *right.value);
  const bool results[] = {order<0, order <= 0, order> 0, order >= 0, order == 0, order != 0};
  return results[sign];
}

std::string decimal(std::int64_t value, int scale) {
  std::string text = std::to_string(value);
  if (text.size() <= static_cast<std::size_t>(scale))
    text.insert(0, static_cast<std::size_t>(scale) + 1 - text.size(), '0');
  return text.insert(text.size() - static_cast<std::size_t>(scale), ".");
}

}  // namespace

TEST_CASE("Random expressions give to the fen what the slow reference gives") {
  const unsigned seed = test_seed();
  CAPTURE(seed);
  Random random{std::mt19937_64(seed)};
  int compared = 0;
  int refused = 0;
  for (int round = 0; round < wildclaims::tests::scaled(600); ++round) {
    const std::int64_t cost = random.below(1000000);
    const std::int64_t area = random.below(100000);
    const std::int64_t rate = random.below(10001);
    const std::int64_t price = random.below(100000);
    const std::int64_t n = random.below(5);
    const Values values{SlowRational::of(cost, 100), SlowRational::of(area, 10000), SlowRational::of(rate, 10000),
                        SlowRational::of(price, 100), SlowRational::of(n)};
    const Made made = money(random, values, 1 + random.below(4));
    CAPTURE(made.text);
    const LoadResult loaded = load_rulebook(
        small_text(
            "  - item: each\n    label: {zh: 步, en: step}\n    is: " + made.text +
            "\n    round: half_up to 0.01\n  - claim: out\n    label: {zh: 步, en: step}\n    is: sum(item.each)\n"),
        "random.yaml");
    if (!loaded.rulebook) {
      // Only what cannot be computed at all may be refused: a constant zero divisor, decimals beyond 128 bits.
      for (const Diagnostic& diagnostic : loaded.diagnostics) {
        INFO(to_string(diagnostic));
        REQUIRE((diagnostic.code == "division_by_zero" || diagnostic.code == "too_many_decimals"));
      }
      ++refused;
      continue;
    }
    const FactSheet sheet =
        small_facts("", {"cost=" + decimal(cost, 2) + " area=" + decimal(area, 4) + " rate=" + decimal(rate, 2) +
                         "% price=" + decimal(price, 2) + " n=" + std::to_string(n)});
    const auto outcome = determine(*loaded.rulebook, read_or_fail(*loaded.rulebook, sheet));
    if (const auto* fault = std::get_if<Fault>(&outcome)) {
      if (fault->code == "division_by_zero") REQUIRE_FALSE(made.value);
      ++refused;
      continue;
    }
    REQUIRE(made.value);
    const BigInteger fen = rounded(*made.value * SlowRational::of(100), SlowRounding::half_up);
    REQUIRE(std::to_string(std::get<Determination>(outcome).entitlement.fen()) == fen.to_string());
    ++compared;
  }
  CHECK(compared > wildclaims::tests::scaled(600) / 3);
  CAPTURE(refused);
}

TEST_CASE("Random claims under the shipped rulebook pay what the slow reference pays") {
  const unsigned seed = test_seed();
  CAPTURE(seed);
  Random random{std::mt19937_64(seed)};
  const auto book = shipped();
  const char* crops[] = {"maize", "vegetable", "lotus_root", "melon"};
  const char* stages[] = {"seedling", "growing", "mature"};
  const std::int64_t yuan[4][3] = {{300, 600, 1000}, {1200, 2000, 3000}, {800, 1800, 2600}, {900, 1500, 2500}};
  for (int round = 0; round < wildclaims::tests::scaled(3000); ++round) {
    FactSheet sheet{{{"species", "wild_boar"},
                     {"damage_from", "2025-09-11"},
                     {"damage_to", "2025-09-12"},
                     {"discovered_at", "2025-09-12T07:30"},
                     {"reported_at", "2025-09-12T09:00"}},
                    {}};
    BigInteger total = 0;
    for (int item = 1 + random.below(5); item > 0; --item) {
      const int crop = random.below(4);
      const int stage = random.below(3);
      const std::int64_t area = random.below(random.below(2) == 0 ? 3000 : 1000000);
      const std::int64_t rate = random.below(10001);
      sheet.items.push_back({{"crop", crops[crop]},
                             {"stage", stages[stage]},
                             {"area", decimal(area, 4)},
                             {"loss_rate", decimal(rate, 2) + "%"}});
      total = total + rounded(SlowRational::of(area, 10000) * SlowRational::of(yuan[crop][stage] * 100) *
                                  SlowRational::of(rate, 10000),
                              SlowRounding::half_up);
    }
    const std::int64_t before = random.below(3) == 0 ? random.below(25000000) : 0;
    sheet.running["approved_to_household"] = Money::from_fen(before).to_string();
    BigInteger owed = compare(total, 10000) < 0 ? BigInteger(0) : total;
    const BigInteger left = std::max<std::int64_t>(0, 20000000 - before);
    if (compare(owed, left) > 0) owed = left;
    const Determination d = determine_or_fail(*book, sheet);
    REQUIRE(std::to_string(d.entitlement.fen()) == owed.to_string());
    Money sum;
    for (const FundingPart& part : d.funding) sum += part.amount;
    REQUIRE(sum == d.entitlement);
  }
}
