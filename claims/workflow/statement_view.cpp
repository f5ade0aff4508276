#include "claims/workflow/statement_view.h"

#include <utility>

#include "claims/domain/programme.h"
#include "claims/store/journal.h"
#include "claims/store/policies.h"

namespace wildclaims::workflow {
namespace {

// Null when there is no such policy in the actor's counties.
const domain::Programme* programme_of(const Reading& reading, const std::string& policy_id) {
  const auto policy = store::find_policy(reading.db, policy_id);
  const domain::Programme* programme = policy ? reading.office.find_programme(policy->programme) : nullptr;
  return programme != nullptr && reading.actor.works_in(programme->county_code) ? programme : nullptr;
}

domain::Refused unknown() { return domain::refuse(domain::RefusalCode::policy_unknown); }

}  // namespace

ledger::Statement make_statement(store::Connection& db, const std::string& policy, ledger::Month month,
                                 rules::UtcOffset offset) {
  ledger::StatementBuilder builder(policy, month, offset);
  store::for_each_entry(db, policy, [&](const ledger::RecordedEntry& entry) { builder.see(entry); });
  return builder.finish();
}

ledger::TrialBalance balances_as_of(store::Connection& db, const std::string& policy, const ledger::AsOf& as_of) {
  ledger::BalancesAsOf balances(as_of);
  store::for_each_entry(db, policy, [&](const ledger::RecordedEntry& entry) { balances.see(entry); });
  return ledger::trial_balance(balances.balances());
}

std::vector<ledger::FunderReceivable> receivables_as_of(store::Connection& db, const std::string& policy,
                                                        rules::Date date) {
  ledger::Receivables receivables;
  store::for_each_entry(db, policy, [&](const ledger::RecordedEntry& entry) { receivables.see(entry); });
  return receivables.as_of(date);
}

domain::Outcome<ledger::Statement> view_statement(const Reading& reading, const std::string& policy,
                                                  ledger::Month month) {
  const domain::Programme* programme = programme_of(reading, policy);
  if (programme == nullptr) return unknown();
  return make_statement(reading.db, policy, month, programme->offset);
}

domain::Outcome<ledger::TrialBalance> view_balances_as_of(const Reading& reading, const std::string& policy,
                                                          const ledger::AsOf& as_of) {
  if (programme_of(reading, policy) == nullptr) return unknown();
  return balances_as_of(reading.db, policy, as_of);
}

domain::Outcome<ReceivablesView> view_receivables(const Reading& reading, const std::string& policy,
                                                  std::optional<rules::Date> date) {
  const domain::Programme* programme = programme_of(reading, policy);
  if (programme == nullptr) return unknown();
  const rules::Date day = date.value_or(reading.now.date_at(programme->offset));
  return ReceivablesView{day, receivables_as_of(reading.db, policy, day)};
}

}  // namespace wildclaims::workflow
