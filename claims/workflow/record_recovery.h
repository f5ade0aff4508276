// Command: a claimant has paid back what was paid too much.
#pragma once

#include <string>

#include "claims/domain/outcome.h"
#include "claims/workflow/acted.h"
#include "claims/workflow/case_file.h"
#include "claims/workflow/work.h"
#include "rules/money.h"

namespace wildclaims::workflow {

struct RecordRecovery {
  Target target;
  rules::Money amount;
  std::string bank_reference;
};

// The limit comes back where the rulebook says when_freed: restore_residuals. Faults: amount_not_positive at /amount,
// the reference's text. Refused: open_file, the state table, the separations of a cashier, recovery_over_received.
domain::Outcome<Acted> record_recovery(Work& work, const RecordRecovery& command);

}  // namespace wildclaims::workflow
