// Undoing an approval over the API: what is given back, to the fen, and what stands in the way.
#include <string>

#include "tests/http/api_steps.h"
#include "tests/support/catch.h"

namespace {

using namespace wildclaims::http::testing;

const json kReason{{"reason", "附件有误"}};

ApiAnswer undo(ApiFixture& api, const std::string& who, const std::string& claim) {
  return api.post(who, claim_path(claim) + "/approval-undo", kReason, tag_of(api, claim));
}

TEST_CASE("An approval is undone over the API: its entry is turned round and the claim may be approved again") {
  ApiFixture api;
  const std::string claim = report_maize(api, "50").claims.front();
  bring_to_notice(api, claim);
  api.advance("2025-09-25");
  ok(approve(api, "approver", claim));
  const json approval = last_entry(api, claim);
  CHECK(approval["kind"] == "indemnity_approved");
  CHECK(balance(api, "payable:" + claim) == "-50000.00");

  const ApiAnswer undone = once_only(api,
                                     {.as = "approver2",
                                      .path = claim_path(claim) + "/approval-undo",
                                      .body = kReason,
                                      .if_match = tag_of(api, claim)},
                                     {{"reason", "另一理由"}}, 200);
  CHECK(undone.body["claim"] == claim);
  CHECK(undone.body["state"] == "noticed");
  CHECK(undone.header("etag") == tag_of(api, claim));

  const json entry = last_entry(api, claim);
  CHECK(entry["kind"] == "approval_undone");
  CHECK(entry["label"]["zh"] == "撤销批准");
  CHECK(entry["reverses"] == approval["entry"]);
  CHECK(entry["effective"] == "2025-09-25");
  CHECK(postings(entry) == reversed(approval));
  CHECK(balance(api, "payable:" + claim) == "0.00");
  CHECK(balance(api, "incurred:province") == "0.00");
  CHECK(balance(api, "incurred:county") == "0.00");
  CHECK(balance(api, "limit:committed") == "0.00");
  CHECK(balance(api, "limit:available") == "8000000.00");
  CHECK(balance(api, "reserve:outstanding:" + claim) == "-50000.00");
  CHECK(balanced(api));

  json seen = claim_now(api, claim);
  CHECK(seen["money"]["approved"] == "0.00");
  CHECK(seen["approvals"][0]["undone"]["reason"] == "附件有误");
  CHECK(seen["approvals"][0]["undone"]["by"] == "approver2");
  CHECK(seen["approvals"][0]["undone"]["entry"] == entry["entry"]);
  CHECK(seen["history"].back()["what"] == "undo_approval");

  CHECK(ok(approve(api, "approver", claim)).body["state"] == "approved");
  CHECK(postings(last_entry(api, claim)) == postings(approval));
  CHECK(balance(api, "limit:committed") == "50000.00");
}

TEST_CASE("An undoing sent again after the claim was approved again is answered as before, and undoes nothing") {
  ApiFixture api;
  const std::string claim = report_maize(api, "50").claims.front();
  bring_to_notice(api, claim);
  api.advance("2025-09-25");
  ok(approve(api, "approver", claim));
  const ApiRequest request{.as = "approver",
                           .method = "POST",
                           .path = claim_path(claim) + "/approval-undo",
                           .body = kReason,
                           .if_match = tag_of(api, claim),
                           .key = "undo-it-once"};
  const ApiAnswer first = ok(api.send(request));
  ok(approve(api, "approver", claim));
  const std::string before = api.everything();
  const ApiAnswer again = ok(api.send(request));
  CHECK(again.text == first.text);
  CHECK(again.header("idempotency-replayed") == "true");
  CHECK(api.everything() == before);
  CHECK(claim_now(api, claim)["state"] == "approved");
  // With a key of its own it is another request, about a version that is no longer so.
  check_problem(api.post("approver", request.path, kReason, request.if_match), 412, "stale_version");
}

TEST_CASE("Undoing says which version was seen, and why, and is refused when there is nothing to take back") {
  ApiFixture api;
  const std::string claim = report_maize(api, "50").claims.front();
  const std::string path = claim_path(claim) + "/approval-undo";
  check_problem(undo(api, "approver", claim), 409, "wrong_state");
  bring_to_notice(api, claim);
  api.advance("2025-09-25");
  check_problem(undo(api, "approver", claim), 409, "wrong_state");
  ok(approve(api, "approver", claim));

  const std::string before = api.everything();
  const std::string tag = tag_of(api, claim);
  check_problem(api.post("approver", path, kReason), 428, "if_match_missing");
  check_problem(api.post("approver", path, kReason, "*"), 400, "if_match_invalid");
  check_problem(api.post("approver", path, kReason, "W/" + tag), 400, "if_match_invalid");
  check_problem(api.post("approver", path, kReason, "\"1\""), 412, "stale_version");
  check_faults(api.post("approver", path, json::object(), tag), {"missing at /reason"});
  check_faults(api.post("approver", path, {{"reason", " "}, {"because", 1}}, tag),
               {"missing at /reason", "unknown_key at /because"});
  check_faults(api.post("approver", path, {{"reason", 7}}, tag), {"not_text at /reason"});
  check_faults(api.post("approver", path, {{"reason", std::string(501, 'x')}}, tag), {"too_long at /reason"});
  check_problem(undo(api, "adjuster", claim), 403, "role_not_allowed");
  CHECK(api.everything() == before);

  ok(api.post("cashier", claim_path(claim) + "/payment", {{"batch", "B1"}}));
  const std::string paying = api.everything();
  const ApiAnswer late = undo(api, "approver", claim);
  check_problem(late, 409, "wrong_state");
  CHECK(late.body["faults"][0]["subject"] == claim);
  CHECK(api.everything() == paying);
}

TEST_CASE("Whoever determined or paid a claim does not undo its approval, whatever roles they have") {
  ApiFixture api;
  const std::string claim = report_maize(api, "50").claims.front();
  ok(api.post("adjuster", claim_path(claim) + "/acceptance", json::object()));
  determine_anew(api, claim, "100%");
  // Determined anew by one who is an approver as well.
  ok(api.post("approver", claim_path(claim) + "/return-to-survey", {{"reason", "复核"}}));
  ok(api.post("adjuster-approver", claim_path(claim) + "/determination", json::object()));
  ok(api.post("clerk", claim_path(claim) + "/notice", {{"place", "村务公开栏"}}));
  api.advance("2025-09-25");
  ok(approve(api, "approver", claim));
  check_problem(undo(api, "adjuster-approver", claim), 403, "approver_is_determiner");

  ok(api.post("approver-cashier", claim_path(claim) + "/payment", {{"batch", "B1"}}));
  ok(api.post("cashier", claim_path(claim) + "/payment-return", {{"reason", "账号有误"}}));
  const std::string before = api.everything();
  check_problem(undo(api, "approver-cashier", claim), 403, "approver_is_cashier");
  CHECK(api.everything() == before);
  CHECK(ok(undo(api, "approver2", claim)).body["state"] == "noticed");
  CHECK(balance(api, "limit:committed") == "0.00");
}

TEST_CASE("The approvals of a whole report are undone in one act, all of them or none") {
  ApiFixture api;
  const Taken taken = report_maize(api, "20", 2);
  for (const std::string& claim : taken.claims) bring_to_notice(api, claim);
  api.advance("2025-09-25");
  for (const std::string& claim : taken.claims) ok(approve(api, "approver", claim));
  const std::string path = "/api/v1/damage-reports/" + taken.report;
  const auto tag = [&] { return ok(api.get("approver", path)).header("etag"); };
  CHECK(balance(api, "limit:committed") == "40000.00");

  check_problem(api.post("approver", path + "/approval-undo", kReason), 428, "if_match_missing");
  check_problem(api.post("approver", path + "/approval-undo", kReason, "\"1\""), 412, "stale_version");
  ok(api.post("cashier", claim_path(taken.claims[0]) + "/payment", {{"batch", "B1"}}));
  const std::string before = api.everything();
  const ApiAnswer refused = api.post("approver", path + "/approval-undo", kReason, tag());
  check_problem(refused, 409, "wrong_state");
  REQUIRE(refused.body["faults"].size() == 1);
  CHECK(refused.body["faults"][0]["subject"] == taken.claims[0]);
  CHECK(api.everything() == before);

  ok(api.post("cashier", claim_path(taken.claims[0]) + "/payment-return", {{"reason", "账号有误"}}));
  const ApiAnswer undone =
      once_only(api, {.as = "approver", .path = path + "/approval-undo", .body = kReason, .if_match = tag()},
                {{"reason", "另一理由"}}, 200);
  CHECK(undone.body["report"] == taken.report);
  REQUIRE(undone.body["claims"].size() == 2);
  for (const json& claim : undone.body["claims"]) CHECK(claim["state"] == "noticed");
  CHECK(undone.header("etag") == tag());
  CHECK(balance(api, "limit:committed") == "0.00");
  CHECK(balance(api, "limit:available") == "8000000.00");
  CHECK(balanced(api));
}

}  // namespace
