// What is said about a rulebook file or about several together. The rules language speaks English to authors; what is
// said about files together, and about what is in use, is there in Chinese as well.
#pragma once

#include <string>
#include <vector>

#include "rules/diagnostic.h"
#include "rules/fault.h"

namespace wildclaims::workflow {

struct RulebookFinding {
  rules::Diagnostic told;
  std::string zh;  // the sentence in Chinese; empty where there is none
};

using RulebookFindings = std::vector<RulebookFinding>;

bool has_errors(const RulebookFindings& findings);
void add_diagnostics(rules::Diagnostics diagnostics, RulebookFindings& findings);
// Faults whose pointer is the file's name, as rules::Shelf::make gives them.
void add_faults(const rules::Faults& faults, RulebookFindings& findings);

}  // namespace wildclaims::workflow
