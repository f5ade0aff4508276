// Command: a claim, or every open claim of a report, is denied by a person's judgement, with reasons.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "claims/domain/outcome.h"
#include "claims/workflow/acted.h"
#include "claims/workflow/case_file.h"
#include "claims/workflow/work.h"
#include "rules/bilingual.h"

namespace wildclaims::workflow {

struct DenialReason {
  std::string code;
  rules::Bilingual say;
  std::string clause;
};

struct Denial {
  Target target;
  std::vector<DenialReason> reasons;  // at least one, at most kMaxDenialReasons
};

// A letter with more reasons than this is no longer read.
inline constexpr std::size_t kMaxDenialReasons = 20;

// The receipt of a judgement: its reasons, canonical, so that they are part of what the ledger rests on.
std::string judgement_receipt(const std::vector<DenialReason>& reasons);

// Records the judgement as a determination beside any earlier one; the reserve is released.
// Faults: no_reasons, too_many_reasons, and what domain::check_code and check_text find.
// Refused: open_file, the state table, the separations of domain/authority.h.
domain::Outcome<Acted> deny(Work& work, const Denial& denial);

}  // namespace wildclaims::workflow
