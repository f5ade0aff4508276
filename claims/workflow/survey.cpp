#include "claims/workflow/survey.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include "claims/domain/claim_number.h"
#include "claims/domain/text_limits.h"
#include "claims/store/surveys.h"
#include "claims/workflow/cover.h"
#include "claims/workflow/estimate.h"
#include "claims/workflow/fact_faults.h"
#include "claims/workflow/record.h"
#include "claims/workflow/rulebook_choice.h"

namespace wildclaims::workflow {
namespace {

using rules::Faults;

// Where a claim's items stand in the request.
std::string items_base(const Survey& command, std::size_t position) {
  return command.target.kind == Target::Kind::claim ? "" : "/claims/" + std::to_string(position);
}

void check_visit(const Work& work, const CaseFile& file, const Survey& command, Faults& faults) {
  if (command.visited_on > business_date(work, *file.programme)) {
    faults.push_back({"/visited_on",
                      "visited_on_future",
                      {"查勘日期在今天之后，请核对", "the visit lies after today; check the date"}});
  }
  if (command.visited_on < file.report.damage_from) {
    faults.push_back({"/visited_on",
                      "visited_before_damage",
                      {"查勘日期早于受损开始日期，请核对", "the visit lies before the damage began; check the date"}});
  }
  if (command.kind != "discovery" && command.kind != "harvest") {
    faults.push_back({"/kind",
                      "unknown_kind",
                      {"查勘类型须为 discovery（发现时）或 harvest（收获时）", "the kind is discovery or harvest"}});
  }
  if (command.attribution != "confirmed" && command.attribution != "probable" && command.attribution != "unknown") {
    faults.push_back({"/attribution",
                      "unknown_attribution",
                      {"致害认定须为 confirmed（确认）、probable（很可能）或 unknown（不明）",
                       "the attribution is confirmed, probable or unknown"}});
  }
  domain::check_text(command.note, domain::kNoteText, "/note", faults);
}

// The assessments of one claim by loss item, and where each stands in the client's list.
struct Assessed {
  std::map<std::int64_t, rules::FactTexts> facts;
  std::map<std::int64_t, std::size_t> places;
};

// Faults for items unknown, doubled or left out.
Assessed by_item(const std::vector<store::LossItemRow>& told, const AssessedClaim& given, const std::string& base,
                 Faults& faults) {
  Assessed found;
  for (std::size_t i = 0; i < given.items.size(); ++i) {
    const AssessedItem& item = given.items[i];
    const std::string pointer = base + "/items/" + std::to_string(i) + "/item";
    const bool known =
        std::any_of(told.begin(), told.end(), [&](const store::LossItemRow& row) { return row.item == item.item; });
    if (!known) {
      faults.push_back({pointer, "item_unknown", {"该赔案没有这个损失项", "the claim has no such loss item"}});
    } else if (!found.facts.emplace(item.item, item.facts).second) {
      faults.push_back({pointer, "item_twice", {"同一损失项出现两次", "this loss item stands here twice"}});
    } else {
      found.places.emplace(item.item, i);
    }
  }
  for (const store::LossItemRow& row : told) {
    if (found.facts.count(row.item) == 0) {
      const std::string number = std::to_string(row.item);
      faults.push_back({base + "/items",
                        "item_missing",
                        {"缺少第" + number + "个损失项的定损；没有损失请填 0%",
                         "loss item " + number + " is not assessed; write 0% where nothing was lost"}});
    }
  }
  return found;
}

// The request's assessments matched to the file's claims: position in the request, or a fault.
std::map<std::string, std::size_t> positions(const CaseFile& file, const Survey& command, Faults& faults) {
  std::set<std::string> open;
  for (const store::ClaimRow& claim : file.claims) open.insert(claim.number);
  std::map<std::string, std::size_t> at;
  for (std::size_t i = 0; i < command.claims.size(); ++i) {
    const std::string pointer = "/claims/" + std::to_string(i) + "/claim";
    const auto number = domain::ClaimNumber::parse(command.claims[i].claim);
    const std::string text = number ? number->to_string() : std::string();
    if (open.count(text) == 0) {
      faults.push_back({pointer,
                        "claim_not_in_report",
                        {"该赔案不在本报案的未结赔案之中", "this is not one of the report's open claims"}});
    } else if (!at.emplace(text, i).second) {
      faults.push_back({pointer, "claim_twice", {"同一赔案出现两次", "this claim stands here twice"}});
    }
  }
  for (const store::ClaimRow& claim : file.claims) {
    if (at.count(claim.number) == 0) {
      faults.push_back({"/claims",
                        "claim_missing",
                        {"缺少赔案 " + claim.number + " 的定损", "claim " + claim.number + " is not assessed"}});
    }
  }
  return at;
}

store::SurveyRow survey_row(const Work& work, const Survey& command, const store::ClaimRow& claim) {
  store::SurveyRow row;
  row.claim_id = claim.id;
  row.kind = command.kind;
  row.visited_on = command.visited_on;
  row.species = command.species;
  row.attribution = command.attribution;
  row.note = command.note;
  row.facts = command.facts;
  row.surveyed_by = work.actor.id.value;
  row.recorded_at = work.now;
  return row;
}

// Reads the surveyed facts under the rulebook and puts their canonical texts in the row.
void settle_facts(const rules::Rulebook& rulebook, const CaseFile& file, const FactPlaces& places,
                  store::SurveyRow& row, Faults& faults) {
  const auto read = rules::read_facts(rulebook, surveyed_sheet(file, row), rules::Completeness::complete);
  if (const auto* found = std::get_if<Faults>(&read)) {
    const Faults here = placed(*found, places);
    faults.insert(faults.end(), here.begin(), here.end());
    return;
  }
  const rules::FactSheet canonical = rules::to_texts(std::get<rules::Facts>(read));
  for (auto& [name, value] : row.facts) value = canonical.claim.at(name);
  std::size_t position = 0;
  for (auto& [item, facts] : row.assessments) facts = canonical.items[position++];
}

// One row for each claim of the file that the request assesses, in the file's order.
std::vector<store::SurveyRow> survey_rows(const Work& work, const CaseFile& file, const Survey& command,
                                          const std::vector<std::shared_ptr<const rules::Rulebook>>& rulebooks,
                                          Faults& faults) {
  const auto at = positions(file, command, faults);
  std::vector<store::SurveyRow> rows;
  Faults found;
  for (std::size_t i = 0; i < file.claims.size(); ++i) {
    const store::ClaimRow& claim = file.claims[i];
    const auto position = at.find(claim.number);
    if (position == at.end()) continue;
    FactPlaces places{"", items_base(command, position->second), {}};
    store::SurveyRow row = survey_row(work, command, claim);
    Assessed assessed =
        by_item(store::loss_items(work.db, claim.id), command.claims[position->second], places.items, faults);
    row.assessments = std::move(assessed.facts);
    for (const auto& [item, place] : assessed.places) places.order.push_back(place);
    settle_facts(*rulebooks[i], file, places, row, found);
    rows.push_back(std::move(row));
  }
  add_new(std::move(found), faults);
  return rows;
}

// The rulebook of each claim of the file, in its order.
domain::Outcome<std::vector<std::shared_ptr<const rules::Rulebook>>> rulebooks_of(const Work& work,
                                                                                  const CaseFile& file) {
  const rules::FactTexts facts = claim_facts(file.report, *file.programme);
  std::vector<std::shared_ptr<const rules::Rulebook>> rulebooks;
  domain::Refusals refusals;
  for (const store::ClaimRow& claim : file.claims) {
    auto rulebook = rulebook_of(work.reading(), file, claim, facts);
    if (rulebook) {
      rulebooks.push_back(std::move(rulebook.value()));
    } else {
      refusals.push_back(rulebook.refusals().front());
    }
  }
  if (!refusals.empty()) return refusals;
  return rulebooks;
}

// Further facts as found may not move the date of loss out of the policy year whose money stands behind the claims.
void check_year(const Work& work, const CaseFile& file, const Survey& command, const rules::Rulebook& rulebook,
                Faults& faults) {
  rules::FactTexts facts = claim_facts(file.report, *file.programme);
  for (const auto& [name, value] : command.facts) facts[name] = value;
  const auto policy = policy_on_loss(work.db, file.report.programme, rulebook, facts);
  if (policy && policy->id == file.report.policy_id) return;
  faults.push_back({"/facts",
                    "no_policy_for_date",
                    {"查勘所得损失日期不在该赔案的保单年度内，请先更正报案",
                     "the date of loss as found is not in the claim's policy year; correct the report first"}});
}

}  // namespace

domain::Outcome<Acted> survey(Work& work, const Survey& command) {
  auto opened = open_for(work.reading(), command.target, domain::Happening::survey);
  if (!opened) return std::move(opened).failure<Acted>();
  CaseFile& file = opened.value();
  const auto rulebooks = rulebooks_of(work, file);
  if (!rulebooks) return domain::Outcome<Acted>(rulebooks.refusals());

  Faults faults;
  check_visit(work, file, command, faults);
  refuse_fixed_facts(command.facts, faults);
  if (faults.empty()) check_year(work, file, command, *rulebooks->front(), faults);
  const std::vector<store::SurveyRow> rows = survey_rows(work, file, command, *rulebooks, faults);
  if (!faults.empty()) return faults;

  for (std::size_t i = 0; i < rows.size(); ++i) {
    store::ClaimRow& claim = file.claims[i];
    store::insert_survey(work.db, rows[i]);
    set_reserve(work, file, claim, estimate(work, file, claim, surveyed_sheet(file, rows[i])));
    record_move(work, file, claim, domain::Happening::survey, {command.note, "{}"});
  }
  record_report_touched(work, file);
  return acted(file);
}

}  // namespace wildclaims::workflow
