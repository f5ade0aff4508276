#include "claims/workflow/exhaustion_now.h"

#include "claims/store/policies.h"
#include "claims/store/settlements.h"
#include "claims/workflow/rulebook_choice.h"
#include "rules/year_rule.h"

namespace wildclaims::workflow {

rules::Exhaustion exhaustion_now(const Reading& reading, const std::string& policy) {
  const auto rulebook = pinned_rulebook(reading, store::find_policy(reading.db, policy).value().rulebook_id);
  const rules::Exhaustion rule = rulebook->policy_terms().when_exhausted;
  const bool settled = rules::is_settled_at_year_end(rule) && store::find_settlement(reading.db, policy);
  return settled ? rules::Exhaustion::truncate : rule;
}

}  // namespace wildclaims::workflow
