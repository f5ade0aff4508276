// Who may do what to approvals and policies over the API: one role each, asked before anything is looked up.
#include <string>
#include <string_view>
#include <vector>

#include "tests/http/api_steps.h"
#include "tests/support/catch.h"

namespace {

using namespace wildclaims::http::testing;

constexpr const char* kRoles[] = {"clerk", "adjuster", "approver", "cashier", "auditor", "admin"};

struct Right {
  const char* path;  // below /api/v1, of something that does not exist
  const char* role;
  const char* unknown;  // what whoever has the right is told of it
};

constexpr Right kRights[] = {
    {"claims/PL-2025-000001-3/approval-undo", "approver", "claim_unknown"},
    {"damage-reports/PLR-2025-000001-3/approval-undo", "approver", "report_unknown"},
    {"claims/PL-2025-000001-3/appeal", "clerk", "claim_unknown"},
    {"claims/PL-2025-000001-3/reopening", "adjuster", "claim_unknown"},
    {"claims/PL-2025-000001-3/closing", "clerk", "claim_unknown"},
    {"damage-reports/PLR-2025-000001-3/closing", "clerk", "report_unknown"},
    {"claims/PL-2025-000001-3/recovery", "cashier", "claim_unknown"},
    {"policies/PL-2031/endorsements", "admin", "policy_unknown"},
    {"policies/PL-2031/premium-receipts", "cashier", "policy_unknown"},
    {"policies/PL-2031/reimbursement-claims", "clerk", "policy_unknown"},
    {"policies/PL-2031/reimbursement-receipts", "cashier", "policy_unknown"},
    {"policies/PL-2031/closed-periods", "admin", "policy_unknown"},
    {"policies/PL-2031/restored-residuals", "approver", "policy_unknown"},
};

TEST_CASE("Each act on an approval or a policy is one role's: others are refused whatever they send about anything") {
  ApiFixture api;
  const std::string before = api.everything();
  for (const Right& right : kRights) {
    const std::string path = std::string("/api/v1/") + right.path;
    CAPTURE(path);
    for (const std::string_view role : kRoles) {
      if (role == right.role) continue;
      CAPTURE(role);
      check_problem(api.post(std::string(role), path, {{"surprise", 1}}), 403, "role_not_allowed");
    }
    // The one with the right learns that it does not exist before any fault of the body.
    check_problem(api.post(right.role, path, {{"surprise", 1}}, "\"1\""), 404, right.unknown);
    const ApiRequest keyless{
        .as = right.role, .method = "POST", .path = path, .body = json::object(), .if_match = "\"1\"", .key = ""};
    check_problem(api.send(keyless), 400, "idempotency_key_missing");
  }
  CHECK(api.everything() == before);
}

TEST_CASE("The books are everyone's to read, statements and receivables are for those who answer for money") {
  ApiFixture api;
  const std::vector<std::string> for_all{
      "/api/v1/ledger/entries?policy=PL-2025", "/api/v1/ledger/accounts?policy=PL-2025",
      "/api/v1/ledger/trial-balance?policy=PL-2025", kPolicyPath + "/reimbursement-claims", kPolicyPath};
  const std::vector<std::string> for_money{kPolicyPath + "/statement?month=2025-09", kPolicyPath + "/receivables"};
  for (const std::string role : kRoles) {
    CAPTURE(role);
    for (const std::string& path : for_all) CHECK(api.get(role, path).status == 200);
    for (const std::string& path : for_money) {
      const bool may = role == "auditor" || role == "cashier" || role == "admin";
      CAPTURE(path);
      if (may) {
        CHECK(api.get(role, path).status == 200);
      } else {
        check_problem(api.get(role, path), 403, "role_not_allowed");
      }
    }
  }
  for (const char* of : {"/statement?month=2025-09", "/receivables", "/reimbursement-claims", ""}) {
    check_problem(api.get("auditor", std::string("/api/v1/policies/PL-2031") + of), 404, "policy_unknown");
  }
}

}  // namespace
