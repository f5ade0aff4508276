// A recipe was handed amounts that no happening can have, or the books would have stopped being true.
// A bug of ours, never of the input: the unit of work rolls back.
#pragma once

#include <string>

#include "claims/domain/contract_violation.h"

namespace wildclaims::ledger {

class LedgerViolation : public domain::ContractViolation {
 public:
  explicit LedgerViolation(const std::string& what) : domain::ContractViolation("ledger: " + what) {}
};

}  // namespace wildclaims::ledger
