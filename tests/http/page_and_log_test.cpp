// The pages behind problem codes, and the lines of the log.
#include <chrono>
#include <string>

#include "claims/http/access_log.h"
#include "claims/http/problem_page.h"
#include "tests/support/catch.h"

namespace {

using namespace wildclaims::http;

TEST_CASE("Every problem has a page in both languages and both forms") {
  for (const ProblemKind& kind : problem_catalogue()) {
    INFO(kind.code);
    const std::string text = problem_page(kind, PageForm::text);
    for (const std::string& part :
         {kind.code, kind.title.zh, kind.title.en, kind.advice.zh, kind.advice.en, std::to_string(kind.status)}) {
      CHECK(text.find(part) != std::string::npos);
    }
    const std::string html = problem_page(kind, PageForm::html);
    CHECK(html.starts_with("<!doctype html>"));
    CHECK(html.find(kind.code) != std::string::npos);
    CHECK(html.find("<script") == std::string::npos);
    CHECK(problem_list_page(PageForm::html).find("/problems/" + kind.code + "\"") != std::string::npos);
    CHECK(problem_list_page(PageForm::text).find(kind.code) != std::string::npos);
  }
}

TEST_CASE("A log line has method, pattern, status, time and request id, and nothing else") {
  CHECK(access_line({"POST", "/api/v1/claims/{claim}/approval", 201, std::chrono::microseconds(3412), "ab-1"}) ==
        "POST /api/v1/claims/{claim}/approval 201 3.412 ms ab-1\n");
  CHECK(access_line({"other", "", 404, std::chrono::microseconds(7), "ab-2"}) == "other - 404 0.007 ms ab-2\n");
  CHECK(failure_line("ab-3", "disk\nfull") == "failed ab-3 disk full\n");
}

}  // namespace
