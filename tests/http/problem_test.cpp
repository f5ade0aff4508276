// Problem documents and their catalogue: every failure has a number, a title and advice in both languages.
#include "claims/http/problem.h"

#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <utility>

#include "claims/http/limits.h"
#include "claims/http/problem_document.h"
#include "tests/support/catch.h"

namespace {

using namespace wildclaims;
using namespace wildclaims::http;
using domain::RefusalCode;

TEST_CASE("Every problem and every refusal has its number, title and advice, and a code of its own") {
  std::set<std::string> codes;
  for (const ProblemKind& kind : problem_catalogue()) {
    INFO(kind.code);
    CHECK(codes.insert(kind.code).second);
    CHECK(kind.status >= 400);
    CHECK(kind.status < 600);
    for (const rules::Bilingual& text : {kind.title, kind.advice}) {
      CHECK(!text.zh.empty());
      CHECK(!text.en.empty());
    }
    CHECK(find_problem(kind.code) == &kind);
  }
  CHECK(codes.size() == kProblemCodeCount + domain::kRefusalCount);
  for (std::size_t i = 0; i < domain::kRefusalCount; ++i) {
    const auto code = static_cast<RefusalCode>(i);
    CHECK(kind_of(code).code == domain::code_of(code));
  }
  CHECK(find_problem("no_such_code") == nullptr);
}

TEST_CASE("The numbers that clients rely on are these") {
  const std::vector<std::pair<RefusalCode, int>> rows{
      {RefusalCode::role_not_allowed, 403},  {RefusalCode::claim_unknown, 404},
      {RefusalCode::stale_version, 412},     {RefusalCode::limit_short, 409},
      {RefusalCode::already_approved, 409},  {RefusalCode::wrong_state, 409},
      {RefusalCode::notice_not_lapsed, 409}, {RefusalCode::approver_is_determiner, 403},
      {RefusalCode::no_policy_for_date, 409}};
  for (const auto& [code, status] : rows) {
    INFO(domain::code_of(code));
    CHECK(kind_of(code).status == status);
  }
  CHECK(kind_of(ProblemCode::invalid_input).status == 422);
  CHECK(kind_of(ProblemCode::idempotency_key_reused).status == 409);
  CHECK(kind_of(ProblemCode::if_match_missing).status == 428);
}

TEST_CASE("A document names every fault in both languages") {
  const rules::Faults faults{{"/households/0/items/1/area", "negative", {"面积为负。", "The area is negative."}},
                             {"/species", "unknown_code", {"没有此动物。", "No such species."}}};
  const Response response = to_response(invalid_input(faults), "r-1");
  CHECK(response.status == 422);
  CHECK(response.content_type == "application/problem+json");
  const auto document = nlohmann::json::parse(response.body);
  CHECK(document["type"] == "/problems/invalid_input");
  CHECK(document["status"] == 422);
  CHECK(document["request_id"] == "r-1");
  CHECK(document["detail"] == "2 faults found; nothing was changed.");
  REQUIRE(document["faults"].size() == 2);
  CHECK(document["faults"][0]["pointer"] == "/households/0/items/1/area");
  CHECK(document["faults"][1]["zh"] == "没有此动物。");
}

TEST_CASE("Of very many faults the first are listed and the rest counted") {
  rules::Faults faults(kFaultsShown + 7, {"/x", "missing", {"缺少。", "Missing."}});
  const auto document = nlohmann::json::parse(to_response(invalid_input(std::move(faults)), "").body);
  CHECK(document["faults"].size() == kFaultsShown);
  CHECK(document["faults_left_off"] == 7);
}

TEST_CASE("Of several refusals the first in precedence gives the number, and all are listed with their claims") {
  const Problem problem = refused({domain::refuse(RefusalCode::notice_not_lapsed, "PL-2025-000001-3"),
                                   domain::refuse(RefusalCode::stale_version, "PL-2025-000002-1")});
  const Response response = to_response(problem, "");
  CHECK(response.status == 412);
  const auto document = nlohmann::json::parse(response.body);
  CHECK(document["type"] == "/problems/stale_version");
  REQUIRE(document["faults"].size() == 2);
  CHECK(document["faults"][0]["subject"] == "PL-2025-000001-3");
  CHECK(document["faults"][0]["code"] == "notice_not_lapsed");
}

TEST_CASE("Bytes that are not text in a fault's pointer do not break the document") {
  const rules::Faults faults{{"/\xFF\xFE", "unknown_key", {"未知。", "Unknown."}}};
  CHECK(nlohmann::json::accept(to_response(invalid_input(faults), "").body));
}

TEST_CASE("Refusals to wait say for how long") {
  const auto retry = [](const Problem& problem) {
    for (const Header& header : problem.headers) {
      if (header.name == "Retry-After") return header.value;
    }
    return std::string();
  };
  CHECK(retry(too_many_requests(17)) == "17");
  CHECK(!retry(problem(ProblemCode::service_full)).empty());
  CHECK(!retry(problem(ProblemCode::storage_unavailable)).empty());
}

}  // namespace
