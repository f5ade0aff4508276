// Command: the approver sends a noticed claim, or a whole report, back to another survey, with a reason.
#pragma once

#include <string>

#include "claims/domain/outcome.h"
#include "claims/workflow/acted.h"
#include "claims/workflow/case_file.h"
#include "claims/workflow/work.h"

namespace wildclaims::workflow {

struct SendBack {
  Target target;
  std::string reason;
};

// Faults: the reason's text. Refused: open_file, the state table.
domain::Outcome<Acted> send_back(Work& work, const SendBack& command);

}  // namespace wildclaims::workflow
