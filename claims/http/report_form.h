// Damage reports as staff see them, as JSON.
#pragma once

#include "claims/http/json_form.h"
#include "claims/workflow/report_view.h"

namespace wildclaims::http {

// One line of a list; times at `offset`.
Json report_line_form(const store::ReportRow& report, rules::UtcOffset offset);

// The event as told, the totals, and every claim as a line.
Json report_form(const workflow::ReportView& view);

}  // namespace wildclaims::http
