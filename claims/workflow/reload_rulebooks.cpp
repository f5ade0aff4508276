#include "claims/workflow/reload_rulebooks.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "claims/store/happenings.h"
#include "claims/store/policies.h"
#include "claims/workflow/door.h"
#include "rules/loader/load_directory.h"

namespace wildclaims::workflow {
namespace {

nlohmann::json names(const std::vector<ShelvedName>& shelved) {
  nlohmann::json list = nlohmann::json::array();
  for (const ShelvedName& each : shelved) {
    list.push_back({{"id", each.id}, {"version", each.version}, {"sha256", each.sha256.to_hex()}});
  }
  return list;
}

void record(const Work& work, const ShelfChange& change) {
  store::HappeningRow row;
  row.command = work.command;
  row.kind = "rulebooks_reloaded";
  row.user_id = work.actor.id.value;
  row.recorded_at = work.now;
  row.business_date = work.now.date_at(work.office.programmes().front().offset);
  row.detail =
      nlohmann::json{
          {"added", names(change.added)}, {"changed", names(change.changed)}, {"removed", names(change.removed)}}
          .dump();
  store::insert_happening(work.db, row);
}

std::string listed(const char* word, const std::vector<ShelvedName>& shelved) {
  std::string text;
  for (const ShelvedName& each : shelved) {
    text += text.empty() ? word : ", ";
    text += each.id;
    text += " ";
    text += each.version;
  }
  return text.empty() ? text : text + "; ";
}

}  // namespace

ShelfReload::ShelfReload(Office& office) : office_(office), turn_(office.shelf_place().take_turn()) {
  rules::DirectoryResult files = rules::load_directory(office.rulebook_directory());
  add_diagnostics(std::move(files.diagnostics), findings_);
  // With a file missing among them, what they say together would be about its absence.
  if (has_errors(findings_)) return;
  auto made = rules::Shelf::make(std::move(files.rulebooks));
  if (const auto* faults = std::get_if<rules::Faults>(&made)) {
    add_faults(*faults, findings_);
  } else {
    shelf_ = std::make_shared<const rules::Shelf>(std::get<rules::Shelf>(std::move(made)));
  }
}

ShelfReload::~ShelfReload() {
  if (before_) office_.shelf_place().exchange(std::move(before_));
}

ReloadResult ShelfReload::put(store::Connection& db) {
  if (!shelf_) return findings_;
  const auto before = office_.shelf();
  RulebookFindings findings = findings_;
  add_faults(
      refuse_change(*before, *shelf_, store::pinned_rulebooks(db), office_.programmes(), office_.rulebook_directory()),
      findings);
  if (has_errors(findings)) return findings;
  Reloaded reloaded{change_between(*before, *shelf_), std::move(findings)};
  before_ = office_.shelf_place().exchange(shelf_);
  return reloaded;
}

domain::Outcome<ReloadResult> reload_rulebooks(Work& work, ShelfReload& reload) {
  if (!work.actor.roles.has(domain::Role::admin)) return domain::refuse(domain::RefusalCode::role_not_allowed);
  ReloadResult result = reload.put(work.db);
  if (const auto* reloaded = std::get_if<Reloaded>(&result)) record(work, reloaded->change);
  return result;
}

ReloadResult reload_rulebooks(Office& office) {
  ShelfReload reload(office);
  std::optional<ReloadResult> result;
  write_unkeyed(office, [&](store::Connection& db) {
    result = reload.put(db);
    return false;  // nothing is written; the door keeps commands out
  });
  reload.keep();
  return std::move(*result);
}

std::string to_log(const ReloadResult& result) {
  if (const auto* reloaded = std::get_if<Reloaded>(&result)) {
    const ShelfChange& change = reloaded->change;
    std::string text = "rulebooks reloaded: " + listed("added ", change.added) + listed("changed ", change.changed) +
                       listed("removed ", change.removed);
    return text + "unchanged " + std::to_string(change.unchanged.size());
  }
  std::string text = "rulebooks not reloaded; those in place stay, because:";
  for (const RulebookFinding& finding : std::get<RulebookFindings>(result)) {
    text += "\n" + rules::to_string(finding.told);
    if (!finding.zh.empty()) text += "\n    " + finding.zh;
  }
  return text;
}

}  // namespace wildclaims::workflow
