#include "claims/workflow/survey.h"

#include <algorithm>
#include <map>
#include <utility>

#include "claims/domain/claim_number.h"
#include "claims/domain/text_limits.h"
#include "claims/store/surveys.h"
#include "claims/workflow/estimate.h"
#include "claims/workflow/fact_faults.h"
#include "claims/workflow/record.h"

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

// The assessments of one claim by loss item, in order; faults for items unknown, doubled or left out.
std::map<std::int64_t, rules::FactTexts> by_item(const std::vector<store::LossItemRow>& told,
                                                 const AssessedClaim& assessed, const std::string& base,
                                                 Faults& faults) {
  std::map<std::int64_t, rules::FactTexts> found;
  for (std::size_t i = 0; i < assessed.items.size(); ++i) {
    const AssessedItem& item = assessed.items[i];
    const std::string pointer = base + "/items/" + std::to_string(i) + "/item";
    const bool known =
        std::any_of(told.begin(), told.end(), [&](const store::LossItemRow& row) { return row.item == item.item; });
    if (!known) {
      faults.push_back({pointer, "item_unknown", {"该赔案没有这个损失项", "the claim has no such loss item"}});
    } else if (!found.emplace(item.item, item.facts).second) {
      faults.push_back({pointer, "item_twice", {"同一损失项出现两次", "this loss item stands here twice"}});
    }
  }
  for (const store::LossItemRow& row : told) {
    if (found.count(row.item) == 0) {
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
  std::map<std::string, std::size_t> at;
  for (std::size_t i = 0; i < command.claims.size(); ++i) {
    const std::string pointer = "/claims/" + std::to_string(i) + "/claim";
    const auto number = domain::ClaimNumber::parse(command.claims[i].claim);
    const std::string text = number ? number->to_string() : command.claims[i].claim;
    const bool known = std::any_of(file.claims.begin(), file.claims.end(),
                                   [&](const store::ClaimRow& claim) { return claim.number == text; });
    if (!known) {
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
void settle_facts(const rules::Rulebook& rulebook, const CaseFile& file, const std::string& base, store::SurveyRow& row,
                  Faults& faults) {
  const auto read = rules::read_facts(rulebook, surveyed_sheet(file, row), rules::Completeness::complete);
  if (const auto* found = std::get_if<Faults>(&read)) {
    add_fact_faults(*found, "", base, faults);
    return;
  }
  const rules::FactSheet canonical = rules::to_texts(std::get<rules::Facts>(read));
  std::size_t position = 0;
  for (auto& [item, facts] : row.assessments) facts = canonical.items[position++];
}

}  // namespace

domain::Outcome<Acted> survey(Work& work, const Survey& command) {
  auto opened = open_file(work.reading(), command.target);
  if (!opened) return std::move(opened).failure<Acted>();
  CaseFile& file = opened.value();
  if (auto found = obstacles(file, domain::Happening::survey, work.actor.roles); !found.empty()) return found;
  auto rulebook = governing_rulebook(work.reading(), file, claim_facts(file.report, *file.programme));
  if (!rulebook) return std::move(rulebook).failure<Acted>();

  Faults faults;
  check_visit(work, file, command, faults);
  const auto at = positions(file, command, faults);
  std::vector<store::SurveyRow> rows;
  for (const store::ClaimRow& claim : file.claims) {
    const auto position = at.find(claim.number);
    if (position == at.end()) continue;
    const std::string base = items_base(command, position->second);
    store::SurveyRow row = survey_row(work, command, claim);
    row.assessments = by_item(store::loss_items(work.db, claim.id), command.claims[position->second], base, faults);
    settle_facts(**rulebook, file, base, row, faults);
    rows.push_back(std::move(row));
  }
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
