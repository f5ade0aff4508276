// A year's settlement run again from the receipts of its claims, and held against what each was given, to the fen.
#pragma once

#include <vector>

#include "claims/store/connection.h"
#include "claims/store/settlements.h"
#include "claims/workflow/finding.h"
#include "claims/workflow/recompute.h"

namespace wildclaims::workflow {

// Findings have the code recomputed_as_stored; at most kMaxFindings. A rulebook or receipt that is unfit is told of by
// Recomputation::check: here it only says that the settlement cannot be computed. Memory grows with its claims, not
// with their receipts.
std::vector<Finding> recompute_settlement(store::Connection& db, const store::StoredSettlement& settlement,
                                          const Recomputation& recomputation);

}  // namespace wildclaims::workflow
