// What clients seldom send and the service seldom answers, said at least once: so that the check of the contract
// (tests/http/contract) sees every member it names.
#include <filesystem>
#include <string>
#include <vector>

#include "tests/http/api_steps.h"
#include "tests/support/catch.h"
#include "tests/support/text_file.h"

namespace {

using namespace wildclaims::http::testing;
using wildclaims::tests::read_text;
using wildclaims::tests::replaced;
namespace fs = std::filesystem;

const fs::path kExamples = fs::path(WILDCLAIMS_SOURCE_DIR) / "config/rulebooks/examples";

json last_detail(ApiFixture& api, const std::string& claim) {
  return claim_now(api, claim)["history"].back()["detail"];
}

TEST_CASE("A report and a claim are corrected in everything that can be, and the history says from what to what") {
  ApiFixture api;
  json report = boar_report();
  report["facts"] = json::object();
  const ApiAnswer taken = ok(api.post("clerk", "/api/v1/damage-reports", report), 201);
  const std::string path = "/api/v1/damage-reports/" + taken.body["report"].get<std::string>();
  const std::string claim = taken.body["claims"][0]["claim"];
  ok(api.post("clerk", path + "/correction",
              {{"reason", "全部听错"},
               {"species", "pheasant"},
               {"damage_from", "2025-09-17"},
               {"damage_to", "2025-09-19"},
               {"discovered_at", "2025-09-19T06:00"},
               {"village", "caochuan-caochuan"},
               {"place", "村西坡地"}},
              taken.header("etag")));
  const json of_report = last_detail(api, claim);
  for (const char* name : {"species", "damage_from", "damage_to", "discovered_at", "village", "place"}) {
    INFO(name);
    CHECK(of_report[name]["from"] != of_report[name]["to"]);
  }

  ok(api.post(
      "clerk", claim_path(claim) + "/correction",
      {{"reason", "户名写错"},
       {"claimant",
        {{"name", "王某甲"}, {"phone", "13900001234"}, {"account", "6222000000009999"}, {"account_holder", "李某乙"}}},
       {"items", json::array()}},
      tag_of(api, claim)));
  const json of_claim = last_detail(api, claim)["claimant"];
  for (const char* name : {"name", "phone", "account", "account_holder"}) {
    INFO(name);
    CHECK(of_claim[name]["from"] != of_claim[name]["to"]);
  }
}

TEST_CASE("A second report joins the event of the first, and lists find each by report, policy and cursor") {
  ApiFixture api;
  const ApiAnswer first = ok(api.post("clerk", "/api/v1/damage-reports", boar_report()), 201);
  json more = boar_report(2);
  more["households"].erase(0);
  more["event"] = first.body["event"];
  const ApiAnswer second = ok(api.post("clerk", "/api/v1/damage-reports", more), 201);
  CHECK(second.body["event"] == first.body["event"]);

  const ApiAnswer page = ok(api.get("auditor", "/api/v1/damage-reports?limit=1"));
  CHECK(page.body["reports"][0]["report"] == second.body["report"]);
  const ApiAnswer rest =
      ok(api.get("auditor", "/api/v1/damage-reports?limit=1&cursor=" + page.body["next"].get<std::string>()));
  CHECK(rest.body["reports"][0]["report"] == first.body["report"]);
  const ApiAnswer found =
      ok(api.get("auditor", "/api/v1/claims?policy=PL-2025&report=" + first.body["report"].get<std::string>()));
  REQUIRE(found.body["claims"].size() == 1);
  CHECK(found.body["claims"][0]["claim"] == first.body["claims"][0]["claim"]);
  CHECK(ok(api.get("auditor", "/api/v1/claims?policy=PL-2026")).body["claims"].empty());
}

TEST_CASE("A worksheet tells what was flagged, and a visit's further facts are taken") {
  ApiFixture api;
  json report = boar_report();
  report["damage_from"] = report["damage_to"] = "2025-09-10";
  report["discovered_at"] = "2025-09-10T07:30";
  report["reported_at"] = "2025-09-20T08:00";
  const ApiAnswer taken = ok(api.post("clerk", "/api/v1/damage-reports", report), 201);
  const std::string claim = taken.body["claims"][0]["claim"];
  const std::string whole = "/api/v1/damage-reports/" + taken.body["report"].get<std::string>();
  ok(api.post("adjuster", whole + "/acceptance", json::object()));
  json visit{{"visited_on", "2025-09-21"},
             {"kind", "harvest"},
             {"species", "wild_boar"},
             {"attribution", "probable"},
             {"facts", json::object()}};
  const json items{{{"item", 1}, {"crop", "maize"}, {"stage", "mature"}, {"area", "3.5"}, {"loss_rate", "60%"}}};
  json of_report = visit;
  of_report["claims"] = {{{"claim", claim}, {"items", items}}};
  ok(api.post("adjuster", whole + "/survey", of_report));
  visit["items"] = items;
  ok(api.post("adjuster", claim_path(claim) + "/survey", visit));
  ok(api.post("adjuster", whole + "/determination", json::object()));
  const json sheet = ok(api.get("auditor", claim_path(claim) + "/worksheet")).body;
  REQUIRE(sheet["flags"].size() == 1);
  CHECK(sheet["flags"][0]["code"] == "reported_late");
  CHECK(sheet["flags"][0]["basis"] == "assumed");
}

TEST_CASE("Rulebooks of every kind are shown whole: bands, weights, stages and payments") {
  ApiFixture api;
  for (const char* name : {"brackets.yaml", "funding-weights.yaml", "payments.yaml"}) {
    fs::copy(kExamples / name, fs::path(api.config()) / "rulebooks" / name);
  }
  const ApiAnswer reloaded = ok(api.send({.as = "admin", .method = "POST", .path = "/api/v1/rulebooks/reload"}));
  REQUIRE(reloaded.body["added"].size() == 3);
  json all = json::array();
  for (const json& each : reloaded.body["added"]) {
    const std::string path =
        "/api/v1/rulebooks/" + each["id"].get<std::string>() + "/" + each["version"].get<std::string>();
    all.push_back(ok(api.get("auditor", path)).body);
    ok(api.get("auditor", path + "/tables"));
  }
  const auto some = [&](const char* pointer) {
    for (const json& each : all) {
      const json::json_pointer place(pointer);
      if (each.contains(place) && !each[place].empty()) return true;
    }
    return false;
  };
  CHECK(some("/brackets/0/bands"));
  CHECK(some("/payments"));
  CHECK(some("/funding/layers/0/cases/0/weights"));
  CHECK(some("/facts/claim/0/from_stage"));
}

TEST_CASE("A simulation tells months, years, the largest changes, ranges, and the claims it cannot read") {
  ApiFixture api;
  const std::string claim = report_maize(api, "10").claims.front();
  bring_to_notice(api, claim);
  std::string draft = read_text(fs::path(api.config()) / "rulebooks/pinglu-2025.yaml");
  draft = replaced(draft, "[300.00, 600.00, 1000.00]", "[300.00, 600.00, 1100.00]");
  draft = draft.substr(0, draft.find("\nexamples:")) + draft.substr(draft.find("\nnot_encoded:"));
  const json order{
      {"text", draft}, {"file_name", "dearer.yaml"}, {"policy", "PL-2025"}, {"resamples", 20}, {"seed", 3}};
  const json report = ok(api.post("auditor", "/api/v1/rulebooks/simulate", order)).body;
  REQUIRE(report["winners"]["largest"].size() == 1);
  CHECK(report["winners"]["largest"][0]["difference"] == "1000.00");
  CHECK(report["months"][0]["month"] == "2025-09");
  CHECK(report["years"][0]["exhausted_on"]["exhausted"] == 0);
  CHECK(report["resampled"]["seed"] == "3");

  const json other{{"text", read_text(kExamples / "smallest.yaml")}, {"policy", "PL-2025"}};
  const json unread = ok(api.post("auditor", "/api/v1/rulebooks/simulate", other)).body;
  CHECK(unread["claims"]["left_out"] == 1);
  CHECK(unread["faulty_claims"][0]["claim"] == claim);
}

TEST_CASE("Of very many faults the first are listed over the API, and the rest counted") {
  ApiFixture api;
  json report = boar_report(60);
  for (json& household : report["households"]) household.erase("name"), household.erase("phone");
  const ApiAnswer many = api.post("clerk", "/api/v1/damage-reports", report);
  check_problem(many, 422, "invalid_input");
  CHECK(many.body["faults"].size() == 100);
  CHECK(many.body["faults_left_off"] == 20);

  std::string draft;
  for (int i = 0; i < 300; ++i) draft += "x: 1\n";
  const ApiAnswer wild = api.post("auditor", "/api/v1/rulebooks/simulate", {{"text", draft}, {"policy", "PL-2025"}});
  check_problem(wild, 422, "draft_not_clean");
  CHECK(wild.body["diagnostics"].size() == 200);
  CHECK(wild.body["diagnostics_left_off"].get<int>() > 0);
}

TEST_CASE("Another body, another method and another page are told by their numbers and forms") {
  ApiFixture api;
  ApiRequest xml{.as = "clerk", .method = "POST", .path = "/api/v1/damage-reports"};
  xml.headers = "Content-Type: text/xml\r\n";
  check_problem(api.send(xml), 415, "unsupported_media_type");
  const ApiAnswer put = api.send({.as = "clerk", .method = "DELETE", .path = "/api/v1/claims", .key = ""});
  check_problem(put, 405, "method_not_allowed");
  CHECK(put.header("allow") == "GET, HEAD");
  const ApiAnswer page = ok(api.send({.path = "/problems", .key = "", .accept = "text/plain"}));
  CHECK(page.header("content-type") == "text/plain; charset=utf-8");
  CHECK(page.text.find("412 stale_version: ") != std::string::npos);
}

}  // namespace
