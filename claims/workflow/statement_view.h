// Statements, balances as of a day or instant, and what funders owe: computed from the postings each time, to the fen.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "claims/domain/outcome.h"
#include "claims/ledger/as_of.h"
#include "claims/ledger/balances.h"
#include "claims/ledger/receivables.h"
#include "claims/ledger/statement.h"
#include "claims/store/connection.h"
#include "claims/workflow/work.h"
#include "rules/date.h"

namespace wildclaims::workflow {

// Of a policy's book, for whoever runs commands on the data itself.
ledger::Statement make_statement(store::Connection& db, const std::string& policy, ledger::Month month,
                                 rules::UtcOffset offset);
ledger::TrialBalance balances_as_of(store::Connection& db, const std::string& policy, const ledger::AsOf& as_of);
std::vector<ledger::FunderReceivable> receivables_as_of(store::Connection& db, const std::string& policy,
                                                        rules::Date date);

// The same for a signed-in user. All are refused policy_unknown, also for another county's policy.
domain::Outcome<ledger::Statement> view_statement(const Reading& reading, const std::string& policy,
                                                  ledger::Month month);
domain::Outcome<ledger::TrialBalance> view_balances_as_of(const Reading& reading, const std::string& policy,
                                                          const ledger::AsOf& as_of);
struct ReceivablesView {
  rules::Date as_of;
  std::vector<ledger::FunderReceivable> funders;
};
// Today, in the programme's offset, when no date is given.
domain::Outcome<ReceivablesView> view_receivables(const Reading& reading, const std::string& policy,
                                                  std::optional<rules::Date> date);

}  // namespace wildclaims::workflow
