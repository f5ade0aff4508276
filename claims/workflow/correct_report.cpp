#include "claims/workflow/correct_report.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "claims/domain/contract_violation.h"
#include "claims/domain/damage_report.h"
#include "claims/domain/text_limits.h"
#include "claims/store/journal.h"
#include "claims/store/surveys.h"
#include "claims/workflow/cover.h"
#include "claims/workflow/estimate.h"
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
  domain::DamageReport texts;
  texts.species = row.species;
  texts.village = row.village;
  texts.place = row.place;
  texts = domain::normalised(std::move(texts));
  row.species = texts.species;
  row.village = texts.village;
  row.place = texts.place;
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
  for (rules::Fault& fault : faults) {
    // The time of the report cannot be corrected: what does not fit it is the other time.
    if (fault.pointer == "/reported_at") fault.pointer = "/discovered_at";
  }
  domain::check_code(after.species, "/species", faults);
  if (file.programme->find_village(after.village) == nullptr) {
    faults.push_back({"/village", "village_unknown", {"没有这个村的代码", "there is no village of this code"}});
  }
  domain::check_text(after.place, domain::kPlaceText, "/place", faults);
}

// A visit that is on record was made after the damage had begun.
void check_visits(const Work& work, const CaseFile& file, const store::ReportRow& after, rules::Faults& faults) {
  const bool before = std::any_of(file.claims.begin(), file.claims.end(), [&](const store::ClaimRow& claim) {
    const auto survey = store::latest_survey(work.db, claim.id);
    return survey && survey->visited_on < after.damage_from;
  });
  if (!before) return;
  faults.push_back({"/damage_from",
                    "visited_before_damage",
                    {"查勘日期早于更正后的受损开始日期，请核对",
                     "a survey on record was made before the damage would have begun; check the date"}});
}

// Once its book knows a claim of the report, the money is in that year.
bool is_in_the_book(Work& work, const CaseFile& file) {
  const std::vector<store::ClaimRow> claims = store::claims_of_report(work.db, file.report.id);
  return std::any_of(claims.begin(), claims.end(), [&](const store::ClaimRow& claim) {
    return !store::entries(work.db, {claim.policy_id, claim.number, 0, 1}).empty();
  });
}

}  // namespace

domain::Outcome<Acted> correct_report(Work& work, const CorrectReport& command) {
  if (!command.target.version) throw domain::ContractViolation("correct_report without the version that was seen");
  auto opened = open_for(work.reading(), command.target, domain::Happening::correct);
  if (!opened) return std::move(opened).failure<Acted>();
  CaseFile& file = opened.value();

  store::ReportRow after = corrected(file.report, command);
  const nlohmann::ordered_json changes = differences(file.report, after);
  rules::Faults faults;
  check_times_and_place(work, file, after, faults);
  check_visits(work, file, after, faults);
  domain::check_text(command.reason, domain::kReasonText, "/reason", faults);
  if (changes.empty()) {
    faults.push_back({"", "nothing_changed", {"没有任何更正内容", "nothing would be corrected"}});
  }
  const Cover cover = find_cover(work.reading(), *file.programme, after, faults);
  const auto read = rules::read_facts(*cover.rulebook, {claim_facts(after, *file.programme), {rules::FactTexts()}},
                                      rules::Completeness::as_reported);
  if (const auto* found = std::get_if<rules::Faults>(&read)) add_new(placed(*found, {}), faults);
  if (!faults.empty()) return faults;

  const bool moves = cover.policy->id != file.report.policy_id;
  if (moves && is_in_the_book(work, file)) {
    return domain::refuse(RefusalCode::wrong_state, file.subject,
                          {"受理后不能把损失日期改到另一保单年度；请撤回后重新报案",
                           "once accepted, the date of loss cannot move to another policy year; withdraw and report "
                           "anew"});
  }
  after.policy_id = cover.policy->id;
  store::correct_report(work.db, after);
  if (moves) store::move_claims_to_policy(work.db, after.id, cover.policy->id);
  file.report = after;
  for (store::ClaimRow& each : file.claims) {
    each.policy_id = cover.policy->id;
    if (each.state != domain::ClaimState::reported) set_reserve(work, file, each, estimate_now(work, file, each));
    record_move(work, file, each, domain::Happening::correct, {command.reason, changes.dump()});
  }
  return acted(file);
}

}  // namespace wildclaims::workflow
