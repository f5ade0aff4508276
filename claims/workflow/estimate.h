// What a claim is likely to cost on the facts known so far: the figure its reserve is set to.
#pragma once

#include "claims/workflow/case_file.h"
#include "claims/workflow/rulebook_choice.h"
#include "claims/workflow/work.h"
#include "rules/facts.h"
#include "rules/money.h"

namespace wildclaims::workflow {

// What the rulebook determines when the facts are complete, else its reserve estimate, else zero.
rules::Money estimate(const Work& work, const CaseFile& file, const store::ClaimRow& claim,
                      const rules::FactSheet& sheet);

}  // namespace wildclaims::workflow
