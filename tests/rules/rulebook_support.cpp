#include "tests/rules/rulebook_support.h"

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>

#include "tests/support/catch.h"

namespace wildclaims::rules::test {
namespace {

void assign(FactTexts& texts, std::string_view given) {
  std::istringstream words{std::string(given)};
  std::string word;
  while (words >> word) {
    const std::size_t at = word.find('=');
    texts[word.substr(0, at)] = word.substr(at + 1);
  }
}

}  // namespace

std::string read_source_file(const std::string& path_in_project) {
  std::ifstream stream(std::string(WILDCLAIMS_SOURCE_DIR) + "/" + path_in_project, std::ios::binary);
  INFO(path_in_project);
  REQUIRE(stream);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

const std::string& shipped_text() {
  static const std::string text = read_source_file("config/rulebooks/pinglu-2025.yaml");
  return text;
}

std::shared_ptr<const Rulebook> shipped() { return load_or_fail(shipped_text()); }

std::string with(std::string text, std::string_view find, std::string_view replacement) {
  INFO("looking for: " << find);
  const std::size_t at = text.find(find);
  REQUIRE(at != std::string::npos);
  REQUIRE(text.find(find, at + 1) == std::string::npos);
  return text.replace(at, find.size(), replacement);
}

std::string small_text(std::string_view steps) {
  return R"(rulebook: small
version: "1"
title: {zh: 小, en: small}
status: draft
in_force: {from: 2025-01-01, to: 2025-12-31}
utc_offset: "+08:00"
money: {currency: CNY, minor_digits: 2, rounding: half_up}
policy:
  premium: {amount: 1.00}
  aggregate_limit: {amount: 16.00, when_exhausted: truncate, residual_to: county, when_freed: leave}
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
  crop:
    label: {zh: 作物, en: crop}
    codes:
      maize: {zh: 玉米, en: maize}
      rice: {zh: 稻, en: rice}
facts:
  claim:
    kind_of: {type: kind, label: {zh: 类, en: kind}}
    on: {type: date, label: {zh: 日, en: day}}
    seen: {type: datetime, label: {zh: 见, en: seen}}
    told: {type: datetime, label: {zh: 报, en: told}}
    near: {type: boolean, label: {zh: 近, en: near}}
  item:
    crop_of: {type: crop, label: {zh: 作物, en: crop}}
    area: {type: mu, label: {zh: 面积, en: area}}
    rate: {type: percent, label: {zh: 率, en: rate}}
    price: {type: CNY/mu, decimals: 2, label: {zh: 价, en: price}}
    weight: {type: kg, label: {zh: 重, en: weight}}
    cost: {type: money, label: {zh: 费, en: cost}}
    planted: {type: tree, decimals: 0, label: {zh: 株, en: trees}}
    n: {type: count, label: {zh: 数, en: n}}
running:
  approved_before: {per: household_event, label: {zh: 此前, en: before}}
loss_date: {day: last_day, last_day: on}
tables:
  value_of:
    label: {zh: 值, en: value}
    in: [crop]
    out: CNY/mu
    rows:
      - {crop: maize, value: 300.00}
      - {crop: rice, value: 500.00}
steps:
)" + std::string(steps) +
         "result: out\n";
}

std::shared_ptr<const Rulebook> load_or_fail(const std::string& text) {
  LoadResult result = load_rulebook(text, "test.yaml");
  for (const Diagnostic& diagnostic : result.diagnostics) UNSCOPED_INFO(to_string(diagnostic));
  REQUIRE(result.rulebook);
  return result.rulebook;
}

FactSheet small_facts(std::string_view claim, const std::vector<std::string>& items) {
  FactSheet sheet;
  assign(sheet.claim, "kind_of=boar on=2025-06-01 seen=2025-06-01T08:00 told=2025-06-01T09:00 near=false");
  assign(sheet.claim, claim);
  for (const std::string& item : items) {
    FactTexts& texts = sheet.items.emplace_back();
    assign(texts, "crop_of=maize area=1 rate=100% price=1.00 weight=0 cost=0.00 planted=0 n=1");
    assign(texts, item);
  }
  return sheet;
}

Facts read_or_fail(const Rulebook& rulebook, const FactSheet& sheet) {
  auto read = read_facts(rulebook, sheet, Completeness::complete);
  if (const auto* faults = std::get_if<Faults>(&read)) {
    for (const Fault& fault : *faults) UNSCOPED_INFO(fault.pointer << " " << fault.code << ": " << fault.say.en);
  }
  REQUIRE(std::holds_alternative<Facts>(read));
  return std::get<Facts>(std::move(read));
}

Determination determine_or_fail(const Rulebook& rulebook, const FactSheet& sheet) {
  auto outcome = determine(rulebook, read_or_fail(rulebook, sheet));
  if (const auto* fault = std::get_if<Fault>(&outcome)) UNSCOPED_INFO(fault->pointer << " " << fault->code);
  REQUIRE(std::holds_alternative<Determination>(outcome));
  return std::get<Determination>(std::move(outcome));
}

unsigned test_seed() {
  if (const char* given = std::getenv("WILDCLAIMS_SEED"))
    return static_cast<unsigned>(std::strtoul(given, nullptr, 10));
  return static_cast<unsigned>(std::chrono::steady_clock::now().time_since_epoch().count());
}

}  // namespace wildclaims::rules::test
