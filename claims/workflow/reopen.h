// Command: a closed claim is taken up again, with a reason: it is surveyed and determined anew.
#pragma once

#include <string>

#include "claims/domain/outcome.h"
#include "claims/workflow/acted.h"
#include "claims/workflow/case_file.h"
#include "claims/workflow/work.h"

namespace wildclaims::workflow {

struct Reopen {
  Target target;
  std::string reason;
};

// Faults: the reason's text. Refused: open_file, the state table.
domain::Outcome<Acted> reopen(Work& work, const Reopen& command);

}  // namespace wildclaims::workflow
