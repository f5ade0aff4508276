// Drafts checked over the API: what is told of them, what is refused, and that no draft takes the service down.
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <optional>
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
using namespace std::chrono_literals;

const std::string kCheck = "/api/v1/rulebooks/check";

std::string shipped_text() {
  return read_text(std::string(WILDCLAIMS_SOURCE_DIR) + "/config/rulebooks/pinglu-2025.yaml");
}

std::string repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

// Of the file, then of the file among the others, each "severity code line".
std::vector<std::string> told(const json& findings) {
  std::vector<std::string> all;
  for (const json& each : findings) {
    all.push_back(each["severity"].get<std::string>() + " " + each["code"].get<std::string>());
  }
  return all;
}

ApiAnswer check(ApiFixture& api, const std::string& text) {
  return api.send({.as = "auditor", .method = "POST", .path = kCheck, .key = "", .yaml = text});
}

TEST_CASE("A clean draft is told what it is, what its examples miss, and whether it fits among the others") {
  ApiFixture api;
  const std::string before = api.everything();
  const std::string text = shipped_text();
  const std::string next = replaced(replaced(text, "version: \"2025.1\"", "version: \"2025.2\""),
                                    "status: illustrative", "supersedes: \"2025.1\"\nstatus: draft");
  const auto answer = check(api, next);
  REQUIRE(answer.status == 200);
  CHECK(answer.body["clean"] == true);
  CHECK(answer.body["errors"] == 0);
  CHECK(answer.body["diagnostics"].empty());
  CHECK(answer.body["id"] == "pinglu-wildlife");
  CHECK(answer.body["version"] == "2025.2");
  CHECK(answer.body["status"] == "draft");
  CHECK(answer.body["examples"] == 11);
  CHECK(answer.body["coverage"]["untouched"] == answer.body["coverage"]["items"].size());
  CHECK(answer.body["shelf"]["fits"] == true);
  CHECK(api.get("clerk", "/api/v1/rulebooks").body["rulebooks"].size() == 2);
  CHECK(api.everything() == before);

  struct Row {
    const char* about;
    std::string text;
    std::vector<std::string> shelf;
  };
  const std::vector<Row> rows = {
      {"the file that is in place", text, {}},
      {"a second version for the same dates",
       replaced(text, "version: \"2025.1\"", "version: \"2025.2\""),
       {"error time_overlap"}},
      {"a version a policy stands on, with another comment", text + "# changed\n", {"error pinned_rulebook_changed"}},
      {"a year that does not follow",
       replaced(replaced(next, "supersedes: \"2025.1\"\n", ""), "{from: 2025-01-01, to: 2025-12-31}",
                "{from: 2028-01-01, to: 2028-12-31}"),
       {"error time_hole"}},
      {"a programme of its own", replaced(text, "rulebook: pinglu-wildlife", "rulebook: other-wildlife"), {}},
  };
  for (const Row& row : rows) {
    INFO(row.about);
    std::string draft = row.text;
    // The examples are of 2025.
    if (draft.find("2028") != std::string::npos) {
      draft = draft.substr(0, draft.find("\nexamples:")) + draft.substr(draft.find("\nnot_encoded:"));
    }
    const auto told_of = check(api, draft);
    INFO(told_of.text);
    CHECK(told_of.body["clean"] == true);
    CHECK(told(told_of.body["shelf"]["findings"]) == row.shelf);
    CHECK(told_of.body["shelf"]["fits"] == row.shelf.empty());
  }
}

TEST_CASE("A draft with faults is told all of them, each with its place and its page") {
  ApiFixture api;
  const std::string text =
      replaced(replaced(replaced(shipped_text(), "result: indemnity", "result: nothing"), "share: 60%", "share: 61%"),
               "melon:      [900.00, 1500.00, 2500.00]", "");
  for (const bool as_json : {false, true}) {
    const auto answer = as_json ? api.send({.as = "clerk",
                                            .method = "POST",
                                            .path = kCheck,
                                            .body = {{"text", text}, {"file_name", "my draft.yaml"}},
                                            .key = ""})
                                : check(api, text);
    REQUIRE(answer.status == 200);
    CHECK(answer.body["clean"] == false);
    CHECK(answer.body["errors"].get<std::size_t>() + answer.body["warnings"].get<std::size_t>() ==
          answer.body["diagnostics"].size());
    const auto codes = told(answer.body["diagnostics"]);
    for (const char* code : {"error shares_not_whole", "error table_gap", "error unknown_result"}) {
      INFO(code);
      CHECK(std::find(codes.begin(), codes.end(), code) != codes.end());
    }
    CHECK_FALSE(answer.body.contains("id"));
    for (const json& each : answer.body["diagnostics"]) {
      CHECK(each["file"] == (as_json ? "my draft.yaml" : "draft.yaml"));
      CHECK(each["page"] == "config/rulebooks/diagnostics.md#" + each["code"].get<std::string>());
      if (each["code"] == "table_gap") CHECK(each["en"].get<std::string>().find("melon") != std::string::npos);
    }
  }
}

TEST_CASE("A draft that is not sent as asked is refused before it is looked at") {
  ApiFixture api;
  struct Row {
    json body;
    std::vector<std::string> faults;
  };
  const std::vector<Row> rows = {
      {json::object(), {"missing at /text"}},
      {{{"text", 5}}, {"not_text at /text"}},
      {{{"text", "x"}, {"file_name", std::string(300, 'n')}}, {"too_long at /file_name"}},
      {{{"text", "x"}, {"fil_name", "n"}}, {"unknown_key at /fil_name"}},
      {json::array(), {"not_an_object at "}},
  };
  for (const Row& row : rows) {
    const auto answer = api.send({.as = "clerk", .method = "POST", .path = kCheck, .body = row.body, .key = ""});
    INFO(answer.text);
    CHECK(answer.status == 422);
    CHECK(answer.faults() == row.faults);
  }
  RawClient client(api.port());
  client.send(request_text("POST", kCheck,
                           "Content-Type: text/plain\r\nAuthorization: Bearer " + api.token("clerk") + "\r\n",
                           "rulebook: x"));
  const auto plain = client.answer();
  REQUIRE(plain);
  CHECK(plain->status == 415);
  CHECK(plain->body.find("application/yaml") != std::string::npos);
  CHECK(api.send({.method = "POST", .path = kCheck, .key = "", .yaml = "rulebook: x"}).status == 401);
}

TEST_CASE("No draft takes the service down, whatever its bytes") {
  ApiFixture api;
  struct Row {
    const char* about;
    std::string text;
    const char* code;
  };
  const std::vector<Row> rows = {
      {"only a comment", "# nothing\n", "wrong_shape"},
      {"not UTF-8", "rulebook: \xB5\xA5\n", "invalid_utf8"},
      {"a zero byte", std::string("a: \0b", 5), "control_character"},
      {"anchors that explode", "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n", "anchor_refused"},
      {"lists in lists", "a: " + repeated("[", 100'000), "too_deep"},
      {"maps in maps", "a: " + repeated("{b: ", 100'000), "too_deep"},
      {"one line of a MiB", "a: [" + repeated("1,", 600'000) + "]", "line_too_long"},
      {"an expression of brackets",
       replaced(shipped_text(), "sum(item.loss)", repeated("(", 500) + "1" + repeated(")", 500)),
       "expression_too_deep"},
      {"thousands of unknown keys", repeated("x: 1\n", 100'000), "duplicate_key"},
  };
  for (const Row& row : rows) {
    INFO(row.about);
    const auto answer = check(api, row.text);
    REQUIRE(answer.status == 200);
    CHECK(answer.body["clean"] == false);
    const auto codes = told(answer.body["diagnostics"]);
    INFO(answer.text.substr(0, 500));
    CHECK(std::find(codes.begin(), codes.end(), std::string("error ") + row.code) != codes.end());
    CHECK(answer.body["diagnostics"].size() <= 200);
    CHECK(api.send({.path = "/healthz"}).status == 200);
  }
  // Announced too long, it is refused before a byte of it is read.
  RawClient client(api.port());
  client.send("POST " + kCheck +
              " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/yaml\r\nContent-Length: 20000000\r\n\r\n");
  const auto refused = client.answer();
  REQUIRE(refused);
  CHECK(refused->status == 413);
  CHECK(api.get("clerk", "/api/v1/rulebooks").status == 200);
}

// Tables that are many combinations of few rows.
std::string dear_draft(int tables) {
  std::string text = shipped_text();
  std::string facts;
  std::string columns;
  for (int i = 0; i < 12; ++i) {
    const std::string name = "c" + std::to_string(i);
    facts += "    " + name + ": {type: number, decimals: 2, default: 0, label: {zh: 数, en: number}}\n";
    columns += (i == 0 ? "" : ", ") + name;
  }
  text = replaced(text, "  item:\n", "  item:\n" + facts);
  std::string more = "tables:\n";
  unsigned state = 7;
  const auto next = [&state](unsigned below) {
    state = state * 1'664'525U + 1'013'904'223U;
    return (state >> 8U) % below;
  };
  for (int t = 0; t < tables; ++t) {
    more += "  dear_" + std::to_string(t) + ":\n    label: {zh: 表, en: table}\n    source: assumed\n";
    more += "    hit: collect sum\n    in: [" + columns + "]\n    out: money\n    rows:\n";
    for (int r = 0; r < 30; ++r) {
      more += "      - [";
      for (int i = 0; i < 12; ++i) {
        const unsigned from = next(400);
        more += "from " + std::to_string(from) + " to " + std::to_string(from + 400 + next(190)) + ", ";
      }
      more += "1.00]\n";
    }
    more += "    otherwise: 0.00\n";
  }
  return replaced(text, "tables:\n", more);
}

TEST_CASE("Dear drafts are checked one at a time, and meanwhile everybody else is served") {
  ApiFixture api;
  const std::string body = dear_draft(200);
  REQUIRE(body.size() < 2U * 1024U * 1024U);
  const std::string token = api.token("auditor");
  api.token("clerk");
  constexpr int kAtOnce = 6;
  std::vector<std::optional<WireAnswer>> answers(kAtOnce);
  std::vector<std::thread> senders;
  for (auto& answer : answers) {
    senders.emplace_back([&api, &answer, &token, &body] {
      RawClient client(api.port());
      client.send(request_text("POST", kCheck,
                               "Content-Type: application/yaml\r\nAuthorization: Bearer " + token + "\r\n", body));
      answer = client.answer(120s);
    });
  }
  std::chrono::milliseconds longest{0};
  for (int i = 0; i < 10; ++i) {
    const auto begun = std::chrono::steady_clock::now();
    CHECK(api.get("clerk", "/api/v1/rulebooks").status == 200);
    longest = std::max(longest,
                       std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun));
  }
  for (std::thread& sender : senders) sender.join();
  int checked = 0;
  int busy = 0;
  for (const auto& answer : answers) {
    REQUIRE(answer);
    if (answer->status == 200) {
      ++checked;
      CHECK(answer->body.find("table_too_large") != std::string::npos);
    } else {
      ++busy;
      CHECK(answer->status == 503);
      CHECK(answer->body.find("rulebook_check_busy") != std::string::npos);
      CHECK(std::stoi(answer->header("retry-after")) > 0);
    }
  }
  INFO("the longest read took " << longest.count() << " ms");
  CHECK(longest < 5s);
  CHECK(checked >= 1);
  CHECK(busy >= kAtOnce - 4);
}

TEST_CASE("A draft is tried on the decided claims of a policy, and what cannot be tried is refused by name") {
  ApiFixture api;
  const std::string path = "/api/v1/rulebooks/simulate";
  const std::string before = api.everything();
  const auto simulate = [&](const json& body, const std::string& who = "auditor") {
    return api.send({.as = who, .method = "POST", .path = path, .body = body, .key = ""});
  };
  const std::string text = shipped_text();
  const auto answer = simulate({{"text", text}, {"policy", "PL-2025"}, {"resamples", 10}, {"seed", 7}});
  INFO(answer.text);
  REQUIRE(answer.status == 200);
  CHECK(answer.body["draft"]["version"] == "2025.1");
  CHECK(answer.body["claims"]["read"] == 0);
  CHECK(answer.body["entitlement"]["now"] == "0.00");
  CHECK(answer.body["aggregate_limit"]["when_exhausted"] == "truncate");
  CHECK(answer.body["resampled"]["replicates"] == 10);
  CHECK(answer.body["resampled"]["seed"] == "7");

  struct Row {
    json body;
    int status;
    const char* problem;
  };
  const std::vector<Row> rows = {
      {{{"text", text}, {"policy", "PL-2031"}}, 404, "policy_unknown"},
      {{{"text", "rulebook: x\n"}, {"policy", "PL-2025"}}, 422, "draft_not_clean"},
      {{{"text", text}, {"policy", "PL-2025"}, {"resamples", 1001}}, 422, "invalid_input"},
      {{{"text", text}, {"policy", "PL-2025"}, {"seed", -1}}, 422, "invalid_input"},
      {{{"text", text}}, 422, "invalid_input"},
      {{{"text", text}, {"policy", "PL-2025"}, {"against", "x"}}, 422, "invalid_input"},
  };
  for (const Row& row : rows) {
    const auto refused = simulate(row.body);
    INFO(refused.text);
    CHECK(refused.status == row.status);
    CHECK(refused.problem() == row.problem);
    if (row.problem == std::string("draft_not_clean")) CHECK(refused.body["diagnostics"].size() > 1);
  }
  for (const char* who : {"clerk", "adjuster", "approver", "cashier", "admin"}) {
    CHECK(simulate({{"text", text}, {"policy", "PL-2025"}}, who).status == 200);
  }
  CHECK(api.everything() == before);
}

}  // namespace
