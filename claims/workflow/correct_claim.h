// Command: details of one claim as told are corrected before determination, with a reason; the history keeps the old.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "claims/domain/outcome.h"
#include "claims/workflow/acted.h"
#include "claims/workflow/case_file.h"
#include "claims/workflow/work.h"
#include "rules/facts.h"

namespace wildclaims::workflow {

// What is not given stays as it is.
struct CorrectItem {
  std::int64_t item = 0;
  std::optional<std::string> plot;
  rules::FactTexts facts;  // those given replace those told
};

struct CorrectClaim {
  Target target;  // a claim, with the version that was seen
  std::string reason;
  std::optional<std::string> name;
  std::optional<std::string> phone;
  std::optional<std::string> account;
  std::optional<std::string> account_holder;
  std::vector<CorrectItem> items;
};

// The history names what changed and keeps the old item facts; of personal data only that it changed, masked.
// Faults at the pointers of POST …/correction. Refused: open_file, the state table.
domain::Outcome<Acted> correct_claim(Work& work, const CorrectClaim& command);

}  // namespace wildclaims::workflow
