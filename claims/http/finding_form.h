// What is said about rulebook files, in answers and in problem documents.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string_view>

#include "claims/http/json_form.h"
#include "claims/workflow/rulebook_finding.h"

namespace wildclaims::http {

// {"severity","code","file","line","column","zh","en","help_en","page"}. Line and column are null for the whole file,
// zh where the rules language speaks English only, help_en where there is no more to say. The page is a path of this
// service, or a section of the author's reference.
Json finding_form(const workflow::RulebookFinding& finding);

// A member with the first kDiagnosticsShown of them, and "<key>_left_off" with the number of the others.
void put_findings(Json& object, const char* key, const workflow::RulebookFindings& findings);

}  // namespace wildclaims::http
