// One run of a rulebook on a claim's facts with its receipt, and the way back from a stored receipt.
#pragma once

#include <optional>
#include <string>

#include "rules/determine.h"
#include "rules/digest.h"
#include "rules/facts.h"
#include "rules/rulebook.h"

namespace wildclaims::workflow {

struct Evaluation {
  rules::Determination determination;
  std::string receipt;
  rules::Digest receipt_sha256;
};

// Nothing when the facts are incomplete or not accepted by the rulebook. Throws std::runtime_error naming the step when
// the rulebook's arithmetic leaves its range: no person's input may do that past the facts' own limits.
std::optional<Evaluation> evaluate(const rules::Rulebook& rulebook, const rules::FactSheet& sheet);

// What a receipt says went into the answer, running totals included. Nothing for the receipt of a judgement, which
// computed nothing. Throws store::StoreUnavailable when the text is no receipt.
std::optional<rules::FactSheet> read_receipt(const std::string& receipt);

}  // namespace wildclaims::workflow
