#include "claims/workflow/ledger_view.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "claims/domain/claim_number.h"
#include "claims/store/journal.h"
#include "claims/store/policies.h"
#include "claims/workflow/claim_view.h"

namespace wildclaims::workflow {
namespace {

using domain::RefusalCode;

std::optional<domain::Refused> refuse_policy(const Reading& reading, const std::string& id) {
  const auto policy = store::find_policy(reading.db, id);
  const domain::Programme* programme = policy ? reading.office.find_programme(policy->programme) : nullptr;
  if (programme != nullptr && reading.actor.works_in(programme->county_code)) return std::nullopt;
  return domain::refuse(RefusalCode::policy_unknown);
}

}  // namespace

domain::Outcome<EntryPage> view_entries(const Reading& reading, const EntryQuery& query) {
  if (auto refused = refuse_policy(reading, query.policy)) return std::move(*refused);
  const int size = std::clamp(query.limit, 1, kMaxPage);
  store::EntryFilter filter{query.policy, {}, query.after, size + 1};
  if (!query.claim.empty()) {
    const auto number = domain::ClaimNumber::parse(query.claim);
    if (!number) return domain::refuse(RefusalCode::claim_unknown);
    filter.claim = number->to_string();
  }
  EntryPage page{store::entries(reading.db, filter), 0};
  if (page.entries.size() > static_cast<std::size_t>(size)) {
    page.entries.pop_back();
    page.next = page.entries.back().sequence;
  }
  return page;
}

domain::Outcome<std::vector<ledger::AccountBalance>> view_accounts(const Reading& reading, const std::string& policy) {
  if (auto refused = refuse_policy(reading, policy)) return std::move(*refused);
  return store::balances_of(reading.db, policy).sorted();
}

domain::Outcome<ledger::TrialBalance> view_trial_balance(const Reading& reading, const std::string& policy) {
  if (auto refused = refuse_policy(reading, policy)) return std::move(*refused);
  return ledger::trial_balance(store::balances_of(reading.db, policy));
}

}  // namespace wildclaims::workflow
