// Command: the last approval of a claim, or of every open claim of a report, is taken back before anything of it is
// paid.
#pragma once

#include <string>

#include "claims/domain/outcome.h"
#include "claims/workflow/acted.h"
#include "claims/workflow/case_file.h"
#include "claims/workflow/work.h"

namespace wildclaims::workflow {

struct UndoApproval {
  Target target;
  std::string reason;
};

// The entry is reversed: the limit, the sub-limits and the reserve come back, and the claim is noticed again. Both
// approvals, where two were needed, are gone. Faults: the reason's text. Refused: open_file, the state table, the
// separations of an approver, nothing_to_undo.
domain::Outcome<Acted> undo_approval(Work& work, const UndoApproval& command);

}  // namespace wildclaims::workflow
