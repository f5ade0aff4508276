// Command: a noticed claim, or every open claim of a report, is approved: the money is owed and the limit committed.
#pragma once

#include <cstdint>
#include <optional>

#include "claims/domain/outcome.h"
#include "claims/workflow/acted.h"
#include "claims/workflow/case_file.h"
#include "claims/workflow/work.h"
#include "rules/money.h"

namespace wildclaims::workflow {

struct Approve {
  Target target;                              // must carry the version that was seen
  std::optional<std::int64_t> determination;  // the one that was seen; required for a single claim
  rules::Money amount;                        // the amount that was seen: the claim's, or the report's total
  bool truncate_if_short = false;             // approve what is left when less than the amount can be approved
};

// Re-evaluates the pinned rulebook with the running totals of this moment, inside the writing door, claim by claim in
// claim-number order, so that approvals racing for the last yuan are exact to the fen.
//   Fits: approved. Does not fit, truncate_if_short: what fits is approved, the rest is the residual (ledger.md,
//   "last yuan"); with nothing left only the residual is recorded and the claim closes.
//   The policy's rulebook says hold: what does not fit whole, or comes while others wait, waits behind them and stays
//   noticed (release_held.h). It says prorate or priority: the approval is pending until the year is settled
//   (settle_year.h), in place of an earlier one of the claim; no limit moves and nothing is owed.
//   Above the programme's amount two different approvers: the first moves no money and the claim stays noticed.
// Faults: determination_missing. Refused: open_file, the state table, notice_missing,
// notice_not_lapsed, the separations, determination_not_current, amount_not_as_seen, limit_short, approval_waits.
domain::Outcome<Acted> approve(Work& work, const Approve& command);

}  // namespace wildclaims::workflow
