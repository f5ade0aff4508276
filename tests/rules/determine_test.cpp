#include "rules/determine.h"

#include <stdexcept>

#include "tests/rules/rulebook_support.h"
#include "tests/support/catch.h"

using namespace wildclaims::rules;
using namespace wildclaims::rules::test;

namespace {

// "crop stage area rate", one item each.
FactSheet damage(const std::string& species, const std::vector<std::vector<std::string>>& items) {
  FactSheet sheet{{{"species", species},
                   {"damage_from", "2025-09-11"},
                   {"damage_to", "2025-09-12"},
                   {"discovered_at", "2025-09-12T07:30"},
                   {"reported_at", "2025-09-12T09:00"}},
                  {}};
  for (const auto& item : items) {
    sheet.items.push_back({{"crop", item[0]}, {"stage", item[1]}, {"area", item[2]}, {"loss_rate", item[3]}});
  }
  return sheet;
}

std::vector<std::string> codes(const std::vector<Finding>& findings) {
  std::vector<std::string> list;
  for (const Finding& finding : findings) list.push_back(finding.code);
  return list;
}

std::string step(const std::string& name, const std::string& is) {
  return "  - claim: " + name + "\n    label: {zh: 步, en: step}\n    is: " + is + "\n";
}

std::string item_step(const std::string& name, const std::string& is) {
  return "  - item: " + name + "\n    label: {zh: 步, en: step}\n    is: " + is + "\n";
}

// The entitlement of a small rulebook whose one step is `is`.
std::string value(const std::string& is, const std::string& claim = "", const std::vector<std::string>& items = {""}) {
  const auto book = load_or_fail(small_text(step("out", is)));
  return determine_or_fail(*book, small_facts(claim, items)).entitlement.to_string();
}

Fault fault_of(const std::string& steps, const std::vector<std::string>& items) {
  const auto book = load_or_fail(small_text(steps));
  auto outcome = determine(*book, read_or_fail(*book, small_facts("", items)));
  REQUIRE(std::holds_alternative<Fault>(outcome));
  return std::get<Fault>(std::move(outcome));
}

}  // namespace

TEST_CASE("The two shipped rulebooks load without a warning and carry the published terms") {
  for (const char* year : {"2025", "2026"}) {
    const LoadResult result =
        load_rulebook(read_source_file("config/rulebooks/pinglu-" + std::string(year) + ".yaml"), "shipped.yaml");
    CAPTURE(year);
    CHECK(result.diagnostics.empty());
    REQUIRE(result.rulebook);
    const Rulebook& book = *result.rulebook;
    CHECK(book.id() == "pinglu-wildlife");
    CHECK(book.version() == std::string(year) + ".1");
    CHECK(book.status() == Status::illustrative);
    CHECK(book.in_force_from().to_string() == std::string(year) + "-01-01");
    CHECK(book.in_force_to().to_string() == std::string(year) + "-12-31");
    CHECK(book.policy_terms().premium.to_string() == "500000.00");
    CHECK(book.policy_terms().aggregate_limit.to_string() == "8000000.00");
    CHECK(book.policy_terms().residual_to == "county");
    CHECK(book.policy_terms().premium_source.basis == Basis::published);
    CHECK(book.fund_premium(book.policy_terms().premium) ==
          std::vector<FundingPart>{{"province", *Money::parse("200000")}, {"county", *Money::parse("300000")}});
    int published = 0;
    for (const Term& term : book.terms()) published += term.source.basis == Basis::published ? 1 : 0;
    CHECK(published == 3);  // premium, aggregate limit, shares: nothing else is
    CHECK(book.code("species", "whooper_swan")->label.zh == "大天鹅");
    CHECK(book.not_encoded().size() == 1);
  }
}

TEST_CASE("The published swan case comes to 150,000.00, shared 60,000.00 and 90,000.00") {
  const auto book = shipped();
  const Determination d = determine_or_fail(
      *book, damage("whooper_swan", {{"vegetable", "growing", "60", "75%"}, {"vegetable", "growing", "30", "100%"}}));
  CHECK(d.entitlement.to_string() == "150000.00");
  CHECK(d.funding ==
        std::vector<FundingPart>{{"province", *Money::parse("60000")}, {"county", *Money::parse("90000")}});
  CHECK(d.amounts.front() == StepAmount{"loss_total", {"损失合计", "total loss"}, *Money::parse("150000")});
  CHECK_FALSE(d.denied);
  CHECK(d.flags.empty());
  CHECK(d.loss_date.to_string() == "2025-09-12");
}

TEST_CASE("The franchise is inclusive: 99.99 is nothing, 100.00 is 100.00, 150 is 150") {
  const auto book = shipped();
  struct Row {
    const char* area;
    const char* rate;
    const char* entitlement;
    bool below;
  };
  const Row rows[] = {{"0.1", "99.99%", "0.00", true},
                      {"0.1", "100%", "100.00", false},
                      {"0.15", "100%", "150.00", false},
                      {"0", "100%", "0.00", true},
                      {"5", "0%", "0.00", true}};
  for (const Row& row : rows) {
    CAPTURE(row.area, row.rate);
    const Determination d = determine_or_fail(*book, damage("wild_boar", {{"maize", "mature", row.area, row.rate}}));
    CHECK(d.entitlement.to_string() == row.entitlement);
    CHECK_FALSE(d.denied);
    CHECK((codes(d.flags) == std::vector<std::string>{"below_franchise"}) == row.below);
  }
}

TEST_CASE("The household-event limit counts what was approved before") {
  const auto book = shipped();
  FactSheet sheet = damage("whooper_swan", {{"vegetable", "mature", "100", "100%"}});  // 300,000.00
  struct Row {
    const char* approved;
    const char* entitlement;
  };
  const Row rows[] = {{"0", "200000.00"},    {"0.01", "199999.99"}, {"150000", "50000.00"},
                      {"199999.99", "0.01"}, {"200000", "0.00"},    {"250000", "0.00"}};
  for (const Row& row : rows) {
    CAPTURE(row.approved);
    sheet.running["approved_to_household"] = row.approved;
    CHECK(determine_or_fail(*book, sheet).entitlement.to_string() == row.entitlement);
  }
  sheet.running["approved_to_household"] = "-0.01";
  const auto read = read_facts(*book, sheet, Completeness::complete);
  REQUIRE(std::holds_alternative<Faults>(read));
  CHECK(std::get<Faults>(read).front().code == "negative");
  CHECK(std::get<Faults>(read).front().pointer == "/running/approved_to_household");
}

TEST_CASE("All denials and flags come together, and a denial owes nothing") {
  FactSheet sheet = damage("other", {{"melon", "mature", "2", "50%"}});
  sheet.claim["reported_at"] = "2025-09-14T07:30:01";
  const Determination d = determine_or_fail(*shipped(), sheet);
  CHECK(d.denied);
  CHECK(codes(d.denials) == std::vector<std::string>{"species_not_covered"});
  CHECK(codes(d.flags) == std::vector<std::string>{"reported_late"});
  CHECK(d.entitlement.is_zero());
  CHECK(d.funding == std::vector<FundingPart>{{"province", Money()}, {"county", Money()}});
  CHECK(d.amounts.back().amount.to_string() == "2500.00");
  sheet.claim["reported_at"] = "2025-09-14T07:30";  // 48 hours to the minute
  CHECK(determine_or_fail(*shipped(), sheet).flags.empty());
}

TEST_CASE("A span over two policy years is flagged, and so is a date of loss outside the rulebook's") {
  FactSheet sheet = damage("wild_boar", {{"maize", "mature", "1", "100%"}});
  sheet.claim["damage_from"] = "2024-12-30";
  sheet.claim["damage_to"] = "2025-01-02";
  CHECK(codes(determine_or_fail(*shipped(), sheet).flags) == std::vector<std::string>{"damage_spans_policy_years"});
  sheet.claim["damage_to"] = "2024-12-31";
  CHECK(codes(determine_or_fail(*shipped(), sheet).flags) == std::vector<std::string>{"loss_outside_rulebook_dates"});
}

TEST_CASE("The order of the steps is the order of the sums: deductible then cap, cap then deductible") {
  const std::string loss = step("loss", "sum(cost)");
  const auto limit = [](const std::string& name, const std::string& of) {
    return "  - limit: " + name + "\n    label: {zh: 限, en: cap}\n    of: " + of +
           "\n    per: claim\n    amount: 15000.00\n";
  };
  const auto deductible_first =
      load_or_fail(small_text(loss + step("net", "max(loss - 200.00, 0.00)") + limit("out", "net")));
  const auto cap_first =
      load_or_fail(small_text(loss + limit("capped", "loss") + step("out", "max(capped - 200.00, 0.00)")));
  const FactSheet sheet = small_facts("", {"cost=16500"});
  CHECK(determine_or_fail(*deductible_first, sheet).entitlement.to_string() == "15000.00");
  CHECK(determine_or_fail(*cap_first, sheet).entitlement.to_string() == "14800.00");
}

TEST_CASE("Expressions compute what they say") {
  struct Row {
    const char* is;
    const char* claim;
    std::vector<std::string> items;
    const char* out;
  };
  const std::vector<Row> rows = {
      {"sum(area * price)", "", {"area=3.5 price=1.01", "area=0.0001 price=0.01"}, "3.54"},  // 3.535001 half up
      {"sum(cost) * 80%", "", {"cost=0.03"}, "0.02"},
      {"sum(cost) / 3", "", {"cost=100"}, "33.33"},
      {"sum(cost) / sum(n)", "", {"cost=100 n=1", "cost=0 n=5"}, "16.67"},
      {"sum(cost) / sum(n) * sum(n)", "", {"cost=100 n=3"}, "100.00"},        // an exact quotient loses nothing
      {"sum(cost) / sum(n) + sum(cost) / 7", "", {"cost=100 n=3"}, "47.62"},  // 33.3… + 14.285714…
      {"min(sum(cost) / sum(n), 20.00)", "", {"cost=100 n=3"}, "20.00"},
      {"max(sum(cost) / sum(n), 20.00)", "", {"cost=100 n=3"}, "33.33"},
      {"if sum(cost) / sum(n) > 33.33 then 1.00 CNY else 2.00 CNY", "", {"cost=100 n=3"}, "1.00"},
      {"if near then sum(cost) / sum(n) else sum(cost)", "near=true", {"cost=100 n=3"}, "33.33"},
      {"if near then sum(cost) / sum(n) else sum(cost)", "near=false", {"cost=100 n=0"}, "100.00"},  // no division done
      {"if near and sum(cost) / sum(n) > 1.00 then 1.00 CNY else 2.00 CNY", "near=false", {"n=0"}, "2.00"},
      {"if near or sum(cost) / sum(n) > 1.00 then 1.00 CNY else 2.00 CNY", "near=true", {"n=0"}, "1.00"},
      {"sum(area) * 800.00 CNY/ha", "", {"area=15"}, "800.00"},  // 15 mu are a hectare
      {"sum(area) * 1.00 CNY/m2", "", {"area=1"}, "666.67"},     // 2000/3 m2
      {"if sum(area) == 1 ha then 1.00 CNY else 2.00 CNY", "", {"area=15"}, "1.00"},
      {"sum(weight) * 3.00 CNY/jin", "", {"weight=2.5"}, "15.00"},
      {"sum(planted) * 15.00 CNY/tree", "", {"planted=46"}, "690.00"},
      {"sum(round_half_up(area * price, 0.01))", "", {"area=0.5 price=0.01", "area=0.5 price=0.01"}, "0.02"},
      {"sum(round_half_even(area * price, 0.01))", "", {"area=0.5 price=0.01", "area=1.5 price=0.01"}, "0.02"},
      {"sum(round_down(area, 1 ha)) * 1000.00 CNY/ha", "", {"area=44.9"}, "2000.00"},
      {"sum(round_up(area, 0.25 ha)) * 2000.00 CNY/ha", "", {"area=9"}, "1500.00"},  // 0.6 ha: three quarters
      {"max(item.cost)", "", {"cost=1", "cost=3", "cost=2"}, "3.00"},
      {"min(item.cost)", "", {"cost=4", "cost=3", "cost=7"}, "3.00"},
      {"count(items) * 25.00 CNY", "", {"", "", ""}, "75.00"},
      {"count(item.rate >= 10%) * 25.00 CNY", "", {"rate=10%", "rate=9.99%", "rate=100%"}, "50.00"},
      {"sum(if crop_of == maize then cost else 0.00)", "", {"crop_of=maize cost=5", "crop_of=rice cost=7"}, "5.00"},
      {"sum(area * value_of(crop_of))", "", {"crop_of=maize", "crop_of=rice"}, "800.00"},
      {"sum(area * value_of(if area > 1 mu then rice else maize))", "", {"area=1", "area=2"}, "1300.00"},
      {"if told - seen > 48 hours then 1.00 CNY else 2.00 CNY", "told=2025-06-03T08:00", {""}, "2.00"},
      {"if told - seen > 48 hours then 1.00 CNY else 2.00 CNY", "told=2025-06-03T08:00:01", {""}, "1.00"},
      {"if day(told) - on >= 2 days then 1.00 CNY else 2.00 CNY", "told=2025-06-02T23:59", {""}, "2.00"},
      {"if day(told) - on >= 2 days then 1.00 CNY else 2.00 CNY", "told=2025-06-03T00:00", {""}, "1.00"},
      {"if seen + 2 hours > told then 1.00 CNY else 2.00 CNY", "", {""}, "1.00"},
      {"if on + 10 days == 2025-06-11 then 1.00 CNY else 2.00 CNY", "", {""}, "1.00"},
      {"if not near and kind_of != swan then 1.00 CNY else 2.00 CNY", "", {""}, "1.00"},
      {"-sum(cost) + 10.00", "", {"cost=3"}, "7.00"},
      {"sum(cost) - -1.00", "", {"cost=3"}, "4.00"},
      {"sum(cost) * -1 / -2", "", {"cost=3"}, "1.50"},
      {"sum(cost) / (sum(n) - 5)", "", {"cost=3 n=3"}, "-1.50"},  // a negative divisor
      {"if sum(cost) / (sum(n) - 5) < -1.49 then 1.00 CNY else 2.00 CNY", "", {"cost=3 n=3"}, "1.00"},
      {"min(sum(cost), 5.00, 4.00)", "", {"cost=9"}, "4.00"},
      {"sum(5.00 CNY)", "", {"", "", ""}, "15.00"},
      {"1.00 CNY * (1 + 10%)", "", {""}, "1.10"},
      {"sum(cost) * 0", "", {"cost=9"}, "0.00"},
      {"sum(cost) / 2 / 2", "", {"cost=0.10"}, "0.03"},  // 0.025 half up
  };
  for (const Row& row : rows) {
    CAPTURE(row.is);
    CHECK(value(row.is, row.claim, row.items) == row.out);
  }
}

TEST_CASE("A claim's value reaches into item steps, and an item step into the claim") {
  const auto book =
      load_or_fail(small_text(step("total", "sum(area)") + item_step("part", "cost * (area / total)") +
                              item_step("fen", "round_half_up(part, 0.01)") + step("out", "sum(item.fen)")));
  CHECK(determine_or_fail(*book, small_facts("", {"area=1 cost=90", "area=2 cost=90"})).entitlement.to_string() ==
        "90.00");
}

TEST_CASE("What does not fit 64 bits is computed in 128, and what does not fit those is an error naming its step") {
  // 10^9 mu of 10^7 yuan with all their decimals pass 2^63 on the way and fit again after.
  CHECK(value("sum(area * price * rate) / 1000000", "", {"area=1000000000 price=9999999.99 rate=99.99%"}) ==
        "9998999990.00");
  const std::string cube = item_step("big", "cost * n * n * n * n * n") + step("out", "sum(item.big)");
  const Fault fault = fault_of(cube, {"cost=1000000000 n=1000000000"});
  CHECK(fault.code == "overflow");
  CHECK(fault.pointer == "/steps/big");
  const Fault money =
      fault_of(item_step("big", "cost * n") + step("out", "sum(item.big)"), {"cost=999999999 n=999999999"});
  CHECK(money.code == "overflow");
  CHECK(money.pointer == "/steps/out");
}

TEST_CASE("A division by zero is an error naming its step") {
  const Fault fault = fault_of(step("rate_of", "sum(cost) / sum(n)") + step("out", "rate_of * 2"), {"n=0"});
  CHECK(fault.code == "division_by_zero");
  CHECK(fault.pointer == "/steps/rate_of");
}

TEST_CASE("An item that a condition leaves out cannot fail a claim") {
  for (const char* gather : {"min", "max", "sum"}) {
    CAPTURE(gather);
    const std::string per = std::string(gather) + "(round_half_up(cost / item.n, 0.01 CNY) where item.n > 0)";
    CHECK(value(per, "", {"cost=9 n=0", "cost=9 n=3"}) == "3.00");
    CHECK(value("if sum(item.n) > 0 then " + per + " else 0.00", "", {"cost=9 n=0", "cost=9 n=3"}) == "3.00");
  }
}

TEST_CASE("Incomplete facts and facts of another rulebook are a caller's bug") {
  const auto book = shipped();
  const auto other = shipped();
  FactSheet sheet = damage("wild_boar", {{"maize", "mature", "1", "100%"}});
  CHECK_THROWS_AS(determine(*other, read_or_fail(*book, sheet)), std::logic_error);
  sheet.items[0].erase("stage");
  const auto facts = read_facts(*book, sheet, Completeness::as_reported);
  CHECK_THROWS_AS(determine(*book, std::get<Facts>(facts)), std::logic_error);
}
