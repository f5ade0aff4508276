// Appeals over the API: the new answer adds to what was paid, upholds it or lowers it; closing and taking up again.
#include <string>

#include "tests/http/api_steps.h"
#include "tests/support/catch.h"

namespace {

using namespace wildclaims::http::testing;

// The sub-limit of the first household and event.
const std::string kHousehold = "limit:approved_to_household.h1.e1:";
const json kObjection{{"reason", "损失率有异议"}};

// 80 mu of which half is lost: 40,000.00, paid.
std::string paid_claim(ApiFixture& api) {
  std::string claim = report_maize(api, "80").claims.front();
  bring_to_notice(api, claim, "50%");
  api.advance("2025-09-25");
  ok(approve(api, "approver", claim));
  pay(api, claim, "B1");
  return claim;
}

TEST_CASE("An appeal that finds more is approved as a delta to what was paid, and paid on its own") {
  ApiFixture api;
  const std::string claim = paid_claim(api);
  const std::size_t posted = entries(api).size();
  const ApiAnswer appealed = once_only(api, {.as = "clerk", .path = claim_path(claim) + "/appeal", .body = kObjection},
                                       {{"reason", "x"}}, 200);
  CHECK(appealed.body["state"] == "surveyed");
  CHECK(entries(api).size() == posted);  // an objection moves no money
  CHECK(claim_now(api, claim)["money"]["approved"] == "40000.00");

  determine_anew(api, claim, "75%");
  check_problem(approve(api, "approver", claim), 409, "notice_not_lapsed");
  api.advance("2025-09-30");
  CHECK(balance(api, "reserve:outstanding:" + claim) == "-20000.00");
  const json seen = claim_now(api, claim);
  const ApiAnswer approved =
      once_only(api,
                {.as = "approver",
                 .path = claim_path(claim) + "/approval",
                 .body = {{"determination", seen["determination"]["number"]}, {"amount", "60000.00"}},
                 .if_match = tag_of(api, claim)},
                {{"determination", seen["determination"]["number"]}, {"amount", "60000.01"}}, 200);
  CHECK(approved.body["state"] == "approved");
  const json delta = last_entry(api, claim);
  CHECK(delta["kind"] == "indemnity_approved");
  CHECK(postings(delta) == Postings{"incurred:county 12000.00", "incurred:province 8000.00",
                                    kHousehold + "available -20000.00", kHousehold + "committed 20000.00",
                                    "limit:available -20000.00", "limit:committed 20000.00",
                                    "payable:" + claim + " -20000.00", "reserve:estimate -20000.00",
                                    "reserve:outstanding:" + claim + " 20000.00"});

  const json whole = claim_now(api, claim);
  REQUIRE(whole["approvals"].size() == 2);
  CHECK(whole["approvals"][1]["entitlement"] == "20000.00");
  CHECK(whole["approvals"][1]["adds_to_entry"] == whole["approvals"][0]["entry"]);
  CHECK(delta["adjusts"] == whole["approvals"][0]["entry"]);
  CHECK(whole["money"]["approved"] == "60000.00");
  CHECK(whole["money"]["paid"] == "40000.00");

  pay(api, claim, "B2");
  CHECK(last_entry(api, claim)["batch"] == "B2");
  CHECK(claim_now(api, claim)["state"] == "paid");
  CHECK(balance(api, "limit:paid") == "60000.00");
  CHECK(balance(api, "bank:claims") == "-60000.00");
  CHECK(balance(api, "incurred:province") == "24000.00");
  CHECK(balance(api, "incurred:county") == "36000.00");
  CHECK(balanced(api));
}

TEST_CASE("A delta that is not paid yet is undone by itself: what was paid stays") {
  ApiFixture api;
  const std::string claim = paid_claim(api);
  ok(api.post("clerk", claim_path(claim) + "/appeal", kObjection));
  determine_anew(api, claim, "75%");
  api.advance("2025-09-30");
  ok(approve(api, "approver", claim));
  const json delta = last_entry(api, claim);
  const ApiAnswer undone =
      api.post("approver", claim_path(claim) + "/approval-undo", {{"reason", "附件有误"}}, tag_of(api, claim));
  CHECK(ok(undone).body["state"] == "noticed");
  CHECK(postings(last_entry(api, claim)) == reversed(delta));
  CHECK(last_entry(api, claim)["adjusts"].is_null());
  CHECK(claim_now(api, claim)["money"]["approved"] == "40000.00");
  CHECK(balance(api, "limit:paid") == "40000.00");
  CHECK(balance(api, "limit:committed") == "0.00");
  CHECK(balance(api, "payable:" + claim) == "0.00");
  check_problem(api.post("clerk", claim_path(claim) + "/withdrawal", {{"reason", "撤回"}}), 409, "approval_stands");
  CHECK(balanced(api));
}

TEST_CASE("An appeal that finds as much moves no money, and one that finds less is money to be paid back") {
  ApiFixture api;
  const std::string claim = paid_claim(api);
  ok(api.post("clerk", claim_path(claim) + "/appeal", kObjection));
  determine_anew(api, claim, "50%");
  api.advance("2025-09-30");
  CHECK(ok(approve(api, "approver", claim)).body["state"] == "paid");
  CHECK(balance(api, "limit:paid") == "40000.00");
  CHECK(balance(api, "limit:available") == "7960000.00");
  CHECK(balance(api, "recovery:receivable:" + claim) == "0.00");

  ok(api.post("clerk", claim_path(claim) + "/appeal", kObjection));
  determine_anew(api, claim, "30%");
  api.advance("2025-10-10");
  CHECK(ok(approve(api, "approver", claim)).body["state"] == "paid");
  const json lowered = last_entry(api, claim);
  CHECK(lowered["kind"] == "indemnity_lowered");
  CHECK(postings(lowered) == Postings{"incurred:county -9600.00", "incurred:province -6400.00",
                                      "recovery:receivable:" + claim + " 16000.00"});
  const json seen = claim_now(api, claim);
  CHECK(lowered["adjusts"] == seen["approvals"][0]["entry"]);
  CHECK(seen["approvals"][0]["lowered"][0]["recoverable"] == "16000.00");
  CHECK(seen["approvals"][0]["lowered"][0]["unpaid"] == "0.00");
  CHECK(seen["approvals"][0]["lowered"][0]["by"] == "approver");
  CHECK(seen["money"]["approved"] == "24000.00");
  CHECK(seen["money"]["recoverable"] == "16000.00");
  CHECK(balanced(api));
}

TEST_CASE("What was lowered before it was paid is not owed any more, and such an approval is not undone") {
  ApiFixture api;
  const std::string claim = paid_claim(api);
  ok(api.post("clerk", claim_path(claim) + "/appeal", kObjection));
  ok(api.post("cashier", claim_path(claim) + "/payment-return", {{"reason", "账号有误"}}));
  determine_anew(api, claim, "30%");
  api.advance("2025-09-30");
  CHECK(ok(approve(api, "approver", claim)).body["state"] == "approved");
  CHECK(postings(last_entry(api, claim)) == Postings{"incurred:county -9600.00", "incurred:province -6400.00",
                                                     kHousehold + "available 16000.00",
                                                     kHousehold + "committed -16000.00", "limit:available 16000.00",
                                                     "limit:committed -16000.00", "payable:" + claim + " 16000.00"});
  CHECK(balance(api, "payable:" + claim) == "-24000.00");

  const std::string before = api.everything();
  check_problem(
      api.post("approver", claim_path(claim) + "/approval-undo", {{"reason", "附件有误"}}, tag_of(api, claim)), 409,
      "nothing_to_undo");
  CHECK(api.everything() == before);
  pay(api, claim, "B2");
  CHECK(balance(api, "bank:claims") == "-24000.00");
  CHECK(balance(api, "limit:paid") == "24000.00");
  CHECK(balanced(api));
}

TEST_CASE("A paid claim is closed and taken up again: each says why, and each has its states") {
  ApiFixture api;
  const Taken taken = report_maize(api, "10", 2);
  const std::string& claim = taken.claims[0];
  const std::string path = claim_path(claim);
  for (const char* act : {"/appeal", "/reopening", "/closing"}) {
    const std::string who = act == std::string("/appeal") || act == std::string("/closing") ? "clerk" : "adjuster";
    CAPTURE(act);
    const json body = act == std::string("/closing") ? json::object() : kObjection;
    check_problem(api.post(who, path + act, body), 409, "wrong_state");
  }
  for (const std::string& each : taken.claims) bring_to_notice(api, each);
  api.advance("2025-09-25");
  for (const std::string& each : taken.claims) ok(approve(api, "approver", each));
  check_problem(api.post("clerk", path + "/appeal", kObjection), 409, "wrong_state");
  check_problem(api.post("clerk", path + "/closing", json::object()), 409, "wrong_state");
  pay(api, claim, "B1");
  check_problem(api.post("adjuster", path + "/reopening", kObjection), 409, "wrong_state");

  const std::string before = api.everything();
  check_faults(api.post("clerk", path + "/appeal", {{"reason", ""}, {"who", "x"}}),
               {"missing at /reason", "unknown_key at /who"});
  check_faults(api.post("clerk", path + "/closing", {{"reason", "x"}}), {"unknown_key at /reason"});
  // The other claim of the report is still to be paid: none is closed.
  const ApiAnswer whole = api.post("clerk", "/api/v1/damage-reports/" + taken.report + "/closing", json::object());
  check_problem(whole, 409, "wrong_state");
  CHECK(whole.body["faults"][0]["subject"] == taken.claims[1]);
  CHECK(api.everything() == before);

  const std::size_t posted = entries(api).size();
  const ApiAnswer closed =
      once_only(api, {.as = "clerk", .path = path + "/closing", .body = json::object()}, {{"reason", "x"}}, 200);
  CHECK(closed.body["state"] == "closed");
  check_problem(api.post("clerk", path + "/closing", json::object()), 409, "wrong_state");
  check_faults(api.post("adjuster", path + "/reopening", json::object()), {"missing at /reason"});
  const ApiAnswer taken_up =
      once_only(api, {.as = "adjuster", .path = path + "/reopening", .body = {{"reason", "新证据"}}},
                {{"reason", "别的证据"}}, 200);
  CHECK(taken_up.body["state"] == "surveyed");
  CHECK(claim_now(api, claim)["history"].back()["reason"] == "新证据");
  CHECK(entries(api).size() == posted);
  CHECK(claim_now(api, claim)["money"]["paid"] == "10000.00");

  // The report's remaining claim is paid and put away with the report.
  determine_anew(api, claim, "100%");
  pay(api, taken.claims[1], "B2");
  api.advance("2025-09-30");
  CHECK(ok(approve(api, "approver", claim)).body["state"] == "paid");
  const ApiAnswer all = once_only(
      api, {.as = "clerk", .path = "/api/v1/damage-reports/" + taken.report + "/closing", .body = json::object()},
      {{"x", 1}}, 200);
  REQUIRE(all.body["claims"].size() == 2);
  for (const json& each : all.body["claims"]) CHECK(each["state"] == "closed");
  check_problem(api.post("clerk", "/api/v1/damage-reports/" + taken.report + "/closing", json::object()), 409,
                "nothing_to_do");
}

}  // namespace
