#include "rules/authoring/simulate.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <span>

#include "rules/authoring/simulation_json.h"
#include "rules/authoring/simulation_text.h"
#include "rules/authoring/wording.h"
#include "tests/rules/rulebook_support.h"
#include "tests/support/catch.h"
#include "tests/support/scale.h"

using namespace wildclaims::rules;
using namespace wildclaims::rules::test;
using namespace wildclaims::rules::authoring;

namespace {

// A household has 12,000.00 of an event and 15,000.00 of a year; boars have 60,000.00 of the year, swans as much.
const std::string kLimits = R"(rulebook: limits
version: "2"
title: {zh: 限额, en: limits}
status: draft
in_force: {from: 2025-01-01, to: 2025-12-31}
utc_offset: "+08:00"
money: {currency: CNY, minor_digits: 2, rounding: half_up}
policy:
  premium: {amount: 1.00}
  aggregate_limit: {amount: 90000.00, when_exhausted: truncate, residual_to: county, when_freed: leave}
funding:
  shares:
    province: {share: 40%, label: {zh: 省, en: province}}
    county: {share: 60%, label: {zh: 县, en: county}}
  odd_cents: largest_remainder
types:
  kind:
    label: {zh: 类, en: kind}
    codes:
      boar: {zh: 猪, en: boar}
      swan: {zh: 天鹅, en: swan}
      other: {zh: 其他, en: other}
facts:
  claim:
    kind_of: {type: kind, label: {zh: 类, en: kind}}
    on: {type: date, label: {zh: 日, en: day}}
  item:
    loss: {type: money, label: {zh: 损失, en: loss}}
running:
  of_event: {per: household_event, label: {zh: 次, en: event}}
  of_year: {per: household_year, label: {zh: 年, en: year}}
  of_kind: {per: policy_year, by: kind_of, label: {zh: 类, en: kind}}
loss_date: {day: last_day, last_day: on}
deny:
  - code: not_covered
    when: kind_of == other
    say: {zh: 不保, en: Not covered}
flag:
  - code: large
    when: total > 10000.00
    say: {zh: 大额, en: Large}
steps:
  - claim: total
    label: {zh: 合计, en: total}
    is: sum(item.loss)
  - {limit: a, label: {zh: 甲, en: a}, of: total, per: household_event, amount: 12000.00}
  - {limit: b, label: {zh: 乙, en: b}, of: a, per: household_year, amount: 15000.00}
  - {limit: out, label: {zh: 丙, en: c}, of: b, per: policy_year, by: kind_of, amount: 60000.00, allocate: first_come}
result: out
)";

struct Told {
  std::string id;
  std::uint64_t household = 0;
  std::uint64_t event = 0;
  std::string kind = "boar";
  std::string on = "2025-06-01";
  std::int64_t loss = 0;  // fen
  std::string decided = "2025-07-01";
  std::int64_t was = 0;
};

Date day(const std::string& text) { return Date::parse(text).value(); }
Money fen(std::int64_t amount) { return Money::from_fen(amount); }

FactSheet sheet_of(const Told& told) {
  FactSheet sheet;
  sheet.claim = {{"kind_of", told.kind}, {"on", told.on}};
  sheet.items = {{{"loss", fen(told.loss).to_string()}}};
  return sheet;
}

// A past that paid everything in full, 40 to the province, 60 to the county.
PastAnswer answer_of(const Told& told) {
  PastAnswer was;
  was.denied = told.kind == "other";
  was.entitlement = fen(told.was);
  was.parts = {{"province", fen(told.was * 2 / 5)}, {"county", fen(told.was - told.was * 2 / 5)}};
  was.approved = was.entitlement;
  was.codes_known = true;
  if (was.denied) was.denials = {"not_covered"};
  return was;
}

void add(Simulation& simulation, const Rulebook& book, const Told& told) {
  const Facts facts = read_or_fail(book, sheet_of(told));
  const PastAnswer was = answer_of(told);
  PastClaim claim;
  claim.id = told.id;
  claim.facts = &facts;
  claim.household = told.household;
  claim.event = told.event;
  claim.decided_on = day(told.decided);
  claim.was = &was;
  simulation.add(claim);
}

SimulationReport simulate(const std::shared_ptr<const Rulebook>& book, const std::vector<Told>& claims,
                          const SimulationOptions& options = {}) {
  Simulation simulation(book, options);
  for (const Told& told : claims) add(simulation, *book, told);
  return simulation.finish();
}

std::vector<Told> random_claims(std::size_t count, std::mt19937& random) {
  const auto pick = [&](int from, int to) { return std::uniform_int_distribution<int>(from, to)(random); };
  const std::vector<std::string> kinds = {"boar", "boar", "swan", "other"};
  std::vector<Told> claims;
  Date decided = day("2025-01-05");
  for (std::size_t i = 0; i < count; ++i) {
    Told told;
    told.id = "C" + std::to_string(i);
    told.household = static_cast<std::uint64_t>(pick(1, 12));
    told.event = static_cast<std::uint64_t>(pick(1, 5));
    told.kind = kinds[static_cast<std::size_t>(pick(0, 3))];
    told.on = pick(0, 4) == 0 ? "2024-12-31" : "2025-03-01";
    told.loss = pick(0, 900'000);
    told.was = told.kind == "other" ? 0 : pick(0, 900'000);
    decided = decided.plus_days(pick(0, 3));
    told.decided = decided.to_string();
    claims.push_back(told);
  }
  return claims;
}

// What the rulebook above gives, by hand and by looking back over all earlier claims.
struct Slow {
  std::int64_t owed = 0;
  std::int64_t approved = 0;
};

std::vector<Slow> by_hand(const std::vector<Told>& claims, std::int64_t limit) {
  std::vector<Slow> results;
  for (std::size_t i = 0; i < claims.size(); ++i) {
    const Told& told = claims[i];
    const std::string year = told.on.substr(0, 4);
    std::int64_t of_event = 0;
    std::int64_t of_year = 0;
    std::int64_t of_kind = 0;
    std::int64_t spent = 0;
    for (std::size_t j = 0; j < i; ++j) {
      const bool same_year = claims[j].on.substr(0, 4) == year;
      const bool same_household = claims[j].household == told.household;
      if (same_household && claims[j].event == told.event) of_event += results[j].owed;
      if (same_household && same_year) of_year += results[j].owed;
      if (same_year && claims[j].kind == told.kind) of_kind += results[j].owed;
      if (same_year) spent += results[j].approved;
    }
    std::int64_t owed = told.kind == "other" ? 0 : told.loss;
    owed = std::min(owed, std::max<std::int64_t>(0, 1'200'000 - of_event));
    owed = std::min(owed, std::max<std::int64_t>(0, 1'500'000 - of_year));
    owed = std::min(owed, std::max<std::int64_t>(0, 6'000'000 - of_kind));
    results.push_back({owed, std::min(owed, limit - spent)});
  }
  return results;
}

// 40 %, rounded down; the odd fen to whoever has the larger rest, the province when they are equal.
std::int64_t province_of(std::int64_t amount) {
  const std::int64_t rest = amount * 40 % 100;
  return amount * 40 / 100 + (rest >= 50 ? 1 : 0);
}

Money sum(const std::vector<FunderTotals>& funders, BeforeAfter FunderTotals::*side, Money BeforeAfter::*when) {
  Money total;
  for (const FunderTotals& each : funders) total += each.*side.*when;
  return total;
}

}  // namespace

TEST_CASE("A household's limits are followed as the draft itself would have used them up") {
  const auto book = load_or_fail(kLimits);
  const SimulationReport report = simulate(book, {
                                                     {"1", 1, 1, "boar", "2025-06-01", 900'000, "2025-06-05", 900'000},
                                                     {"2", 1, 1, "boar", "2025-06-01", 900'000, "2025-06-05", 900'000},
                                                     {"3", 1, 2, "boar", "2025-08-01", 900'000, "2025-09-05", 100'000},
                                                     {"4", 2, 1, "boar", "2025-06-01", 900'000, "2025-09-06", 900'000},
                                                     {"5", 1, 3, "other", "2025-08-01", 100'000, "2025-09-06", 0},
                                                 });
  CHECK(report.read == 5);
  CHECK(report.determined == 5);
  CHECK(report.entitlement == BeforeAfter{fen(2'800'000), fen(900'000 + 300'000 + 300'000 + 900'000)});
  CHECK(report.denied == CountBeforeAfter{1, 1});
  CHECK(report.newly_denied == 0);
  CHECK(report.unchanged == 3);
  REQUIRE(report.losers.largest.size() == 1);
  CHECK(report.losers.largest.front().id == "2");
  CHECK(report.losers.sum == fen(-600'000));
  REQUIRE(report.winners.largest.size() == 1);
  CHECK(report.winners.largest.front().entitlement == BeforeAfter{fen(100'000), fen(300'000)});
  REQUIRE(report.months.size() == 2);
  CHECK(report.months[0].entitlement == BeforeAfter{fen(1'800'000), fen(1'200'000)});
  CHECK(report.months[1].claims == 3);
  REQUIRE(report.denials.size() == 1);
  CHECK(report.denials.front().claims == CountBeforeAfter{1, 1});
  for (const ReplayedTotal& total : report.totals) {
    CHECK(total.followed);
    CHECK(total.as_stored == 0);
  }
}

TEST_CASE("Random claims come out as a slow recomputation by hand has them, in every total") {
  const unsigned seed = test_seed();
  INFO("WILDCLAIMS_SEED=" << seed);
  std::mt19937 random(seed);
  const auto book = load_or_fail(kLimits);
  for (int round = 0; round < wildclaims::tests::scaled(40); ++round) {
    const std::vector<Told> claims = random_claims(120, random);
    const std::int64_t limit = std::uniform_int_distribution<std::int64_t>(0, 12'000'000)(random);
    SimulationOptions options;
    options.limit = fen(limit);
    options.replicates = 40;
    options.seed = seed;
    const SimulationReport report = simulate(book, claims, options);
    const std::vector<Slow> slow = by_hand(claims, limit);

    std::int64_t owed = 0;
    std::int64_t was = 0;
    std::int64_t approved = 0;
    std::int64_t province = 0;
    std::int64_t province_approved = 0;
    std::int64_t gained = 0;
    std::int64_t lost = 0;
    std::size_t unpaid = 0;
    std::map<std::string, std::string> exhausted;  // year to day
    std::vector<std::int64_t> totals(options.replicates);
    for (std::size_t i = 0; i < claims.size(); ++i) {
      owed += slow[i].owed;
      was += claims[i].was;
      approved += slow[i].approved;
      province += province_of(slow[i].owed);
      province_approved += province_of(slow[i].approved);
      (slow[i].owed > claims[i].was ? gained : lost) += slow[i].owed - claims[i].was;
      if (slow[i].approved < slow[i].owed) {
        ++unpaid;
        exhausted.emplace(claims[i].on.substr(0, 4), claims[i].decided);
      }
      for (std::size_t r = 0; r < totals.size(); ++r) {
        totals[r] += resampled_weight(seed, claims[i].household, r) * slow[i].owed;
      }
    }
    CHECK(report.entitlement == BeforeAfter{fen(was), fen(owed)});
    CHECK(report.limit_now.approved == fen(approved));
    CHECK(report.limit_now.unpaid == fen(owed - approved));
    CHECK(report.limit_now.claims_unpaid == unpaid);
    CHECK(report.funders[0].entitlement.now == fen(province));
    CHECK(report.funders[0].approved.now == fen(province_approved));
    CHECK(sum(report.funders, &FunderTotals::entitlement, &BeforeAfter::now) == fen(owed));
    CHECK(sum(report.funders, &FunderTotals::entitlement, &BeforeAfter::was) == fen(was));
    CHECK(sum(report.funders, &FunderTotals::approved, &BeforeAfter::now) == fen(approved));
    CHECK(report.winners.sum == fen(gained));
    CHECK(report.losers.sum == fen(lost));
    CHECK(report.winners.count + report.losers.count + report.unchanged == claims.size());
    Money monthly;
    for (const MonthTotals& month : report.months) monthly += month.entitlement.now;
    CHECK(monthly == fen(owed));
    Money yearly;
    for (const YearTotals& year : report.years) {
      yearly += year.entitlement.now;
      const auto found = exhausted.find(std::to_string(year.year));
      CHECK(year.limit_now.exhausted_on ==
            (found == exhausted.end() ? std::nullopt : std::optional(day(found->second))));
    }
    CHECK(yearly == fen(owed));
    std::sort(totals.begin(), totals.end());
    // Of 40, the 2nd, the 20th and the 38th.
    CHECK(report.resampled_now == MoneyRange{fen(totals[1]), fen(totals[19]), fen(totals[37])});
  }
}

TEST_CASE("The ten largest changes are listed, the largest first") {
  const auto book = load_or_fail(kLimits);
  std::vector<Told> claims;
  for (int i = 0; i < 30; ++i) {
    claims.push_back({std::to_string(i), static_cast<std::uint64_t>(i), 1, i % 2 == 0 ? "boar" : "swan", "2025-06-01",
                      100'000, "2025-06-05", 100'000 - (i * 7 % 30) * 1000});
  }
  const SimulationReport report = simulate(book, claims);
  CHECK(report.winners.count == 29);
  CHECK(report.unchanged == 1);
  REQUIRE(report.winners.largest.size() == kLargestChanges);
  for (std::size_t i = 0; i < kLargestChanges; ++i) {
    CHECK(report.winners.largest[i].entitlement.difference() == fen(29'000 - static_cast<std::int64_t>(i) * 1000));
  }
}

TEST_CASE("Under hold the first claim that does not fit waits, and all behind it") {
  const auto book =
      load_or_fail(with(kLimits, "when_exhausted: truncate, residual_to: county", "when_exhausted: hold"));
  SimulationOptions options;
  options.limit = fen(1'500'000);
  const SimulationReport report = simulate(book,
                                           {{"1", 1, 1, "boar", "2025-06-01", 1'000'000, "2025-06-05", 0},
                                            {"2", 2, 1, "boar", "2025-06-01", 600'000, "2025-06-06", 0},
                                            {"3", 3, 1, "boar", "2025-06-01", 100'000, "2025-06-07", 0}},
                                           options);
  CHECK(report.limit_now.approved == fen(1'000'000));
  CHECK(report.limit_now.unpaid == fen(700'000));
  CHECK(report.limit_now.claims_unpaid == 2);
  CHECK(report.limit_now.exhausted_on == day("2025-06-06"));
}

TEST_CASE("Under prorate the year is settled at its end, and what is paid is the limit to the fen") {
  std::string text = with(kLimits, "when_exhausted: truncate", "when_exhausted: prorate");
  const auto book = load_or_fail(text);
  SimulationOptions options;
  options.limit = fen(100'001);
  const std::vector<Told> claims = {{"1", 1, 1, "boar", "2025-06-01", 100'000, "2025-06-05", 0},
                                    {"2", 2, 1, "boar", "2025-06-01", 100'000, "2025-06-06", 0},
                                    {"3", 3, 1, "swan", "2025-06-01", 100'000, "2025-06-07", 0}};
  const SimulationReport report = simulate(book, claims, options);
  CHECK(report.settled);
  CHECK(report.limit_now.approved == fen(100'001));
  CHECK(report.limit_now.unpaid == fen(199'999));
  CHECK(report.limit_now.waiting == fen(0));
  CHECK(report.limit_now.claims_unpaid == 3);
  CHECK(report.limit_now.exhausted_on == day("2025-06-06"));

  // Swans are paid first when the rulebook says so.
  text = with(text, "when_freed: leave", "when_freed: leave, exempt: kind_of == swan");
  const SimulationReport exempt = simulate(load_or_fail(text), claims, options);
  CHECK(exempt.limit_now.approved == fen(100'001));
  CHECK(exempt.limit_now.claims_unpaid == 2);
}

TEST_CASE("A running total that the simulation cannot follow stays as stored, and that is told") {
  const auto book = load_or_fail(kLimits);
  Simulation simulation(book, {});
  FactSheet sheet = sheet_of({"1", 0, 0, "boar", "2025-06-01", 900'000, "2025-07-01", 0});
  sheet.running = {{"of_event", "11000.00"}, {"of_kind", "59999.00"}};
  const Facts facts = read_or_fail(*book, sheet);
  PastClaim claim;
  claim.id = "1";
  claim.facts = &facts;
  claim.decided_on = day("2025-07-01");
  simulation.add(claim);
  const SimulationReport report = simulation.finish();
  // Household and event are not known; what boars had of the year is followed, and was nothing.
  CHECK(report.entitlement.now == fen(100'000));
  CHECK(report.without_past == 1);
  REQUIRE(report.totals.size() == 3);
  CHECK(report.totals[0].as_stored == 1);
  CHECK(report.totals[1].as_stored == 1);
  CHECK(report.totals[2].as_stored == 0);
  CHECK(to_text(report, Language::en).find("of_event was taken as stored for 1 claims") != std::string::npos);
}

TEST_CASE("Claims that cannot be computed are counted by fault, listed, and left out of every total") {
  const auto book = load_or_fail(kLimits);
  Simulation simulation(book, {});
  const Told good{"good", 1, 1, "boar", "2025-06-01", 900'000, "2025-07-01", 800'000};
  add(simulation, *book, good);
  const Faults faults = {{"/claim/kind_of", "unknown_code", {"无", "none"}},
                         {"/items/0/loss", "missing_fact", {"缺", "missing"}},
                         {"/items/1/loss", "missing_fact", {"缺", "missing"}}};
  const PastAnswer was = answer_of({"", 1, 1, "boar", "", 0, "", 5'000});
  for (std::size_t i = 0; i < kListedFaults + 5; ++i) {
    const std::string id = "bad " + std::to_string(i);
    PastClaim claim;
    claim.id = id;
    claim.faults = &faults;
    claim.decided_on = day("2025-07-02");
    claim.was = &was;
    simulation.add(claim);
  }
  const SimulationReport report = simulation.finish();
  CHECK(report.read == 26);
  CHECK(report.determined == 1);
  CHECK(report.left_out == 25);
  CHECK(report.left_out_was == fen(125'000));
  REQUIRE(report.faults.size() == 2);
  CHECK(report.faults[0].code == "missing_fact");
  CHECK(report.faults[0].claims == 25);
  CHECK(report.faults[1].code == "unknown_code");
  REQUIRE(report.faulty_claims.size() == kListedFaults);
  CHECK(report.faulty_claims.front().pointer == "/claim/kind_of");
  CHECK(report.entitlement == BeforeAfter{fen(800'000), fen(900'000)});
  CHECK(report.limit_was.approved == fen(800'000));
}

TEST_CASE("Damage outside the draft's dates is moved into them by whole years, unless that is not wanted") {
  struct Case {
    const char* from;
    int years;
    const char* to;
  };
  for (const Case& each : {Case{"2024-02-29", 1, "2025-02-28"}, Case{"2024-02-29", 4, "2028-02-29"},
                           Case{"2025-12-31", -1, "2024-12-31"}, Case{"2025-03-01", 0, "2025-03-01"}}) {
    CHECK(moved(day(each.from), each.years) == day(each.to));
  }
  CHECK(moved(day("2199-01-01"), 1) == std::nullopt);

  // A date counts where the rulebook says so.
  const auto book = load_or_fail(with(kLimits, "kind_of == other", "kind_of == other or on < 2025-01-01"));
  const std::vector<Told> claims = {{"1", 1, 1, "boar", "2023-02-28", 100'000, "2023-03-01", 100'000}};
  const SimulationReport report = simulate(book, claims);
  CHECK(report.moved == 1);
  CHECK(report.outside == 0);
  CHECK(report.denied.now == 0);
  REQUIRE(report.years.size() == 1);
  CHECK(report.years.front().year == 2023);

  SimulationOptions options;
  options.move_dates = false;
  const SimulationReport kept = simulate(book, claims, options);
  CHECK(kept.moved == 0);
  CHECK(kept.outside == 1);
  CHECK(kept.denied.now == 1);
  CHECK(kept.newly_denied == 1);
}

TEST_CASE("Claims handed in together come to what they come to one by one") {
  const unsigned seed = test_seed();
  INFO("seed " << seed);
  std::mt19937 random(seed);
  // The one keeps a total by kind for the year, which every claim needs of the one before; the other only totals that
  // claims of different households do not share.
  const std::string by_kind = kLimits;
  const std::string by_household =
      with(with(with(kLimits, "result: out", "result: b"),
                "  of_kind: {per: policy_year, by: kind_of, label: {zh: 类, en: kind}}\n", ""),
           "  - {limit: out, label: {zh: 丙, en: c}, of: b, per: policy_year, by: kind_of, amount: 60000.00, allocate: "
           "first_come}\n",
           "");
  for (const std::string& text : {by_kind, by_household}) {
    for (int run = 0; run < wildclaims::tests::scaled(20); ++run) {
      const auto book = load_or_fail(text);
      const auto before = load_or_fail(with(text, "amount: 12000.00", "amount: 9000.00"));
      SimulationOptions options;
      options.replicates = 7;
      if (run % 2 == 0) options.baseline = before;
      const std::vector<Told> told = random_claims(300, random);
      std::vector<Facts> facts;
      std::vector<Facts> then;
      std::vector<PastAnswer> answers;
      for (const Told& each : told) {
        facts.push_back(read_or_fail(*book, sheet_of(each)));
        then.push_back(read_or_fail(*before, sheet_of(each)));
        answers.push_back(answer_of(each));
      }
      const Faults faults = {{"/claim/kind_of", "unknown_code", {"无", "none"}}};
      std::vector<PastClaim> claims;
      for (std::size_t i = 0; i < told.size(); ++i) {
        PastClaim& claim = claims.emplace_back();
        claim.id = told[i].id;
        claim.household = told[i].household;
        claim.event = told[i].event;
        if (i % 19 == 0) claim.household.reset();
        claim.facts = i % 11 == 0 ? nullptr : &facts[i];
        claim.faults = &faults;
        claim.facts_before = i % 13 == 0 ? nullptr : &then[i];
        claim.decided_on = day(told[i].decided);
        claim.was = &answers[i];
      }
      Simulation alone(book, options);
      for (const PastClaim& claim : claims) alone.add(claim);
      Simulation together(book, options);
      for (std::size_t at = 0; at < claims.size();) {
        const std::size_t most = std::uniform_int_distribution<std::size_t>(0, 150)(random);
        const std::size_t count = std::min(most, claims.size() - at);
        together.add(std::span<const PastClaim>(claims).subspan(at, count));
        at += count;
      }
      CHECK(to_json(together.finish()) == to_json(alone.finish()));
    }
  }
}

TEST_CASE("A policy year begins where the draft's begins") {
  std::string text = with(kLimits, "from: 2025-01-01, to: 2025-12-31", "from: 2025-08-01, to: 2026-07-31");
  const Replay replay(load_or_fail(text), fen(0), true);
  CHECK(replay.policy_year_of(day("2025-08-01")) == 2025);
  CHECK(replay.policy_year_of(day("2025-07-31")) == 2024);
  CHECK(replay.policy_year_of(day("2026-01-01")) == 2025);
}

TEST_CASE("With a baseline, what was is computed under it, side by side") {
  const auto book = load_or_fail(kLimits);
  const auto before = load_or_fail(with(with(kLimits, "amount: 12000.00", "amount: 5000.00"),
                                        "share: 40%, label: {zh: 省, en: province}}\n    county: {share: 60%",
                                        "share: 10%, label: {zh: 省, en: province}}\n    county: {share: 90%"));
  SimulationOptions options;
  options.baseline = before;
  options.replicates = 10;
  Simulation simulation(book, options);
  const Told told{"1", 1, 1, "boar", "2025-06-01", 900'000, "2025-07-01", 1};
  const Facts facts = read_or_fail(*book, sheet_of(told));
  const Facts then = read_or_fail(*before, sheet_of(told));
  PastClaim claim;
  claim.id = "1";
  claim.facts = &facts;
  claim.facts_before = &then;
  claim.household = 1;
  claim.event = 1;
  claim.decided_on = day("2025-07-01");
  simulation.add(claim);
  simulation.add(claim);
  const SimulationReport report = simulation.finish();
  CHECK(report.entitlement == BeforeAfter{fen(500'000), fen(1'200'000)});
  CHECK(report.funders[0].entitlement == BeforeAfter{fen(50'000), fen(480'000)});
  CHECK(report.limit_was.approved == fen(500'000));
  CHECK(report.limit_was.limit == fen(9'000'000));
  CHECK(report.winners.count == 2);
  REQUIRE(report.baseline);
  CHECK(report.baseline->id == "limits");
}

TEST_CASE("Resampling is the same for the same seed, and a household appears once on average") {
  std::int64_t draws = 0;
  std::array<std::int64_t, 14> met{};
  for (std::uint64_t household = 0; household < 400; ++household) {
    for (std::uint64_t replicate = 0; replicate < 250; ++replicate) {
      const std::uint8_t weight = resampled_weight(7, household, replicate);
      draws += weight;
      ++met[weight];
    }
  }
  // 100,000 draws of Poisson(1): mean 1 and P(0) = P(1) = 0.3679, each within five standard deviations.
  CHECK(std::abs(draws - 100'000) < 1'600);
  CHECK(std::abs(met[0] - 36'788) < 770);
  CHECK(std::abs(met[1] - 36'788) < 770);
  CHECK(std::abs(met[2] - 18'394) < 615);

  std::mt19937 random(3);
  const auto book = load_or_fail(kLimits);
  const std::vector<Told> claims = random_claims(60, random);
  SimulationOptions options;
  options.replicates = 200;
  const auto range = [&](std::uint64_t seed) {
    options.seed = seed;
    return simulate(book, claims, options).resampled_now;
  };
  CHECK(range(1) == range(1));
  CHECK_FALSE(range(1) == range(2));
  CHECK(range(1).low < range(1).middle);
  CHECK(range(1).middle < range(1).high);
}

TEST_CASE("The day the limit runs out has a range of its own, and may be never") {
  const auto book = load_or_fail(kLimits);
  SimulationOptions options;
  options.replicates = 100;
  std::vector<Told> claims;
  for (int i = 0; i < 40; ++i) {
    claims.push_back({std::to_string(i), static_cast<std::uint64_t>(i + 1), 1, i % 2 == 0 ? "boar" : "swan",
                      "2025-06-01", 100'000, day("2025-06-01").plus_days(i).to_string(), 100'000});
  }
  options.limit = fen(10'000'000);
  CHECK(simulate(book, claims, options).years.front().exhausted_on == DayRange{{}, {}, {}, 0});
  options.limit = fen(2'000'000);
  const SimulationReport report = simulate(book, claims, options);
  CHECK(report.limit_now.exhausted_on == day("2025-06-21"));
  const DayRange range = report.years.front().exhausted_on;
  REQUIRE(range.low);
  REQUIRE(range.middle);
  CHECK(*range.low < *range.middle);
  CHECK(range.exhausted > 90);
}

TEST_CASE("The report's JSON has every amount as text and says what is not known") {
  const auto book = load_or_fail(kLimits);
  SimulationOptions options;
  options.replicates = 10;
  options.seed = 18446744073709551615U;
  const SimulationReport report =
      simulate(book, {{"a \"b\"", 1, 1, "boar", "2025-06-01", 123'456, "2025-07-01", 100'000}}, options);
  const auto json = nlohmann::json::parse(to_json(report));
  CHECK(json["entitlement"] == nlohmann::json{{"was", "1000.00"}, {"now", "1234.56"}, {"difference", "234.56"}});
  CHECK(json["winners"]["largest"][0]["claim"] == "a \"b\"");
  CHECK(json["aggregate_limit"]["was"]["limit"].is_null());
  CHECK(json["aggregate_limit"]["now"]["limit"] == "90000.00");
  CHECK(json["aggregate_limit"]["now"]["exhausted_on"].is_null());
  CHECK(json["months"][0]["month"] == "2025-07");
  CHECK(json["baseline"].is_null());
  CHECK(json["resampled"]["seed"] == "18446744073709551615");
  CHECK(json["draft"]["in_force"]["from"] == "2025-01-01");
  CHECK(json["funders"][1]["funder"] == "county");
}

TEST_CASE("The printed tables stand in columns, Chinese characters counted as two") {
  const auto book = load_or_fail(kLimits);
  const SimulationReport report =
      simulate(book, {{"1", 1, 1, "boar", "2025-06-01", 123'456'00, "2025-07-01", 100'000'000},
                      {"2", 2, 1, "swan", "2025-06-01", 200, "2025-07-01", 100}});
  const std::string text = to_text(report, Language::zh);
  const std::size_t from = text.find("应赔金额（元） Owed\n");
  REQUIRE(from != std::string::npos);
  const std::string table = text.substr(from, text.find("\n\n", from) - from);
  CHECK(table ==
        "应赔金额（元） Owed\n"
        "  分担 funder          原 was  草案 draft  差额 difference\n"
        "  合计 total     1,000,001.00   12,002.00      -987,999.00\n"
        "    省 province    400,000.40    4,800.80      -395,199.60\n"
        "    县 county      600,000.60    7,201.20      -592,799.40");
  CHECK(text.find("草案试算 Simulation of a draft rulebook\n") == 0);
  const std::string markdown = to_markdown(report, Language::en);
  CHECK(markdown.find("| total | 1,000,001.00 | 12,002.00 | -987,999.00 |\n") != std::string::npos);
  CHECK(markdown.find("| 2 | 1.00 | 2.00 | +1.00 |\n") != std::string::npos);
}

TEST_CASE("A receipt's result is read back, and anything else is not") {
  const auto book = shipped();
  const std::string receipt =
      R"({"receipt":2,"facts":{"claim":{"note":"\"result\":{\"denied\":true"}},"result":{"denied":false,)"
      R"("loss_date":"2025-01-01","entitlement":"10.00","funding":[{"funder":"province","amount":"4.00"},)"
      R"({"funder":"county","amount":"6.00"}],"steps":[],"denials":[],"flags":["a","b"]}})";
  PastAnswer was;
  REQUIRE(read_past_result(receipt, was));
  CHECK_FALSE(was.denied);
  CHECK(was.entitlement == fen(1000));
  REQUIRE(was.parts.size() == 2);
  CHECK(was.parts[1].funder == "county");
  CHECK(was.parts[1].amount == fen(600));
  CHECK(was.codes_known);
  CHECK(was.flags == std::vector<std::string_view>{"a", "b"});
  for (const char* other : {"", "{}", R"({"result":{"denied":1}})", R"({"result":{"denied":true,"entitlement":1}})"}) {
    CHECK_FALSE(read_past_result(other, was));
    CHECK(was.parts.empty());
  }
}
