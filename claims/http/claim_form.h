// Claims as staff see them, as JSON. Personal data is masked by the workflow's views.
#pragma once

#include "claims/http/json_form.h"
#include "claims/workflow/claim_view.h"
#include "rules/shelf.h"

namespace wildclaims::http {

// One line of a list.
Json claim_line_form(const workflow::ClaimLine& line);

// Everything about one claim. "determination" is the latest, null before the first; "determinations" are all.
// The shelf says which rulebooks are illustrative, so that no amount goes without saying so.
Json claim_form(const workflow::ClaimView& view, const rules::Shelf& shelf);

}  // namespace wildclaims::http
