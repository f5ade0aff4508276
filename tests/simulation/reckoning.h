// Answers held against the auditor: whether he would have given each, and what it changes in his books.
#pragma once

#include <string>

#include "tests/simulation/auditor.h"
#include "tests/simulation/sending.h"
#include "tests/simulation/tally.h"

namespace wildclaims::simulation {

// Enters what was done into the auditor's books. Throws Found when it is not as he has it.
void enter(Auditor& auditor, Tally& tally, const Wish& wish, const std::string& answer);

// True when the wish has its answer; false: it is to be sent again. `undone`: others in its transaction are not there
// after all. Throws Found when he contradicts.
bool reckon(Auditor& auditor, Tally& tally, const Sending& sending, const Reply& reply, bool undone);

}  // namespace wildclaims::simulation
