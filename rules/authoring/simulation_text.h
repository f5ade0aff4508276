// A simulation's report for people: a page to put before a committee.
#pragma once

#include <string>

#include "rules/authoring/simulation_report.h"
#include "rules/bilingual.h"

namespace wildclaims::rules::authoring {

// In Chinese with English beside it (zh), or in English alone (en). Amounts have thousands marks and differences their
// sign; what is not known is "—". Lines are ended.
//   to_text   for a terminal: columns stand under each other, Chinese characters counted as two columns.
//   to_markdown   the same tables in Markdown.
std::string to_text(const SimulationReport& report, Language language);
std::string to_markdown(const SimulationReport& report, Language language);

}  // namespace wildclaims::rules::authoring
