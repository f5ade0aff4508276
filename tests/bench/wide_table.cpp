#include "tests/bench/wide_table.h"

namespace wildclaims::bench {
namespace {

constexpr int kIntervals = 10;

std::string code_list(const char* prefix, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    text += "      " + std::string(prefix) + std::to_string(i) + ": {zh: 甲, en: a}\n";
  }
  return text;
}

}  // namespace

std::string wide_table_text(int rows) {
  const int combinations = rows / kIntervals;
  // Three columns whose sizes multiply to the number of combinations: 10 and 10, the third what is left.
  const int sizes[] = {10, 10, combinations / 100};
  const char* names[] = {"kind", "crop", "place"};
  std::string text = R"(rulebook: wide
version: "1"
title: {zh: 宽, en: wide}
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
)";
  for (int t = 0; t < 3; ++t) {
    text +=
        "  " + std::string(names[t]) + ":\n    label: {zh: 类, en: kind}\n    codes:\n" + code_list(names[t], sizes[t]);
  }
  text += R"(facts:
  claim:
    on: {type: date, label: {zh: 日, en: day}}
  item:
    kind_of: {type: kind, label: {zh: 类, en: kind}}
    crop_of: {type: crop, label: {zh: 作物, en: crop}}
    place_of: {type: place, label: {zh: 地, en: place}}
    cost: {type: money, label: {zh: 费, en: cost}}
loss_date: {day: last_day, last_day: on}
tables:
  share_of:
    label: {zh: 比例, en: share}
    in: [kind, crop, place, {lost: {type: money, at_least: 0.00}}]
    out: percent
    rows:
)";
  for (int c = 0; c < combinations; ++c) {
    // Every combination has bounds of its own.
    const int width = 100 + c % 97;
    const std::string codes =
        "kind" + std::to_string(c % 10) + ", crop" + std::to_string(c / 10 % 10) + ", place" + std::to_string(c / 100);
    for (int i = 0; i < kIntervals; ++i) {
      const std::string from = std::to_string(i * width) + ".00";
      const std::string to = std::to_string((i + 1) * width) + ".00";
      std::string range;
      if (i > 0) range += "from " + from;
      if (i > 0 && i + 1 < kIntervals) range += " to ";
      if (i + 1 < kIntervals) range += "below " + to;
      text += "      - [";
      text += codes;
      text += ", ";
      text += range;
      text += ", ";
      text += std::to_string((c + i) % 100);
      text += "%]\n";
    }
  }
  return text + R"(steps:
  - item: loss
    label: {zh: 损失, en: loss}
    is: cost * share_of(kind_of, crop_of, place_of, cost)
  - claim: total
    label: {zh: 合计, en: total}
    is: sum(item.loss)
result: total
)";
}

}  // namespace wildclaims::bench
