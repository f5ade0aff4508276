// The contract's examples run: every operation's requests are sent to a real service as they stand in the contract, in
// the order in which a claim and a policy live, and each is answered with the status it is documented under.
#include <initializer_list>
#include <set>
#include <string>
#include <string_view>

#include "claims/workflow/users.h"
#include "tests/http/api_steps.h"
#include "tests/http/contract_file.h"
#include "tests/support/catch.h"

namespace {

using namespace wildclaims;
using namespace wildclaims::http::testing;

const std::string kClaim = "PL-2025-000001-9";
const std::string kReportPath = "/api/v1/damage-reports/PLR-2025-000001-9";

using Played = std::set<std::string>;

// Sends what the contract shows to one service.
class Player {
 public:
  Player(const ContractFile& contract, Played& played, const ApiSetup& setup = {})
      : api("2025-09-21", setup), contract_(contract), played_(played) {}

  // All examples of each operation, or its bare call; a keyed one twice, as a client does that missed the answer. By
  // the first who may. If-Match is the version of this moment.
  void play(std::initializer_list<std::string_view> ids) {
    for (const std::string_view id : ids) play_one(contract_.operation(std::string(id)));
  }

  ApiFixture api;

 private:
  static std::string path_of(const ContractOperation& operation) {
    std::string path = operation.path;
    std::string query;
    for (const json& parameter : operation.parameters) {
      if (!parameter.contains("example")) continue;
      const std::string name = parameter["name"];
      const std::string value = parameter["example"];
      if (parameter["in"] == "query") query.append(query.empty() ? "?" : "&").append(name).append("=").append(value);
      if (parameter["in"] == "path") path.replace(path.find("{" + name + "}"), name.size() + 2, value);
    }
    return path + query;
  }

  void play_one(const ContractOperation& operation) {
    played_.insert(operation.id);
    ApiRequest request{.method = operation.method, .path = path_of(operation), .key = ""};
    const json& security = operation.value["security"];
    if (!security.empty()) request.as = security[0]["session"].empty() ? "auditor" : security[0]["session"][0];
    if (!operation.value.contains("requestBody")) return send(operation, request);
    for (const auto& [type, content] : operation.value["requestBody"]["content"].items()) {
      for (const auto& [name, example] : content["examples"].items()) {
        ApiRequest filled = request;
        if (type == "application/yaml") filled.yaml = example["value"];
        if (type == "application/json") filled.body = example["value"];
        send(operation, filled);
      }
    }
  }

  void send(const ContractOperation& operation, ApiRequest request) {
    INFO(operation.id << " " << request.path << " " << request.body.dump());
    if (!operation.parameter("header", "If-Match").is_null()) {
      request.if_match = ok(api.get("auditor", request.path.substr(0, request.path.rfind('/')))).header("etag");
    }
    const bool keyed = !operation.parameter("header", "Idempotency-Key").is_null();
    if (keyed) request.key = "example-" + operation.id;
    const ApiAnswer answer = ok(api.send(request), operation.success());
    if (!keyed) return;
    const ApiAnswer again = ok(api.send(request), operation.success());
    CHECK(again.text == answer.text);
    CHECK(again.header("idempotency-replayed") == "true");
  }

  const ContractFile& contract_;
  Played& played_;
};

void play_service(const ContractFile& contract, Played& played) {
  Player player(contract, played);
  const json sign_in = contract.operation("sign_in").value["requestBody"]["content"]["application/json"]["examples"];
  const json& clerk = sign_in["clerk"]["value"];
  const std::string name = clerk["user"];
  REQUIRE(workflow::add_user(player.api.office(), {name, {name, name}, clerk["password"], {domain::Role::clerk}}).ok());
  player.play({"alive", "ready", "list_problems", "read_problem", "read_contract", "sign_in", "current_session",
               "list_rulebooks", "read_rulebook", "read_rulebook_text", "read_rulebook_tables", "compare_rulebooks",
               "check_draft", "reload_rulebooks", "read_clock", "sign_out", "advance_clock"});
}

void play_claim(const ContractFile& contract, Played& played) {
  Player player(contract, played);
  ApiFixture& api = player.api;
  const std::string path = claim_path(kClaim);
  player.play({"take_damage_report", "list_damage_reports", "read_damage_report", "correct_damage_report",
               "list_claims", "read_claim", "read_slip", "ask_status", "correct_claim", "accept_claim", "survey_claim",
               "determine_claim", "read_worksheet", "post_notice_of_claim", "return_claim"});
  ok(api.post("adjuster", path + "/determination", json::object()));
  ok(api.post("clerk", path + "/notice", {{"place", "村务公开栏"}}));
  api.advance("2025-09-25");
  player.play({"approve_claim", "undo_approval_of_claim"});
  ok(approve(api, "approver", kClaim));
  player.play({"pay_claim", "return_payment_of_claim"});
  ok(api.post("cashier", path + "/payment", {{"batch", "2025-09-B"}}));
  player.play({"confirm_payment_of_claim", "appeal_against_claim"});
  determine_anew(api, kClaim, "30%");
  api.advance("2025-09-30");
  ok(approve(api, "approver", kClaim));
  player.play({"recover_from_claim", "close_claim", "reopen_claim", "withdraw_claim"});
  ok(api.post("adjuster", claim_path("PL-2025-000002-4") + "/acceptance", json::object()));
  player.play({"deny_claim", "list_policies", "read_policy", "list_entries", "list_accounts", "read_trial_balance",
               "read_statement", "read_receivables", "simulate_draft"});
}

void play_report(const ContractFile& contract, Played& played) {
  Player player(contract, played);
  player.play({"take_damage_report", "accept_report", "survey_report", "determine_report", "post_notice_of_report"});
  player.api.advance("2025-09-25");
  player.play({"approve_report", "undo_approval_of_report"});
  const ApiAnswer seen = ok(player.api.get("approver", kReportPath));
  const json total{{"amount", seen.body["totals"]["open_entitlement"]}, {"if_short", "truncate"}};
  ok(player.api.post("approver", kReportPath + "/approval", total, seen.header("etag")));
  player.play({"pay_report", "confirm_payment_of_report", "close_report"});
}

void play_policy(const ContractFile& contract, Played& played) {
  Player player(contract, played, {.edits = {}, .prepaid_by = "county"});
  player.play({"open_policy", "receive_premium"});
  ok(player.api.post("cashier", kPolicyPath + "/premium-receipts", {{"funder", "county"}, {"amount", "200000.00"}}),
     201);
  player.play(
      {"endorse_policy", "close_period", "claim_reimbursement", "list_reimbursement_claims", "receive_reimbursement"});
}

// One claim of 3,500.00 against a limit of 1,000.00, approved under the other rule for the limit's end.
void play_short_limit(const ContractFile& contract, Played& played, const std::string& rule,
                      std::string_view operation) {
  Player player(
      contract, played,
      {.edits = {{"amount: 8000000.00", "amount: 1000.00"},
                 {"when_exhausted: truncate\n    residual_to: county\n    when_freed: restore_residuals", rule}}});
  ApiFixture& api = player.api;
  player.play({"take_damage_report"});
  bring_to_notice(api, kClaim);
  for (const char* other : {"PL-2025-000002-4", "PL-2025-000003-5"}) {
    ok(api.post("clerk", claim_path(other) + "/withdrawal", {{"reason", "农户撤回"}}));
  }
  api.advance("2025-09-25");
  ok(approve(api, "approver", kClaim, true));
  if (operation == "settle_year") {
    api.advance("2026-01-02");
  } else {
    const json more{{"limit", "5000.00"}, {"premium", "0"}, {"reason", "批单1号"}};
    ok(api.post("admin", kPolicyPath + "/endorsements", more), 201);
  }
  player.play({operation});
}

TEST_CASE("Every example of the contract is answered with the status it is documented under") {
  const ContractFile contract;
  Played played;
  play_service(contract, played);
  play_claim(contract, played);
  play_report(contract, played);
  play_policy(contract, played);
  play_short_limit(contract, played,
                   "when_exhausted: truncate\n    residual_to: county\n    when_freed: restore_residuals",
                   "restore_residuals");
  play_short_limit(contract, played, "when_exhausted: hold\n    when_freed: leave", "release_held");
  play_short_limit(contract, played,
                   "when_exhausted: prorate\n    residual_to: county\n    when_freed: restore_residuals",
                   "settle_year");
  Played written;
  for (const ContractOperation& operation : contract.operations()) written.insert(operation.id);
  CHECK(played == written);
}

}  // namespace
