// Rulebooks over the API: what the Rules screen reads, who may, and a reload while requests go on.
#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "tests/http/api_fixture.h"
#include "tests/http/raw_client.h"
#include "tests/support/catch.h"
#include "tests/support/text_file.h"

namespace {

using namespace wildclaims::http::testing;
using wildclaims::tests::read_text;
using wildclaims::tests::replaced;
namespace fs = std::filesystem;

const std::string kOne = "/api/v1/rulebooks/pinglu-wildlife/2025.1";
const std::vector<std::string> kStaff = {"clerk", "adjuster", "approver", "cashier", "auditor", "admin"};

fs::path rulebook(const ApiFixture& api, const char* file) { return fs::path(api.config()) / "rulebooks" / file; }

// 2025.1 again as another version that takes its place: ripe maize is worth 1,100.00.
void supersede_2025(const ApiFixture& api) {
  std::string text = read_text(rulebook(api, "pinglu-2025.yaml"));
  text = replaced(text, "version: \"2025.1\"", "version: \"2025.2\"\nsupersedes: \"2025.1\"");
  text = replaced(text, "[300.00, 600.00, 1000.00]", "[300.00, 600.00, 1100.00]");
  text = text.substr(0, text.find("\nexamples:")) + text.substr(text.find("\nnot_encoded:"));
  std::ofstream(rulebook(api, "pinglu-2025-2.yaml")) << text;
}

const std::vector<std::string> kNone;

// Every number of the document that is no whole number: amounts, shares and bounds are text.
void find_fractions(const json& value, const std::string& at, std::vector<std::string>& found) {
  if (value.is_number_float()) found.push_back(at);
  if (!value.is_structured()) return;
  for (const auto& [key, member] : value.items()) {
    std::string place = at + "/";
    place += key;
    find_fractions(member, place, found);
  }
}

std::vector<std::string> fractions(const json& value) {
  std::vector<std::string> found;
  find_fractions(value, "", found);
  return found;
}

TEST_CASE("The list says of every rulebook when it is in force, what it is worth and what stands in its place") {
  ApiFixture api;
  const auto before = api.get("auditor", "/api/v1/rulebooks");
  REQUIRE(before.status == 200);
  REQUIRE(before.body["rulebooks"].size() == 2);
  const json& first = before.body["rulebooks"][0];
  CHECK(first["id"] == "pinglu-wildlife");
  CHECK(first["version"] == "2025.1");
  CHECK(first["title"]["zh"] == "平陆县野生动物致害政府救助责任险");
  CHECK(first["status"] == "illustrative");
  CHECK(first["in_force"] == json{{"from", "2025-01-01"}, {"to", "2025-12-31"}});
  CHECK(first["sha256"].get<std::string>().size() == 64);
  CHECK(first["file"] == "pinglu-2025.yaml");
  CHECK(first["supersedes"].is_null());
  CHECK(first["superseded_by"].is_null());
  CHECK(first["in_place"] == true);
  CHECK(first["programmes"] == json{"PL"});

  supersede_2025(api);
  REQUIRE(api.send({.as = "admin", .method = "POST", .path = "/api/v1/rulebooks/reload"}).status == 200);
  const auto after = api.get("auditor", "/api/v1/rulebooks").body["rulebooks"];
  REQUIRE(after.size() == 3);
  CHECK(after[0]["superseded_by"] == "2025.2");
  CHECK(after[0]["in_place"] == false);
  CHECK(after[1]["supersedes"] == "2025.1");
  CHECK(after[1]["in_place"] == true);
}

TEST_CASE("One rulebook is told whole: terms, funding, facts, steps in order, limits, and in words") {
  ApiFixture api;
  const auto answer = api.get("adjuster", kOne);
  REQUIRE(answer.status == 200);
  const json& book = answer.body;
  CHECK(fractions(book) == kNone);
  CHECK(book["policy"]["premium"]["amount"] == "500000.00");
  CHECK(book["policy"]["premium"]["source"]["basis"] == "published");
  CHECK(book["policy"]["aggregate_limit"]["amount"] == "8000000.00");
  CHECK(book["policy"]["aggregate_limit"]["when_exhausted"] == "truncate");
  CHECK(book["funding"]["funders"][1]["label"]["zh"] == "县级财政");
  CHECK(book["funding"]["layers"][0]["cases"][0]["shares"] ==
        json{{{"funder", "province"}, {"share", "40%"}}, {{"funder", "county"}, {"share", "60%"}}});
  CHECK(book["funding"]["odd_cents"] == "largest_remainder");

  const json& area = book["facts"]["item"][2];
  CHECK(area["name"] == "area");
  CHECK(area["unit"] == "mu");
  CHECK(area["unit_label"]["zh"] == "亩");
  CHECK(area["decimals"] == 4);
  CHECK(area["at_least"] == "0");
  CHECK(area["at_most"] == "100000");
  const json& rate = book["facts"]["item"][3];
  CHECK(rate["kind"] == "percent");
  CHECK(rate["decimals"] == 2);
  CHECK(rate["at_most"] == "100%");
  CHECK(book["facts"]["claim"][0]["type"] == "species");
  CHECK(book["types"][0]["codes"][1]["label"]["en"] == "wild boar");
  CHECK(book["running"][0]["per"] == "household_event");
  CHECK(book["loss_date"]["day"] == "last_day");

  REQUIRE(book["steps"].size() == 4);
  const json& loss = book["steps"][0];
  CHECK(loss["kind"] == "item");
  CHECK(loss["is"]["text"] == "area * unit_value(crop, stage) * loss_rate");
  CHECK(loss["is"]["zh"] == "受害面积 × 每亩赔付标准(作物, 生长阶段) × 损失率");
  CHECK(loss["round"]["mode"] == "half_up");
  CHECK(loss["round"]["to"] == "0.01");
  const json& limit = book["steps"][3];
  CHECK(limit["kind"] == "limit");
  CHECK(limit["limit"]["per"] == "household_event");
  CHECK(limit["limit"]["per_label"]["zh"] == "每户每次事故");
  CHECK(limit["limit"]["amount"]["text"] == "200000.00");
  CHECK(limit["limit"]["amount"]["zh"] == "200,000.00");
  CHECK(book["denials"][0]["code"] == "species_not_covered");
  CHECK(book["denials"][0]["when"]["zh"] == "致害动物 是 其他");
  CHECK(book["flags"].size() == 2);
  CHECK(book["not_encoded"][0]["clause"] == "burden of proof");
  CHECK(book["explained"]["zh"].get<std::string>().find("拒赔情形") != std::string::npos);
  CHECK(book["explained"]["en"].get<std::string>().find("Denied when") != std::string::npos);
  bool assumed = false;
  for (const json& term : book["terms"]) assumed = assumed || term["source"]["basis"] == "assumed";
  CHECK(assumed);
}

TEST_CASE("The text is the file's bytes under its hash, and is not sent twice to who has it") {
  ApiFixture api;
  const auto answer = api.get("clerk", kOne + "/text");
  REQUIRE(answer.status == 200);
  CHECK(answer.header("content-type") == "application/yaml; charset=utf-8");
  CHECK(answer.text == read_text(rulebook(api, "pinglu-2025.yaml")));
  const std::string tag = answer.header("etag");
  CHECK(tag == "\"" + api.get("clerk", kOne).body["sha256"].get<std::string>() + "\"");
  CHECK(answer.header("cache-control") == "private, no-cache");
  struct Row {
    std::string held;
    int status;
  };
  const std::vector<Row> rows = {{tag, 304}, {"W/" + tag, 304},  {"\"other\", " + tag, 304},
                                 {"*", 304}, {"\"other\"", 200}, {tag.substr(1, 64), 200}};
  for (const Row& row : rows) {
    INFO(row.held);
    const auto again =
        api.send({.as = "clerk", .path = kOne + "/text", .headers = "If-None-Match: " + row.held + "\r\n"});
    CHECK(again.status == row.status);
    CHECK(again.header("etag") == tag);
    CHECK(again.text.empty() == (row.status == 304));
  }
}

TEST_CASE("Tables are told cell by cell, as written and as read, with the lines they stand in") {
  ApiFixture api;
  const auto answer = api.get("clerk", kOne + "/tables");
  REQUIRE(answer.status == 200);
  CHECK(fractions(answer.body) == kNone);
  REQUIRE(answer.body["tables"].size() == 1);
  const json& table = answer.body["tables"][0];
  CHECK(table["name"] == "unit_value");
  CHECK(table["hit"] == "unique");
  CHECK(table["source"]["basis"] == "assumed");
  REQUIRE(table["columns"].size() == 3);
  CHECK(table["columns"][0]["kind"] == "in");
  CHECK(table["columns"][0]["label"]["zh"] == "作物");
  CHECK(table["columns"][2]["kind"] == "out");
  CHECK(table["columns"][2]["type"] == "CNY/mu");
  CHECK(table["columns"][2]["unit"]["zh"] == "元/亩");
  REQUIRE(table["rows"].size() == 12);
  const std::string text = read_text(rulebook(api, "pinglu-2025.yaml"));
  bool found = false;
  for (const json& row : table["rows"]) {
    if (row["cells"][0]["written"] != "maize" || row["cells"][1]["written"] != "mature") continue;
    found = true;
    CHECK(row["cells"][0]["zh"] == "玉米");
    CHECK(row["cells"][2]["written"] == "1000.00");
    CHECK(row["cells"][2]["en"] == "1,000.00");
    std::istringstream lines(text);
    std::string line;
    for (int i = 0; i < row["line"].get<int>(); ++i) std::getline(lines, line);
    CHECK(line.find("maize:") != std::string::npos);
  }
  CHECK(found);
  CHECK(api.get("clerk", kOne + "/tables?table=unit_value").body["tables"].size() == 1);
  CHECK(api.get("clerk", kOne + "/tables?table=nothing").body["tables"].empty());
  CHECK(api.get("clerk", kOne + "/tables?tabel=unit_value").problem() == "invalid_query");
}

TEST_CASE("Two versions are compared in words and in money") {
  ApiFixture api;
  supersede_2025(api);
  REQUIRE(api.send({.as = "admin", .method = "POST", .path = "/api/v1/rulebooks/reload"}).status == 200);
  const auto answer = api.get("auditor", kOne + "/diff?to=2025.2");
  REQUIRE(answer.status == 200);
  CHECK(fractions(answer.body) == kNone);
  CHECK(answer.body["from"]["version"] == "2025.1");
  CHECK(answer.body["to"]["version"] == "2025.2");
  bool changed = false;
  for (const json& change : answer.body["changes"]["en"]) {
    if (change["what"] != "unit_value: maize, mature") continue;
    changed = true;
    CHECK(change["kind"] == "changed");
    CHECK(change["by"] == "+10 %");
  }
  CHECK(changed);
  bool money = false;
  for (const json& amount : answer.body["amounts"]["zh"]) {
    if (amount["before"] != "2,100.00") continue;
    money = true;
    CHECK(amount["after"] == "2,310.00");
    CHECK(amount["difference"] == "+210.00");
  }
  CHECK(money);
  CHECK(answer.body["text"]["zh"].get<std::string>().find("玉米") != std::string::npos);
  CHECK(api.get("auditor", kOne + "/diff").faults() == std::vector<std::string>{"missing at ?to"});
  CHECK(api.get("auditor", kOne + "/diff?to=2031.1").problem() == "rulebook_unknown");
}

TEST_CASE("An unknown rulebook is refused with the ones there are") {
  ApiFixture api;
  for (const char* rest : {"", "/text", "/tables", "/diff?to=2026.1"}) {
    for (const char* name : {"pinglu-wildlife/2025.9", "pinglu/2025.1", "%2e%2e/%2e%2e", "x/%00"}) {
      const auto answer = api.get("clerk", std::string("/api/v1/rulebooks/") + name + rest);
      INFO(name << rest << " " << answer.text);
      CHECK(answer.status == 404);
      if (answer.problem() == "route_not_found") continue;  // not a path at all
      CHECK(answer.problem() == "rulebook_unknown");
      CHECK(answer.body["detail"].get<std::string>().find("pinglu-wildlife 2025.1") != std::string::npos);
    }
  }
}

TEST_CASE("A rulebook that has gone can be read as long as claims stand on it") {
  ApiFixture api;
  supersede_2025(api);
  REQUIRE(api.send({.as = "admin", .method = "POST", .path = "/api/v1/rulebooks/reload"}).status == 200);
  const std::string path = "/api/v1/rulebooks/pinglu-wildlife/2025.2";
  fs::remove(rulebook(api, "pinglu-2025-2.yaml"));
  const auto gone = api.send({.as = "admin", .method = "POST", .path = "/api/v1/rulebooks/reload"});
  REQUIRE(gone.status == 200);
  CHECK(gone.body["removed"][0]["version"] == "2025.2");
  CHECK(api.get("clerk", path).status == 404);
}

TEST_CASE("Everyone on the staff reads rulebooks, only the administrator reloads them, strangers do neither") {
  ApiFixture api;
  for (const std::string& who : kStaff) {
    INFO(who);
    for (const char* rest : {"", "/text", "/tables", "/diff?to=2026.1"}) CHECK(api.get(who, kOne + rest).status == 200);
    CHECK(api.get(who, "/api/v1/rulebooks").status == 200);
    const auto reload = api.send({.as = who, .method = "POST", .path = "/api/v1/rulebooks/reload"});
    CHECK(reload.status == (who == "admin" ? 200 : 403));
    if (who != "admin") CHECK(reload.problem() == "role_not_allowed");
  }
  CHECK(api.send({.path = "/api/v1/rulebooks"}).status == 401);
  CHECK(api.send({.method = "POST", .path = "/api/v1/rulebooks/reload"}).status == 401);
}

TEST_CASE("A reload is asked for with a key, answers what came and went, and a repeat is answered from memory") {
  ApiFixture api;
  const std::string path = "/api/v1/rulebooks/reload";
  CHECK(api.send({.as = "admin", .method = "POST", .path = path, .key = ""}).problem() == "idempotency_key_missing");
  supersede_2025(api);
  const ApiRequest request{.as = "admin", .method = "POST", .path = path, .key = "reload-once"};
  const auto first = api.send(request);
  REQUIRE(first.status == 200);
  CHECK(first.body["reloaded"] == true);
  CHECK(first.body["added"][0]["version"] == "2025.2");
  CHECK(first.body["changed"].empty());
  CHECK(first.body["unchanged"].size() == 2);
  CHECK(first.body["warnings"].empty());
  fs::remove(rulebook(api, "pinglu-2025-2.yaml"));
  const auto repeated = api.send(request);
  CHECK(repeated.text == first.text);
  CHECK(repeated.header("idempotency-replayed") == "true");
  CHECK(api.get("clerk", "/api/v1/rulebooks").body["rulebooks"].size() == 3);
}

TEST_CASE("A reload that is refused tells every fault with its place, and what is there stays") {
  ApiFixture api;
  const auto before = api.get("clerk", "/api/v1/rulebooks").text;
  const fs::path file = rulebook(api, "pinglu-2026.yaml");
  const std::string text = read_text(file);
  std::ofstream(file) << replaced(replaced(text, "result: indemnity", "result: nothing"), "share: 60%", "share: 61%");
  const auto refused =
      api.send({.as = "admin", .method = "POST", .path = "/api/v1/rulebooks/reload", .key = "once-refused"});
  CHECK(refused.status == 409);
  CHECK(refused.problem() == "rulebooks_not_clean");
  REQUIRE(refused.body["diagnostics"].size() >= 2);
  for (const json& each : refused.body["diagnostics"]) {
    CHECK(each["file"] == "pinglu-2026.yaml");
    CHECK(each["line"].get<int>() > 0);
    CHECK(each["column"].get<int>() > 0);
    CHECK(!each["en"].get<std::string>().empty());
    CHECK(each["zh"].is_null());
    CHECK(each["page"] == "config/rulebooks/diagnostics.md#" + each["code"].get<std::string>());
  }
  CHECK(refused.text.find(api.config()) == std::string::npos);
  CHECK(api.get("clerk", "/api/v1/rulebooks").text == before);
  // A refusal is not remembered: mended, the same key goes through.
  std::ofstream(file) << text;
  CHECK(api.send({.as = "admin", .method = "POST", .path = "/api/v1/rulebooks/reload", .key = "once-refused"}).status ==
        200);

  // What policies stand on is told in both languages, with a page of its own.
  std::ofstream(rulebook(api, "pinglu-2025.yaml"), std::ios::app) << "# changed\n";
  const auto pinned = api.send({.as = "admin", .method = "POST", .path = "/api/v1/rulebooks/reload"});
  REQUIRE(pinned.body["diagnostics"].size() == 1);
  const json& each = pinned.body["diagnostics"][0];
  CHECK(each["code"] == "pinned_rulebook_changed");
  CHECK(each["zh"].get<std::string>().find("PL-2025") != std::string::npos);
  CHECK(api.send({.path = each["page"]}).status == 200);
}

TEST_CASE("Requests go on while rulebooks are reloaded") {
  ApiFixture api;
  for (const char* who : {"clerk", "adjuster", "admin"}) api.token(who);
  std::atomic<bool> stop = false;
  std::atomic<int> wrong = 0;
  std::atomic<int> answered = 0;
  std::vector<std::thread> readers;
  for (int t = 0; t < 2; ++t) {
    readers.emplace_back([&, token = api.token("clerk")] {
      const std::vector<std::string> paths = {"/api/v1/rulebooks", kOne, kOne + "/tables", "/api/v1/policies"};
      while (!stop) {
        const std::string& path = paths[static_cast<std::size_t>(answered) % paths.size()];
        RawClient client(api.port());
        client.send(request_text("GET", path, "Authorization: Bearer " + token + "\r\n"));
        const auto answer = client.answer(std::chrono::seconds(60));
        if (!answer || answer->status != 200) ++wrong;
        ++answered;
      }
    });
  }
  for (int i = 0; i < 6; ++i) {
    if (i % 2 == 0) {
      supersede_2025(api);
    } else {
      fs::remove(rulebook(api, "pinglu-2025-2.yaml"));
    }
    const auto reload = api.send({.as = "admin", .method = "POST", .path = "/api/v1/rulebooks/reload"});
    INFO(reload.text);
    CHECK(reload.status == 200);
    CHECK(api.post("clerk", "/api/v1/damage-reports", boar_report()).status == 201);
  }
  stop = true;
  for (std::thread& reader : readers) reader.join();
  CHECK(wrong == 0);
  CHECK(answered > 0);
}

}  // namespace
