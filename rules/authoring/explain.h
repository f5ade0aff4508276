// A rulebook read aloud: who pays, what is asked, every table, step, denial, flag and limit in words.
#pragma once

#include <string>

#include "rules/bilingual.h"
#include "rules/language/draft.h"
#include "rules/rulebook.h"

namespace wildclaims::rules::authoring {

// Plain text, lines ended; tables are aligned for a terminal. `draft` is what `rulebook` was compiled from.
std::string explain(const Rulebook& rulebook, const language::RulebookDraft& draft, Language language);

}  // namespace wildclaims::rules::authoring
