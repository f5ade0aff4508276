// Shares of an amount between funders: parts that always sum to the whole, to the fen.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "rules/bilingual.h"
#include "rules/int128.h"
#include "rules/money.h"
#include "rules/ratio.h"

namespace wildclaims::rules {

struct Funder {
  std::string code;  // "province"
  Bilingual label;
};

struct FundingPart {
  std::string funder;
  Money amount;

  bool operator==(const FundingPart&) const = default;
};

// The shares of a rulebook, in the order they are written. Shares are millionths of the whole and sum to it:
// the loader proves that before a FundingShares exists.
class FundingShares {
 public:
  static constexpr std::int64_t kWhole = 1'000'000;  // 100 %: four decimals of a per cent are enough for any statute

  struct Share {
    Funder funder;
    std::int64_t millionths = 0;
  };

  FundingShares() = default;
  // Throws std::logic_error when the shares do not sum to kWhole or one is negative: a caller's bug.
  explicit FundingShares(std::vector<Share> shares);

  const std::vector<Share>& shares() const { return shares_; }

  // Every part rounded down, then the odd fen one by one to the largest remainders, ties in written order.
  // A negative amount gives the negatives of the parts of its positive.
  std::vector<FundingPart> split(Money amount) const;

 private:
  std::vector<Share> shares_;
};

// The shares of one claim, where they depend on it: by layers of the amount, by weights such as the area of members.
inline constexpr std::size_t kMostFunders = 16;

// A layer of the amount, and how the funders share what lies in it.
struct FundingLayer {
  // Its upper end in fen, not necessarily a whole number; it begins where the layer before it ends, the first at 0. An
  // end below its beginning makes the layer empty. The last layer has no end (one that is given is not looked at).
  std::optional<Ratio> up_to;
  std::vector<Int128> weights;  // one per funder, >= 0, not all zero: the parts are in proportion to them

  bool operator==(const FundingLayer&) const = default;
};

struct FundingRule {
  std::vector<FundingLayer> layers;
  // The funder (its index) that takes what the others leave, every other part rounded half up. Otherwise every part is
  // rounded down and the odd fen go one by one to the largest remainders, ties in written order.
  std::optional<std::size_t> odd_to;

  bool operator==(const FundingRule&) const = default;
};

// The part of each funder in fen, in written order: over all layers, the amount inside the layer times weight over sum
// of weights, exact until it is rounded as the rule says. The parts sum to the amount, and none has the other sign.
// A negative amount gives the negatives of the parts of its positive. The parts of a delta are the parts of the new
// total minus those of the old one: they sum to the delta, and are not the parts of the delta split alone.
//   With odd_to, where the others rounded up would sum to more than the amount, the last of those that were rounded up
//   are rounded down instead, as many as needed; the named funder then takes 0. It may also take a fen that its weight
//   of 0 does not entitle it to.
// False, with `fen` left undefined, when a layer that holds some of the amount has a negative weight or no positive
// one, or when 128 bits do not suffice for the exact parts: for weight times what lies in the layer, counted in the
// steps of its bounds, and for the common denominator of the parts. For one layer and weights below 2^73 they always
// do. Allocates nothing. Throws std::logic_error for no layers, more than kMostFunders funders, sizes that differ, or
// odd_to out of range.
[[nodiscard]] bool split(const FundingRule& rule, Money amount, std::span<std::int64_t> fen);

// The same with the funders' codes; nothing where the other is false.
std::optional<std::vector<FundingPart>> split(const FundingRule& rule, Money amount, std::span<const Funder> funders);

}  // namespace wildclaims::rules
