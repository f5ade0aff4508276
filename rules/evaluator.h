// Determinations in bulk: one rulebook, many claims, nothing allocated once the largest were seen. Gives what decides
// and what is owed; for reasons in words, amounts of steps and worksheets see determine() and rules/worksheet_record.h.
// The engine's own flags are in rules/date_flag.h.
#pragma once

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

namespace engine {
class Machine;
}

// Valid until the next evaluation.
struct Answer {
  bool computed = false;  // else Evaluator::fault() says why not, as determine() would, and the rest says nothing
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

  // Claims evaluated together are fastest in about this number: their registers stay in the nearest cache.
  static constexpr std::size_t kTogether = 64;

  // One answer for each claim, in the same order; every claim is an event of its own. The facts are complete and were
  // read under this rulebook: the caller has made sure.
  std::span<const Answer> evaluate(std::span<const Facts> claims);
  // Of one; null when it could not be computed.
  const Answer* evaluate(const Facts& facts);

  // Of the last evaluation, by the claim's place in it. Its facts must still be there.
  Fault fault(std::size_t claim = 0) const;
  // By position in Rulebook::compiled().denials and .flags.
  std::size_t denial_count() const;
  std::size_t flag_count() const;
  bool denial_holds(std::size_t denial, std::size_t claim = 0) const;
  bool flag_holds(std::size_t flag, std::size_t claim = 0) const;
  // By position in Rulebook::compiled().fees; nothing at a payment stage before the fee's.
  std::optional<Money> fee(std::size_t fee, std::size_t claim = 0) const;
  // Its registers: a worksheet reads them.
  const engine::Machine& machine() const;

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace wildclaims::rules
