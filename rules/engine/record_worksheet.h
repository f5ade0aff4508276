// Puts on record what an evaluation left in the registers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "rules/engine/run.h"
#include "rules/engine/worksheet_plan.h"
#include "rules/worksheet_record.h"

namespace wildclaims::rules::engine {

// What the evaluation came to, in money.
struct Settled {
  Money computed;
  Money entitlement;
  Money balance;
  std::span<const std::int64_t> parts;
};

// An empty record of a rulebook; of shares that are the same for every claim it holds the rule already.
WorksheetRecord empty_record(const Rulebook& rulebook);

// After a run without a fault and a determination without one, of one of its claims. `record` is one of this rulebook,
// whose memory is used again.
void record_worksheet(const Machine& machine, const Rulebook& rulebook, const Facts& facts, std::size_t claim,
                      const Settled& settled, WorksheetRecord& record);

}  // namespace wildclaims::rules::engine
