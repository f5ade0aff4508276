// What a request carries beside its body: path, query, preconditions, media types.
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "claims/http/negotiation.h"
#include "claims/http/preconditions.h"
#include "claims/http/query.h"
#include "claims/http/router.h"
#include "tests/support/catch.h"

namespace {

using namespace wildclaims;
using namespace wildclaims::http;

RequestHead with(const char* name, std::string value) {
  RequestHead head;
  head.headers.push_back({name, std::move(value)});
  return head;
}

Reply nothing(Call&) { return success(Success::ok, kPlainTextType, ""); }

Route route(Method method, std::string_view pattern) {
  Route made;
  made.method = method;
  made.pattern = pattern;
  made.handler = nothing;
  return made;
}

TEST_CASE("A path finds its route, the most particular one, and its names their values") {
  const Router router({route(Method::get, "/claims/{claim}"), route(Method::get, "/claims/open"),
                       route(Method::post, "/claims/{claim}/approval"), route(Method::get, "/claims"),
                       route(Method::post, "/claims")});
  struct Row {
    Method method;
    const char* path;
    const char* expected;  // the pattern, "404", or the methods allowed
    const char* claim;
  };
  const std::vector<Row> rows{
      {Method::get, "/claims", "/claims", ""},
      {Method::head, "/claims", "/claims", ""},
      {Method::get, "/claims/PL-2025-000001-3", "/claims/{claim}", "PL-2025-000001-3"},
      {Method::get, "/claims/open", "/claims/open", ""},
      {Method::get, "/claims/a%2Fb%20c", "/claims/{claim}", "a/b c"},
      {Method::post, "/claims/x/approval", "/claims/{claim}/approval", "x"},
      {Method::get, "/claims/x/approval", "POST", ""},
      {Method::del, "/claims", "GET, HEAD, POST", ""},
      {Method::other, "/claims/open", "GET, HEAD", ""},
      {Method::get, "/", "404", ""},
      {Method::get, "/claims/", "404", ""},
      {Method::get, "/claims/x/", "404", ""},
      {Method::get, "//claims", "404", ""},
      {Method::get, "/Claims", "404", ""},
      {Method::get, "/claims/%zz", "404", ""},
      {Method::get, "/claims/%00", "404", ""},
      {Method::get, "/claims/x/approval/y", "404", ""},
      {Method::get, "/a/b/c/d/e/f/g/h/i/j/k/l/m/n", "404", ""},
  };
  for (const Row& row : rows) {
    INFO(to_string(row.method) << " " << row.path);
    const auto result = router.match(row.method, row.path);
    std::string came_to = "404";
    if (const auto* match = std::get_if<Match>(&result)) {
      came_to = match->route->pattern;
      if (*row.claim != '\0') CHECK(match->parameters["claim"] == row.claim);
    } else if (const auto* allowed = std::get_if<MethodNotAllowed>(&result)) {
      came_to = allowed->allow;
    }
    CHECK(came_to == row.expected);
  }
}

TEST_CASE("Two routes of one path and method are a defect") {
  CHECK_THROWS_AS(Router({route(Method::get, "/a"), route(Method::get, "/a")}), std::logic_error);
}

TEST_CASE("Queries are decoded, each name once, and every fault is told") {
  QueryReader query("state=noticed&limit=50&q=%E8%B5%94+x&empty=&a=1&a=2&b=%zz&odd=1&big=99999999999999999999&n=7x");
  CHECK(query.text("state") == "noticed");
  CHECK(query.whole("limit", 1, 200) == 50);
  CHECK(query.text("q") == "赔 x");
  CHECK(query.text("empty") == std::nullopt);
  CHECK(query.text("none") == std::nullopt);
  query.text("a");
  query.whole("big", 1, 9);
  query.whole("n", 1, 9);
  std::vector<std::pair<std::string, std::string>> found;
  for (const auto& fault : query.finish()) found.emplace_back(fault.pointer, fault.code);
  CHECK(found == std::vector<std::pair<std::string, std::string>>{{"?a", "twice"},
                                                                  {"?", "malformed_escape"},
                                                                  {"?big", "out_of_range"},
                                                                  {"?n", "not_whole_number"},
                                                                  {"?odd", "unknown_parameter"}});
}

TEST_CASE("An Idempotency-Key is 8 to 128 visible ASCII characters") {
  struct Row {
    std::string key;
    const char* code;  // empty: taken
  };
  const std::vector<Row> rows{{"12345678", ""},
                              {"3f0c1b6e-7d0a-4b5c-9d55-2d9f6f0f2b11", ""},
                              {std::string(128, 'k'), ""},
                              {"", "idempotency_key_missing"},
                              {"1234567", "idempotency_key_invalid"},
                              {std::string(129, 'k'), "idempotency_key_invalid"},
                              {"with a space", "idempotency_key_invalid"},
                              {"\xE8\xB5\x94\xE6\xA1\x88\xE5\x8F\xB7", "idempotency_key_invalid"}};
  for (const Row& row : rows) {
    INFO(row.key);
    const auto key = idempotency_key(with("idempotency-key", row.key));
    const auto* problem = std::get_if<Problem>(&key);
    CHECK((problem == nullptr ? "" : problem->kind->code) == row.code);
    if (problem == nullptr) CHECK(std::get<std::string>(key) == row.key);
  }
  CHECK(std::get<Problem>(idempotency_key({})).kind->code == "idempotency_key_missing");
}

TEST_CASE("If-Match is one strong tag with a version") {
  struct Row {
    const char* value;
    std::int64_t version;  // 0: refused
  };
  for (const Row& row : std::vector<Row>{{"\"7\"", 7},
                                         {"\"v7\"", 7},
                                         {"7", 7},
                                         {"v7", 7},
                                         {"*", 0},
                                         {"W/\"7\"", 0},
                                         {"\"\"", 0},
                                         {"\"0\"", 0},
                                         {"\"-1\"", 0},
                                         {"\"7", 0},
                                         {"\"7\", \"8\"", 0},
                                         {"", 0},
                                         {"\"+7\"", 0},
                                         {"99999999999999999999", 0}}) {
    INFO(row.value);
    const auto given = if_match(with("if-match", row.value));
    if (row.version == 0) {
      REQUIRE(std::holds_alternative<Problem>(given));
      CHECK(std::get<Problem>(given).kind->code == "if_match_invalid");
    } else {
      CHECK(std::get<std::int64_t>(given) == row.version);
    }
  }
  CHECK(std::get<Problem>(if_match({})).kind->code == "if_match_missing");
  CHECK(std::get<std::int64_t>(if_match(with("if-match", etag(42)))) == 42);
}

TEST_CASE("Only application/json in UTF-8 is taken as a body") {
  struct Row {
    const char* value;
    bool json;
  };
  for (const Row& row : std::vector<Row>{{"application/json", true},
                                         {"Application/JSON", true},
                                         {"application/json; charset=utf-8", true},
                                         {"application/json;charset=\"UTF-8\"", true},
                                         {"application/json; charset=gbk", false},
                                         {"application/jsonp", false},
                                         {"text/json", false},
                                         {"application/x-www-form-urlencoded", false},
                                         {"", false}}) {
    INFO(row.value);
    CHECK(sends_json(with("content-type", row.value)) == row.json);
  }
  CHECK_FALSE(sends_json({}));
}

TEST_CASE("Accept chooses among the forms there are") {
  constexpr std::array<std::string_view, 2> forms{"application/json", "text/plain"};
  struct Row {
    const char* accept;
    int form;  // -1: none
  };
  for (const Row& row : std::vector<Row>{{"", 0},
                                         {"*/*", 0},
                                         {"text/plain", 1},
                                         {"text/*", 1},
                                         {"TEXT/PLAIN", 1},
                                         {"text/html", -1},
                                         {"text/html, */*;q=0.1", 0},
                                         {"application/json;q=0.5, text/plain;q=0.9", 1},
                                         {"application/json;q=0, text/plain", 1},
                                         {"application/json;q=0, */*", 1},
                                         {"text/plain;q=0, application/json;q=0", -1},
                                         {"text/plain; charset=utf-8; q=0.4, application/*; q=0.3", 1},
                                         {"application/xml", -1}}) {
    INFO(row.accept);
    const auto form = preferred_form(with("accept", row.accept), forms);
    CHECK((form ? static_cast<int>(*form) : -1) == row.form);
  }
  CHECK(preferred_form({}, forms) == 0U);
}

}  // namespace
