// Rulebooks: read by everyone on the staff, a draft checked beside them, reloaded by the administrator.
#include <chrono>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "claims/http/call.h"
#include "claims/http/desk.h"
#include "claims/http/finding_form.h"
#include "claims/http/json_form.h"
#include "claims/http/keyed_write.h"
#include "claims/http/limits.h"
#include "claims/http/object_reader.h"
#include "claims/http/preconditions.h"
#include "claims/http/query.h"
#include "claims/http/routes.h"
#include "claims/http/rulebook_form.h"
#include "claims/workflow/check_draft.h"
#include "claims/workflow/policy_view.h"
#include "claims/workflow/reload_rulebooks.h"
#include "claims/workflow/simulate_view.h"
#include "rules/authoring/simulation_json.h"
#include "rules/loader/load_draft.h"
#include "rules/nearest.h"

namespace wildclaims::http {

namespace {

using domain::Outcome;
using workflow::Answer;
using workflow::Reading;
using workflow::RulebookLine;

constexpr std::string_view kYamlType = "application/yaml; charset=utf-8";
// The longest name of a draft's file worth repeating.
constexpr std::size_t kFileNameBytes = 200;

// ---- reading ----

Problem unknown(const Reading& reading, const std::string& id) {
  const std::string known = rules::listed(workflow::known_rulebooks(reading, id));
  return problem(ProblemCode::rulebook_unknown,
                 {"没有此编号和版本的规则。现有：" + known + "。",
                  "There is no rulebook of this id and version. There are: " + known + "."});
}

// The rulebook the path names; `answer` is called outside the reading, since a rulebook stays as it is.
template <class ToReply>
Reply with_rulebook(Call& call, ToReply answer) {
  std::optional<RulebookLine> line;
  std::optional<Problem> none;
  reading(call, [&](const Reading& reading) {
    line = workflow::find_rulebook(reading, call.path["rulebook"], call.path["version"]);
    if (!line) none = unknown(reading, call.path["rulebook"]);
  });
  if (none) return std::move(*none);
  return answer(std::move(*line));
}

Reply all_rulebooks(Call& call) {
  return reading(call, [](const Reading& reading) -> Reply {
    Json list = Json::array();
    for (const RulebookLine& line : workflow::list_rulebooks(reading)) list.push_back(rulebook_line_form(line));
    return ok({{"rulebooks", std::move(list)}});
  });
}

Reply one_rulebook(Call& call) {
  return with_rulebook(call,
                       [](RulebookLine line) { return ok(rulebook_form(workflow::view_rulebook(std::move(line)))); });
}

// The bytes the hash is of. They never change under one address, but who may read them can: asked for again each time.
Reply rulebook_text(Call& call) {
  return with_rulebook(call, [&](const RulebookLine& line) {
    const std::string tag = "\"" + line.rulebook->sha256().to_hex() + "\"";
    const bool same = has_already(call.request.head, tag);
    Response response =
        same ? success(Success::not_modified, {}, {}) : success(Success::ok, kYamlType, line.rulebook->text());
    response.cacheable = true;
    response.headers.push_back({"Cache-Control", "private, no-cache"});
    response.headers.push_back({"ETag", tag});
    return response;
  });
}

Reply rulebook_tables(Call& call) {
  QueryReader query(call.request.head.query);
  const auto wanted = query.text("table");
  if (auto faults = query.finish(); !faults.empty()) return invalid_query(std::move(faults));
  return with_rulebook(call, [&](const RulebookLine& line) {
    Json tables = Json::array();
    for (const workflow::TableView& table : workflow::view_tables(rules::written_draft(*line.rulebook))) {
      if (!wanted || *wanted == table.name) tables.push_back(table_form(table));
    }
    return ok({{"id", line.rulebook->id()}, {"version", line.rulebook->version()}, {"tables", std::move(tables)}});
  });
}

Reply rulebook_diff(Call& call) {
  QueryReader query(call.request.head.query);
  const auto to = query.text("to");
  if (!to) {
    query.fault("to", "missing",
                {"请写明与哪一版比较，例如 to=2025.2。", "Name the version to compare with, for example to=2025.2."});
  }
  if (auto faults = query.finish(); !faults.empty()) return invalid_query(std::move(faults));
  return with_rulebook(call, [&](const RulebookLine& older) -> Reply {
    std::optional<RulebookLine> newer;
    std::optional<Problem> none;
    reading(call, [&](const Reading& reading) {
      newer = workflow::find_rulebook(reading, older.rulebook->id(), *to);
      if (!newer) none = unknown(reading, older.rulebook->id());
    });
    if (none) return std::move(*none);
    return ok(comparison_form(workflow::compare_rulebooks(older, *newer)));
  });
}

// ---- a draft ----

struct SentDraft {
  std::string text;
  std::string file_name = "draft.yaml";
};

// In a JSON object, with a name for its messages.
SentDraft read_draft(ObjectReader& reader) {
  SentDraft draft;
  draft.text = reader.document("text");
  if (auto name = reader.optional_text("file_name"); name && !name->empty()) {
    if (name->size() > kFileNameBytes) reader.fault("file_name", "too_long", {"文件名过长。", "The name is too long."});
    draft.file_name = std::move(*name);
  }
  return draft;
}

// As the body itself, or in a JSON object.
SentDraft sent_draft(Call& call, rules::Faults& faults) {
  if (call.body == nullptr) return {call.request.body};
  ObjectReader reader(*call.body, "", faults);
  SentDraft draft = read_draft(reader);
  reader.finish();
  return draft;
}

Json coverage_form(const workflow::DraftCheck& check) {
  Json items = Json::array();
  for (const rules::authoring::Untouched& each : check.untouched) {
    if (items.size() == kDiagnosticsShown) break;
    items.push_back(
        {{"line", each.at.line}, {"column", each.at.column}, {"where", each.where}, {"what_en", each.what}});
  }
  return {{"untouched", check.untouched.size()}, {"items", std::move(items)}};
}

Json check_form(const workflow::DraftCheck& check) {
  std::size_t errors = 0;
  for (const auto& finding : check.file) errors += finding.told.severity == rules::Severity::error ? 1U : 0U;
  Json form{{"clean", check.rulebook != nullptr}, {"errors", errors}, {"warnings", check.file.size() - errors}};
  put_findings(form, "diagnostics", check.file);
  if (!check.rulebook) return form;
  const rules::Rulebook& rulebook = *check.rulebook;
  form["id"] = rulebook.id();
  form["version"] = rulebook.version();
  form["title"] = words(rulebook.title());
  form["status"] = rules::to_string(rulebook.status());
  form["in_force"] = {{"from", rulebook.in_force_from().to_string()}, {"to", rulebook.in_force_to().to_string()}};
  form["sha256"] = rulebook.sha256().to_hex();
  form["examples"] = check.examples;
  form["coverage"] = coverage_form(check);
  form["shelf"] = {{"fits", !workflow::has_errors(check.shelf)}};
  put_findings(form["shelf"], "findings", check.shelf);
  return form;
}

Reply check(Call& call) {
  rules::Faults faults;
  SentDraft draft = sent_draft(call, faults);
  if (!faults.empty()) return invalid_input(std::move(faults));
  const auto pass = call.desk.rulebook_files.enter_within(Desk::kRulebookPatience);
  if (!pass) return problem(ProblemCode::rulebook_check_busy);
  workflow::DraftCheck checked = workflow::check_draft(std::move(draft.text), std::move(draft.file_name));
  reading(call, [&](const Reading& reading) { workflow::judge_beside_others(reading, checked); });
  return ok(check_form(checked));
}

// ---- simulation ----

struct SimulationOrder {
  SentDraft draft;
  std::string policy;
  rules::authoring::SimulationOptions options;
};

SimulationOrder read_order(Call& call, rules::Faults& faults) {
  ObjectReader reader(*call.body, "", faults);
  SimulationOrder order;
  order.draft = read_draft(reader);
  order.policy = reader.text("policy");
  order.options.replicates = static_cast<std::size_t>(reader.optional_whole("resamples", 0, kResamples).value_or(0));
  order.options.seed = static_cast<std::uint64_t>(
      reader.optional_whole("seed", 0, std::numeric_limits<std::int64_t>::max()).value_or(1));
  reader.finish();
  return order;
}

// The claims as they stand, read to their end or to the end of the time.
Reply simulated(const Reading& reading, const std::string& policy, const workflow::SimulationRequest& request) {
  const auto deadline = std::chrono::steady_clock::now() + kSimulationTime;
  bool in_time = true;
  const auto progress = [&](std::int64_t, std::int64_t) {
    in_time = in_time && std::chrono::steady_clock::now() < deadline;
    return in_time;
  };
  try {
    const auto report = workflow::simulate_policies(reading.db, {policy}, request, progress);
    if (!in_time) return problem(ProblemCode::simulation_not_possible);
    return success(Success::ok, kJsonType, rules::authoring::to_json(report));
  } catch (const rules::MoneyOverflow&) {
    return problem(ProblemCode::simulation_not_possible);
  }
}

Reply simulate(Call& call) {
  rules::Faults faults;
  SimulationOrder order = read_order(call, faults);
  if (!faults.empty()) return invalid_input(std::move(faults));
  const auto refusal = [&](const Reading& reading) -> std::optional<Problem> {
    if (workflow::knows_policy(reading, order.policy)) return std::nullopt;
    return refused({domain::refuse(domain::RefusalCode::policy_unknown)});
  };
  if (auto unknown_policy = reading(call, refusal)) return std::move(*unknown_policy);
  const auto pass = call.desk.rulebook_files.enter_within(Desk::kRulebookPatience);
  if (!pass) return problem(ProblemCode::rulebook_check_busy);
  rules::LoadResult loaded = rules::load_rulebook(std::move(order.draft.text), std::move(order.draft.file_name));
  if (!loaded.rulebook) {
    workflow::RulebookFindings findings;
    workflow::add_diagnostics(std::move(loaded.diagnostics), findings);
    return draft_not_clean(std::move(findings));
  }
  const workflow::SimulationRequest request{std::move(loaded.rulebook), std::move(order.options)};
  return reading(call, [&](const Reading& reading) { return simulated(reading, order.policy, request); });
}

// ---- reload ----

Json shelved_form(const std::vector<workflow::ShelvedName>& shelved) {
  Json list = Json::array();
  for (const auto& each : shelved) {
    list.push_back({{"id", each.id}, {"version", each.version}, {"sha256", each.sha256.to_hex()}});
  }
  return list;
}

Json reloaded_form(const workflow::Reloaded& reloaded) {
  Json form{{"reloaded", true},
            {"added", shelved_form(reloaded.change.added)},
            {"changed", shelved_form(reloaded.change.changed)},
            {"removed", shelved_form(reloaded.change.removed)},
            {"unchanged", shelved_form(reloaded.change.unchanged)}};
  put_findings(form, "warnings", reloaded.warnings);
  return form;
}

Reply reload(Call& call) {
  const auto pass = call.desk.rulebook_files.enter_within(Desk::kRulebookPatience);
  if (!pass) return problem(ProblemCode::rulebook_check_busy);
  workflow::ShelfReload files(call.office);
  workflow::RulebookFindings refused_for;
  Settled reply = write_now(call, [&](workflow::Work& work) -> Outcome<Answer> {
    auto outcome = workflow::reload_rulebooks(work, files);
    if (!outcome) return std::move(outcome).failure<Answer>();
    if (auto* reloaded = std::get_if<workflow::Reloaded>(&outcome.value())) {
      return Answer{static_cast<int>(Success::ok), dump(reloaded_form(*reloaded)), {}, false};
    }
    refused_for = std::get<workflow::RulebookFindings>(std::move(outcome).value());
    return rules::Fault{"", "rulebooks_not_clean", {"规则未重新载入。", "The rulebooks were not reloaded."}};
  });
  if (!refused_for.empty()) return rulebooks_not_clean(std::move(refused_for));
  files.keep();
  return std::visit([](auto&& each) -> Reply { return std::forward<decltype(each)>(each); }, std::move(reply));
}

}  // namespace

std::vector<Route> rulebook_routes() {
  constexpr std::string_view one = "/api/v1/rulebooks/{rulebook}/{version}";
  return {{.pattern = "/api/v1/rulebooks",
           .access = Access::staff(),
           .handler = all_rulebooks,
           .says = "all rulebooks with their dates and what supersedes what"},
          {.pattern = one,
           .access = Access::staff(),
           .handler = one_rulebook,
           .says = "one rulebook: terms, funding, facts, steps, denials, limits, and in words"},
          {.pattern = "/api/v1/rulebooks/{rulebook}/{version}/text",
           .access = Access::staff(),
           .handler = rulebook_text,
           .says = "the file as its author wrote it, with its SHA-256 as ETag"},
          {.pattern = "/api/v1/rulebooks/{rulebook}/{version}/tables",
           .access = Access::staff(),
           .handler = rulebook_tables,
           .says = "its tables, each cell as written and as read: table"},
          {.pattern = "/api/v1/rulebooks/{rulebook}/{version}/diff",
           .access = Access::staff(),
           .handler = rulebook_diff,
           .says = "what changed up to another version, in words and money: to"},
          {.method = Method::post,
           .pattern = "/api/v1/rulebooks/check",
           .access = Access::staff(),
           .body = BodyKind::draft,
           .handler = check,
           .says = "check a draft; nothing is stored"},
          {.method = Method::post,
           .pattern = "/api/v1/rulebooks/simulate",
           .access = Access::staff(),
           .body = BodyKind::json,
           .handler = simulate,
           .says = "try a draft on the decided claims of a policy; nothing is stored"},
          {.method = Method::post,
           .pattern = "/api/v1/rulebooks/reload",
           .access = Access::only(domain::Role::admin),
           .write = WriteKind::keyed,
           .handler = reload,
           .says = "read the rulebooks again, and put them in place if all is clean"}};
}

}  // namespace wildclaims::http
