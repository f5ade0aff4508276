#include "claims/workflow/correct_report.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "claims/domain/contract_violation.h"
#include "claims/domain/damage_report.h"
#include "claims/domain/text_limits.h"
#include "claims/store/policies.h"
#include "claims/workflow/fact_faults.h"
#include "claims/workflow/record.h"
#include "claims/workflow/rulebook_choice.h"

namespace wildclaims::workflow {
namespace {

using domain::RefusalCode;

store::ReportRow corrected(store::ReportRow row, const CorrectReport& command) {
  if (command.species) row.species = *command.species;
  if (command.damage_from) row.damage_from = *command.damage_from;
  if (command.damage_to) row.damage_to = *command.damage_to;
  if (command.discovered_at) row.discovered_at = *command.discovered_at;
  if (command.village) row.village = *command.village;
  if (command.place) row.place = *command.place;
  return row;
}

// What changed, as {"species": {"from": …, "to": …}}.
nlohmann::ordered_json differences(const store::ReportRow& before, const store::ReportRow& after) {
  nlohmann::ordered_json changes = nlohmann::ordered_json::object();
  const auto note = [&](const char* name, const std::string& from, const std::string& to) {
    if (from != to) changes[name] = {{"from", from}, {"to", to}};
  };
  note("species", before.species, after.species);
  note("damage_from", before.damage_from.to_string(), after.damage_from.to_string());
  note("damage_to", before.damage_to.to_string(), after.damage_to.to_string());
  note("discovered_at", before.discovered_at.to_string(), after.discovered_at.to_string());
  note("village", before.village, after.village);
  note("place", before.place, after.place);
  return changes;
}

void check_times_and_place(const Work& work, const CaseFile& file, const store::ReportRow& after,
                           rules::Faults& faults) {
  domain::DamageReport times;
  times.damage_from = after.damage_from;
  times.damage_to = after.damage_to;
  times.discovered_at = after.discovered_at;
  times.reported_at = after.reported_at;
  faults = domain::check_times(times, *file.programme, work.now);
  if (file.programme->find_village(after.village) == nullptr) {
    faults.push_back({"/village", "village_unknown", {"没有这个村的代码", "there is no village of this code"}});
  }
  domain::check_text(after.place, domain::kPlaceText, "/place", faults);
}

}  // namespace

domain::Outcome<Acted> correct_report(Work& work, const CorrectReport& command) {
  if (!command.target.version) throw domain::ContractViolation("correct_report without the version that was seen");
  auto opened = open_file(work.reading(), command.target);
  if (!opened) return std::move(opened).failure<Acted>();
  CaseFile& file = opened.value();
  if (auto found = obstacles(file, domain::Happening::correct, work.actor.roles); !found.empty()) return found;

  store::ReportRow after = corrected(file.report, command);
  const nlohmann::ordered_json changes = differences(file.report, after);
  rules::Faults faults;
  check_times_and_place(work, file, after, faults);
  domain::check_text(command.reason, domain::kReasonText, "/reason", faults);
  if (changes.empty()) {
    faults.push_back({"", "nothing_changed", {"没有任何更正内容", "nothing would be corrected"}});
  }
  const rules::FactTexts claim = claim_facts(after, *file.programme);
  const auto rulebook = work.office.rulebooks().governing(file.programme->rulebook_id, claim);
  const auto policy =
      rulebook ? store::find_policy_on(work.db, file.report.programme, rulebook->in_force_from()) : std::nullopt;
  if (!policy) {
    faults.push_back({"/damage_to",
                      "no_policy_for_date",
                      {"损失日期不在任何已开立保单的保险期间内", "the date of loss lies in no open policy's year"}});
  } else {
    const auto read = rules::read_facts(*rulebook, {claim, {rules::FactTexts()}}, rules::Completeness::as_reported);
    if (const auto* found = std::get_if<rules::Faults>(&read)) add_fact_faults(*found, "", "", faults);
  }
  if (!faults.empty()) return faults;

  const bool moves = policy->id != file.report.policy_id;
  const bool taken_on = std::any_of(file.claims.begin(), file.claims.end(), [](const store::ClaimRow& each) {
    return each.state != domain::ClaimState::reported;
  });
  if (moves && taken_on) {
    return domain::refuse(RefusalCode::wrong_state, file.subject,
                          {"受理后不能把损失日期改到另一保单年度；请撤回后重新报案",
                           "once accepted, the date of loss cannot move to another policy year; withdraw and report "
                           "anew"});
  }
  after.policy_id = policy->id;
  store::correct_report(work.db, after);
  if (moves) store::move_claims_to_policy(work.db, after.id, policy->id);
  file.report = after;
  for (store::ClaimRow& each : file.claims) {
    each.policy_id = policy->id;
    record_move(work, file, each, domain::Happening::correct, {command.reason, changes.dump()});
  }
  return acted(file);
}

}  // namespace wildclaims::workflow
