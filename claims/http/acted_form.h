// What an act on claims answers: where they stand now, with the version to send next time. Kept with the idempotency
// key, so nothing personal is in it; names are masked as on a public notice.
#pragma once

#include "claims/domain/damage_report.h"
#include "claims/workflow/acted.h"
#include "claims/workflow/door.h"
#include "claims/workflow/report_damage.h"

namespace wildclaims::http {

// {"claim","state","version","report","report_version"}; the ETag is the claim's version.
workflow::Answer claim_acted(const workflow::Acted& acted);
// {"report","version","claims":[{"claim","state","version"}]}; the ETag is the report's version.
workflow::Answer report_acted(const workflow::Acted& acted);
// The same with "event" and each claim's "claimant", as 201. `households` in the order of the claims.
workflow::Answer report_taken(const workflow::Reported& reported, const domain::DamageReport& report);

}  // namespace wildclaims::http
