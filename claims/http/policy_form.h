// A policy as JSON: its terms, limit position, premium and incurred by funder.
#pragma once

#include "claims/http/json_form.h"
#include "claims/store/reimbursements.h"
#include "claims/workflow/policy_view.h"

namespace wildclaims::http {

Json policy_form(const workflow::PolicyView& view);
Json reimbursement_form(const store::ReimbursementClaimRow& claim);

}  // namespace wildclaims::http
