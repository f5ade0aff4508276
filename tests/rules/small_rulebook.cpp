#include "tests/rules/small_rulebook.h"

namespace wildclaims::rules::test {

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

}  // namespace wildclaims::rules::test
