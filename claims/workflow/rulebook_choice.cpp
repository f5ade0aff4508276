#include "claims/workflow/rulebook_choice.h"

#include <stdexcept>
#include <utility>

#include "claims/store/determinations.h"
#include "claims/store/failure.h"
#include "claims/store/policies.h"
#include "rules/loader/load.h"
#include "rules/sub_limit.h"

namespace wildclaims::workflow {

rules::FactTexts claim_facts(const store::ReportRow& report, const domain::Programme& programme) {
  rules::FactTexts facts = report.facts;
  facts["species"] = report.species;
  facts["damage_from"] = report.damage_from.to_string();
  facts["damage_to"] = report.damage_to.to_string();
  facts["discovered_at"] = report.discovered_at.to_string(programme.offset);
  facts["reported_at"] = report.reported_at.to_string(programme.offset);
  return facts;
}

rules::FactSheet reported_sheet(const CaseFile& file, const std::vector<store::LossItemRow>& items) {
  rules::FactSheet sheet;
  sheet.claim = claim_facts(file.report, *file.programme);
  for (const store::LossItemRow& item : items) sheet.items.push_back(item.facts);
  return sheet;
}

rules::FactSheet surveyed_sheet(const CaseFile& file, const store::SurveyRow& survey) {
  rules::FactSheet sheet;
  sheet.claim = claim_facts(file.report, *file.programme);
  for (const auto& [name, value] : survey.facts) sheet.claim[name] = value;
  sheet.claim["species"] = survey.species;
  for (const auto& [item, facts] : survey.assessments) sheet.items.push_back(facts);
  return sheet;
}

domain::Outcome<std::shared_ptr<const rules::Rulebook>> governing_rulebook(const Reading& reading,
                                                                           const domain::Programme& programme,
                                                                           const rules::FactTexts& claim,
                                                                           const std::string& subject) {
  using domain::RefusalCode;
  auto rulebook = reading.shelf->governing(programme.rulebook_id, claim);
  if (!rulebook) return domain::refuse(RefusalCode::no_rulebook_for_date, subject);
  if (rulebook->status() == rules::Status::draft) return domain::refuse(RefusalCode::draft_rulebook, subject);
  if (rulebook->status() == rules::Status::illustrative && !programme.allow_illustrative) {
    return domain::refuse(RefusalCode::illustrative_not_allowed, subject);
  }
  return rulebook;
}

std::shared_ptr<const rules::Rulebook> pin_of(const Reading& reading, const store::ClaimRow& claim) {
  const auto earlier = store::latest_determination(reading.db, claim.id);
  return earlier ? pinned_rulebook(reading, earlier->rulebook_id) : nullptr;
}

domain::Outcome<std::shared_ptr<const rules::Rulebook>> rulebook_of(const Reading& reading, const CaseFile& file,
                                                                    const store::ClaimRow& claim,
                                                                    const rules::FactTexts& facts) {
  if (auto pinned = pin_of(reading, claim)) return pinned;
  return governing_rulebook(reading, *file.programme, facts, claim.number);
}

std::shared_ptr<const rules::Rulebook> pinned_rulebook(const Reading& reading, std::int64_t rulebook_id) {
  auto row = store::find_rulebook(reading.db, rulebook_id);
  if (!row) throw store::StoredDamage("a stored rulebook is missing");
  auto shelved = reading.shelf->find(row->code, row->version);
  if (shelved && shelved->sha256() == row->sha256) return shelved;
  const rules::LoadResult loaded = rules::load_rulebook(std::move(row->text), row->code + " " + row->version);
  if (!loaded.rulebook) throw std::runtime_error("stored rulebook " + row->code + " no longer loads");
  return loaded.rulebook;
}

std::int64_t keep_rulebook(store::Connection& db, const rules::Rulebook& rulebook) {
  return store::ensure_rulebook(db, {0, rulebook.id(), rulebook.version(), rulebook.sha256(), rulebook.text()});
}

std::vector<rules::Bilingual> beyond_service(const rules::Rulebook& rulebook) {
  using rules::LimitScope;
  std::vector<rules::Bilingual> beyond;
  const std::string& result = rulebook.result_step();
  for (const rules::RunningTotal& total : rulebook.running_totals()) {
    const bool kept = total.of == result && total.per != LimitScope::plot_year;
    if (!kept) beyond.push_back({"累计值 " + total.name, "the running total " + total.name});
  }
  if (!rulebook.fact_declarations(rules::Scope::event).empty()) beyond.push_back({"事件级事实", "facts of the event"});
  if (!rules::taken_in_order(rulebook)) {
    beyond.push_back(
        {"多个赔案按比例或按优先次序共享的限额", "limits that several claims share other than in order of request"});
  }
  if (!rulebook.payments().empty()) beyond.push_back({"分阶段支付", "payment in several stages"});
  if (rulebook.has_fees()) beyond.push_back({"费用", "fees"});
  if (rulebook.policy_terms().year.carry_over > 0) {
    beyond.push_back({"未付余额结转以后年度 carry_over", "carry_over: what stays unpaid carried into later years"});
  }
  return beyond;
}

}  // namespace wildclaims::workflow
