// A draft of a rulebook looked at beside a running service: what the loader says, what its examples miss, and whether
// it would fit among the rulebooks in place. Nothing is stored.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "claims/workflow/rulebook_finding.h"
#include "claims/workflow/work.h"
#include "rules/authoring/coverage.h"
#include "rules/rulebook.h"

namespace wildclaims::workflow {

struct DraftCheck {
  RulebookFindings file;  // errors and warnings, in the order of the file
  std::shared_ptr<const rules::Rulebook>
      rulebook;              // null exactly when there is an error; all that follows is then empty
  std::size_t examples = 0;  // run, and all hold
  std::vector<rules::authoring::Untouched> untouched;
  RulebookFindings shelf;  // what a reload would refuse with this file among the others of its id
};

// By itself. `file_name` is only used in messages. As slow as the loader is with a bad file: let few in at once, and
// hold no reading meanwhile.
DraftCheck check_draft(std::string text, std::string file_name);
// Then among the others of its id: fills `shelf`.
void judge_beside_others(const Reading& reading, DraftCheck& check);

}  // namespace wildclaims::workflow
