// Properties of every determination, over random rulebooks and random claims: what the engine finds is what the
// reference finds, parts sum to the whole, limits hold, more damage never pays less, and the same input gives the same
// bytes. A failure prints the seed of its rulebook; WILDCLAIMS_SEED=<that seed> makes it the first one.
#include <algorithm>
#include <numeric>
#include <optional>
#include <set>

#include "tests/property/engine_adapter.h"
#include "tests/property/generator.h"
#include "tests/property/reference.h"
#include "tests/rules/rulebook_support.h"
#include "tests/support/catch.h"
#include "tests/support/scale.h"

using namespace wildclaims::property;
using wildclaims::rules::test::test_seed;
using wildclaims::tests::scaled;

namespace {

// What the engine of today understands.
const Features kFeatures = Features::version_2();

// --- running many cases ---

// The seed of the first rulebook is the test's own, so that one rulebook can be run again alone.
unsigned seed_of(unsigned seed, int rulebook) { return seed + static_cast<unsigned>(rulebook) * 1'000'003U; }

int size_of(int rulebook) { return 1 + rulebook % 4; }

// Fails with everything needed to see it again.
[[noreturn]] void fail(const std::string& what, const Model& model, const Engine& engine, const Sheet& sheet) {
  FAIL(what << "\nWILDCLAIMS_SEED=" << model.seed << "\n" << engine.yaml() << "\n" << to_string(sheet));
  std::abort();  // FAIL does not return
}

Engine engine_of(const Model& model) {
  Engine engine(model);
  if (!engine.loaded()) {
    FAIL("a random rulebook does not load: " << engine.diagnostics() << "\nWILDCLAIMS_SEED=" << model.seed << "\n"
                                             << engine.yaml());
  }
  return engine;
}

template <class Check>
void for_each_claim(const Model& model, int claims, Check&& check) {
  const Engine engine = engine_of(model);
  Random random(model.seed ^ 0x9e3779b97f4a7c15U);
  for (int i = 0; i < claims; ++i) {
    const ClaimFacts facts = random_facts(model, random);
    check(engine, facts, to_texts(model, facts), random);
  }
}

// --- comparing ---

std::string shown(const Amounts& amounts) {
  std::string text;
  for (const auto& [name, fen] : amounts) text += " " + name + "=" + decimal_text(fen, 2);
  return text.empty() ? " none" : text;
}

std::string shown(const std::vector<std::string>& codes) {
  std::string text;
  for (const std::string& code : codes) text += " " + code;
  return text.empty() ? " none" : text;
}

std::optional<std::int64_t> amount_of(const Amounts& amounts, const std::string& name) {
  const auto at = std::find_if(amounts.begin(), amounts.end(), [&](const auto& each) { return each.first == name; });
  return at == amounts.end() ? std::nullopt : std::optional(at->second);
}

template <class Value>
std::string unequal(const char* what, const Value& wanted, const Value& found) {
  return std::string(what) + ": the reference has" + shown(wanted) + ", the engine" + shown(found);
}

// Empty when both say the same. The engine may list more steps than the reference compares.
std::string difference(const Answer& wanted, const Answer& found) {
  if (wanted.fault != found.fault)
    return "fault: the reference has '" + wanted.fault + "', the engine '" + found.fault + "'";
  if (!wanted.fault.empty()) return {};
  if (wanted.denials != found.denials) return unequal("denials", wanted.denials, found.denials);
  if (wanted.flags != found.flags) return unequal("flags", wanted.flags, found.flags);
  for (const auto& [step, fen] : wanted.steps) {
    if (amount_of(found.steps, step) != fen) return unequal("steps", wanted.steps, found.steps);
  }
  if (wanted.entitlement != found.entitlement) {
    return unequal("entitlement", Amounts{{"", wanted.entitlement}}, Amounts{{"", found.entitlement}});
  }
  if (!wanted.denied() && wanted.fees != found.fees) return unequal("fees", wanted.fees, found.fees);
  if (wanted.parts != found.parts) return unequal("parts", wanted.parts, found.parts);
  return {};
}

bool overflows(const Answer& answer) { return answer.fault == "overflow"; }

}  // namespace

TEST_CASE("Random rulebooks owe for random claims what the reference owes, to the fen") {
  const unsigned seed = test_seed();
  constexpr int kClaims = 500;
  const int rulebooks = scaled(2000);
  long compared = 0;
  long paid = 0;
  long beyond = 0;
  for (int i = 0; i < rulebooks; ++i) {
    const Model model = random_model(seed_of(seed, i), size_of(i), kFeatures);
    for_each_claim(model, kClaims, [&](const Engine& engine, const ClaimFacts& facts, const Sheet& sheet, Random&) {
      const Answer wanted = evaluate(model, facts).answer;
      const Answer found = engine.determine(sheet);
      // The engine counts in 128 bits without reducing; the generator keeps almost everything inside.
      if (overflows(wanted) || overflows(found)) {
        ++beyond;
        return;
      }
      const std::string differs = difference(wanted, found);
      if (!differs.empty()) fail(differs, model, engine, sheet);
      ++compared;
      paid += wanted.entitlement > 0 ? 1 : 0;
    });
  }
  CAPTURE(seed, compared, paid, beyond);
  CHECK(compared + beyond == static_cast<long>(rulebooks) * kClaims);
  CHECK(beyond * 200 <= compared);
  if (rulebooks >= 20) CHECK(paid * 5 > compared);
}

TEST_CASE("The reference is the same with fast fractions as with slow ones") {
  const unsigned seed = test_seed();
  CAPTURE(seed);
  for (int i = 0; i < scaled(60); ++i) {
    const Model model = random_model(seed_of(seed, i), size_of(i), kFeatures);
    Random random(model.seed);
    for (int claim = 0; claim < 3; ++claim) {
      const ClaimFacts facts = random_facts(model, random);
      const Evaluation fast = evaluate(model, facts);
      const Evaluation slow = evaluate_slowly(model, facts);
      CAPTURE(model.seed);
      REQUIRE(difference(fast.answer, slow.answer).empty());
      REQUIRE(fast.answer.steps == slow.answer.steps);
      REQUIRE(fast.ceilings == slow.ceilings);
    }
  }
}

TEST_CASE("The parts of the funders always sum to the entitlement") {
  const unsigned seed = test_seed();
  for (int i = 0; i < scaled(300); ++i) {
    const Model model = random_model(seed_of(seed, i), 1, kFeatures);
    for_each_claim(model, 100, [&](const Engine& engine, const ClaimFacts&, const Sheet& sheet, Random&) {
      const Answer answer = engine.determine(sheet);
      if (!answer.fault.empty()) return;
      std::int64_t sum = 0;
      for (const auto& [funder, fen] : answer.parts) sum += fen;
      if (sum != answer.entitlement)
        fail("the parts do not sum to the whole:" + shown(answer.parts), model, engine, sheet);
      if (answer.denied() && answer.entitlement != 0) fail("a denied claim is owed something", model, engine, sheet);
      if (answer.parts.size() != model.funding.funders.size()) fail("a funder has no part", model, engine, sheet);
    });
  }
}

namespace {

// The limits through which the result came, nothing behind them: what is owed lies under each. Of these the ones with a
// plain amount can be checked without any evaluator.
std::vector<const Step*> last_limits(const Model& model) {
  std::vector<const Step*> limits;
  std::size_t at = model.result;
  while (model.steps[at].limit) {
    const Step& step = model.steps[at];
    if (!step.limit->exempt) limits.push_back(&step);
    if (step.is.op != Op::step) break;
    at = step.is.index;
  }
  return limits;
}

}  // namespace

TEST_CASE("No claim is owed more than what its limits leave") {
  const unsigned seed = test_seed();
  long binding = 0;
  for (int i = 0; i < scaled(400); ++i) {
    const bool monotone = i % 2 == 0;
    const Model model = monotone ? random_monotone_model(seed_of(seed, i), 2, kFeatures, true)
                                 : random_model(seed_of(seed, i), 2, kFeatures);
    const std::vector<const Step*> limits = last_limits(model);
    for_each_claim(model, 100, [&](const Engine& engine, const ClaimFacts& facts, const Sheet& sheet, Random&) {
      const Answer answer = engine.determine(sheet);
      if (!answer.fault.empty()) return;
      for (const auto& [limit, left] : evaluate(model, facts).ceilings) {
        if (amount_of(answer.steps, limit).value_or(0) > left) fail("beyond " + limit, model, engine, sheet);
      }
      for (const Step* step : limits) {
        const Expr& amount = step->limit->amount;
        if (amount.op != Op::number) continue;
        const std::int64_t used = step->limit->used ? facts.running[*step->limit->used] : 0;
        const std::int64_t left = std::max<std::int64_t>(0, whole(amount.value * Exact::of(100)) - used);
        if (answer.entitlement > left) fail("more is owed than " + step->name + " leaves", model, engine, sheet);
        binding += answer.entitlement == left && left > 0 ? 1 : 0;
      }
    });
  }
  CAPTURE(seed);
  CHECK(binding > 0);
}

TEST_CASE("More damage never pays less, except where a threshold is crossed") {
  const unsigned seed = test_seed();
  const bool with_edges = GENERATE(false, true);
  CAPTURE(with_edges);
  long larger = 0;
  for (int i = 0; i < scaled(400); ++i) {
    const Model model = random_monotone_model(seed_of(seed, i), 1 + i % 3, kFeatures, with_edges);
    for_each_claim(model, 100, [&](const Engine& engine, const ClaimFacts& facts, const Sheet& sheet, Random& random) {
      const ClaimFacts worse = with_more_damage(model, facts, random);
      const Sheet worse_sheet = to_texts(model, worse);
      const Answer before = engine.determine(sheet);
      const Answer after = engine.determine(worse_sheet);
      if (!before.fault.empty() || !after.fault.empty())
        fail("a fault: " + before.fault + after.fault, model, engine, sheet);
      larger += after.entitlement > before.entitlement ? 1 : 0;
      if (after.entitlement >= before.entitlement) return;
      if (evaluate(model, facts).edges != evaluate(model, worse).edges) return;
      fail("more damage pays less: " + to_string(worse_sheet), model, engine, sheet);
    });
  }
  CAPTURE(seed);
  CHECK(larger > 0);
}

TEST_CASE("Monotone rulebooks owe what the reference owes, too") {
  const unsigned seed = test_seed();
  for (int i = 0; i < scaled(200); ++i) {
    const Model model = random_monotone_model(seed_of(seed, i), 1 + i % 3, kFeatures, i % 2 == 0);
    for_each_claim(model, 50, [&](const Engine& engine, const ClaimFacts& facts, const Sheet& sheet, Random&) {
      const std::string differs = difference(evaluate(model, facts).answer, engine.determine(sheet));
      if (!differs.empty()) fail(differs, model, engine, sheet);
    });
  }
}

TEST_CASE("The same claim gives the same receipt, byte for byte") {
  const unsigned seed = test_seed();
  for (int i = 0; i < scaled(200); ++i) {
    const Model model = random_model(seed_of(seed, i), 2, kFeatures);
    const Engine again = engine_of(model);
    for_each_claim(model, 20, [&](const Engine& engine, const ClaimFacts&, const Sheet& sheet, Random&) {
      const std::string receipt = engine.receipt(sheet);
      if (receipt != engine.receipt(sheet)) fail("two receipts of one rulebook differ", model, engine, sheet);
      if (receipt != again.receipt(sheet)) fail("receipts of the rulebook loaded twice differ", model, engine, sheet);
      if (receipt.empty() != !engine.determine(sheet).fault.empty()) fail("a receipt is missing", model, engine, sheet);
    });
  }
}
