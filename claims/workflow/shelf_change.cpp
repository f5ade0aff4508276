#include "claims/workflow/shelf_change.h"

#include <algorithm>
#include <utility>

namespace wildclaims::workflow {
namespace {

std::string name_of(const rules::Rulebook& rulebook) { return rulebook.id() + " " + rulebook.version(); }

ShelvedName shelved(const rules::Rulebook& rulebook) { return {rulebook.id(), rulebook.version(), rulebook.sha256()}; }

rules::Fault pinned_changed(const rules::Rulebook& rulebook, const store::PinnedRulebook& pinned) {
  const std::string zh = pinned.policy ? "保单 " + *pinned.policy : "已核定的赔案";
  const std::string en = pinned.policy ? "policy " + *pinned.policy : "a claim that was determined";
  return {rulebook.file_name(),
          "pinned_rulebook_changed",
          {name_of(rulebook) + " 正被" + zh +
               "使用，其内容不得改变。请恢复原文件，把改动写成新的 version，并写明 supersedes: \"" +
               rulebook.version() + "\"。",
           name_of(rulebook) + " is in use by " + en +
               " and must not change its meaning; put the old file back, and give the changed one a new version and "
               "`supersedes: \"" +
               rulebook.version() + "\"`"}};
}

rules::Fault in_force_changed(const rules::Rulebook& rulebook) {
  return {rulebook.file_name(),
          "in_force_rulebook_changed",
          {name_of(rulebook) + " 已生效，其内容不得改变。请恢复原文件，把改动写成新的 version，并写明 supersedes: \"" +
               rulebook.version() + "\"。",
           name_of(rulebook) +
               " was in force and must not change its meaning; put the old file back, and give the changed one a new "
               "version and `supersedes: \"" +
               rulebook.version() + "\"`"}};
}

rules::Fault pinned_missing(const rules::Rulebook& rulebook, const std::string& policy) {
  return {rulebook.file_name(),
          "pinned_rulebook_missing",
          {"保单 " + policy + " 依据的 " + name_of(rulebook) + " 已不在规则目录中。请把文件放回；旧规则文件须保留。",
           name_of(rulebook) + ", under which policy " + policy +
               " was opened, is no longer there; put its file back: old rulebooks stay"}};
}

rules::Fault without_rulebook(const domain::Programme& programme, const std::string& directory) {
  const std::string letters = programme.letters.to_string();
  return {directory,
          "programme_without_rulebook",
          {"项目 " + letters + " 使用的规则 " + programme.rulebook_id + " 一个文件也没有。请放回它的规则文件。",
           "programme " + letters + " names the rulebook " + programme.rulebook_id +
               ", but there is none of that id; put its file back"}};
}

bool has_id(const rules::Shelf& shelf, const std::string& id) {
  return std::any_of(shelf.all().begin(), shelf.all().end(), [&](const auto& each) { return each->id() == id; });
}

}  // namespace

ShelfChange change_between(const rules::Shelf& before, const rules::Shelf& after) {
  ShelfChange change;
  for (const auto& rulebook : after.all()) {
    const auto earlier = before.find(rulebook->id(), rulebook->version());
    auto& list = !earlier ? change.added : earlier->sha256() == rulebook->sha256() ? change.unchanged : change.changed;
    list.push_back(shelved(*rulebook));
  }
  for (const auto& rulebook : before.all()) {
    if (!after.find(rulebook->id(), rulebook->version())) change.removed.push_back(shelved(*rulebook));
  }
  return change;
}

rules::Faults refuse_changed(const rules::Shelf& before, const std::vector<store::PinnedRulebook>& pinned,
                             const rules::Rulebook& rulebook) {
  const auto pin = std::find_if(pinned.begin(), pinned.end(), [&](const store::PinnedRulebook& each) {
    return each.code == rulebook.id() && each.version == rulebook.version();
  });
  if (pin != pinned.end() && pin->sha256 != rulebook.sha256()) return {pinned_changed(rulebook, *pin)};
  const auto earlier = before.find(rulebook.id(), rulebook.version());
  const bool changed = earlier && earlier->sha256() != rulebook.sha256();
  // Bytes that are pinned are the true ones, whatever stood on the shelf.
  if (pin == pinned.end() && changed && earlier->status() == rules::Status::in_force) {
    return {in_force_changed(rulebook)};
  }
  return {};
}

rules::Faults refuse_change(const rules::Shelf& before, const rules::Shelf& after,
                            const std::vector<store::PinnedRulebook>& pinned,
                            const std::vector<domain::Programme>& programmes, const std::string& directory) {
  rules::Faults faults;
  for (const auto& rulebook : after.all()) {
    for (rules::Fault& fault : refuse_changed(before, pinned, *rulebook)) faults.push_back(std::move(fault));
  }
  for (const store::PinnedRulebook& each : pinned) {
    const auto earlier = before.find(each.code, each.version);
    if (each.policy && earlier && !after.find(each.code, each.version)) {
      faults.push_back(pinned_missing(*earlier, *each.policy));
    }
  }
  for (const domain::Programme& programme : programmes) {
    if (!has_id(after, programme.rulebook_id)) faults.push_back(without_rulebook(programme, directory));
  }
  return faults;
}

}  // namespace wildclaims::workflow
