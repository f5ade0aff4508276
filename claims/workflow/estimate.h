// What a claim is likely to cost on the facts known so far: the figure its reserve is set to.
#pragma once

#include "claims/workflow/case_file.h"
#include "claims/workflow/rulebook_choice.h"
#include "claims/workflow/work.h"
#include "rules/facts.h"
#include "rules/money.h"

namespace wildclaims::workflow {

// What the rulebook determines when the facts are complete, else its reserve estimate, else zero.
rules::Money estimate(const Work& work, const CaseFile& file, const store::ClaimRow& claim, rules::FactSheet sheet);

// On what is stored of the claim: its latest survey, or while there is none the facts as told.
rules::Money estimate_now(const Work& work, const CaseFile& file, const store::ClaimRow& claim);

}  // namespace wildclaims::workflow
