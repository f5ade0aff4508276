#include "claims/http/routes.h"

namespace wildclaims::http {

std::vector<Route> all_routes() {
  std::vector<Route> all;
  for (const auto part :
       {health_routes, problem_routes, contract_routes, session_routes, policy_routes, report_routes, claim_routes,
        action_routes, ledger_routes, statement_routes, status_routes, clock_routes, rulebook_routes}) {
    const std::vector<Route> routes = part();
    all.insert(all.end(), routes.begin(), routes.end());
  }
  return all;
}

}  // namespace wildclaims::http
