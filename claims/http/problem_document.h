// A problem as an RFC 9457 document (application/problem+json), in Chinese and English.
//
//   {"type":"/problems/stale_version","title":…,"title_zh":…,"status":412,"detail":…,"detail_zh":…,
//    "faults":[{"pointer":…,"code":…,"en":…,"zh":…}],"request_id":…}
//
// A refusal of the domain is listed in "faults" too, with the claim, report or policy in its way as "subject".
// A refused reload of rulebooks, and a draft with faults, carries "diagnostics" besides (finding_form.h).
// Of more than kFaultsShown faults the first are listed and "faults_left_off" counts the rest.
#pragma once

#include <string_view>

#include "claims/http/message.h"
#include "claims/http/problem.h"

namespace wildclaims::http {

inline constexpr std::string_view kProblemType = "application/problem+json";

Response to_response(const Problem& problem, std::string_view request_id);

}  // namespace wildclaims::http
