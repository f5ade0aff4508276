#include "tests/http/api_fixture.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>

#include "claims/domain/role.h"
#include "claims/http/access_log.h"
#include "claims/workflow/users.h"
#include "rules/date.h"
#include "tests/http/exchange_record.h"
#include "tests/http/raw_client.h"
#include "tests/support/catch.h"
#include "tests/support/text_file.h"

namespace wildclaims::http::testing {

namespace {

// The check character of GB 11643 for the first seventeen digits.
char check_character(const std::string& digits) {
  constexpr std::array<int, 17> weights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) sum += (digits[i] - '0') * weights.at(i);
  return "10X98765432"[sum % 11];
}

domain::RoleSet roles_of(std::string_view name) {
  domain::RoleSet roles;
  while (!name.empty()) {
    const auto end = std::min(name.find('-'), name.size());
    std::string_view role = name.substr(0, end);
    while (!role.empty() && role.back() >= '0' && role.back() <= '9') role.remove_suffix(1);
    roles.add(domain::parse_role(role).value());
    name.remove_prefix(std::min(end + 1, name.size()));
  }
  return roles;
}

workflow::OfficeSettings settings_of(const std::string& data, const std::string& config, const char* day,
                                     const ApiSetup& setup) {
  namespace fs = std::filesystem;
  for (const char* part : {"programmes", "divisions", "rulebooks"}) {
    fs::copy(fs::path(WILDCLAIMS_SOURCE_DIR) / "config" / part, fs::path(config) / part);
  }
  const fs::path rulebook = fs::path(config) / "rulebooks" / "pinglu-2025.yaml";
  std::string text = tests::read_text(rulebook);
  for (const auto& [what, by] : setup.edits) text = tests::replaced(text, what, by);
  tests::write_text(rulebook, text);
  workflow::OfficeSettings settings;
  settings.data_directory = data;
  settings.config_directory = config;
  settings.may_create = true;
  settings.demo_start = rules::Date::parse(day).value();
  return settings;
}

}  // namespace

std::vector<std::string> ApiAnswer::fault_codes() const {
  std::vector<std::string> codes;
  if (body.is_object() && body.contains("faults")) {
    for (const json& fault : body["faults"]) codes.push_back(fault["code"]);
  }
  return codes;
}

std::vector<std::string> ApiAnswer::faults() const {
  std::vector<std::string> all;
  if (body.is_object() && body.contains("faults")) {
    for (const json& fault : body["faults"]) {
      all.push_back(fault["code"].get<std::string>() + " at " + fault["pointer"].get<std::string>());
    }
  }
  std::sort(all.begin(), all.end());
  return all;
}

std::string ApiAnswer::problem() const {
  if (!body.is_object() || !body.contains("type")) return "";
  const auto type = body["type"].get<std::string>();
  return type.substr(type.rfind('/') + 1);
}

ApiFixture::ApiFixture(const char* day, const ApiSetup& setup)
    : office_(std::make_unique<workflow::Office>(settings_of(directory_.path(), config_.path(), day, setup))) {
  ServiceSettings settings;
  settings.port = 0;
  settings.on_answer = [this](const AnswerRecord& record) {
    const std::lock_guard lock(log_mutex_);
    log_ += access_line(record);
  };
  settings.on_failure = [this](std::string_view id, std::string_view what) {
    const std::lock_guard lock(log_mutex_);
    log_ += failure_line(id, what);
  };
  auto started = Service::start(*office_, settings);
  REQUIRE(std::holds_alternative<std::unique_ptr<Service>>(started));
  service_ = std::get<std::unique_ptr<Service>>(std::move(started));
  json policy{{"programme", "PL"}, {"year", 2025}};
  if (!setup.prepaid_by.empty()) policy["prepaid_by"] = setup.prepaid_by;
  REQUIRE(post("admin", "/api/v1/policies", policy).status == 201);
}

void ApiFixture::add_user(const std::string& name) {
  REQUIRE(workflow::add_user(*office_, {name, {name, name}, password_of(name), roles_of(name)}).ok());
}

std::string ApiFixture::token(const std::string& user) {
  auto found = tokens_.find(user);
  if (found == tokens_.end()) {
    add_user(user);
    found = tokens_.emplace(user, "").first;
  }
  if (found->second.empty()) {
    const ApiAnswer answer = send({.method = "POST",
                                   .path = "/api/v1/sessions",
                                   .body = {{"user", user}, {"password", password_of(user)}},
                                   .key = ""});
    REQUIRE(answer.status == 201);
    found->second = answer.body["token"];
  }
  return found->second;
}

ApiAnswer ApiFixture::send(const ApiRequest& request) {
  std::string headers;
  if (!request.as.empty()) headers += "Authorization: Bearer " + token(request.as) + "\r\n";
  if (!request.if_match.empty()) headers += "If-Match: " + request.if_match + "\r\n";
  if (!request.accept.empty()) headers += "Accept: " + request.accept + "\r\n";
  if (request.key == "fresh") {
    headers += "Idempotency-Key: test-key-" + std::to_string(++keys_) + "\r\n";
  } else if (!request.key.empty()) {
    headers += "Idempotency-Key: " + request.key + "\r\n";
  }
  headers += request.headers;
  std::string body = request.yaml;
  if (!body.empty()) headers += "Content-Type: application/yaml\r\n";
  if (!request.body.is_null()) {
    headers += "Content-Type: application/json\r\n";
    body = request.body.dump();
  }
  RawClient client(port());
  client.send(request_text(request.method, request.path, headers, body));
  const auto answer = client.answer(std::chrono::seconds(60), request.method != "HEAD");
  REQUIRE(answer);
  ApiAnswer read{answer->status, answer->headers, answer->body, json::parse(answer->body, nullptr, false)};
  record_exchange(request, read);
  return read;
}

ApiAnswer ApiFixture::get(const std::string& as, const std::string& path) { return send({.as = as, .path = path}); }

ApiAnswer ApiFixture::post(const std::string& as, const std::string& path, json body, const std::string& if_match) {
  return send({.as = as, .method = "POST", .path = path, .body = std::move(body), .if_match = if_match});
}

void ApiFixture::advance(const char* day) {
  REQUIRE(post("admin", "/api/v1/clock", {{"advance_to", day}}).status == 200);
  // Sessions live by the same clock.
  for (auto& [user, held] : tokens_) held.clear();
}

std::string ApiFixture::everything() {
  std::string all;
  for (const char* path :
       {"/api/v1/damage-reports?limit=200", "/api/v1/claims?limit=200", "/api/v1/policies",
        "/api/v1/ledger/entries?policy=PL-2025&limit=200", "/api/v1/ledger/trial-balance?policy=PL-2025",
        "/api/v1/policies/PL-2025/reimbursement-claims"}) {
    const ApiAnswer answer = get("auditor", path);
    REQUIRE(answer.status == 200);
    all += answer.text + "\n";
  }
  return all;
}

std::string ApiFixture::log() {
  const std::lock_guard lock(log_mutex_);
  return log_;
}

json boar_report(int households) {
  json report{{"programme", "PL"},
              {"species", "wild_boar"},
              {"damage_from", "2025-09-18"},
              {"damage_to", "2025-09-20"},
              {"discovered_at", "2025-09-20T07:30"},
              {"village", "zhangcun-yaotou"},
              {"place", "村东坡地"},
              {"told_by", "村委会"},
              {"households", json::array()}};
  for (int n = 0; n < households; ++n) {
    report["households"].push_back(
        {{"name", "段某" + std::to_string(n)},
         {"kind", "person"},
         {"identity", identity_number(n)},
         {"phone", std::to_string(13000000000 + n)},
         {"account", "62220000000000" + std::to_string(1000 + n)},
         {"items", {{{"plot", "沟东" + std::to_string(n) + "号地"}, {"crop", "maize"}, {"area", "3.5"}}}}});
  }
  return report;
}

json swan_report() {
  json report = boar_report(1);
  report["species"] = "whooper_swan";
  json& household = report["households"][0];
  household["items"] = {{{"plot", "一号地"}, {"crop", "vegetable"}, {"stage", "growing"}, {"area", "60"}},
                        {{"plot", "二号地"}, {"crop", "vegetable"}, {"stage", "growing"}, {"area", "30"}}};
  return report;
}

std::string identity_number(int n) {
  std::string digits = "14082919000101" + std::to_string(1000 + n).substr(1);
  return digits + check_character(digits);
}

}  // namespace wildclaims::http::testing
