// Command: the public notice of a determined claim, or of a whole report, is posted in the village.
#pragma once

#include <string>

#include "claims/domain/outcome.h"
#include "claims/workflow/acted.h"
#include "claims/workflow/case_file.h"
#include "claims/workflow/work.h"

namespace wildclaims::workflow {

struct PostNotice {
  Target target;
  std::string place;  // where it hangs
};

// Posted today, for the days of the programme; approval opens when it has lapsed (domain/public_notice.h).
// Faults: the place's text. Refused: open_file, the state table.
domain::Outcome<Acted> post_notice(Work& work, const PostNotice& command);

}  // namespace wildclaims::workflow
