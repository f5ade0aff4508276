#include "tests/http/api_steps.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "tests/support/catch.h"

namespace wildclaims::http::testing {

namespace {

bool is_chinese(const std::string& text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0xE4; });
}

bool is_english(const std::string& text) { return !text.empty() && !is_chinese(text); }

void survey(ApiFixture& api, const std::string& claim, const std::string& loss_rate) {
  const json seen = claim_now(api, claim);
  const json visit{{"visited_on", api.get("", "/api/v1/clock").body["today"]},
                   {"kind", "discovery"},
                   {"species", "wild_boar"},
                   {"attribution", "confirmed"},
                   {"items",
                    {{{"item", 1},
                      {"crop", "maize"},
                      {"stage", "mature"},
                      {"area", seen["items"][0]["told"]["area"]},
                      {"loss_rate", loss_rate}}}}};
  ok(api.post("adjuster", claim_path(claim) + "/survey", visit));
}

std::string opposite(const std::string& amount) { return amount.front() == '-' ? amount.substr(1) : "-" + amount; }

}  // namespace

ApiAnswer ok(ApiAnswer answer, int status) {
  INFO(answer.text);
  REQUIRE(answer.status == status);
  return answer;
}

void check_problem(const ApiAnswer& answer, int status, const std::string& code) {
  INFO(answer.text);
  CHECK(answer.status == status);
  CHECK(answer.problem() == code);
  CHECK(answer.header("content-type") == "application/problem+json");
  CHECK(answer.header("idempotency-replayed").empty());
  REQUIRE(answer.body.is_object());
  CHECK(answer.body["status"] == status);
  CHECK(is_english(answer.body["title"]));
  CHECK(is_chinese(answer.body["title_zh"]));
  CHECK(is_english(answer.body["detail"]));
  CHECK(is_chinese(answer.body["detail_zh"]));
  for (const json& fault : answer.body["faults"]) {
    CHECK(is_english(fault["en"]));
    CHECK(is_chinese(fault["zh"]));
  }
}

void check_faults(const ApiAnswer& answer, const std::vector<std::string>& faults) {
  check_problem(answer, 422, "invalid_input");
  CHECK(answer.faults() == faults);
}

ApiAnswer once_only(ApiFixture& api, ApiRequest request, const json& other_body, int status) {
  request.method = "POST";
  const std::string before = api.everything();
  request.key = "once-only-" + std::to_string(std::hash<std::string>()(before));
  ApiAnswer first = ok(api.send(request), status);
  CHECK(first.header("idempotency-replayed").empty());
  const std::string after = api.everything();
  CHECK(after != before);

  const ApiAnswer again = ok(api.send(request), status);
  CHECK(again.text == first.text);
  CHECK(again.header("etag") == first.header("etag"));
  CHECK(again.header("idempotency-replayed") == "true");
  request.body = other_body;
  check_problem(api.send(request), 409, "idempotency_key_reused");
  CHECK(api.everything() == after);
  return first;
}

Taken report_maize(ApiFixture& api, const std::string& area, int households) {
  json report = boar_report(households);
  for (json& household : report["households"]) household["items"][0]["area"] = area;
  const ApiAnswer answer = ok(api.post("clerk", "/api/v1/damage-reports", report), 201);
  Taken taken{answer.body["report"], {}};
  for (const json& claim : answer.body["claims"]) taken.claims.push_back(claim["claim"]);
  return taken;
}

void bring_to_notice(ApiFixture& api, const std::string& claim, const std::string& loss_rate) {
  ok(api.post("adjuster", claim_path(claim) + "/acceptance", json::object()));
  determine_anew(api, claim, loss_rate);
}

void determine_anew(ApiFixture& api, const std::string& claim, const std::string& loss_rate) {
  survey(api, claim, loss_rate);
  ok(api.post("adjuster", claim_path(claim) + "/determination", json::object()));
  ok(api.post("clerk", claim_path(claim) + "/notice", {{"place", "村务公开栏"}}));
}

ApiAnswer approve(ApiFixture& api, const std::string& who, const std::string& claim, bool truncate) {
  const ApiAnswer seen = ok(api.get(who, claim_path(claim)));
  json approval{{"determination", seen.body["determination"]["number"]},
                {"amount", seen.body["determination"]["entitlement"]}};
  if (truncate) approval["if_short"] = "truncate";
  return api.post(who, claim_path(claim) + "/approval", approval, seen.header("etag"));
}

void pay(ApiFixture& api, const std::string& claim, const std::string& batch) {
  ok(api.post("cashier", claim_path(claim) + "/payment", {{"batch", batch}}));
  ok(api.post("cashier", claim_path(claim) + "/payment-confirmation", {{"bank_reference", "BANK-" + batch}}));
}

json claim_now(ApiFixture& api, const std::string& claim) { return ok(api.get("auditor", claim_path(claim))).body; }

json policy_now(ApiFixture& api) { return ok(api.get("auditor", kPolicyPath)).body; }

std::string tag_of(ApiFixture& api, const std::string& claim) {
  return ok(api.get("auditor", claim_path(claim))).header("etag");
}

json entries(ApiFixture& api, const std::string& claim) {
  const std::string of = claim.empty() ? std::string() : "&claim=" + claim;
  const ApiAnswer page = ok(api.get("auditor", "/api/v1/ledger/entries?policy=PL-2025&limit=200" + of));
  REQUIRE(page.body["next"].is_null());
  return page.body["entries"];
}

json last_entry(ApiFixture& api, const std::string& claim) {
  json all = entries(api, claim);
  REQUIRE_FALSE(all.empty());
  return all.back();
}

Postings postings(const json& entry) {
  Postings lines;
  for (const json& posting : entry["postings"]) {
    lines.push_back(posting["account"].get<std::string>() + " " + posting["amount"].get<std::string>());
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

Postings reversed(const json& entry) {
  json turned = entry;
  for (json& posting : turned["postings"]) posting["amount"] = opposite(posting["amount"]);
  return postings(turned);
}

std::string balance(ApiFixture& api, const std::string& account) {
  const ApiAnswer answer = ok(api.get("auditor", "/api/v1/ledger/accounts?policy=PL-2025"));
  for (const json& each : answer.body["accounts"]) {
    if (each["account"] == account) return each["balance"];
  }
  return "0.00";
}

bool balanced(ApiFixture& api) {
  const json trial = ok(api.get("auditor", "/api/v1/ledger/trial-balance?policy=PL-2025")).body;
  return trial["balanced"] == true && trial["debit"] == trial["credit"];
}

}  // namespace wildclaims::http::testing
