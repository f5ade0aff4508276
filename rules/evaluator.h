// Determinations in bulk: one rulebook, one claim after the other, nothing allocated once the largest claim was seen.
// Gives what decides and what is owed; for reasons in words, amounts of steps and worksheets see determine().
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "rules/facts.h"
#include "rules/fault.h"
#include "rules/funding.h"
#include "rules/money.h"
#include "rules/rulebook.h"

namespace wildclaims::rules {

// Valid until the next evaluation.
struct Answer {
  bool denied = false;
  Money entitlement;                    // to date at the payment stage of the facts; 0.00 when denied
  Money balance;                        // what is paid now
  std::span<const std::int64_t> parts;  // of the entitlement, in fen, one for each funder of the rulebook
};

class Evaluator {
 public:
  explicit Evaluator(std::shared_ptr<const Rulebook> rulebook);
  ~Evaluator();
  Evaluator(const Evaluator&) = delete;
  Evaluator& operator=(const Evaluator&) = delete;

  // Null when it cannot be computed: fault() says why, as determine() would. The facts are complete and were read under
  // this rulebook: the caller has made sure.
  const Answer* evaluate(const Facts& facts);
  Fault fault() const;

  // Of the last evaluation, by position in Rulebook::compiled().denials and .flags.
  std::size_t denial_count() const;
  std::size_t flag_count() const;
  bool denial_holds(std::size_t denial) const;
  bool flag_holds(std::size_t flag) const;

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace wildclaims::rules
