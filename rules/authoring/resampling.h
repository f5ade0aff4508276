// How far a season might have come out differently: the same claims with households drawn again, with replacement.
//
// Each replicate is a season in which every household appears 0, 1, 2, … times, independently with Poisson(1)
// probabilities: the bootstrap of resampling as many households as there are, in the limit of many. How often a
// household appears is computed from (seed, household, replicate) whenever one of its claims comes by, so nothing is
// stored for it, the claims of a household always come together, and what a household's own limits gave it stays true.
// Limits shared beyond the household are not drawn again. Whole numbers only: 32 bits of a hash against the thresholds
// of the Poisson distribution, so one seed always gives one answer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "rules/date.h"
#include "rules/money.h"

namespace wildclaims::rules::authoring {

// Most replicates: beyond this the percentiles do not move, only the waiting does.
constexpr std::size_t kMostReplicates = 10'000;

// The 5th, 50th and 95th percentile: the least value that so many in a hundred replicates do not exceed.
struct MoneyRange {
  Money low;
  Money middle;
  Money high;

  bool operator==(const MoneyRange&) const = default;
};

// The same of a day; nothing: in that replicate the limit reached for the whole year.
struct DayRange {
  std::optional<Date> low;
  std::optional<Date> middle;
  std::optional<Date> high;
  std::size_t exhausted = 0;  // replicates in which it did not reach

  bool operator==(const DayRange&) const = default;
};

class Resampling {
 public:
  Resampling(std::size_t replicates, std::uint64_t seed);

  std::size_t replicates() const { return replicates_; }

  // The next claim, in order of decision: the household (or any number of its own for a claim without one), what it was
  // owed before and is owed now, and the policy year whose limit it counts in, by position.
  void add(std::uint64_t household, Money was, Money now, std::size_t year, Money limit, Date decided_on);

  MoneyRange was() const;
  MoneyRange now() const;
  MoneyRange difference() const;
  DayRange exhausted_on(std::size_t year) const;

 private:
  struct Year {
    std::vector<std::int64_t> owed;  // of each replicate so far, in fen
    std::vector<std::int32_t> day;   // on which it passed the limit; kNever before
  };

  std::size_t replicates_;
  std::uint64_t seed_;
  std::vector<std::uint8_t> weights_;  // of the household at hand, by replicate
  std::vector<std::int64_t> was_;
  std::vector<std::int64_t> now_;
  std::vector<Year> years_;
};

// How often a household appears in a replicate.
std::uint8_t resampled_weight(std::uint64_t seed, std::uint64_t household, std::uint64_t replicate);

}  // namespace wildclaims::rules::authoring
