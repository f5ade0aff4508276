// A premium that one funder prepaid, over the API: what the others owe is claimed with its evidence, and received.
#include <string>
#include <vector>

#include "tests/http/api_steps.h"
#include "tests/support/catch.h"

namespace {

using namespace wildclaims::http::testing;

const std::string kClaims = kPolicyPath + "/reimbursement-claims";
const std::string kReceipts = kPolicyPath + "/reimbursement-receipts";
const ApiSetup kCountyPrepays{.prepaid_by = "county"};

json of(const char* funder, const char* amount) { return {{"funder", funder}, {"amount", amount}}; }

// "kind amount" of each piece of evidence.
std::vector<std::string> evidence_of(const json& claim) {
  std::vector<std::string> lines;
  for (const json& each : claim["evidence"]) {
    const std::string amount = each["amount"].is_null() ? "-" : each["amount"].get<std::string>();
    lines.push_back(each["kind"].get<std::string>() + " " + amount);
  }
  return lines;
}

TEST_CASE("The province's part of a prepaid premium is claimed with its evidence and received, each to the fen") {
  ApiFixture api("2025-09-21", kCountyPrepays);
  CHECK(policy_now(api)["prepaid_by"] == "county");
  CHECK(postings(last_entry(api)) == Postings{"limit:available 8000000.00", "limit:granted -8000000.00",
                                              "premium:receivable:county 500000.00", "premium:written -500000.00",
                                              "reimbursement:owed_to:county -200000.00",
                                              "reimbursement:receivable:province 200000.00"});
  const std::string receipts = kPolicyPath + "/premium-receipts";
  check_problem(api.post("cashier", receipts, of("province", "0.01")), 409, "premium_over_received");
  ok(api.post("cashier", receipts, of("county", "300000.00")), 201);
  ok(api.post("cashier", receipts, of("county", "200000.00")), 201);
  ok(api.post("admin", kPolicyPath + "/endorsements", {{"limit", "0"}, {"premium", "1000.01"}, {"reason", "批单1号"}}),
     201);
  CHECK(postings(last_entry(api)) == Postings{"premium:receivable:county 1000.01", "premium:written -1000.01",
                                              "reimbursement:owed_to:county -400.00",
                                              "reimbursement:receivable:province 400.00"});
  const std::string claim = report_maize(api, "10").claims.front();
  bring_to_notice(api, claim);
  api.advance("2025-09-25");
  ok(approve(api, "approver", claim));

  const std::size_t posted = entries(api).size();
  const ApiAnswer asked = once_only(api, {.as = "clerk", .path = kClaims, .body = of("province", "150000.00")},
                                    of("province", "150000.01"), 201);
  CHECK(asked.body["reimbursement_claim"] == 1);
  CHECK(entries(api).size() == posted);  // asking moves no money
  const ApiAnswer list = ok(api.get("auditor", kClaims));
  REQUIRE(list.body["reimbursement_claims"].size() == 1);
  const json& made = list.body["reimbursement_claims"][0];
  CHECK(made["reimbursement_claim"] == 1);
  CHECK(made["funder"] == "province");
  CHECK(made["prepaid_by"] == "county");
  CHECK(made["amount"] == "150000.00");
  CHECK(made["made_on"] == "2025-09-25");
  CHECK(made["head"]["sequence"] == last_entry(api)["entry"]);
  CHECK(made["head"]["hash"] == last_entry(api)["hash"]);
  CHECK(evidence_of(made) == std::vector<std::string>{"policy 500000.00", "rulebook -", "endorsement 1000.01",
                                                      "premium_receipt 300000.00", "premium_receipt 200000.00",
                                                      "indemnity_paid 0.00", "indemnity_committed 10000.00"});
  const json all = entries(api);
  CHECK(made["evidence"][0]["reference"] == "PL-2025 2025-01-01 2025-12-31");
  CHECK(made["evidence"][1]["reference"] ==
        "pinglu-wildlife 2025.1 " + policy_now(api)["rulebook"]["sha256"].get<std::string>());
  CHECK(made["evidence"][2]["reference"] == "PL-2025#4");
  CHECK(made["evidence"][3]["reference"] == "PL-2025#2 2025-09-21 " + all[1]["hash"].get<std::string>());
  CHECK(made["evidence"][4]["reference"] == "PL-2025#3 2025-09-21 " + all[2]["hash"].get<std::string>());

  const ApiAnswer paid = once_only(api, {.as = "cashier", .path = kReceipts, .body = of("province", "150000.00")},
                                   of("province", "150000.01"), 201);
  CHECK(paid.body["entry"] == last_entry(api)["entry"]);
  CHECK(last_entry(api)["kind"] == "reimbursement_received");
  CHECK(postings(last_entry(api)) ==
        Postings{"reimbursement:owed_to:county 150000.00", "reimbursement:receivable:province -150000.00"});
  CHECK(paid.body["policy"]["premium_by_funder"][0]["reimbursement_receivable"] == "50400.00");
  CHECK(paid.body["policy"]["premium_by_funder"][1]["reimbursement_owed_to"] == "50400.00");
  const json owed = ok(api.get("auditor", kPolicyPath + "/receivables")).body;
  CHECK(owed["as_of"] == "2025-09-25");
  REQUIRE(owed["funders"].size() == 2);
  CHECK(owed["funders"][0]["funder"] == "county");
  CHECK(owed["funders"][0]["of"] == "premium");
  CHECK(owed["funders"][0]["outstanding"] == "1000.01");
  CHECK(owed["funders"][1]["funder"] == "province");
  CHECK(owed["funders"][1]["of"] == "reimbursement");
  CHECK(owed["funders"][1]["called"] == "200400.00");
  CHECK(owed["funders"][1]["received"] == "150000.00");
  CHECK(owed["funders"][1]["outstanding"] == "50400.00");
  CHECK(owed["funders"][1]["days"] == 4);
  CHECK(owed["funders"][1]["days_0_30"] == "50400.00");
  CHECK(balanced(api));
}

TEST_CASE("No more is claimed than is owed and was not asked for before, and no more received than is owed") {
  ApiFixture api("2025-09-21", kCountyPrepays);
  ok(api.post("clerk", kClaims, of("province", "150000.00")), 201);
  std::string before = api.everything();
  const ApiAnswer much = api.post("clerk", kClaims, of("province", "50000.01"));
  check_problem(much, 409, "reimbursement_over_claimed");
  CHECK(much.body["detail"].get<std::string>().find("50,000.00") != std::string::npos);
  check_problem(api.post("clerk", kClaims, of("county", "0.01")), 409, "reimbursement_over_claimed");
  check_problem(api.post("clerk", kClaims, of("town", "1.00")), 422, "funder_unknown");
  check_faults(api.post("clerk", kClaims, json::object()), {"missing at /amount", "missing at /funder"});
  check_faults(api.post("clerk", kClaims, of("province", "0")), {"amount_not_positive at /amount"});
  check_faults(api.post("clerk", kClaims, {{"funder", 1}, {"amount", "1.001"}, {"effective", "2025-09-21"}}),
               {"money_format at /amount", "not_text at /funder", "unknown_key at /effective"});

  const ApiAnswer over = api.post("cashier", kReceipts, of("province", "200000.01"));
  check_problem(over, 409, "reimbursement_over_received");
  CHECK(over.body["detail"].get<std::string>().find("200,000.00") != std::string::npos);
  check_problem(api.post("cashier", kReceipts, of("county", "0.01")), 409, "reimbursement_over_received");
  check_problem(api.post("cashier", kReceipts, of("town", "1.00")), 422, "funder_unknown");
  check_faults(api.post("cashier", kReceipts, json::object()), {"missing at /amount", "missing at /funder"});
  check_faults(
      api.post("cashier", kReceipts, {{"funder", "province"}, {"amount", "0.00"}, {"effective", "2025-09-22"}}),
      {"amount_not_positive at /amount", "day_out_of_range at /effective"});
  CHECK(api.everything() == before);

  // What was received is no longer waiting; the rest may be asked for, once.
  ok(api.post("cashier", kReceipts, of("province", "160000.00")), 201);
  before = api.everything();
  check_problem(api.post("clerk", kClaims, of("province", "40000.01")), 409, "reimbursement_over_claimed");
  check_problem(api.post("cashier", kReceipts, of("province", "40000.01")), 409, "reimbursement_over_received");
  CHECK(api.everything() == before);
  CHECK(ok(api.post("clerk", kClaims, of("province", "40000.00")), 201).body["reimbursement_claim"] == 2);
  ok(api.post("cashier", kReceipts, of("province", "40000.00")), 201);
  CHECK(balance(api, "reimbursement:receivable:province") == "0.00");
  CHECK(balance(api, "reimbursement:owed_to:county") == "0.00");
  check_problem(api.post("clerk", kClaims, of("province", "0.01")), 409, "reimbursement_over_claimed");
}

TEST_CASE("Where nobody prepaid, nothing is claimed back: who prepays is a funder of the rulebook") {
  ApiFixture api;
  CHECK(policy_now(api)["prepaid_by"].is_null());
  CHECK(ok(api.get("auditor", kClaims)).body["reimbursement_claims"].empty());
  check_problem(api.post("clerk", kClaims, of("province", "0.01")), 409, "reimbursement_over_claimed");
  check_problem(api.post("cashier", kReceipts, of("province", "0.01")), 409, "reimbursement_over_received");
  check_problem(api.post("admin", "/api/v1/policies", {{"programme", "PL"}, {"year", 2026}, {"prepaid_by", "town"}}),
                422, "funder_unknown");
  check_problem(api.get("auditor", "/api/v1/policies/PL-2031/reimbursement-claims"), 404, "policy_unknown");
}

}  // namespace
