// Random claims: values near the edges of the rules more often than not.
#include <algorithm>

#include "tests/property/generator.h"
#include "tests/property/random_value.h"

namespace wildclaims::property {
namespace {

std::int64_t bounded(const Fact& fact, std::int64_t raw) {
  raw = std::max(raw, fact.at_least.value_or(0));
  return fact.at_most ? std::min(raw, *fact.at_most) : raw;
}

std::int64_t random_raw(const Fact& fact, Random& random) {
  if (!fact.edges.empty() && random.chance(45)) return bounded(fact, random.pick(fact.edges) + random.between(-1, 1));
  if (fact.fallback && random.chance(40)) return *fact.fallback;
  std::int64_t raw = random.between(fact.usually_from, fact.usually_to);
  // Now and then a day long before anything else, and before 1970.
  constexpr std::int64_t kDay = 86'400;
  const bool date = fact.type.kind == Kind::date;
  if (date && random.chance(1)) return random.between(-5'000, 20'000);
  if (fact.type.kind == Kind::datetime && random.chance(2)) raw = random.between(-5'000 * kDay, 20'000 * kDay);
  if (fact.type.kind == Kind::datetime) return raw / 60 * 60;
  if (fact.type.kind != Kind::number) return raw;
  const std::int64_t span = fact.usually_to - fact.usually_from;
  if (random.chance(3)) return bounded(fact, random.chance(50) ? 0 : fact.at_most.value_or(raw));
  if (span > 200 && random.chance(50)) raw = raw / (span / 50) * (span / 50);
  return bounded(fact, raw);
}

std::vector<std::int64_t> raws(const std::vector<Fact>& facts, Random& random) {
  std::vector<std::int64_t> values;
  values.reserve(facts.size());
  for (const Fact& fact : facts) values.push_back(random_raw(fact, random));
  return values;
}

std::int64_t random_running(Random& random) { return random.chance(40) ? 0 : random_fen(random); }

// Items that share one amount were given the same before.
bool shared_by_items(const Model& model, std::size_t running) {
  return std::any_of(model.steps.begin(), model.steps.end(),
                     [&](const Step& step) { return step.limit && step.limit->by && step.limit->used == running; });
}

}  // namespace

ClaimFacts random_facts(const Model& model, Random& random) {
  ClaimFacts facts;
  facts.event = raws(model.event_facts, random);
  facts.claim = raws(model.claim_facts, random);
  const int items = random.chance(3) ? 1 + random.below(20) : 1 + random.below(4);
  for (int i = 0; i < items; ++i) facts.items.push_back(raws(model.item_facts, random));
  for (std::size_t i = 0; i < model.running.size(); ++i) facts.running.push_back(random_running(random));
  facts.item_running.resize(facts.items.size(), facts.running);
  for (std::size_t i = 0; i < model.running.size(); ++i) {
    if (shared_by_items(model, i)) continue;
    for (std::vector<std::int64_t>& of_item : facts.item_running) of_item[i] = random_running(random);
  }
  for (std::size_t i = 0; i < model.adjustments.size(); ++i) facts.adjustments.push_back(random_running(random));
  facts.leaves_out_defaults = random.chance(50);
  return facts;
}

ClaimFacts with_more_damage(const Model& model, ClaimFacts facts, Random& random) {
  std::vector<std::int64_t>& item = facts.items[random.index(facts.items.size())];
  const char* name = random.chance(50) ? "damage_area" : "lost";
  for (std::size_t i = 0; i < item.size(); ++i) {
    const Fact& fact = model.item_facts[i];
    if (fact.name != name) continue;
    const std::int64_t more = random.chance(50) ? random.between(1, 3) : random.between(1, fact.usually_to);
    item[i] = bounded(fact, item[i] + more);
  }
  return facts;
}

}  // namespace wildclaims::property
