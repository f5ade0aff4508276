// How an approval meets the aggregate limit of its policy at this moment.
#pragma once

#include <string>

#include "claims/workflow/work.h"
#include "rules/exhaustion.h"

namespace wildclaims::workflow {

// As the rulebook says under which the policy was opened. Once a year is settled (prorate, priority), what is approved
// later takes what is left of the limit: truncate.
rules::Exhaustion exhaustion_now(const Reading& reading, const std::string& policy);

}  // namespace wildclaims::workflow
