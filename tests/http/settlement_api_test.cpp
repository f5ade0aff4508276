// The year of a policy over the API: approvals that wait for its settlement, the settlement, and the queue for funds.
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "tests/http/api_fixture.h"
#include "tests/support/catch.h"
#include "tests/support/text_file.h"

namespace {

using namespace wildclaims::http::testing;
using wildclaims::tests::read_text;
using wildclaims::tests::replaced;
using wildclaims::tests::write_text;

ApiAnswer ok(ApiAnswer answer, int status = 200) {
  INFO(answer.text);
  REQUIRE(answer.status == status);
  return answer;
}

// PL-2026 under a rulebook with another rule for its limit, which is 1,000.00.
void open_2026(ApiFixture& api, const std::vector<std::pair<std::string, std::string>>& edits) {
  const std::string file = api.config() + "/rulebooks/pinglu-2026.yaml";
  std::string text = replaced(read_text(file), "amount: 8000000.00", "amount: 1000.00");
  for (const auto& [what, by] : edits) text = replaced(text, what, by);
  write_text(file, text);
  ok(api.send({.as = "admin", .method = "POST", .path = "/api/v1/rulebooks/reload"}));
  ok(api.post("admin", "/api/v1/policies", {{"programme", "PL"}, {"year", 2026}}), 201);
}

// Two households with 0.8 and 0.45 mu of ripe maize, all lost, on notice; their paths.
std::vector<std::string> on_notice(ApiFixture& api) {
  json report = boar_report(2);
  report["damage_from"] = "2026-09-18";
  report["damage_to"] = "2026-09-20";
  report["discovered_at"] = "2026-09-20T07:30";
  const auto taken = ok(api.post("clerk", "/api/v1/damage-reports", report), 201);
  const std::string whole = "/api/v1/damage-reports/" + taken.body["report"].get<std::string>();
  ok(api.post("adjuster", whole + "/acceptance", json::object()));
  json survey{{"visited_on", "2026-09-21"},
              {"kind", "discovery"},
              {"species", "wild_boar"},
              {"attribution", "confirmed"},
              {"note", "样方五处"}};
  std::vector<std::string> paths;
  for (const char* area : {"0.8", "0.45"}) {
    const std::string claim = taken.body["claims"][paths.size()]["claim"];
    survey["claims"].push_back(
        {{"claim", claim},
         {"items", {{{"item", 1}, {"crop", "maize"}, {"stage", "mature"}, {"area", area}, {"loss_rate", "100%"}}}}});
    paths.push_back("/api/v1/claims/" + claim);
  }
  ok(api.post("adjuster", whole + "/survey", survey));
  ok(api.post("adjuster", whole + "/determination", json::object()));
  ok(api.post("clerk", whole + "/notice", {{"place", "村务公开栏"}}));
  api.advance("2026-09-25");
  return paths;
}

ApiAnswer approve(ApiFixture& api, const std::string& path) {
  const auto seen = ok(api.get("approver", path));
  const json approval{{"determination", seen.body["determination"]["number"]},
                      {"amount", seen.body["determination"]["entitlement"]}};
  return api.post("approver", path + "/approval", approval, seen.header("etag"));
}

const char* const kSettlement = "/api/v1/policies/PL-2026/settlement";

}  // namespace

TEST_CASE("A year is settled over the API: pending, refused while a claim is open, settled once, then paid") {
  ApiFixture api("2026-09-21");
  open_2026(api, {{"when_exhausted: truncate", "when_exhausted: prorate"}});
  const auto paths = on_notice(api);
  CHECK(ok(approve(api, paths[0])).body["state"] == "approved");
  const auto pending = ok(api.get("auditor", paths[0]));
  CHECK(pending.body["money"]["pending"] == "800.00");
  CHECK(pending.body["money"]["approved"] == "0.00");
  CHECK(pending.body["waits"]["for"] == "settlement");
  CHECK(pending.body["approvals"][0]["waits_for"] == "settlement");
  CHECK(api.post("cashier", paths[0] + "/payment", {{"batch", "2026-09-A"}}).problem() == "year_not_settled");

  const json minutes{{"reason", "年度结算会议纪要1号"}};
  CHECK(api.post("approver", kSettlement, minutes).problem() == "year_not_over");
  api.advance("2027-01-02");
  const auto open = api.post("approver", kSettlement, minutes);
  CHECK(open.status == 409);
  CHECK(open.problem() == "claims_undecided");
  CHECK(open.text.find(paths[1].substr(paths[1].rfind('/') + 1)) != std::string::npos);
  ok(approve(api, paths[1]));
  CHECK(api.post("clerk", kSettlement, minutes).status == 403);
  CHECK(api.post("approver", kSettlement, json::object()).status == 422);

  const ApiRequest request{
      .as = "approver", .method = "POST", .path = kSettlement, .body = minutes, .key = "settled-once-2026"};
  const auto settled = ok(api.send(request), 201);
  CHECK(settled.body["claims"] == 2);
  CHECK(settled.body["wanted"] == "1250.00");
  CHECK(settled.body["available"] == "1000.00");
  CHECK(settled.body["approved"] == "1000.00");
  CHECK(settled.body["unpaid"] == "250.00");
  CHECK(settled.body["policy"]["pending"] == "0.00");
  CHECK(settled.body["policy"]["settlement"]["reason"] == "年度结算会议纪要1号");
  CHECK(ok(api.send(request), 201).text == settled.text);
  CHECK(api.post("approver", kSettlement, minutes).problem() == "year_settled");

  const auto first = ok(api.get("auditor", paths[0]));
  CHECK(first.body["money"]["approved"] == "640.00");
  CHECK(first.body["money"]["residual"] == "160.00");
  CHECK(first.body["waits"].is_null());
  CHECK(first.body["approvals"][0]["carried_out"]["entry"] == first.body["approvals"][1]["entry"]);
  CHECK(first.body["approvals"][1]["funding"] ==
        json{{{"funder", "province"}, {"amount", "256.00"}}, {{"funder", "county"}, {"amount", "384.00"}}});
  CHECK(ok(api.get("auditor", paths[1])).body["money"]["approved"] == "360.00");
  for (const std::string& path : paths) {
    ok(api.post("cashier", path + "/payment", {{"batch", "2027-01-A"}}));
    CHECK(ok(api.post("cashier", path + "/payment-confirmation", {{"bank_reference", "R"}})).body["state"] == "paid");
  }
  const auto statement = ok(api.get("auditor", "/api/v1/policies/PL-2026/statement?month=2027-01"));
  CHECK(statement.body["settled"]["sum"] == "1250.00");
  CHECK(statement.body["paid"]["sum"] == "1000.00");
}

TEST_CASE("A rulebook that carries unpaid amounts into later years opens no policy") {
  ApiFixture api("2026-09-21");
  const std::string file = api.config() + "/rulebooks/pinglu-2026.yaml";
  write_text(file, replaced(read_text(file), "when_exhausted: truncate",
                            "when_exhausted: priority\n    priority: {by: species, ties: prorate, carry_over: 2}"));
  ok(api.send({.as = "admin", .method = "POST", .path = "/api/v1/rulebooks/reload"}));
  const auto refused = api.post("admin", "/api/v1/policies", {{"programme", "PL"}, {"year", 2026}});
  CHECK(refused.problem() == "rulebook_beyond_service");
  CHECK(refused.text.find("carry_over") != std::string::npos);
}

TEST_CASE("An approval that does not fit waits for funds over the API and is carried out after a top-up") {
  ApiFixture api("2026-09-21");
  open_2026(api, {{"when_exhausted: truncate\n    residual_to: county\n    when_freed: restore_residuals",
                   "when_exhausted: hold\n    when_freed: leave"}});
  const auto paths = on_notice(api);
  CHECK(ok(approve(api, paths[0])).body["state"] == "approved");
  CHECK(ok(approve(api, paths[1])).body["state"] == "noticed");
  const auto held = ok(api.get("auditor", paths[1]));
  CHECK(held.body["money"]["held"] == "450.00");
  CHECK(held.body["waits"]["for"] == "funds");
  CHECK(held.body["waits"]["since"].get<std::string>().substr(0, 10) == "2026-09-25");
  CHECK(approve(api, paths[1]).problem() == "approval_waits");
  const auto policy = ok(api.get("auditor", "/api/v1/policies/PL-2026"));
  CHECK(policy.body["when_exhausted"] == "hold");
  CHECK(policy.body["held"]["claims"] == 1);
  CHECK(policy.body["held"]["amount"] == "450.00");

  const std::string release = "/api/v1/policies/PL-2026/held-approvals";
  CHECK(api.post("approver", release, json::object()).problem() == "nothing_to_release");
  CHECK(api.post("cashier", release, json::object()).status == 403);
  ok(api.post("admin", "/api/v1/policies/PL-2026/endorsements",
              {{"limit", "250.00"}, {"premium", "0.00"}, {"reason", "批单1号"}}),
     201);
  const auto released = ok(api.post("approver2", release, json::object()), 201);
  CHECK(released.body["total"] == "450.00");
  CHECK(released.body["still_waiting"] == 0);
  CHECK(released.body["policy"]["held"].is_null());
  CHECK(ok(api.get("auditor", paths[1])).body["state"] == "approved");
  ok(api.post("cashier", paths[1] + "/payment", {{"batch", "2026-10-A"}}));
  CHECK(ok(api.get("auditor", "/api/v1/ledger/trial-balance?policy=PL-2026")).body["balanced"] == true);
}
