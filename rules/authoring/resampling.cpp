#include "rules/authoring/resampling.h"

#include <algorithm>
#include <array>
#include <limits>

namespace wildclaims::rules::authoring {
namespace {

constexpr std::int32_t kNever = std::numeric_limits<std::int32_t>::max();

// floor(2^32 P(X <= k)) of X Poisson(1), k from 0: a word below the first is 0 times, and so on. The last word of all,
// with a probability of 2^-32, stands for every number beyond.
constexpr std::array<std::uint32_t, 13> kThresholds = {1580030168, 3160060337, 3950075421, 4213413783, 4279248373,
                                                       4292415291, 4294609777, 4294923276, 4294962463, 4294966817,
                                                       4294967252, 4294967292, 4294967295};

// SplitMix64's finisher: every bit of the word depends on every bit of what went in.
constexpr std::uint64_t mixed(std::uint64_t word) {
  word = (word ^ (word >> 30U)) * 0xBF58476D1CE4E5B9U;
  word = (word ^ (word >> 27U)) * 0x94D049BB133111EBU;
  return word ^ (word >> 31U);
}

constexpr std::uint64_t kStep = 0x9E3779B97F4A7C15U;

std::uint64_t start_of(std::uint64_t seed, std::uint64_t household) {
  return mixed(mixed(seed + kStep) + household * kStep);
}

std::uint8_t weight_at(std::uint64_t start, std::uint64_t replicate) {
  const auto word = static_cast<std::uint32_t>(mixed(start + (replicate + 1) * kStep) >> 32U);
  std::uint8_t weight = 0;
  for (const std::uint32_t threshold : kThresholds)
    weight = static_cast<std::uint8_t>(weight + (word >= threshold ? 1 : 0));
  return weight;
}

// The position, in order, of the percentile: of 100 replicates the 5th is the fifth.
std::size_t rank(std::size_t per_cent, std::size_t count) { return (per_cent * count + 99) / 100 - 1; }

MoneyRange range_of(std::vector<std::int64_t> totals) {
  if (totals.empty()) return {};
  std::sort(totals.begin(), totals.end());
  const auto at = [&](std::size_t per_cent) { return Money::from_fen(totals[rank(per_cent, totals.size())]); };
  return {at(5), at(50), at(95)};
}

}  // namespace

std::uint8_t resampled_weight(std::uint64_t seed, std::uint64_t household, std::uint64_t replicate) {
  return weight_at(start_of(seed, household), replicate);
}

Resampling::Resampling(std::size_t replicates, std::uint64_t seed)
    : replicates_(std::min(replicates, kMostReplicates)),
      seed_(seed),
      weights_(replicates_),
      was_(replicates_),
      now_(replicates_) {}

void Resampling::add(std::uint64_t household, Money was, Money now, std::size_t year, Money limit, Date decided_on) {
  if (replicates_ == 0) return;
  while (years_.size() <= year)
    years_.push_back({std::vector<std::int64_t>(replicates_), std::vector<std::int32_t>(replicates_, kNever)});
  const std::uint64_t start = start_of(seed_, household);
  for (std::size_t i = 0; i < replicates_; ++i) weights_[i] = weight_at(start, i);
  // A weight is at most 13 and the plain totals are within Money's range: 64 bits suffice.
  Year& owed = years_[year];
  for (std::size_t i = 0; i < replicates_; ++i) {
    const std::int64_t weight = weights_[i];
    was_[i] += weight * was.fen();
    now_[i] += weight * now.fen();
    owed.owed[i] += weight * now.fen();
    const bool passed = owed.owed[i] > limit.fen() && owed.day[i] == kNever;
    owed.day[i] = passed ? decided_on.days() : owed.day[i];
  }
}

MoneyRange Resampling::was() const { return range_of(was_); }
MoneyRange Resampling::now() const { return range_of(now_); }

MoneyRange Resampling::difference() const {
  std::vector<std::int64_t> differences(replicates_);
  for (std::size_t i = 0; i < replicates_; ++i) differences[i] = now_[i] - was_[i];
  return range_of(std::move(differences));
}

DayRange Resampling::exhausted_on(std::size_t year) const {
  DayRange range;
  if (year >= years_.size()) return range;
  std::vector<std::int32_t> days = years_[year].day;
  std::sort(days.begin(), days.end());
  const auto at = [&](std::size_t per_cent) -> std::optional<Date> {
    const std::int32_t day = days[rank(per_cent, days.size())];
    return day == kNever ? std::nullopt : std::optional(Date::from_days(day));
  };
  range.low = at(5);
  range.middle = at(50);
  range.high = at(95);
  range.exhausted = static_cast<std::size_t>(std::lower_bound(days.begin(), days.end(), kNever) - days.begin());
  return range;
}

}  // namespace wildclaims::rules::authoring
