// A statement, and what funders owe, as people read them on paper: one language, columns of one width.
#pragma once

#include <string>
#include <vector>

#include "claims/ledger/receivables.h"
#include "claims/ledger/statement.h"
#include "rules/bilingual.h"

namespace wildclaims::ledger {

std::string to_text(const Statement& statement, rules::Language language);
std::string to_text(const std::vector<FunderReceivable>& receivables, rules::Date as_of, rules::Language language);

// How the head hash of a statement is checked later.
rules::Bilingual how_to_check(const Statement& statement);

}  // namespace wildclaims::ledger
