// The contract of the API says what the code says: routes, rights, headers, problem codes, words and limits. Its
// members are held against real exchanges by tests/http/contract.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "claims/domain/claim_state.h"
#include "claims/domain/damage_report.h"
#include "claims/domain/lifecycle.h"
#include "claims/domain/policy_id.h"
#include "claims/domain/text_limits.h"
#include "claims/http/limits.h"
#include "claims/http/object_reader.h"
#include "claims/http/preconditions.h"
#include "claims/http/problem.h"
#include "claims/http/routes.h"
#include "claims/ledger/account.h"
#include "claims/ledger/entry.h"
#include "claims/workflow/claim_view.h"
#include "claims/workflow/deny.h"
#include "tests/http/api_fixture.h"
#include "tests/http/contract_file.h"
#include "tests/support/catch.h"

namespace {

using namespace wildclaims;
using namespace wildclaims::http;
using namespace wildclaims::http::testing;

// What a route asks of a call, in words that both sides can be put into.
struct Asked {
  std::string who;  // "anyone", "staff", or the roles
  bool key = false;
  bool version = false;
  std::set<std::string> bodies;
  bool operator==(const Asked&) const = default;
};

std::string said(const Asked& asked) {
  std::string text = asked.who + (asked.key ? ", key" : "") + (asked.version ? ", version" : "");
  for (const std::string& body : asked.bodies) text += ", " + body;
  return text;
}

Asked asked_by(const Route& route) {
  Asked asked{"anyone", route.write == WriteKind::keyed, route.version == VersionKind::required, {}};
  if (route.access.signed_in && route.access.roles == domain::RoleSet::all()) asked.who = "staff";
  if (route.access.signed_in && asked.who != "staff") {
    asked.who.clear();
    for (const domain::Role role : route.access.roles.to_vector())
      asked.who += std::string(domain::code_of(role)) + " ";
  }
  if (route.body != BodyKind::none) asked.bodies.insert("application/json");
  if (route.body == BodyKind::draft) asked.bodies.insert("application/yaml");
  return asked;
}

Asked asked_by(const ContractOperation& operation) {
  Asked asked{"anyone",
              !operation.parameter("header", "Idempotency-Key").is_null(),
              !operation.parameter("header", "If-Match").is_null(),
              {}};
  const json& security = operation.value.at("security");
  if (!security.empty()) {
    domain::RoleSet roles;
    for (const json& way : security) {
      for (const json& role : way.at("session")) roles.add(domain::parse_role(role.get<std::string>()).value());
    }
    asked.who = "staff";
    if (!(roles == domain::RoleSet())) {
      asked.who.clear();
      for (const domain::Role role : roles.to_vector()) asked.who += std::string(domain::code_of(role)) + " ";
    }
  }
  if (operation.value.contains("requestBody")) {
    for (const auto& [type, content] : operation.value["requestBody"]["content"].items()) asked.bodies.insert(type);
  }
  return asked;
}

template <class Each, class Code>
std::vector<std::string> codes_of(const Each& all, Code code) {
  std::vector<std::string> codes;
  for (const auto& each : all) codes.emplace_back(code(each));
  std::sort(codes.begin(), codes.end());
  return codes;
}

TEST_CASE("The contract has every route of the service, asks of a call what the route asks, and has no other") {
  std::map<std::string, std::string> served;
  for (const Route& route : all_routes()) {
    served[std::string(to_string(route.method)) + " " + std::string(route.pattern)] = said(asked_by(route));
  }
  std::map<std::string, std::string> written;
  const ContractFile contract;
  for (const ContractOperation& operation : contract.operations()) {
    written[operation.method + " " + operation.path] = said(asked_by(operation));
  }
  CHECK(written == served);
}

TEST_CASE("A path's names are parameters of every operation on it") {
  const ContractFile contract;
  for (const ContractOperation& operation : contract.operations()) {
    INFO(operation.id);
    const auto names = std::count(operation.path.begin(), operation.path.end(), '{');
    const auto given = std::count_if(operation.parameters.begin(), operation.parameters.end(),
                                     [](const json& each) { return each["in"] == "path"; });
    CHECK(given == names);
  }
}

TEST_CASE("The contract has every problem code under its number, and no other") {
  const ContractFile contract;
  std::map<int, std::vector<std::string>> by_number;
  std::vector<std::string> all;
  for (const ProblemKind& kind : problem_catalogue()) {
    by_number[kind.status].push_back("/problems/" + kind.code);
    all.push_back("/problems/" + kind.code);
  }
  std::sort(all.begin(), all.end());
  CHECK(contract.words("ProblemType") == all);

  std::set<std::string> anywhere;
  for (const std::string& code : contract.words("OtherProblem", "/allOf/1/properties/type")) anywhere.insert(code);
  for (auto& [number, codes] : by_number) {
    INFO(number);
    std::sort(codes.begin(), codes.end());
    bool named = false;
    for (const auto& [name, schema] : contract.document()["components"]["schemas"].items()) {
      if (!schema.contains("allOf") || !schema["allOf"][1]["properties"].contains("status")) continue;
      if (schema["allOf"][1]["properties"]["status"]["const"] != number) continue;
      named = true;
      CHECK(contract.words(name, "/allOf/1/properties/type") == codes);
    }
    // A number without a schema of its own is what any path may answer.
    const bool everywhere =
        std::all_of(codes.begin(), codes.end(), [&](const std::string& code) { return anywhere.count(code) > 0; });
    CHECK((named || everywhere));
  }
}

TEST_CASE("The contract's words for roles, states, happenings and entries are the code's") {
  const ContractFile contract;
  CHECK(contract.words("Role") == codes_of(domain::kRoles, [](auto each) { return domain::code_of(each); }));
  CHECK(contract.words("ClaimState") ==
        codes_of(domain::kClaimStates, [](auto each) { return domain::code_of(each); }));
  CHECK(contract.words("HappeningKind") ==
        codes_of(domain::kHappenings, [](auto each) { return domain::code_of(each); }));
  CHECK(contract.words("EntryKind") == codes_of(ledger::kEntryKinds, [](auto each) { return ledger::code_of(each); }));
}

TEST_CASE("The contract's limits are the code's") {
  const ContractFile contract;
  const auto limit = [&](const char* schema, const char* pointer) {
    return contract.schema(schema).at(json::json_pointer(pointer)).get<std::size_t>();
  };
  CHECK(limit("DamageReportTold", "/properties/households/maxItems") == domain::kMaxHouseholds);
  CHECK(limit("HouseholdTold", "/properties/items/maxItems") == domain::kMaxItems);
  CHECK(limit("HouseholdTold", "/properties/name/maxLength") == domain::kNameText.characters);
  CHECK(limit("LossItemTold", "/properties/plot/maxLength") == domain::kPlotText.characters);
  CHECK(limit("DamageReportTold", "/properties/place/maxLength") == domain::kPlaceText.characters);
  CHECK(limit("DamageReportTold", "/properties/told_by/maxLength") == domain::kToldByText.characters);
  CHECK(limit("NoticePosted", "/properties/place/maxLength") == domain::kNoticePlaceText.characters);
  CHECK(limit("Reason", "/properties/reason/maxLength") == domain::kReasonText.characters);
  CHECK(limit("ClaimSurvey", "/properties/note/maxLength") == domain::kNoteText.characters);
  CHECK(limit("BankConfirmation", "/properties/bank_reference/maxLength") == domain::kBankReferenceText.characters);
  CHECK(limit("Code", "/maxLength") == domain::kMaxCodeBytes);
  CHECK(limit("Segment", "/maxLength") == ledger::kMaxSegmentBytes);
  CHECK(limit("SignIn", "/properties/user/maxLength") == kTextBytes);
  CHECK(limit("Denial", "/properties/reasons/maxItems") == workflow::kMaxDenialReasons);
  CHECK(limit("OpenPolicy", "/properties/year/minimum") == domain::kFirstYear);
  CHECK(limit("OpenPolicy", "/properties/year/maximum") == domain::kLastYear);
  CHECK(limit("Draft", "/properties/text/maxLength") == kDraftBytes);
  CHECK(limit("SimulationOrder", "/properties/resamples/maximum") == kResamples);
  CHECK(limit("Problem", "/properties/faults/maxItems") == kFaultsShown);
  CHECK(limit("Problem", "/properties/diagnostics/maxItems") == kDiagnosticsShown);
  CHECK(limit("Table", "/properties/rows/maxItems") == kTableRowsShown);

  const ContractOperation& list = contract.operation("list_claims");
  CHECK(list.parameter("query", "limit")["schema"]["maximum"] == workflow::kMaxPage);
  CHECK(list.parameter("query", "limit")["schema"]["default"] == workflow::kDefaultPage);
  const json key = contract.operation("take_damage_report").parameter("header", "Idempotency-Key");
  CHECK(key["schema"]["minLength"] == kLeastKeyBytes);
  CHECK(key["schema"]["maxLength"] == kMostKeyBytes);
}

TEST_CASE("The service shows the contract it was built with, once to whoever has it") {
  ApiFixture api;
  const ContractFile contract;
  const std::string path = "/api/v1/openapi.yaml";
  const ApiAnswer shown = api.send({.path = path, .key = ""});
  CHECK(shown.status == 200);
  CHECK(shown.header("content-type") == "application/yaml; charset=utf-8");
  CHECK(shown.text == contract.text());
  const std::string tag = shown.header("etag");
  CHECK(tag.size() == 66);
  const ApiAnswer again = api.send({.path = path, .key = "", .headers = "If-None-Match: " + tag + "\r\n"});
  CHECK(again.status == 304);
  CHECK(again.text.empty());
  CHECK(api.send({.path = path, .key = "", .headers = "If-None-Match: \"other\"\r\n"}).status == 200);
}

}  // namespace
