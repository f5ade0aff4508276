// The running totals of a rulebook that one claim counts in, as the books keep them: "approved_to_household.h17".
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "claims/ledger/recipes.h"
#include "claims/store/claims.h"
#include "claims/store/scopes.h"
#include "claims/workflow/case_file.h"
#include "claims/workflow/work.h"
#include "rules/facts.h"
#include "rules/limit_scope.h"
#include "rules/money.h"
#include "rules/rulebook.h"

namespace wildclaims::workflow {

struct ClaimScope {
  std::string total;  // the running total's name
  std::string name;   // in the books: the total's, and whom it counts
  store::ScopeKey key;
  rules::LimitScope per{};
  std::optional<rules::Money> limit;  // where the rulebook has one amount for it: a sub-limit in the ledger
};

// By the claim's own facts, its household and its event.
std::vector<ClaimScope> scopes_of(store::Connection& db, const CaseFile& file, const store::ClaimRow& claim,
                                  const rules::Rulebook& rulebook, const rules::FactTexts& facts);

// What is approved so far in each, committed, paid and left unpaid of the aggregate limit, the claim itself left out:
// what a rulebook is handed as `running`.
rules::FactTexts running_totals(store::Connection& db, const store::ClaimRow& claim,
                                const std::vector<ClaimScope>& scopes);

// Opens those that are used for the first time, and their sub-limits in the claim's book; widens a sub-limit whose
// amount was raised since, or which has less available than its running total leaves: money that is to be paid back
// counts as paid there until it has come back.
void open_scopes(Work& work, const CaseFile& file, const store::ClaimRow& claim, const std::vector<ClaimScope>& scopes);

// Their names, and those of them that are sub-limits in the claim's book.
std::vector<std::string> names_of(const std::vector<ClaimScope>& scopes);
ledger::Scopes sub_limits_among(store::Connection& db, const std::string& book, const std::vector<std::string>& names);

}  // namespace wildclaims::workflow
