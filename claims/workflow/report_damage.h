// Command: a damage report is taken, one claim for each household in it.
#pragma once

#include "claims/domain/damage_report.h"
#include "claims/domain/outcome.h"
#include "claims/workflow/acted.h"
#include "claims/workflow/told_report.h"
#include "claims/workflow/work.h"

namespace wildclaims::workflow {

struct Reported {
  Acted acted;
  std::int64_t event = 0;
};

// Faults, all at once, at the pointers of POST /damage-reports: everything domain::check finds, has_its_own_place, what
// find_cover finds, every fact the rulebook does not accept, event_unknown; name_differs and kind_differs when an
// identity number is registered with another name or for another kind of claimant.
// Refused: role_not_allowed (clerk), programme_unknown.
domain::Outcome<Reported> report_damage(Work& work, const ToldReport& told);
domain::Outcome<Reported> report_damage(Work& work, const domain::DamageReport& report);

}  // namespace wildclaims::workflow
