#include "tests/bench/measured_rule.h"

#include <algorithm>
#include <array>
#include <random>

namespace wildclaims::bench {
namespace {

const char* const kClassNames[kClasses] = {"bird", "boar", "deer", "hare", "bear"};
const char* const kCropNames[kCrops] = {"maize", "wheat", "rice", "bean", "potato", "melon", "lotus", "leaf"};
const char* const kStageNames[kStages] = {"seedling", "growing", "filling", "mature"};

std::string codes(const char* const* names, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += std::string(i == 0 ? "" : ", ") + names[i] + ": {zh: 甲, en: a}";
  return "{" + text + "}";
}

using Table = std::array<std::int64_t, kClasses * kCrops * kStages>;

const Table& table() {
  static const Table values = [] {
    Table made{};
    for (int i = 0; i < kClasses * kCrops * kStages; ++i) made[static_cast<std::size_t>(i)] = 200 + (i * 37) % 2800;
    return made;
  }();
  return values;
}

}  // namespace

std::int64_t value_per_mu(std::int64_t species_class, std::int64_t crop, std::int64_t stage) {
  return table()[static_cast<std::size_t>((species_class * kCrops + crop) * kStages + stage)];
}

std::string rulebook_text() {
  std::string text = R"(rulebook: measured
version: "1"
title: {zh: 测, en: measured}
status: draft
in_force: {from: 2025-01-01, to: 2025-12-31}
utc_offset: "+08:00"
money: {currency: CNY, minor_digits: 2, rounding: half_up}
policy:
  premium: {amount: 1.00}
  aggregate_limit: {amount: 16.00, when_exhausted: truncate, residual_to: county, when_freed: leave}
funding:
  shares:
    county: {share: 40%, label: {zh: 县, en: county}}
    province: {share: 60%, label: {zh: 省, en: province}}
  odd_cents: {to: province}
types:
)";
  text += std::string("  species_class: {label: {zh: 类, en: class}, codes: ") + codes(kClassNames, kClasses) + "}\n";
  text += std::string("  crop: {label: {zh: 作物, en: crop}, codes: ") + codes(kCropNames, kCrops) + "}\n";
  text += std::string("  stage: {label: {zh: 期, en: stage}, codes: ") + codes(kStageNames, kStages) + "}\n";
  text += R"(facts:
  claim:
    on: {type: date, label: {zh: 日, en: day}}
    kind: {type: species_class, label: {zh: 类, en: class}}
  item:
    crop_of: {type: crop, label: {zh: 作物, en: crop}}
    stage_of: {type: stage, label: {zh: 期, en: stage}}
    area: {type: mu, decimals: 4, at_most: 100000, label: {zh: 面积, en: area}}
    loss_rate: {type: percent, label: {zh: 率, en: rate}}
running:
  approved_this_year: {per: household_year, label: {zh: 此前, en: before}}
loss_date: {day: last_day, last_day: on}
tables:
  value_of:
    label: {zh: 值, en: value}
    in: [species_class, crop, stage]
    out: CNY/mu
    rows:
)";
  for (int c = 0; c < kClasses; ++c) {
    for (int crop = 0; crop < kCrops; ++crop) {
      for (int stage = 0; stage < kStages; ++stage) {
        text += std::string("      - [") + kClassNames[c] + ", " + kCropNames[crop] + ", " + kStageNames[stage] + ", " +
                std::to_string(value_per_mu(c, crop, stage)) + ".00]\n";
      }
    }
  }
  return text + R"(steps:
  - item: loss
    label: {zh: 损失, en: loss}
    is: min(area * value_of(kind, crop_of, stage_of) * loss_rate * 80%, area * 1200.00 CNY/mu)
  - claim: total
    label: {zh: 合计, en: total}
    is: sum(item.loss)
  - limit: limited
    label: {zh: 年限额, en: limit of the year}
    of: total
    per: household_year
    amount: 20000.00
  - claim: rounded
    label: {zh: 取整, en: rounded}
    is: limited
    round: half_up to 0.01
  - claim: indemnity
    label: {zh: 赔款, en: indemnity}
    is: if any(item.loss_rate < 10%) or rounded < 50.00 then 0.00 else rounded
result: indemnity
)";
}

Owed by_hand(const Claim& claim) {
  // Counted in ten-thousandths of a mu times yuan times ten-thousandths times hundredths: 10^-10 yuan, 10^-8 fen.
  constexpr std::int64_t kFen = 100'000'000;
  const std::int64_t by_loss =
      claim.area * value_per_mu(claim.species_class, claim.crop, claim.stage) * claim.loss_rate * 80;
  const std::int64_t by_area = claim.area * 1200 * 1'000'000;
  const std::int64_t left = std::max<std::int64_t>(2'000'000 - claim.approved, 0) * kFen;
  const std::int64_t limited = std::min(std::min(by_loss, by_area), left);
  const std::int64_t fen = (limited + kFen / 2) / kFen;
  Owed owed;
  if (claim.loss_rate < 1000 || fen < 5000) return owed;
  owed.indemnity = fen;
  owed.county = (fen * 4 + 5) / 10;
  owed.province = fen - owed.county;
  return owed;
}

std::vector<Claim> random_claims(std::size_t count, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const auto below = [&](std::int64_t most) {
    return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(most));
  };
  std::vector<Claim> claims(count);
  for (Claim& claim : claims) {
    claim = {below(kClasses),    below(kCrops), below(kStages),
             1 + below(300'000), below(10'001), below(3) == 0 ? below(2'500'000) : 0};
  }
  return claims;
}

}  // namespace wildclaims::bench
