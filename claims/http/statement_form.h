// Statements, balances and what funders owe as JSON.
#pragma once

#include <string>
#include <vector>

#include "claims/http/json_form.h"
#include "claims/ledger/balances.h"
#include "claims/ledger/receivables.h"
#include "claims/ledger/statement.h"
#include "rules/date.h"

namespace wildclaims::http {

Json statement_form(const ledger::Statement& statement);
Json receivables_form(const std::string& policy, rules::Date as_of,
                      const std::vector<ledger::FunderReceivable>& funders);
Json trial_balance_form(const std::string& policy, const ledger::TrialBalance& balance);

}  // namespace wildclaims::http
