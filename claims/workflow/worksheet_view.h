// The worksheet of a claim's latest computed answer, the approved one where there is one, evaluated again from its
// stored receipt under its stored rulebook.
#pragma once

#include <string>

#include "claims/domain/outcome.h"
#include "claims/workflow/work.h"
#include "rules/worksheet.h"

namespace wildclaims::workflow {

// Refused: claim_unknown, survey_missing when nothing has been computed yet.
domain::Outcome<rules::Worksheet> view_worksheet(const Reading& reading, const std::string& claim);

}  // namespace wildclaims::workflow
