// Command: a paid claim is put away.
#pragma once

#include <string>

#include "claims/domain/outcome.h"
#include "claims/workflow/acted.h"
#include "claims/workflow/case_file.h"
#include "claims/workflow/work.h"

namespace wildclaims::workflow {

// Refused: open_file, the state table, recovery_outstanding.
domain::Outcome<Acted> close(Work& work, const Target& target);

}  // namespace wildclaims::workflow
