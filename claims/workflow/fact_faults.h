// Faults that the rulebook finds in facts, brought to where the client wrote them.
#pragma once

#include <memory>
#include <string>

#include "claims/workflow/office.h"
#include "rules/fault.h"
#include "rules/rulebook.h"

namespace wildclaims::workflow {

// Adds `found` (pointers "/claim/…" and "/items/…") to `faults`: the fixed claim facts at `<claim_base>/<name>`, others
// at `<claim_base>/facts/<name>`, items at `<item_base>/items/…`. Where a pointer has a fault already, the first one
// stays: two sentences about one value help nobody.
void add_fact_faults(const rules::Faults& found, const std::string& claim_base, const std::string& item_base,
                     rules::Faults& faults);

// The rulebook of an id that was last in force, to read facts by when none governs; the office has at least one.
std::shared_ptr<const rules::Rulebook> latest_rulebook(const Office& office, const std::string& id);

}  // namespace wildclaims::workflow
