// One line for each answered request: method, route pattern, status, milliseconds, request id. Never a path as sent, a
// query, a body, a token, a name or an address.
//
//   POST /api/v1/damage-reports 201 3.412 ms 5f3a9c1e-00002a
#pragma once

#include <string>
#include <string_view>

#include "claims/http/application.h"

namespace wildclaims::http {

std::string access_line(const AnswerRecord& record);
std::string failure_line(std::string_view request_id, std::string_view what);

// Writes whole lines to standard error, each with one write, from any thread.
AnswerLog access_log_to_stderr();
FailureLog failure_log_to_stderr();

}  // namespace wildclaims::http
