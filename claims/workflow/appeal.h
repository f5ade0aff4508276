// Command: an objection is recorded; the claim is surveyed and determined anew beside the old answer, which stands
// until an approver settles the new one.
#pragma once

#include <string>

#include "claims/domain/outcome.h"
#include "claims/workflow/acted.h"
#include "claims/workflow/case_file.h"
#include "claims/workflow/work.h"

namespace wildclaims::workflow {

struct Appeal {
  Target target;
  std::string reason;  // what the claimant objects to
};

// Faults: the reason's text. Refused: open_file, the state table.
domain::Outcome<Acted> appeal(Work& work, const Appeal& command);

}  // namespace wildclaims::workflow
