#include "rules/funding.h"

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <utility>

#include "rules/int128.h"

namespace wildclaims::rules {

FundingShares::FundingShares(std::vector<Share> shares) : shares_(std::move(shares)) {
  std::int64_t sum = 0;
  for (const Share& share : shares_) {
    if (share.millionths < 0 || share.millionths > kWhole) throw std::logic_error("a funding share is out of range");
    sum += share.millionths;
  }
  if (sum != kWhole) throw std::logic_error("funding shares do not sum to the whole");
}

std::vector<FundingPart> FundingShares::split(Money amount) const {
  if (amount.is_negative()) {
    std::vector<FundingPart> parts = split(-amount);
    for (FundingPart& part : parts) part.amount = -part.amount;
    return parts;
  }
  std::vector<std::int64_t> fen(shares_.size());
  std::vector<std::int64_t> remainder(shares_.size());
  std::int64_t odd = amount.fen();
  for (std::size_t i = 0; i < shares_.size(); ++i) {
    const Int128 product = Int128{amount.fen()} * shares_[i].millionths;
    fen[i] = static_cast<std::int64_t>(product / kWhole);
    remainder[i] = static_cast<std::int64_t>(product % kWhole);
    odd -= fen[i];
  }
  // Fewer odd fen than funders: each part lost less than one.
  std::vector<std::size_t> order(shares_.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t left, std::size_t right) { return remainder[left] > remainder[right]; });
  for (std::size_t i = 0; odd > 0; ++i, --odd) ++fen[order[i]];

  std::vector<FundingPart> parts;
  parts.reserve(shares_.size());
  for (std::size_t i = 0; i < shares_.size(); ++i) parts.push_back({shares_[i].funder.code, Money::from_fen(fen[i])});
  return parts;
}

}  // namespace wildclaims::rules
