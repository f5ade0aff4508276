#include "claims/workflow/open_policy.h"

#include "claims/domain/policy_id.h"
#include "claims/ledger/recipes.h"
#include "claims/store/happenings.h"
#include "claims/store/policies.h"
#include "claims/workflow/record.h"
#include "claims/workflow/rulebook_choice.h"

namespace wildclaims::workflow {
namespace {

using domain::RefusalCode;

std::shared_ptr<const rules::Rulebook> rulebook_of_year(const Work& work, const domain::Programme& programme,
                                                        int year) {
  for (const auto& rulebook : work.shelf->in_place()) {
    if (rulebook->id() == programme.rulebook_id && rulebook->in_force_from().year() == year) return rulebook;
  }
  return nullptr;
}

ledger::FunderParts premium_parts(const rules::Rulebook& rulebook) {
  ledger::FunderParts parts;
  for (const rules::FundingPart& part : rulebook.fund_premium(rulebook.policy_terms().premium)) {
    parts.push_back({part.funder, part.amount});
  }
  return parts;
}

}  // namespace

domain::Outcome<std::string> open_policy(Work& work, const OpenPolicy& command) {
  if (!work.actor.roles.has(domain::Role::admin)) return domain::refuse(RefusalCode::role_not_allowed);
  const domain::Programme* programme = work.office.find_programme(command.programme);
  if (programme == nullptr || !work.actor.works_in(programme->county_code)) {
    return domain::refuse(RefusalCode::programme_unknown);
  }
  const auto id = domain::PolicyId::from(programme->letters, command.year);
  if (!id) return domain::refuse(RefusalCode::no_rulebook_for_date);
  const std::string policy_id = id->to_string();
  if (store::find_policy(work.db, policy_id)) return domain::refuse(RefusalCode::policy_exists, policy_id);
  const auto rulebook = rulebook_of_year(work, *programme, command.year);
  if (!rulebook) return domain::refuse(RefusalCode::no_rulebook_for_date, policy_id);
  if (rulebook->status() == rules::Status::draft) return domain::refuse(RefusalCode::draft_rulebook, policy_id);
  if (rulebook->status() == rules::Status::illustrative && !programme->allow_illustrative) {
    return domain::refuse(RefusalCode::illustrative_not_allowed, policy_id);
  }
  const std::vector<rules::Bilingual> beyond = beyond_service(*rulebook);
  if (!beyond.empty()) {
    rules::Bilingual list;
    for (const rules::Bilingual& each : beyond) {
      list.zh += (list.zh.empty() ? "" : "、") + each.zh;
      list.en += (list.en.empty() ? "" : ", ") + each.en;
    }
    return domain::refuse(RefusalCode::rulebook_beyond_service, policy_id,
                          {"该规则用到本系统尚不支持的内容：" + list.zh,
                           "the rulebook uses what this service does not do yet: " + list.en});
  }

  if (!command.prepaid_by.empty() && rulebook->funder(command.prepaid_by) == nullptr) {
    return domain::refuse(RefusalCode::funder_unknown, policy_id);
  }

  const rules::PolicyTerms& terms = rulebook->policy_terms();
  store::insert_policy(work.db, {policy_id, command.programme, command.year, rulebook->in_force_from(),
                                 rulebook->in_force_to(), terms.premium, terms.aggregate_limit,
                                 keep_rulebook(work.db, *rulebook), work.actor.id.value, work.now, command.prepaid_by});
  const rules::Date today = business_date(work, *programme);
  post(work, policy_id,
       ledger::policy_opened({today, terms.aggregate_limit, premium_parts(*rulebook), command.prepaid_by}));

  store::HappeningRow happening;
  happening.command = work.command;
  happening.kind = "policy_opened";
  happening.programme = command.programme;
  happening.policy_id = policy_id;
  happening.user_id = work.actor.id.value;
  happening.recorded_at = work.now;
  happening.business_date = today;
  store::insert_happening(work.db, happening);
  return policy_id;
}

}  // namespace wildclaims::workflow
