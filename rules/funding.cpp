#include "rules/funding.h"

#include <algorithm>
#include <array>
#include <functional>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <utility>

namespace wildclaims::rules {
namespace {

constexpr Int128 kLargestWord = std::numeric_limits<std::int64_t>::max();

// Of two numbers >= 0. Amounts and weights nearly always fit a word, which spares the check.
std::optional<Int128> product_of(Int128 left, Int128 right) {
  if (left <= kLargestWord && right <= kLargestWord) return left * right;
  return checked_multiply(left, right);
}

struct Division {
  std::int64_t whole = 0;
  Int128 rest = 0;
};

// Of two numbers >= 0, whose quotient fits a word. A division of words is several times faster.
Division divide_exactly(Int128 numerator, Int128 divisor) {
  if (numerator <= kLargestWord && divisor <= kLargestWord) {
    const auto dividend = static_cast<std::int64_t>(numerator);
    const auto word = static_cast<std::int64_t>(divisor);
    return {dividend / word, dividend % word};
  }
  const Int128 whole = numerator / divisor;
  return {static_cast<std::int64_t>(whole), numerator - whole * divisor};
}

// The exact parts of one positive amount while its layers are added up: fen[f] + over[f] / step, over[f] < step.
class ExactParts {
 public:
  explicit ExactParts(std::span<std::int64_t> fen) : fen_(fen) {
    std::fill(fen.begin(), fen.end(), 0);
    std::fill_n(over_.begin(), fen.size(), 0);
  }

  bool add(const Ratio& inside, std::span<const Int128> weights) {
    Int128 sum = 0;
    for (const Int128 weight : weights) {
      const auto next = checked_add(sum, weight);
      if (weight < 0 || !next) return false;
      sum = *next;
    }
    if (sum == 0) return false;
    const auto divisor = product_of(inside.denominator(), sum);
    if (!divisor) return false;
    const auto scale = refine(*divisor);
    if (!scale) return false;
    for (std::size_t f = 0; f < fen_.size(); ++f) {
      const auto product = product_of(inside.numerator(), weights[f]);
      if (!product) return false;
      const Division part = divide_exactly(*product, *divisor);
      fen_[f] += part.whole;
      add_fraction(f, part.rest * *scale);
    }
    return true;
  }

  void give_odd_to_largest(std::int64_t amount) {
    for (std::int64_t odd = left_of(amount); odd > 0; --odd) {
      // Fewer odd fen than parts that lost something, so that each takes one at most.
      const auto largest = std::max_element(over_.begin(), over_.begin() + static_cast<std::ptrdiff_t>(fen_.size()));
      *largest = 0;
      ++fen_[static_cast<std::size_t>(largest - over_.begin())];
    }
  }

  void give_odd_to(std::size_t named, std::int64_t amount) {
    fen_[named] = 0;
    for (std::size_t f = 0; f < fen_.size(); ++f) {
      if (f != named && rounds_up(f)) ++fen_[f];
    }
    std::int64_t left = left_of(amount);
    // Each rounding added half a fen at most: fewer fen are to be taken back than parts were rounded up.
    for (std::size_t f = fen_.size(); f-- > 0 && left < 0;) {
      if (f == named || !rounds_up(f)) continue;
      --fen_[f];
      ++left;
    }
    fen_[named] = left;
  }

 private:
  // Makes step_ a multiple of `divisor` too, and returns which.
  std::optional<Int128> refine(Int128 divisor) {
    if (step_ == 1) {  // no fractions yet
      step_ = divisor;
      return 1;
    }
    if (step_ == divisor) return 1;
    const Int128 factor = divisor / greatest_common_divisor(step_, divisor);
    const auto step = product_of(step_, factor);
    if (!step) return std::nullopt;
    step_ = *step;
    for (std::size_t f = 0; f < fen_.size(); ++f) over_[f] *= factor;
    return step_ / divisor;
  }

  void add_fraction(std::size_t f, Int128 fraction) {
    const Int128 room = step_ - over_[f];
    if (fraction >= room) ++fen_[f];
    over_[f] = fraction >= room ? fraction - room : over_[f] + fraction;
  }

  bool rounds_up(std::size_t f) const { return over_[f] >= step_ - over_[f]; }
  std::int64_t left_of(std::int64_t amount) const {
    return std::accumulate(fen_.begin(), fen_.end(), amount, std::minus<>());
  }

  std::span<std::int64_t> fen_;
  std::array<Int128, kMostFunders> over_;  // as many as fen_ has; clearing them all would cost a fifth of a split
  Int128 step_ = 1;
};

// The layers of a positive amount, from below, as far as it reaches.
bool add_layers(const std::vector<FundingLayer>& layers, const Ratio& amount, ExactParts& parts) {
  Ratio below = 0;  // the end of the layer before
  for (std::size_t i = 0; i < layers.size(); ++i) {
    Ratio end = amount;
    bool reaches_end = true;
    if (i + 1 < layers.size() && layers[i].up_to) {
      const auto above_below = compare(*layers[i].up_to, below);
      const auto above_amount = compare(*layers[i].up_to, amount);
      if (!above_below || !above_amount) return false;
      if (*above_below <= 0) continue;
      reaches_end = *above_amount >= 0;
      if (!reaches_end) end = *layers[i].up_to;
    }
    const auto inside = below.is_zero() ? end : add(end, below.negated());
    if (!inside || !parts.add(*inside, layers[i].weights)) return false;
    if (reaches_end) return true;
    below = end;
  }
  return true;
}

void check(const FundingRule& rule, std::size_t funders) {
  const bool sizes_agree = std::all_of(rule.layers.begin(), rule.layers.end(),
                                       [&](const FundingLayer& layer) { return layer.weights.size() == funders; });
  if (rule.layers.empty() || funders == 0 || funders > kMostFunders || !sizes_agree ||
      rule.odd_to.value_or(0) >= funders)
    throw std::logic_error("a funding rule does not fit its funders");
}

}  // namespace

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

bool split(const FundingRule& rule, Money amount, std::span<std::int64_t> fen) {
  check(rule, fen.size());
  const std::int64_t positive = amount.is_negative() ? -amount.fen() : amount.fen();
  ExactParts parts(fen);
  if (positive > 0 && !add_layers(rule.layers, Ratio(positive), parts)) return false;
  if (rule.odd_to) {
    parts.give_odd_to(*rule.odd_to, positive);
  } else {
    parts.give_odd_to_largest(positive);
  }
  if (amount.is_negative()) std::transform(fen.begin(), fen.end(), fen.begin(), std::negate<>());
  return true;
}

std::optional<std::vector<FundingPart>> split(const FundingRule& rule, Money amount, std::span<const Funder> funders) {
  std::array<std::int64_t, kMostFunders> fen{};
  if (funders.size() > fen.size()) throw std::logic_error("more funders than a funding rule takes");
  if (!split(rule, amount, std::span(fen).first(funders.size()))) return std::nullopt;
  std::vector<FundingPart> parts;
  parts.reserve(funders.size());
  for (std::size_t f = 0; f < funders.size(); ++f) parts.push_back({funders[f].code, Money::from_fen(fen[f])});
  return parts;
}

}  // namespace wildclaims::rules
