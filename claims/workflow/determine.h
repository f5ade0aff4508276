// Command: the computed answer to a claim, or to every open claim of a report.
#pragma once

#include "claims/domain/outcome.h"
#include "claims/workflow/acted.h"
#include "claims/workflow/case_file.h"
#include "claims/workflow/work.h"

namespace wildclaims::workflow {

// Runs the rulebook on the latest survey: an indemnity (the claim is determined), 0.00 (closed), or denied with every
// reason. The first determination pins the rulebook by date of loss; later ones keep the pin. The receipt is stored,
// the reserve follows. Refused: open_file, the state table, the separations of domain/authority.h, survey_missing,
// no_rulebook_for_date, draft_rulebook, illustrative_not_allowed, no_policy_for_date (the date of loss is not in the
// claim's own policy year), facts_incomplete.
domain::Outcome<Acted> determine(Work& work, const Target& target);

}  // namespace wildclaims::workflow
