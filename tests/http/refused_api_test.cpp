// Everything that must be refused over the API: which problem, every fault of it, and nothing changed.
#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "claims/http/problem.h"
#include "claims/http/routes.h"
#include "tests/http/api_fixture.h"
#include "tests/http/raw_client.h"
#include "tests/support/catch.h"

namespace {

using namespace wildclaims;
using namespace wildclaims::http;
using namespace wildclaims::http::testing;
using Codes = std::vector<std::string>;

TEST_CASE("A report with anything wrong is refused with every fault at its place, and changes nothing") {
  ApiFixture api;
  struct Row {
    const char* about;
    std::function<void(json&)> spoil;
    int status;
    std::vector<std::string> faults;  // "code at pointer", sorted
  };
  const auto household = [](json& body) -> json& { return body["households"][0]; };
  const auto item = [](json& body) -> json& { return body["households"][0]["items"][0]; };
  const std::string first = "/households/0";
  const std::vector<Row> rows{
      {"unknown crop",
       [&](json& b) { item(b)["crop"] = "coffee"; },
       422,
       {"unknown_code at " + first + "/items/0/crop"}},
      {"negative area", [&](json& b) { item(b)["area"] = "-3"; }, 422, {}},
      {"area with nine decimals", [&](json& b) { item(b)["area"] = "3.123456789"; }, 422, {}},
      {"area as a number", [&](json& b) { item(b)["area"] = 3.5; }, 422, {"not_text at " + first + "/items/0/area"}},
      {"31 February", [](json& b) { b["damage_to"] = "2025-02-31"; }, 422, {"no_such_day at /damage_to"}},
      {"a date in words", [](json& b) { b["damage_to"] = "yesterday"; }, 422, {"date_format at /damage_to"}},
      {"no households", [](json& b) { b["households"] = json::array(); }, 422, {"no_households at /households"}},
      {"households missing", [](json& b) { b.erase("households"); }, 422, {"no_households at /households"}},
      {"a misspelt key", [](json& b) { b["specis"] = "x"; }, 422, {"unknown_key at /specis"}},
      {"two households with one identity number",
       [](json& b) { b["households"].push_back(b["households"][0]); },
       422,
       {"duplicate_identity at /households/1/identity"}},
      {"a wrong identity number", [&](json& b) { household(b)["identity"] = "140829190001010000"; }, 422, {}},
      {"damage in no policy year",
       [](json& b) {
         b["damage_from"] = b["damage_to"] = "2019-05-01";
         b["discovered_at"] = "2019-05-01T08:00";
       },
       422,
       {"no_policy_for_date at /damage_to"}},
      {"an unknown programme", [](json& b) { b["programme"] = "ZZ"; }, 422, {"programme_unknown at "}},
      {"an unknown event", [](json& b) { b["event"] = 99; }, 422, {"event_unknown at /event"}},
      {"not an object", [](json& b) { b = json::array(); }, 422, {}},
  };
  const std::string before = api.everything();
  for (const Row& row : rows) {
    INFO(row.about);
    json body = boar_report();
    row.spoil(body);
    const ApiAnswer answer = api.post("clerk", "/api/v1/damage-reports", body);
    INFO(answer.text);
    CHECK(answer.status == row.status);
    CHECK(answer.header("content-type") == "application/problem+json");
    if (row.faults.empty()) {
      CHECK(!answer.faults().empty());
    } else {
      CHECK(answer.faults() == row.faults);
    }
    for (const json& fault : answer.body["faults"]) {
      CHECK(!fault["zh"].get<std::string>().empty());
      CHECK(!fault["en"].get<std::string>().empty());
    }
  }
  CHECK(api.everything() == before);
}

TEST_CASE("Faults of form, of sense and of the rulebook are told together") {
  ApiFixture api;
  json body = boar_report(2);
  body["damage_to"] = "2025-02-31";                           // form
  body["surprise"] = true;                                    // form
  body["households"][0]["items"][0]["area"] = "-1";           // sense
  body["households"][1]["items"][0]["crop"] = "coffee";       // rulebook
  body["households"][1]["identity"] = "14082919000101001X0";  // sense
  const ApiAnswer answer = api.post("clerk", "/api/v1/damage-reports", body);
  REQUIRE(answer.status == 422);
  const auto faults = answer.faults();
  for (const char* wanted :
       {"no_such_day at /damage_to", "unknown_key at /surprise", "unknown_code at /households/1/items/0/crop"}) {
    INFO(answer.text);
    CHECK(std::find(faults.begin(), faults.end(), wanted) != faults.end());
  }
  const auto names = [&](const std::string& pointer) {
    return std::any_of(faults.begin(), faults.end(),
                       [&](const auto& each) { return each.ends_with(" at " + pointer); });
  };
  CHECK(names("/households/0/items/0/area"));
  CHECK(names("/households/1/identity"));
}

TEST_CASE("The order and rights of the road are kept") {
  ApiFixture api;
  const auto taken = api.post("clerk", "/api/v1/damage-reports", boar_report());
  REQUIRE(taken.status == 201);
  const std::string path = "/api/v1/claims/" + taken.body["claims"][0]["claim"].get<std::string>();
  const json survey{
      {"visited_on", "2025-09-21"},
      {"kind", "discovery"},
      {"species", "wild_boar"},
      {"attribution", "confirmed"},
      {"items", {{{"item", 1}, {"crop", "maize"}, {"stage", "mature"}, {"area", "3.5"}, {"loss_rate", "60%"}}}}};
  const std::string before = api.everything();
  CHECK(api.post("clerk", path + "/acceptance", json::object()).problem() == "role_not_allowed");
  CHECK(api.post("auditor", path + "/withdrawal", {{"reason", "x"}}).status == 403);
  CHECK(api.post("adjuster", path + "/determination", json::object()).problem() == "wrong_state");
  CHECK(api.post("adjuster", "/api/v1/claims/PL-2025-000099-9/acceptance", json::object()).status == 404);
  CHECK(api.everything() == before);

  REQUIRE(api.post("adjuster", path + "/acceptance", json::object()).status == 200);
  json bad = survey;
  bad["visited_on"] = "2025-13-01";
  bad["items"][0]["area"] = "a lot";
  const auto faulty = api.post("adjuster", path + "/survey", bad);
  CHECK(faulty.status == 422);
  CHECK(faulty.fault_codes().size() == 2);
  REQUIRE(api.post("adjuster", path + "/survey", survey).status == 200);
  REQUIRE(api.post("adjuster", path + "/determination", json::object()).status == 200);
  const auto notice = api.post("clerk", path + "/notice", {{"place", "村务公开栏"}});
  REQUIRE(notice.status == 200);
  const auto claim = api.get("approver", path);
  const json approval{{"determination", claim.body["determination"]["number"]},
                      {"amount", claim.body["determination"]["entitlement"]}};

  CHECK(api.post("approver", path + "/approval", approval, claim.header("etag")).problem() == "notice_not_lapsed");
  api.advance("2025-09-25");
  CHECK(api.post("approver", path + "/approval", approval).problem() == "if_match_missing");
  CHECK(api.post("approver", path + "/approval", approval, "*").problem() == "if_match_invalid");
  CHECK(api.post("approver", path + "/approval", approval, "\"1\"").status == 412);
  json other = approval;
  other["amount"] = "1.00";
  CHECK(api.post("approver", path + "/approval", other, claim.header("etag")).problem() == "amount_not_as_seen");
  other = approval;
  other["determination"] = 999;
  CHECK(api.post("approver", path + "/approval", other, claim.header("etag")).problem() == "determination_not_current");
  CHECK(api.post("adjuster", path + "/approval", approval, claim.header("etag")).status == 403);
  REQUIRE(api.post("approver", path + "/approval", approval, claim.header("etag")).status == 200);
  const auto approved = api.get("approver", path);
  const auto again = api.post("approver", path + "/approval", approval, approved.header("etag"));
  CHECK(again.status == 409);
  CHECK(again.problem() == "already_approved");
  CHECK(api.post("cashier", path + "/payment-confirmation", {{"bank_reference", "X-1"}}).problem() == "wrong_state");
}

TEST_CASE("A key repeated with the same request gives the same answer, with another request 409, and without one 400") {
  ApiFixture api;
  const ApiRequest request{.as = "clerk",
                           .method = "POST",
                           .path = "/api/v1/damage-reports",
                           .body = boar_report(),
                           .key = "one-and-the-same"};
  const auto first = api.send(request);
  REQUIRE(first.status == 201);
  const std::string after_first = api.everything();
  const auto second = api.send(request);
  CHECK(second.status == 201);
  CHECK(second.text == first.text);
  CHECK(second.header("etag") == first.header("etag"));
  CHECK(second.header("idempotency-replayed") == "true");
  ApiRequest other = request;
  other.body["place"] = "别处";
  CHECK(api.send(other).problem() == "idempotency_key_reused");
  for (const auto& [key, problem] : std::vector<std::pair<std::string, std::string>>{
           {"", "idempotency_key_missing"}, {"short", "idempotency_key_invalid"}}) {
    ApiRequest keyless = request;
    keyless.key = key;
    const auto answer = api.send(keyless);
    CHECK(answer.status == 400);
    CHECK(answer.problem() == problem);
  }
  CHECK(api.everything() == after_first);
  // A refused request is not remembered: corrected, the same key goes through.
  ApiRequest faulty = request;
  faulty.key = "refused-then-right";
  faulty.body = boar_report();
  faulty.body["species"] = "dragon";
  CHECK(api.send(faulty).status == 422);
  faulty.body["species"] = "wild_boar";
  CHECK(api.send(faulty).status == 201);
}

TEST_CASE("Nobody gets in without signing in, and signing out is the end") {
  ApiFixture api;
  for (const Route& route : all_routes()) {
    if (!route.access.signed_in) continue;
    std::string path(route.pattern);
    for (const auto* name : {"{claim}", "{report}", "{policy}", "{rulebook}", "{version}"}) {
      const auto at = path.find(name);
      if (at != std::string::npos) path.replace(at, std::string(name).size(), "x");
    }
    const bool body = route.body != BodyKind::none;
    const auto answer = api.send(
        {.method = std::string(to_string(route.method)), .path = path, .body = body ? json::object() : json(nullptr)});
    INFO(path);
    CHECK(answer.status == 401);
    CHECK(answer.header("www-authenticate") == "Bearer");
  }
  const auto session = api.get("clerk", "/api/v1/sessions/current");
  CHECK(session.body["user"]["name"] == "clerk");
  CHECK(session.body["user"]["roles"] == json{"clerk"});
  CHECK(api.send({.as = "clerk", .method = "DELETE", .path = "/api/v1/sessions/current"}).status == 204);
  CHECK(api.get("clerk", "/api/v1/sessions/current").status == 401);
}

TEST_CASE("Wrong passwords are refused alike, and after some the name has to wait, right password or not") {
  ApiFixture api;
  api.add_user("clerk9");
  const auto sign_in = [&](const std::string& user, const std::string& password) {
    return api.send(
        {.method = "POST", .path = "/api/v1/sessions", .body = {{"user", user}, {"password", password}}, .key = ""});
  };
  CHECK(sign_in("nobody", "whatever").problem() == "wrong_sign_in");
  CHECK(sign_in("clerk9", ApiFixture::password_of("clerk9")).status == 201);
  int refused = 0;
  while (sign_in("clerk9", "wrong password").status == 401) ++refused;
  CHECK(refused == 10);
  const auto waiting = sign_in("clerk9", ApiFixture::password_of("clerk9"));
  CHECK(waiting.status == 429);
  CHECK(std::stoi(waiting.header("retry-after")) > 0);
}

TEST_CASE("The public status answers alike to an unknown claim and a wrong secret, and counts tries") {
  ApiFixture api;
  const auto taken = api.post("clerk", "/api/v1/damage-reports", boar_report(2));
  const std::string claim = taken.body["claims"][1]["claim"];
  const auto ask = [&](const std::string& number, const std::string& secret) {
    return api.send(
        {.method = "POST", .path = "/api/v1/status", .body = {{"claim", number}, {"secret", secret}}, .key = ""});
  };
  const auto told = ask(claim, "0001");
  REQUIRE(told.status == 200);
  CHECK(told.body["state"] == "reported");
  CHECK(told.text.find("1300") == std::string::npos);
  CHECK(told.text.find("段某") == std::string::npos);
  const auto slip = api.get("clerk", "/api/v1/claims/" + claim + "/slip");
  CHECK(ask(claim, slip.body["code"]).status == 200);

  auto wrong = ask(claim, "9999");
  auto unknown = ask("PL-2025-000077-1", "0001");
  CHECK(wrong.status == 404);
  for (auto* answer : {&wrong, &unknown}) answer->body.erase("request_id");
  CHECK(wrong.body == unknown.body);
  wrong.headers.erase("date");
  unknown.headers.erase("date");
  wrong.headers.erase("content-length");
  unknown.headers.erase("content-length");
  CHECK(wrong.headers == unknown.headers);

  // However the number is typed, the tries are the claim's; the right secret has to wait then as well.
  std::string spaced = claim;
  std::replace(spaced.begin(), spaced.end(), '-', ' ');
  for (const std::string& typed : {spaced, claim, spaced, claim}) CHECK(ask(typed, "9999").status == 404);
  const auto limited = ask(claim, "0001");
  CHECK(limited.status == 429);
  CHECK(!limited.header("retry-after").empty());
  CHECK(ask(taken.body["claims"][0]["claim"], "0000").status == 200);
}

TEST_CASE("Paths, methods, media types and queries that are not served are told so") {
  ApiFixture api;
  CHECK(api.get("", "/api/v2/claims").problem() == "route_not_found");
  const auto wrong_method = api.send({.as = "clerk", .method = "PUT", .path = "/api/v1/claims"});
  CHECK(wrong_method.status == 405);
  CHECK(wrong_method.header("allow") == "GET, HEAD");
  CHECK(api.send({.as = "clerk", .method = "HEAD", .path = "/api/v1/claims"}).status == 200);
  CHECK(api.get("clerk", "/api/v1/claims?limit=0&state=lost&colour=red&cursor=x").faults() ==
        Codes{"not_whole_number at ?cursor", "out_of_range at ?limit", "unknown_parameter at ?colour",
              "unknown_word at ?state"});
  CHECK(api.get("clerk", "/api/v1/ledger/accounts").fault_codes() == Codes{"missing"});
  CHECK(api.get("clerk", "/api/v1/policies/PL-1999").problem() == "policy_unknown");

  RawClient client(api.port());
  client.send(request_text("POST", "/api/v1/status", "Content-Type: text/plain\r\n", "{}"));
  CHECK(client.answer()->status == 415);
}

TEST_CASE("Oversized and bottomless bodies are refused before they cost anything") {
  ApiFixture api;
  const std::string headers = "Content-Type: application/json\r\nIdempotency-Key: 12345678\r\nAuthorization: Bearer " +
                              api.token("clerk") + "\r\n";
  {
    RawClient client(api.port());
    client.send(request_text("POST", "/api/v1/damage-reports", headers + "Content-Length: 20000000\r\n"));
    const auto answer = client.answer();
    REQUIRE(answer);
    CHECK(answer->status == 413);
  }
  for (const std::string& body :
       {std::string(10'000, '['), std::string("{\"a\":{\"a\":1,\"a\":2}}"), std::string("{")}) {
    RawClient client(api.port());
    client.send(request_text("POST", "/api/v1/damage-reports", headers, body));
    const auto answer = client.answer();
    REQUIRE(answer);
    CHECK(answer->status == 400);
    CHECK(answer->body.find("malformed_json") != std::string::npos);
  }
}

TEST_CASE("Every problem code has its page, as HTML that loads nothing and as plain text") {
  ApiFixture api;
  for (const ProblemKind& kind : problem_catalogue()) {
    INFO(kind.code);
    const auto html = api.get("", "/problems/" + kind.code);
    CHECK(html.status == 200);
    CHECK(html.header("content-type") == "text/html; charset=utf-8");
    CHECK(html.header("content-security-policy").find("default-src 'none'") == 0);
    CHECK(html.text.find(kind.title.zh) != std::string::npos);
    const auto text = api.send({.path = "/problems/" + kind.code, .accept = "text/plain"});
    CHECK(text.text.find(kind.title.en) != std::string::npos);
  }
  CHECK(api.get("", "/problems").status == 200);
  CHECK(api.get("", "/problems/none").status == 404);
}

TEST_CASE("Health, readiness and the clock are told to anyone, and the clock is moved by the administrator alone") {
  ApiFixture api;
  CHECK(api.get("", "/healthz").status == 200);
  CHECK(api.get("", "/readyz").status == 200);
  const auto clock = api.get("", "/api/v1/clock");
  CHECK(clock.body["today"] == "2025-09-21");
  CHECK(clock.body["demo"] == true);
  CHECK(api.post("clerk", "/api/v1/clock", {{"advance_to", "2025-10-01"}}).status == 403);
  CHECK(api.post("admin", "/api/v1/clock", {{"advance_to", "2025-09-01"}}).problem() == "clock_backwards");
  CHECK(api.post("admin", "/api/v1/clock", {{"advance_to", "soon"}}).status == 422);
  api.advance("2025-10-01");
  CHECK(api.get("", "/api/v1/clock").body["today"] == "2025-10-01");
}

TEST_CASE("The log names no person, number, token or query") {
  ApiFixture api;
  const auto taken = api.post("clerk", "/api/v1/damage-reports", boar_report());
  const std::string claim = taken.body["claims"][0]["claim"];
  api.get("clerk", "/api/v1/claims/" + claim);
  api.get("clerk", "/api/v1/claims?q=%E6%AE%B5%E6%9F%90");
  api.get("clerk", "/nowhere/" + identity_number(0));
  const std::string log = api.log();
  CHECK(log.find("POST /api/v1/damage-reports 201 ") != std::string::npos);
  CHECK(log.find("GET /api/v1/claims/{claim} 200 ") != std::string::npos);
  for (const std::string& secret : {claim, identity_number(0), std::string("13000000000"), std::string("q="),
                                    api.token("clerk"), std::string("nowhere")}) {
    CHECK(log.find(secret) == std::string::npos);
  }
}

}  // namespace
