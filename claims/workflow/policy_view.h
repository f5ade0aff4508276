// What a policy year looks like now: its terms, its limit, its premium and what was incurred, by funder.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "claims/store/policies.h"
#include "claims/store/reimbursements.h"
#include "claims/store/settlements.h"
#include "claims/workflow/work.h"
#include "rules/bilingual.h"
#include "rules/date.h"
#include "rules/money.h"
#include "rules/rulebook.h"

namespace wildclaims::workflow {

struct PolicyView {
  struct Funder {
    std::string code;
    rules::Bilingual label;
    rules::Money premium_called;
    rules::Money premium_received;
    rules::Money premium_receivable;
    rules::Money reimbursement_receivable;  // what it owes the one that prepaid
    rules::Money reimbursement_owed_to;     // what others owe it
    rules::Money incurred;
  };
  store::PolicyRow policy;
  rules::Bilingual title;
  rules::Status status = rules::Status::illustrative;
  store::RulebookRow rulebook;  // with its text
  rules::Money granted;
  rules::Money available;
  rules::Money committed;
  rules::Money paid;
  rules::Money reserve_outstanding;
  rules::Money residual;
  rules::Exhaustion when_exhausted = rules::Exhaustion::truncate;
  rules::Money pending;  // approved, and waits for the settlement of the year
  std::optional<store::SettlementRow> settlement;
  std::optional<store::HeldQueue> held;       // approved, and waits for funds
  rules::Money recovery_receivable;           // to be paid back by claimants
  std::optional<rules::Date> closed_through;  // the last day of the book that is closed
  std::vector<Funder> funders;                // in the rulebook's order
};

// Whether there is such a policy in the actor's counties.
bool knows_policy(const Reading& reading, const std::string& id);
// Nothing when there is no such policy in the actor's counties.
std::optional<PolicyView> view_policy(const Reading& reading, const std::string& id);
// Every policy the actor may see, by programme and year.
std::vector<PolicyView> view_policies(const Reading& reading);

// What was asked of funders for a prepaid premium. Nothing when there is no such policy in the actor's counties.
std::optional<std::vector<store::ReimbursementClaimRow>> view_reimbursements(const Reading& reading,
                                                                             const std::string& id);

}  // namespace wildclaims::workflow
