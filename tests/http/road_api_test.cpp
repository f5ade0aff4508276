// The whole road over the API: from a report to a paid claim, and what everyone sees on the way.
#include <algorithm>
#include <string>

#include "tests/http/api_fixture.h"
#include "tests/support/catch.h"

namespace {

using namespace wildclaims::http::testing;

const json kSurvey = {
    {"visited_on", "2025-09-21"},
    {"kind", "discovery"},
    {"species", "whooper_swan"},
    {"attribution", "confirmed"},
    {"note", "分块清点"},
    {"items",
     {{{"item", 1}, {"crop", "vegetable"}, {"stage", "growing"}, {"area", "60"}, {"loss_rate", "75%"}},
      {{"item", 2}, {"crop", "vegetable"}, {"stage", "growing"}, {"area", "30"}, {"loss_rate", "100%"}}}}};

ApiAnswer ok(ApiAnswer answer, int status = 200) {
  INFO(answer.text);
  REQUIRE(answer.status == status);
  return answer;
}

TEST_CASE("A swan claim goes from report to paid over the API, and the books balance") {
  ApiFixture api;
  const auto taken = ok(api.post("clerk", "/api/v1/damage-reports", swan_report()), 201);
  CHECK(taken.body["report"] == "PLR-2025-000001-" + taken.body["report"].get<std::string>().substr(16));
  CHECK(taken.body["claims"][0]["claimant"] == "段**");
  CHECK(taken.body["claims"][0]["state"] == "reported");
  CHECK(taken.header("etag") == "\"1\"");
  const std::string claim = taken.body["claims"][0]["claim"];
  const std::string path = "/api/v1/claims/" + claim;

  const auto accepted = ok(api.post("adjuster", path + "/acceptance", json::object()));
  CHECK(accepted.body["state"] == "accepted");
  CHECK(accepted.header("etag") == "\"" + std::to_string(accepted.body["version"].get<int>()) + "\"");
  CHECK(ok(api.post("adjuster", path + "/survey", kSurvey)).body["state"] == "surveyed");
  CHECK(ok(api.post("adjuster", path + "/determination", json::object())).body["state"] == "determined");
  CHECK(ok(api.post("clerk", path + "/notice", {{"place", "村务公开栏"}})).body["state"] == "noticed");
  api.advance("2025-09-25");

  auto seen = ok(api.get("approver", path));
  CHECK(seen.body["determination"]["entitlement"] == "150000.00");
  CHECK(seen.body["determination"]["status"] == "illustrative");
  CHECK(seen.body["money"]["entitlement"] == "150000.00");
  CHECK(seen.body["claimant"]["identity"].get<std::string>().find("**") != std::string::npos);
  CHECK(seen.body["items"][1]["assessed"]["loss_rate"] == "100%");
  CHECK(seen.body["notices"][0]["approvable_from"] == "2025-09-25");
  const json approval{{"determination", seen.body["determination"]["number"]}, {"amount", "150000.00"}};
  ok(api.post("approver", path + "/approval", approval, seen.header("etag")));
  seen = ok(api.get("approver2", path));
  CHECK(seen.body["state"] == "noticed");  // above the programme's amount: a second approver is needed
  CHECK(ok(api.post("approver2", path + "/approval", approval, seen.header("etag"))).body["state"] == "approved");
  CHECK(ok(api.post("cashier", path + "/payment", {{"batch", "2025-09-A"}})).body["state"] == "paying");
  const json reference{{"bank_reference", "TEST-0001"}};
  CHECK(ok(api.post("cashier", path + "/payment-confirmation", reference)).body["state"] == "paid");

  const auto whole = ok(api.get("auditor", path));
  CHECK(whole.body["money"]["paid"] == "150000.00");
  CHECK(whole.body["approvals"][1]["funding"] ==
        json{{{"funder", "province"}, {"amount", "60000.00"}}, {{"funder", "county"}, {"amount", "90000.00"}}});
  CHECK(whole.body["payments"][0]["results"][0]["bank_reference"] == "TEST-0001");
  CHECK(whole.body["history"].size() == 9);

  const auto policy = ok(api.get("auditor", "/api/v1/policies/PL-2025"));
  CHECK(policy.body["status"] == "illustrative");
  CHECK(policy.body["limit"]["available"] == "7850000.00");
  CHECK(policy.body["limit"]["paid"] == "150000.00");
  CHECK(policy.body["incurred_by_funder"][0]["amount"] == "60000.00");
  const auto balance = ok(api.get("auditor", "/api/v1/ledger/trial-balance?policy=PL-2025"));
  CHECK(balance.body["balanced"] == true);
  CHECK(balance.body["debit"] == balance.body["credit"]);
  const auto entries = ok(api.get("auditor", "/api/v1/ledger/entries?policy=PL-2025&claim=" + claim));
  CHECK(entries.body["entries"].back()["kind"] == "payment_confirmed");
  const auto accounts = ok(api.get("auditor", "/api/v1/ledger/accounts?policy=PL-2025"));
  CHECK(accounts.body["accounts"].size() > 5);
}

TEST_CASE("The worksheet is JSON in both languages, or plain text in the one asked for") {
  ApiFixture api;
  const std::string claim =
      ok(api.post("clerk", "/api/v1/damage-reports", swan_report()), 201).body["claims"][0]["claim"];
  const std::string path = "/api/v1/claims/" + claim;
  CHECK(api.get("adjuster", path + "/worksheet").problem() == "survey_missing");
  ok(api.post("adjuster", path + "/acceptance", json::object()));
  ok(api.post("adjuster", path + "/survey", kSurvey));
  ok(api.post("adjuster", path + "/determination", json::object()));

  const auto sheet = ok(api.get("auditor", path + "/worksheet"));
  CHECK(sheet.body["entitlement"] == "150000.00");
  CHECK(sheet.body["status"] == "illustrative");
  CHECK(!sheet.body["lines"].empty());
  const auto text = ok(api.send({.as = "auditor", .path = path + "/worksheet?lang=zh", .accept = "text/plain"}));
  CHECK(text.header("content-type") == "text/plain; charset=utf-8");
  CHECK(text.text.find("150,000.00") != std::string::npos);
  CHECK(text.text.find("亩") != std::string::npos);
  const auto english = ok(api.send({.as = "auditor", .path = path + "/worksheet?lang=en", .accept = "text/plain"}));
  CHECK(english.text.find("mu") != std::string::npos);
  CHECK(api.send({.as = "auditor", .path = path + "/worksheet", .accept = "image/png"}).status == 406);
  CHECK(api.get("auditor", path + "/worksheet?lang=fr").fault_codes() == std::vector<std::string>{"unknown_word"});
}

TEST_CASE("A whole report is accepted, surveyed, determined, noticed, approved and paid in one act each") {
  ApiFixture api;
  constexpr int households = 8;
  const auto taken = ok(api.post("clerk", "/api/v1/damage-reports", boar_report(households)), 201);
  const std::string path = "/api/v1/damage-reports/" + taken.body["report"].get<std::string>();
  ok(api.post("adjuster", path + "/acceptance", json::object()));
  json survey = kSurvey;
  survey.erase("items");
  survey["species"] = "wild_boar";
  for (const json& claim : taken.body["claims"]) {
    survey["claims"].push_back(
        {{"claim", claim["claim"]},
         {"items", {{{"item", 1}, {"crop", "maize"}, {"stage", "mature"}, {"area", "3.5"}, {"loss_rate", "100%"}}}}});
  }
  ok(api.post("adjuster", path + "/survey", survey));
  ok(api.post("adjuster", path + "/determination", json::object()));
  ok(api.post("clerk", path + "/notice", {{"place", "村务公开栏"}}));
  api.advance("2025-09-25");
  const auto seen = ok(api.get("approver", path));
  const std::string total = seen.body["totals"]["open_entitlement"];
  const auto approved = ok(api.post("approver", path + "/approval", {{"amount", total}}, seen.header("etag")));
  CHECK(approved.body["claims"].size() == households);
  CHECK(approved.body["claims"][0]["state"] == "approved");
  ok(api.post("cashier", path + "/payment", {{"batch", "2025-09-B"}}));
  ok(api.post("cashier", path + "/payment-confirmation", {{"bank_reference", "TEST-0002"}}));
  const auto paid = ok(api.get("auditor", path));
  CHECK(paid.body["totals"]["paid"] == total);
  for (const json& claim : paid.body["claims"]) CHECK(claim["state"] == "paid");
}

TEST_CASE("Corrections, denial, withdrawal, sending back and returned payments are served") {
  ApiFixture api;
  const auto taken = ok(api.post("clerk", "/api/v1/damage-reports", boar_report(3)), 201);
  const std::string report = "/api/v1/damage-reports/" + taken.body["report"].get<std::string>();
  const auto path = [&](std::size_t n) {
    return "/api/v1/claims/" + taken.body["claims"][n]["claim"].get<std::string>();
  };

  const json better{{"reason", "听错了村名"}, {"place", "村西坡地"}};
  const auto corrected = ok(api.post("clerk", report + "/correction", better, taken.header("etag")));
  CHECK(api.get("clerk", report).body["place"] == "村西坡地");
  CHECK(api.get("clerk", report).header("etag") == corrected.header("etag"));

  const auto first = ok(api.get("clerk", path(0U)));
  const json details{{"reason", "电话写错"},
                     {"claimant", {{"phone", "13900001234"}}},
                     {"items", {{{"item", 1}, {"plot", "新地块"}, {"area", "4"}}}}};
  ok(api.post("clerk", path(0U) + "/correction", details, first.header("etag")));
  const auto after = ok(api.get("clerk", path(0U)));
  CHECK(after.body["claimant"]["phone"] == "139****1234");
  CHECK(after.body["items"][0]["plot"] == "新地块");
  CHECK(after.body["items"][0]["told"]["area"] == "4");

  ok(api.post("clerk", path(1U) + "/withdrawal", {{"reason", "农户撤回"}}));
  ok(api.post("adjuster", path(2U) + "/acceptance", json::object()));
  const json reasons{{"reasons",
                      {{{"code", "not_wildlife"},
                        {"say", {{"zh", "系家畜所致"}, {"en", "done by livestock"}}},
                        {"clause", "第三条"}}}}};
  CHECK(ok(api.post("adjuster", path(2U) + "/denial", reasons)).body["state"] == "denied");
  CHECK(api.get("auditor", path(2U)).body["determination"]["denials"][0]["code"] == "not_wildlife");

  json survey = kSurvey;
  survey["species"] = "wild_boar";
  survey["items"] = {{{"item", 1}, {"crop", "maize"}, {"stage", "mature"}, {"area", "4"}, {"loss_rate", "50%"}}};
  ok(api.post("adjuster", path(0U) + "/acceptance", json::object()));
  ok(api.post("adjuster", path(0U) + "/survey", survey));
  ok(api.post("adjuster", path(0U) + "/determination", json::object()));
  ok(api.post("clerk", path(0U) + "/notice", {{"place", "村务公开栏"}}));
  CHECK(ok(api.post("approver", path(0U) + "/return-to-survey", {{"reason", "面积存疑"}})).body["state"] == "surveyed");
  ok(api.post("adjuster", path(0U) + "/determination", json::object()));
  ok(api.post("clerk", path(0U) + "/notice", {{"place", "村务公开栏"}}));
  api.advance("2025-09-25");
  const auto seen = ok(api.get("approver", path(0U)));
  const json approval{{"determination", seen.body["determination"]["number"]},
                      {"amount", seen.body["determination"]["entitlement"]}};
  ok(api.post("approver", path(0U) + "/approval", approval, seen.header("etag")));
  ok(api.post("cashier", path(0U) + "/payment", {{"batch", "2025-09-C"}}));
  CHECK(ok(api.post("cashier", path(0U) + "/payment-return", {{"reason", "账户已销"}})).body["state"] == "approved");
  CHECK(api.get("auditor", path(0U)).body["payments"][0]["results"][0]["reason"] == "账户已销");
}

TEST_CASE("Premium is received by funder, and lists are read page by page, each claim once") {
  ApiFixture api;
  const auto received = ok(
      api.post("cashier", "/api/v1/policies/PL-2025/premium-receipts", {{"funder", "county"}, {"amount", "300000.00"}}),
      201);
  CHECK(received.body["entry"].is_number());
  CHECK(received.body["policy"]["premium_by_funder"][1]["received"] == "300000.00");
  ok(api.post("clerk", "/api/v1/damage-reports", boar_report(7)), 201);

  std::vector<std::string> seen;
  std::string cursor;
  do {
    const auto page = ok(api.get("clerk", "/api/v1/claims?limit=3" + (cursor.empty() ? "" : "&cursor=" + cursor)));
    for (const json& claim : page.body["claims"]) seen.push_back(claim["claim"]);
    cursor = page.body["next"].is_null() ? "" : page.body["next"].get<std::string>();
  } while (!cursor.empty());
  CHECK(seen.size() == 7);
  std::sort(seen.begin(), seen.end());
  CHECK(std::unique(seen.begin(), seen.end()) == seen.end());
  CHECK(ok(api.get("clerk", "/api/v1/claims?state=paid")).body["claims"].empty());
  CHECK(ok(api.get("clerk", "/api/v1/claims?q=%E6%AE%B5%E6%9F%903")).body["claims"].size() == 1);
  CHECK(ok(api.get("clerk", "/api/v1/damage-reports")).body["reports"].size() == 1);
}

}  // namespace
