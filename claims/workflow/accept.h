// Command: the insurer takes on a claim, or every open claim of a report, and sets the reserve.
#pragma once

#include "claims/domain/outcome.h"
#include "claims/workflow/acted.h"
#include "claims/workflow/case_file.h"
#include "claims/workflow/work.h"

namespace wildclaims::workflow {

// Reserve: what the rulebook determines on the facts as told, when they are complete; else its estimate for incomplete
// facts. Refused: what open_file and the state table refuse.
domain::Outcome<Acted> accept(Work& work, const Target& target);

}  // namespace wildclaims::workflow
