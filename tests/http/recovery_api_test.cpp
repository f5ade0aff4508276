// Money paid back by a claimant, over the API: to the bank and, where the rulebook says so, to the limit.
#include <string>

#include "tests/http/api_steps.h"
#include "tests/support/catch.h"

namespace {

using namespace wildclaims::http::testing;

// The sub-limit of the first household and event.
const std::string kHousehold = "limit:approved_to_household.h1.e1:";

json back(const char* amount, const char* reference = "流水 4711") {
  return {{"amount", amount}, {"bank_reference", reference}};
}

// 80 mu, 80,000.00 paid, of which a later answer leaves 50 %: 40,000.00 is to be paid back.
std::string overpaid_claim(ApiFixture& api) {
  std::string claim = report_maize(api, "80").claims.front();
  bring_to_notice(api, claim);
  api.advance("2025-09-25");
  ok(approve(api, "approver", claim));
  pay(api, claim, "B1");
  ok(api.post("clerk", claim_path(claim) + "/appeal", {{"reason", "邻户举报"}}));
  determine_anew(api, claim, "50%");
  api.advance("2025-09-30");
  CHECK(ok(approve(api, "approver", claim)).body["state"] == "paid");
  return claim;
}

TEST_CASE("Money paid back arrives part by part, frees the limit, and only then is the claim closed") {
  ApiFixture api;
  const std::string claim = overpaid_claim(api);
  const std::string path = claim_path(claim) + "/recovery";
  CHECK(balance(api, "recovery:receivable:" + claim) == "40000.00");
  CHECK(balance(api, "limit:available") == "7920000.00");
  CHECK(policy_now(api)["recovery_receivable"] == "40000.00");

  const std::string before = api.everything();
  const ApiAnswer open = api.post("clerk", claim_path(claim) + "/closing", json::object());
  check_problem(open, 409, "recovery_outstanding");
  CHECK(open.body["faults"][0]["subject"] == claim);
  const ApiAnswer much = api.post("cashier", path, back("40000.01"));
  check_problem(much, 409, "recovery_over_received");
  CHECK(much.body["detail"].get<std::string>().find("40,000.00") != std::string::npos);
  CHECK(much.body["detail_zh"].get<std::string>().find("40,000.00") != std::string::npos);
  check_faults(api.post("cashier", path, json::object()), {"missing at /amount", "missing at /bank_reference"});
  check_faults(api.post("cashier", path, {{"amount", "0.00"}, {"bank_reference", ""}, {"currency", "CNY"}}),
               {"amount_not_positive at /amount", "missing at /bank_reference", "unknown_key at /currency"});
  for (const json& wrong : {json("-1.00"), json("1.001"), json("1,000.00"), json("much")}) {
    check_faults(api.post("cashier", path, {{"amount", wrong}, {"bank_reference", "x"}}), {"money_format at /amount"});
  }
  check_faults(api.post("cashier", path, {{"amount", 1}, {"bank_reference", "x"}}), {"not_text at /amount"});
  CHECK(api.everything() == before);

  const ApiAnswer first =
      once_only(api, {.as = "cashier", .path = path, .body = back("15000.01")}, back("15000.02"), 200);
  CHECK(first.body["state"] == "paid");
  const json entry = last_entry(api, claim);
  CHECK(entry["kind"] == "recovery_received");
  CHECK(postings(entry) == Postings{"bank:claims 15000.01", kHousehold + "available 15000.01",
                                    kHousehold + "paid -15000.01", "limit:available 15000.01", "limit:paid -15000.01",
                                    "recovery:receivable:" + claim + " -15000.01"});
  check_problem(api.post("cashier", path, back("25000.00")), 409, "recovery_over_received");
  ok(api.post("cashier", path, back("24999.99", "流水 4712")));

  const json seen = claim_now(api, claim);
  CHECK(seen["money"]["recoverable"] == "0.00");
  CHECK(seen["money"]["recovered"] == "40000.00");
  REQUIRE(seen["recoveries"].size() == 2);
  CHECK(seen["recoveries"][0]["amount"] == "15000.01");
  CHECK(seen["recoveries"][0]["limit_restored"] == true);
  CHECK(seen["recoveries"][0]["bank_reference"] == "流水 4711");
  CHECK(seen["recoveries"][0]["entry"] == entry["entry"]);
  CHECK(seen["recoveries"][0]["by"] == "cashier");
  CHECK(balance(api, "limit:available") == "7960000.00");
  CHECK(balance(api, "limit:paid") == "40000.00");
  CHECK(balance(api, "bank:claims") == "-40000.00");
  check_problem(api.post("cashier", path, back("0.01")), 409, "recovery_over_received");
  CHECK(ok(api.post("clerk", claim_path(claim) + "/closing", json::object())).body["state"] == "closed");
  CHECK(balanced(api));
}

TEST_CASE("Where the rulebook leaves a freed limit alone, money paid back does not return to it") {
  ApiFixture api("2025-09-21", {.edits = {{"when_freed: restore_residuals", "when_freed: leave"}}});
  const std::string claim = overpaid_claim(api);
  ok(api.post("cashier", claim_path(claim) + "/recovery", back("40000.00")));
  CHECK(postings(last_entry(api, claim)) ==
        Postings{"bank:claims 40000.00", "recovery:receivable:" + claim + " -40000.00"});
  CHECK(claim_now(api, claim)["recoveries"][0]["limit_restored"] == false);
  CHECK(balance(api, "limit:available") == "7920000.00");
  CHECK(balance(api, "limit:paid") == "80000.00");
  CHECK(balanced(api));
}

TEST_CASE("Whoever determined or approved a claim does not take its money back, and a claim never paid owes none") {
  ApiFixture api;
  const std::string claim = report_maize(api, "80").claims.front();
  const std::string path = claim_path(claim) + "/recovery";
  check_problem(api.post("cashier", path, back("1.00")), 409, "wrong_state");
  bring_to_notice(api, claim);
  check_problem(api.post("cashier", path, back("1.00")), 409, "recovery_over_received");
  ok(api.post("approver", claim_path(claim) + "/return-to-survey", {{"reason", "复核"}}));
  ok(api.post("adjuster-cashier", claim_path(claim) + "/determination", json::object()));
  ok(api.post("clerk", claim_path(claim) + "/notice", {{"place", "村务公开栏"}}));
  api.advance("2025-09-25");
  ok(approve(api, "approver-cashier", claim));
  pay(api, claim, "B1");
  ok(api.post("clerk", claim_path(claim) + "/appeal", {{"reason", "邻户举报"}}));
  determine_anew(api, claim, "50%");
  api.advance("2025-09-30");
  ok(approve(api, "approver", claim));
  const std::string before = api.everything();
  check_problem(api.post("adjuster-cashier", path, back("1.00")), 403, "cashier_is_determiner");
  check_problem(api.post("approver-cashier", path, back("1.00")), 403, "cashier_is_approver");
  CHECK(api.everything() == before);
  ok(api.post("cashier", path, back("1.00")));
  CHECK(balance(api, "recovery:receivable:" + claim) == "39999.00");
}

}  // namespace
