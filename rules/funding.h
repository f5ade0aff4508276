// Shares of an amount between funders: parts that always sum to the whole, to the fen.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "rules/bilingual.h"
#include "rules/money.h"

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

}  // namespace wildclaims::rules
