// What a command on a policy acts on, and how it is written down.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "claims/domain/outcome.h"
#include "claims/domain/programme.h"
#include "claims/domain/role.h"
#include "claims/store/policies.h"
#include "claims/workflow/record.h"
#include "claims/workflow/work.h"
#include "rules/date.h"
#include "rules/fault.h"
#include "rules/rulebook.h"

namespace wildclaims::workflow {

struct PolicyFile {
  store::PolicyRow policy;
  const domain::Programme* programme = nullptr;
  std::shared_ptr<const rules::Rulebook> rulebook;  // the one it was opened under
};

// Refused: role_not_allowed before anything is looked up; policy_unknown, also for another county's.
domain::Outcome<PolicyFile> open_policy_file(const Reading& reading, const std::string& policy, domain::Role role);

// Records that it happened: "policy_topped_up".
void record_happening(Work& work, const PolicyFile& file, const std::string& kind, const Why& why = {});

// The day an entry takes effect: today, or the day that was named. Faults at /effective: later than today, or before
// the policy's own first day; with them, what was found of the command so far. Refused: period_closed.
domain::Outcome<rules::Date> effective_day(const Work& work, const PolicyFile& file,
                                           const std::optional<rules::Date>& named, rules::Faults faults = {});

}  // namespace wildclaims::workflow
