// Every route of the service, resource by resource. One file for each: *_routes.cpp.
#pragma once

#include <vector>

#include "claims/http/router.h"

namespace wildclaims::http {

std::vector<Route> health_routes();    // /healthz, /readyz
std::vector<Route> problem_routes();   // /problems
std::vector<Route> contract_routes();  // /api/v1/openapi.yaml
std::vector<Route> session_routes();
std::vector<Route> policy_routes();
std::vector<Route> report_routes();
std::vector<Route> claim_routes();
std::vector<Route> action_routes();  // of claims and of whole reports
std::vector<Route> ledger_routes();
std::vector<Route> statement_routes();
std::vector<Route> status_routes();  // the public one
std::vector<Route> clock_routes();
std::vector<Route> rulebook_routes();

std::vector<Route> all_routes();

}  // namespace wildclaims::http
