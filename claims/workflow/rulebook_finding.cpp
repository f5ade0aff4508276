#include "claims/workflow/rulebook_finding.h"

#include <algorithm>
#include <utility>

namespace wildclaims::workflow {

bool has_errors(const RulebookFindings& findings) {
  return std::any_of(findings.begin(), findings.end(),
                     [](const RulebookFinding& each) { return each.told.severity == rules::Severity::error; });
}

void add_diagnostics(rules::Diagnostics diagnostics, RulebookFindings& findings) {
  for (rules::Diagnostic& diagnostic : diagnostics) findings.push_back({std::move(diagnostic), ""});
}

void add_faults(const rules::Faults& faults, RulebookFindings& findings) {
  for (const rules::Fault& fault : faults) {
    findings.push_back({{fault.pointer, {}, rules::Severity::error, fault.code, fault.say.en, ""}, fault.say.zh});
  }
}

}  // namespace wildclaims::workflow
