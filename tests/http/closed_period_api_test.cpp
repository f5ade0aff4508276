// A closed period over the API: nothing becomes effective in it any more, whatever takes a date, and work goes on.
#include <string>

#include "tests/http/api_steps.h"
#include "tests/support/catch.h"

namespace {

using namespace wildclaims::http::testing;

const std::string kClosing = kPolicyPath + "/closed-periods";

json through(const char* day) { return {{"through", day}}; }

TEST_CASE("A period is closed once it is over, in order, and never again") {
  ApiFixture api;
  api.advance("2025-10-05");
  const std::string before = api.everything();
  CHECK(policy_now(api)["closed_through"].is_null());
  for (const char* day : {"2025-10-05", "2025-10-06", "2026-12-31"}) {
    CAPTURE(day);
    check_problem(api.post("admin", kClosing, through(day)), 409, "period_not_over");
  }
  check_faults(api.post("admin", kClosing, json::object()), {"missing at /through"});
  check_faults(api.post("admin", kClosing, through("2025-09-31")), {"no_such_day at /through"});
  check_faults(api.post("admin", kClosing, {{"through", "September"}, {"reopen", true}}),
               {"date_format at /through", "unknown_key at /reopen"});
  check_faults(api.post("admin", kClosing, {{"through", 20250930}}), {"not_text at /through"});
  CHECK(api.everything() == before);

  const ApiAnswer closed =
      once_only(api, {.as = "admin", .path = kClosing, .body = through("2025-09-30")}, through("2025-10-01"), 201);
  CHECK(closed.body["closed_through"] == "2025-09-30");
  CHECK(closed.body["policy"]["closed_through"] == "2025-09-30");
  CHECK(policy_now(api)["closed_through"] == "2025-09-30");
  const std::string after = api.everything();
  for (const char* day : {"2025-09-30", "2025-09-29", "2025-01-01"}) {
    CAPTURE(day);
    check_problem(api.post("admin", kClosing, through(day)), 409, "period_not_over");
  }
  CHECK(api.everything() == after);
  CHECK(ok(api.post("admin", kClosing, through("2025-10-04")), 201).body["closed_through"] == "2025-10-04");

  // Each book is closed by itself.
  ok(api.post("admin", "/api/v1/policies", {{"programme", "PL"}, {"year", 2026}}), 201);
  CHECK(ok(api.get("auditor", "/api/v1/policies/PL-2026")).body["closed_through"].is_null());
  ok(api.post("cashier", "/api/v1/policies/PL-2026/premium-receipts",
              {{"funder", "county"}, {"amount", "1.00"}, {"effective", "2025-10-05"}}),
     201);
}

TEST_CASE("Every command that takes a date is refused a day in a closed period") {
  ApiFixture api("2025-09-21", {.prepaid_by = "county"});
  api.advance("2025-10-05");
  ok(api.post("admin", kClosing, through("2025-09-30")), 201);
  struct Row {
    const char* path;
    const char* funder;
    const char* kind;
  };
  for (const Row& row : {Row{"/premium-receipts", "county", "premium_received"},
                         Row{"/reimbursement-receipts", "province", "reimbursement_received"}}) {
    CAPTURE(row.path);
    const auto received = [&](const char* day, const char* amount = "100.00") {
      return api.post("cashier", kPolicyPath + row.path,
                      {{"funder", row.funder}, {"amount", amount}, {"effective", day}});
    };
    const std::string before = api.everything();
    for (const char* day : {"2025-09-21", "2025-09-29", "2025-09-30"}) {
      CAPTURE(day);
      const ApiAnswer refused = received(day);
      check_problem(refused, 409, "period_closed");
      CHECK(refused.body["faults"][0]["subject"] == "PL-2025");
      CHECK(refused.body["detail"].get<std::string>().find("2025-09-30") != std::string::npos);
      CHECK(refused.body["detail_zh"].get<std::string>().find("2025-09-30") != std::string::npos);
    }
    check_faults(received("2025-09-30", "0.00"), {"amount_not_positive at /amount"});
    check_faults(received("2025-09-20"), {"day_out_of_range at /effective"});
    CHECK(api.everything() == before);

    ok(received("2025-10-01"), 201);
    CHECK(last_entry(api)["kind"] == row.kind);
    CHECK(last_entry(api)["effective"] == "2025-10-01");
    ok(api.post("cashier", kPolicyPath + row.path, {{"funder", row.funder}, {"amount", "1.00"}}), 201);
    CHECK(last_entry(api)["effective"] == "2025-10-05");
  }
}

TEST_CASE("What was closed stays as it was while claims go on: every later entry is effective after it") {
  ApiFixture api;
  const auto claims = report_maize(api, "20", 2).claims;
  for (const std::string& claim : claims) bring_to_notice(api, claim);
  api.advance("2025-09-25");
  for (const std::string& claim : claims) ok(approve(api, "approver", claim));
  api.advance("2025-10-05");
  ok(api.post("admin", kClosing, through("2025-09-30")), 201);
  const std::string at_closing = "/api/v1/ledger/trial-balance?policy=PL-2025&effective=2025-09-30";
  const std::string closed = ok(api.get("auditor", at_closing)).text;
  const std::size_t posted = entries(api).size();

  ok(api.post("approver", claim_path(claims[0]) + "/approval-undo", {{"reason", "附件有误"}}, tag_of(api, claims[0])));
  ok(api.post("admin", kPolicyPath + "/endorsements", {{"limit", "1.00"}, {"premium", "1.00"}, {"reason", "批单"}}),
     201);
  pay(api, claims[1], "B1");
  ok(api.post("cashier", claim_path(claims[1]) + "/payment-return", {{"reason", "账户已销"}}));
  ok(api.post("cashier", kPolicyPath + "/premium-receipts", {{"funder", "county"}, {"amount", "1.00"}}), 201);
  const json all = entries(api);
  REQUIRE(all.size() == posted + 6);
  for (std::size_t i = posted; i < all.size(); ++i) CHECK(all[i]["effective"] == "2025-10-05");
  CHECK(ok(api.get("auditor", at_closing)).text == closed);
  CHECK(balanced(api));
}

}  // namespace
