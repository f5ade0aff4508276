#include "tests/rules/wide_facts.h"

#include "tests/rules/rulebook_support.h"

namespace wildclaims::rules::test {
namespace {

const char* const kWide = R"(rulebook: wide
version: "1"
title: {zh: 全, en: wide}
status: draft
in_force: {from: 2025-01-01, to: 2025-12-31}
utc_offset: "+08:00"
money: {currency: CNY, minor_digits: 2, rounding: half_up}
policy:
  premium: {amount: 1.00}
  aggregate_limit: {amount: 16.00, when_exhausted: truncate, residual_to: county, when_freed: leave}
funding:
  shares:
    county: {share: 100%, label: {zh: 县, en: county}}
  odd_cents: largest_remainder
types:
  crop: {label: {zh: 作物, en: crop}, codes: {maize: {zh: 玉米, en: maize}, rice: {zh: 稻, en: rice}}}
facts:
  event:
    storm: {type: boolean, default: false, label: {zh: 风暴, en: storm}}
    village_area: {type: mu, label: {zh: 全村面积, en: area of the village}}
  claim:
    on: {type: date, label: {zh: 日, en: day}}
    seen: {type: datetime, label: {zh: 见, en: seen}}
    near: {type: boolean, label: {zh: 近, en: near}}
    price: {type: CNY/kg, decimals: 2, at_least: -9.90, at_most: 9.90, from_stage: final, label: {zh: 价, en: price}}
  item:
    crop_of: {type: crop, label: {zh: 作物, en: crop}}
    area: {type: mu, decimals: 4, at_most: 1000, default: 0, label: {zh: 面积, en: area}}
    rate: {type: percent, label: {zh: 率, en: rate}}
    cost: {type: money, label: {zh: 费, en: cost}}
running:
  before: {per: household_event, label: {zh: 此前, en: before}}
  plot_before: {per: plot_year, of: kept, label: {zh: 地块, en: plot}}
  in_event: {per: event, label: {zh: 本次事故, en: event}}
adjustments:
  disallowed: {label: {zh: 核减, en: disallowed}}
  saved: {type: mu, label: {zh: 减少, en: saved}}
loss_date: {day: last_day, last_day: on}
steps:
  - {item: loss, label: {zh: 损, en: loss}, is: cost * rate}
  - {limit: kept, label: {zh: 限, en: kept}, of: loss, per: plot_year, amount: 1000.00}
  - {claim: total, label: {zh: 合, en: total}, is: sum(item.kept) - disallowed}
  - {limit: out, label: {zh: 户, en: out}, of: total, per: household_event, amount: 5000.00}
result: out
payments:
  - {stage: advance, pays: total}
  - {stage: final, pays: out, when_negative: zero}
)";

}  // namespace

const std::shared_ptr<const Rulebook>& wide() {
  static const std::shared_ptr<const Rulebook> book = load_or_fail(kWide);
  return book;
}

std::string shown(const Faults& faults) {
  std::string text;
  for (const Fault& fault : faults)
    text += fault.pointer + " " + fault.code + ": " + fault.say.en + " / " + fault.say.zh + "\n";
  return text;
}

bool same(const Facts& left, const Facts& right) {
  return left.item_count() == right.item_count() && to_texts(left) == to_texts(right) && left.paid() == right.paid();
}

const std::string kClaim = R"("claim":{"on":"2025-06-01","seen":"2025-06-01T08:00","near":true,"price":"2.50"})";
const std::string kEvent = R"("event":{"village_area":120})";
const std::string kItem = R"({"crop_of":"rice","area":3.5,"rate":"60%","cost":"12.30"})";
const std::string kGood = "{" + kClaim + "," + kEvent + ",\"items\":[" + kItem + "]}";

}  // namespace wildclaims::rules::test
