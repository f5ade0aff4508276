// Bodies about damage reports, as commands.
#pragma once

#include "claims/domain/damage_report.h"
#include "claims/http/object_reader.h"
#include "claims/workflow/correct_report.h"
#include "rules/date.h"

namespace wildclaims::http {

// POST /damage-reports, texts in their normal form. Times without an offset are at `offset`. A date that is faulty is
// filled in from the others, so that the domain's checks of the rest still mean something; its own fault stands.
domain::DamageReport read_damage_report(ObjectReader& reader, rules::UtcOffset offset);

// POST /damage-reports/{report}/correction.
workflow::CorrectReport read_report_correction(ObjectReader& reader, workflow::Target target, rules::UtcOffset offset);

}  // namespace wildclaims::http
