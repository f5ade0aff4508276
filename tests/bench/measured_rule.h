// The rule that speed is measured with, as a rulebook and as a function written by hand.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace wildclaims::bench {

constexpr int kClasses = 5;
constexpr int kCrops = 8;
constexpr int kStages = 4;

// Whole numbers, as facts are stored: codes by position, area in ten-thousandths of a mu, the loss rate in
// ten-thousandths, what was approved to the household this year in fen.
struct Claim {
  std::int64_t species_class = 0;
  std::int64_t crop = 0;
  std::int64_t stage = 0;
  std::int64_t area = 0;
  std::int64_t loss_rate = 0;
  std::int64_t approved = 0;
};

struct Owed {
  std::int64_t indemnity = 0;  // fen
  std::int64_t county = 0;
  std::int64_t province = 0;

  bool operator==(const Owed&) const = default;
};

// Yuan per mu of one cell of the table.
std::int64_t value_per_mu(std::int64_t species_class, std::int64_t crop, std::int64_t stage);

std::string rulebook_text();

// min(area x value x loss rate x 80 %, area x 1,200), at most what is left of 20,000 for the household and year,
// rounded half up to the fen; nothing when the loss rate is under 10 % or the rounded result under 50 yuan. County 40 %
// rounded half up, the province the rest.
Owed by_hand(const Claim& claim);

std::vector<Claim> random_claims(std::size_t count, std::uint64_t seed);

}  // namespace wildclaims::bench
