// What an exhausted limit left unpaid, over the API: restored in the order of the approvals when the limit is topped
// up.
#include <string>
#include <vector>

#include "tests/http/api_steps.h"
#include "tests/support/catch.h"

namespace {

using namespace wildclaims::http::testing;

// The sub-limit of the second household and its event.
const std::string kSecond = "limit:approved_to_household.h2.e1:";
const std::string kRestored = kPolicyPath + "/restored-residuals";

void top_up(ApiFixture& api, const char* limit) {
  ok(api.post("admin", kPolicyPath + "/endorsements", {{"limit", limit}, {"premium", "0"}, {"reason", "批单"}}), 201);
}

// Three claims of 50,000.00 against a limit of 60,000.00: the second gets a part, the third nothing.
std::vector<std::string> three_short_claims(ApiFixture& api) {
  std::vector<std::string> claims = report_maize(api, "50", 3).claims;
  for (const std::string& claim : claims) bring_to_notice(api, claim);
  api.advance("2025-09-25");
  ok(approve(api, "approver", claims[0]));
  return claims;
}

ApiSetup small_limit(const std::string& when_freed = "restore_residuals") {
  return {.edits = {{"amount: 8000000.00", "amount: 60000.00"},
                    {"when_freed: restore_residuals", "when_freed: " + when_freed}}};
}

TEST_CASE("An approval at the last yuan says what fits, and records the rest as the county's residual") {
  ApiFixture api("2025-09-21", small_limit());
  const auto claims = three_short_claims(api);
  const std::string before = api.everything();
  const ApiAnswer shorter = approve(api, "approver", claims[1]);
  check_problem(shorter, 409, "limit_short");
  CHECK(shorter.body["detail"].get<std::string>().find("10,000.00") != std::string::npos);
  CHECK(api.everything() == before);

  CHECK(ok(approve(api, "approver", claims[1], true)).body["state"] == "approved");
  CHECK(postings(last_entry(api, claims[1])) ==
        Postings{"incurred:county 6000.00", "incurred:province 4000.00", kSecond + "available -10000.00",
                 kSecond + "committed 10000.00", "limit:available -10000.00", "limit:committed 10000.00",
                 "payable:" + claims[1] + " -10000.00", "reserve:estimate -50000.00",
                 "reserve:outstanding:" + claims[1] + " 50000.00", "residual:county 40000.00",
                 "residual:owed:" + claims[1] + " -40000.00"});
  CHECK(ok(approve(api, "approver", claims[2], true)).body["state"] == "closed");
  CHECK(last_entry(api, claims[2])["kind"] == "residual_recorded");
  CHECK(policy_now(api)["residual"] == "90000.00");
  CHECK(policy_now(api)["limit"]["available"] == "0.00");
  CHECK(balanced(api));
}

TEST_CASE("Residuals are restored in the order of the approvals, as far as the limit reaches, once") {
  ApiFixture api("2025-09-21", small_limit());
  const auto claims = three_short_claims(api);
  check_problem(api.post("approver", kRestored, json::object()), 409, "nothing_to_restore");
  ok(approve(api, "approver", claims[1], true));
  ok(approve(api, "approver", claims[2], true));
  check_problem(api.post("approver", kRestored, json::object()), 409, "nothing_to_restore");
  const json left = last_entry(api, claims[1]);
  top_up(api, "55000.00");
  check_faults(api.post("approver", kRestored, {{"claim", claims[2]}}), {"unknown_key at /claim"});
  const std::size_t posted = entries(api).size();

  const ApiAnswer restored =
      once_only(api, {.as = "approver", .path = kRestored, .body = json::object()}, {{"x", 1}}, 201);
  CHECK(restored.body["total"] == "55000.00");
  CHECK(restored.body["claims"] == json{{{"claim", claims[1]}, {"amount", "40000.00"}, {"left", "0.00"}},
                                        {{"claim", claims[2]}, {"amount", "15000.00"}, {"left", "35000.00"}}});
  CHECK(restored.body["policy"]["limit"]["available"] == "0.00");
  CHECK(restored.body["policy"]["residual"] == "35000.00");
  CHECK(entries(api).size() == posted + 2);

  const json second = last_entry(api, claims[1]);
  CHECK(second["kind"] == "residual_restored");
  CHECK(second["adjusts"] == left["entry"]);
  CHECK(postings(second) == Postings{"incurred:county 24000.00", "incurred:province 16000.00",
                                     kSecond + "available -40000.00", kSecond + "committed 40000.00",
                                     "limit:available -40000.00", "limit:committed 40000.00",
                                     "payable:" + claims[1] + " -40000.00", "residual:county -40000.00",
                                     "residual:owed:" + claims[1] + " 40000.00"});
  const json seen = claim_now(api, claims[1]);
  CHECK(seen["money"]["residual"] == "0.00");
  CHECK(seen["money"]["approved"] == "50000.00");
  CHECK(seen["approvals"][1]["restores_entry"] == left["entry"]);
  CHECK(claim_now(api, claims[2])["state"] == "approved");
  CHECK(claim_now(api, claims[2])["money"]["approved"] == "15000.00");

  const std::string before = api.everything();
  check_problem(api.post("approver", kRestored, json::object()), 409, "nothing_to_restore");
  // A restored residual is not undone: the approval that left it stands.
  check_problem(
      api.post("approver", claim_path(claims[1]) + "/approval-undo", {{"reason", "x"}}, tag_of(api, claims[1])), 409,
      "nothing_to_undo");
  CHECK(api.everything() == before);

  pay(api, claims[1], "B1");
  CHECK(claim_now(api, claims[1])["money"]["paid"] == "50000.00");
  top_up(api, "35000.00");
  CHECK(ok(api.post("approver2", kRestored, json::object()), 201).body["total"] == "35000.00");
  CHECK(policy_now(api)["residual"] == "0.00");
  CHECK(balance(api, "residual:county") == "0.00");
  CHECK(balance(api, "limit:committed") == "100000.00");
  CHECK(balanced(api));
}

TEST_CASE("Whoever determined or paid one of the claims restores none, and is told which") {
  ApiFixture api("2025-09-21", small_limit());
  const auto claims = report_maize(api, "50", 2).claims;
  for (const std::string& claim : claims) bring_to_notice(api, claim);
  ok(api.post("approver", claim_path(claims[1]) + "/return-to-survey", {{"reason", "复核"}}));
  ok(api.post("adjuster-approver", claim_path(claims[1]) + "/determination", json::object()));
  ok(api.post("clerk", claim_path(claims[1]) + "/notice", {{"place", "村务公开栏"}}));
  api.advance("2025-09-25");
  ok(approve(api, "approver", claims[0]));
  ok(approve(api, "approver", claims[1], true));
  ok(api.post("approver-cashier", claim_path(claims[1]) + "/payment", {{"batch", "B1"}}));
  top_up(api, "40000.00");
  const std::string before = api.everything();
  const ApiAnswer determiner = api.post("adjuster-approver", kRestored, json::object());
  check_problem(determiner, 403, "approver_is_determiner");
  CHECK(determiner.body["faults"][0]["subject"] == claims[1]);
  check_problem(api.post("approver-cashier", kRestored, json::object()), 403, "approver_is_cashier");
  CHECK(api.everything() == before);
  ok(api.post("approver", kRestored, json::object()), 201);
}

TEST_CASE("Where the rulebook leaves residuals, they are not restored however much limit there is") {
  ApiFixture api("2025-09-21", small_limit("leave"));
  const auto claims = three_short_claims(api);
  ok(approve(api, "approver", claims[1], true));
  top_up(api, "40000.00");
  const std::string before = api.everything();
  check_problem(api.post("approver", kRestored, json::object()), 409, "residuals_left_by_rule");
  CHECK(api.everything() == before);
}

}  // namespace
