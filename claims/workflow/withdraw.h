// Command: the claimant takes a claim, or a report's claims, back before approval.
#pragma once

#include <string>

#include "claims/domain/outcome.h"
#include "claims/workflow/acted.h"
#include "claims/workflow/case_file.h"
#include "claims/workflow/work.h"

namespace wildclaims::workflow {

struct Withdraw {
  Target target;
  std::string reason;
};

// The reserve is released. Faults: the reason's text. Refused: open_file, the state table.
domain::Outcome<Acted> withdraw(Work& work, const Withdraw& command);

}  // namespace wildclaims::workflow
