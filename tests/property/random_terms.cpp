#include "tests/property/random_terms.h"

#include <algorithm>

#include "tests/property/build.h"

namespace wildclaims::property {
namespace {

constexpr std::int64_t kDay = 86'400;

Fact plain_fact(std::string name, Scope scope, Kind kind, std::string word) {
  Fact fact;
  fact.name = std::move(name);
  fact.scope = scope;
  fact.type.kind = kind;
  fact.word = std::move(word);
  fact.step = Exact::of(1);
  return fact;
}

Fact boolean_fact(std::string name, Scope scope) {
  Fact fact = plain_fact(std::move(name), scope, Kind::boolean, "boolean");
  fact.usually_to = 1;
  return fact;
}

Fact datetime_fact(std::string name, const Model& model) {
  Fact fact = plain_fact(std::move(name), Scope::claim, Kind::datetime, "datetime");
  fact.usually_from = model.in_force_from * kDay;
  fact.usually_to = (model.in_force_from + 30) * kDay;
  return fact;
}

std::int64_t in_decimals(std::int64_t number, int decimals) {
  for (; decimals > 0; --decimals) number *= 10;
  return number;
}

void give_default(Fact& fact, Random& random) {
  const std::int64_t raw = random.between(fact.usually_from, fact.usually_to);
  fact.fallback = fact.type.kind == Kind::number && random.chance(50) ? fact.usually_from : raw;
}

std::vector<Datum> shares(std::size_t funders, Random& random) {
  std::vector<std::int64_t> cuts = {0, 10'000};
  for (std::size_t i = 1; i < funders; ++i) {
    cuts.push_back(random.chance(70) ? random.between(0, 20) * 500 : random.between(0, 10'000));
  }
  std::sort(cuts.begin(), cuts.end());
  std::vector<Datum> parts;
  for (std::size_t i = 0; i < funders; ++i) parts.push_back(datum(cuts[i + 1] - cuts[i], 2, unit_of(""), true));
  return parts;
}

}  // namespace

Fact number_fact(std::string name, Scope scope, const std::string& word, int decimals, std::int64_t most,
                 std::int64_t usually_to) {
  Fact fact = plain_fact(std::move(name), scope, Kind::number, word);
  fact.percent = word == "percent";
  fact.decimals = decimals;
  const bool plain = fact.percent || word == "number" || word == "count";
  const Unit& unit = unit_of(plain ? "" : word == "money" ? "CNY" : word);
  fact.type.quantity = unit.quantity;
  fact.step = datum(1, decimals, unit, fact.percent).value;
  fact.at_most = in_decimals(most, decimals);
  fact.usually_to = in_decimals(usually_to, decimals);
  return fact;
}

Fact code_fact(std::string name, Scope scope, const Model& model, std::size_t type) {
  Fact fact = plain_fact(std::move(name), scope, Kind::code, model.code_types[type].name);
  fact.type.codes = type;
  fact.usually_to = static_cast<std::int64_t>(model.code_types[type].codes.size()) - 1;
  return fact;
}

Fact date_fact(std::string name, const Model& model) {
  Fact fact = plain_fact(std::move(name), Scope::claim, Kind::date, "date");
  fact.usually_from = model.in_force_from - 10;
  fact.usually_to = model.in_force_to + 10;
  return fact;
}

void add_dates_in_force(Model& model, Random& random) {
  constexpr std::int64_t kNewYear2024 = 19'723;
  model.in_force_from = kNewYear2024 + random.between(0, 730);
  model.in_force_to = model.in_force_from + random.between(60, 730);
}

void add_code_types(Model& model, Random& random) {
  const auto list = [&](const char* name, std::vector<std::string> codes) {
    random.shuffle(codes);
    codes.resize(2 + random.index(codes.size() - 1));
    model.code_types.push_back({name, std::move(codes)});
  };
  list("animal", {"boar", "swan", "deer", "bear", "monkey"});
  list("crop", {"maize", "rice", "melon", "wheat", "tea", "walnut"});
  if (random.chance(50)) list("stage", {"seedling", "growing", "mature"});
}

void add_facts(Model& model, const Features& features, Random& random) {
  std::vector<Fact>& claim = model.claim_facts;
  std::vector<Fact>& item = model.item_facts;
  claim.push_back(code_fact("animal_seen", Scope::claim, model, 0));
  claim.push_back(date_fact("ended_on", model));
  model.last_day = 1;
  if (random.chance(50)) {
    model.first_day = claim.size();
    claim.push_back(date_fact("began_on", model));
    if (random.chance(30)) model.loss_day = Model::LossDay::first_day;
  }
  if (random.chance(50)) {
    model.discovered = claim.size();
    claim.push_back(datetime_fact("found_at", model));
    claim.push_back(datetime_fact("told_at", model));
    if (random.chance(30)) model.loss_day = Model::LossDay::discovered;
  }
  if (random.chance(50)) claim.push_back(boolean_fact("insured", Scope::claim));
  if (random.chance(50)) claim.push_back(number_fact("other_cover", Scope::claim, "money", 2, 100'000, 5'000));
  if (random.chance(40)) claim.push_back(number_fact("people", Scope::claim, "count", 0, 100, 6));
  if (random.chance(30)) claim.push_back(number_fact("commons", Scope::claim, "ha", 2, 1'000, 20));

  item.push_back(code_fact("crop_of", Scope::item, model, 1));
  if (model.code_types.size() > 2) item.push_back(code_fact("stage_of", Scope::item, model, 2));
  const char* unit = random.chance(60) ? "mu" : random.chance(50) ? "ha" : "m2";
  item.push_back(number_fact("damage_area", Scope::item, unit, 1 + random.below(4), 10'000, 50));
  item.push_back(number_fact("lost", Scope::item, "percent", 2, 100, 100));
  if (random.chance(40))
    item.push_back(number_fact("plot", Scope::item, random.chance(50) ? "mu" : "ha", 2, 10'000, 60));
  if (random.chance(40)) item.push_back(number_fact("price", Scope::item, "CNY/mu", 2, 100'000, 3'000));
  if (random.chance(40)) {
    item.push_back(number_fact("harvest", Scope::item, random.chance(50) ? "kg" : "jin", 1, 100'000, 2'000));
    if (random.chance(60)) item.push_back(number_fact("kilo_price", Scope::item, "CNY/kg", 2, 1'000, 10));
  }
  if (random.chance(40)) item.push_back(number_fact("cost", Scope::item, "money", 2, 1'000'000, 10'000));
  if (random.chance(40)) item.push_back(boolean_fact("fenced", Scope::item));
  if (random.chance(30)) item.push_back(number_fact("rows", Scope::item, "count", 0, 1'000, 5));
  if (random.chance(20)) item.push_back(number_fact("factor", Scope::item, "number", 3, 100, 3));

  if (features.event_facts && random.chance(60)) {
    if (random.chance(60)) model.event_facts.push_back(code_fact("beast", Scope::event, model, 0));
    if (random.chance(60)) model.event_facts.push_back(number_fact("index_price", Scope::event, "CNY/kg", 2, 1'000, 9));
    if (random.chance(40)) model.event_facts.push_back(boolean_fact("disaster", Scope::event));
    if (random.chance(40)) model.event_facts.push_back(number_fact("reach", Scope::event, "ha", 1, 10'000, 100));
  }
  if (!features.defaults) return;
  for (std::vector<Fact>* facts : {&model.event_facts, &claim, &item}) {
    for (Fact& fact : *facts) {
      const bool possible = fact.type.kind != Kind::date && fact.type.kind != Kind::datetime;
      if (possible && random.chance(10)) give_default(fact, random);
    }
  }
}

void add_named_values(Model& model, const Features& features, Random& random) {
  if (!features.named_values) return;
  static const std::vector<std::string> units = {"CNY", "CNY/mu", "CNY/kg", "mu", ""};
  for (int i = random.below(3); i > 0; --i) {
    NamedValue named;
    named.name = "value_" + std::to_string(i);
    named.unit = unit_of(random.pick(units));
    named.percent = named.unit.symbol.empty() && random.chance(50);
    std::optional<std::int64_t> from;
    for (int more = random.chance(50) ? random.below(3) : 0; more > 0; --more) {
      const std::int64_t last = from.value_or(model.in_force_from) + random.between(1, 40);
      if (last >= model.in_force_to) break;
      named.values.push_back({from, last, random_datum(random, named.unit, named.percent)});
      from = last + 1;
    }
    named.values.push_back({from, std::nullopt, random_datum(random, named.unit, named.percent)});
    model.values.push_back(std::move(named));
  }
}

void add_brackets(Model& model, const Features& features, Random& random) {
  if (!features.brackets) return;
  for (int i = random.below(3); i > 0; --i) {
    Bracket bracket;
    bracket.name = "scale_" + std::to_string(i);
    bracket.unit = unit_of(random.chance(80) ? "CNY" : "mu");
    std::int64_t fen = 0;
    for (int bands = random.below(4); bands > 0; --bands) {
      fen += random_fen(random);
      bracket.bands.push_back({datum(fen, 2, bracket.unit), random_datum(random, unit_of(""), true)});
    }
    bracket.bands.push_back({std::nullopt, random_datum(random, unit_of(""), true)});
    model.brackets.push_back(std::move(bracket));
  }
}

namespace {

// One of the ways to share one layer: shares or weights.
FundingCase random_case(Model& model, const Features& features, Random& random, ExpressionMaker& expressions) {
  FundingCase each;
  const std::size_t funders = model.funding.funders.size();
  if (!features.funding_forms || random.chance(60)) {
    each.shares = shares(funders, random);
    return each;
  }
  const Quantity quantity = random.chance(50) ? Quantity::area : Quantity::number;
  for (std::size_t i = 0; i < funders; ++i) {
    // Not negative, and never all of them zero.
    Made weight = expressions.number(quantity, {Scope::claim, false}, 1);
    if (weight.quotient() || weight.size.digits > 14) weight = expressions.literal(quantity);
    Made least = expressions.literal(quantity);
    each.weights.push_back(binary(Op::maximum, std::move(weight.expr), std::move(least.expr)));
  }
  return each;
}

FundingLayer random_layer(Model& model, const Features& features, Random& random, ExpressionMaker& expressions) {
  FundingLayer layer;
  for (int more = features.funding_forms && random.chance(40) ? 1 + random.below(2) : 0; more > 0; --more) {
    layer.cases.push_back(random_case(model, features, random, expressions));
    layer.cases.back().when = expressions.condition({Scope::claim, false}, 1);
  }
  layer.cases.push_back(random_case(model, features, random, expressions));
  return layer;
}

}  // namespace

void add_funding(Model& model, const Features& features, Random& random, ExpressionMaker& expressions) {
  Funding& funding = model.funding;
  funding.funders = {"province", "county", "village", "hunters"};
  funding.funders.resize(2 + random.index(3));
  funding.labelled_shares = !features.funding_forms || random.chance(25);
  if (features.funding_forms && random.chance(40)) funding.odd_to = random.index(funding.funders.size());
  if (funding.labelled_shares) {
    funding.layers = {{std::nullopt, {FundingCase{std::nullopt, shares(funding.funders.size(), random), {}}}}};
    return;
  }
  funding.layered = random.chance(40);
  for (int more = funding.layered ? 1 + random.below(2) : 0; more > 0; --more) {
    FundingLayer layer = random_layer(model, features, random, expressions);
    Made top = expressions.number(Quantity::money, {Scope::claim, false}, 1);
    if (top.quotient() || top.size.digits > 20) top = expressions.literal(Quantity::money);
    layer.up_to = std::move(top.expr);
    funding.layers.push_back(std::move(layer));
  }
  funding.layers.push_back(random_layer(model, features, random, expressions));
}

}  // namespace wildclaims::property
