// Claims on their way from the books into a simulation, so many at a time: their receipts read back into facts, beside
// what was decided then. All memory is used again.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "claims/store/past_claims.h"
#include "rules/authoring/past_claim.h"
#include "rules/authoring/simulate.h"
#include "rules/facts.h"
#include "rules/fault.h"
#include "rules/loader/facts_stream.h"
#include "rules/loader/receipt_facts.h"
#include "rules/rulebook.h"

namespace wildclaims::workflow {

class PastClaimBatch {
 public:
  // Reads under the draft, and under the baseline where there is one.
  PastClaimBatch(const std::shared_ptr<const rules::Rulebook>& draft,
                 const std::shared_ptr<const rules::Rulebook>& baseline, rules::authoring::Simulation& simulation);

  // One more claim, of that policy year. The row stays as it is until the claims are handed on.
  void add(const store::PastClaimRow& row, int policy_year);
  // Hands the claims on to the simulation, in the order in which they came. Nothing to do when there are none.
  void hand_on();

 private:
  static constexpr std::size_t kTogether = rules::authoring::Simulation::kTogether;

  // Facts from receipts, under one rulebook.
  struct Reader {
    explicit Reader(const std::shared_ptr<const rules::Rulebook>& rulebook);
    // False when there are faults, which the stream has.
    bool read(std::string_view receipt, rules::Facts& to);

    rules::ReceiptFacts receipts;
    rules::FactsStream stream;
    std::size_t result_from = 0;      // where in the last receipt its result is to be looked for
    std::vector<rules::Facts> facts;  // of each claim
  };

  Reader draft_;
  std::optional<Reader> baseline_;
  rules::authoring::Simulation& simulation_;
  std::vector<rules::authoring::PastClaim> claims_;
  std::vector<rules::authoring::PastAnswer> answers_;
  std::vector<rules::Faults> faults_;
};

}  // namespace wildclaims::workflow
