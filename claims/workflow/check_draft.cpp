#include "claims/workflow/check_draft.h"

#include <utility>
#include <variant>

#include "claims/store/policies.h"
#include "claims/workflow/shelf_change.h"
#include "rules/loader/load_draft.h"

namespace wildclaims::workflow {

DraftCheck check_draft(std::string text, std::string file_name) {
  DraftCheck check;
  rules::DraftResult result = rules::load_draft(std::move(text), std::move(file_name));
  add_diagnostics(std::move(result.loaded.diagnostics), check.file);
  check.rulebook = result.loaded.rulebook;
  if (!check.rulebook) return check;
  check.examples = result.draft.examples.size();
  check.untouched = rules::authoring::untouched(*check.rulebook, result.draft);
  return check;
}

void judge_beside_others(const Reading& reading, DraftCheck& check) {
  if (!check.rulebook) return;
  // In the place of the same version.
  std::vector<std::shared_ptr<const rules::Rulebook>> together{check.rulebook};
  for (const auto& rulebook : reading.shelf->all()) {
    const bool replaced = rulebook->version() == check.rulebook->version();
    if (rulebook->id() == check.rulebook->id() && !replaced) together.push_back(rulebook);
  }
  const auto made = rules::Shelf::make(std::move(together));
  if (const auto* faults = std::get_if<rules::Faults>(&made)) add_faults(*faults, check.shelf);
  add_faults(refuse_changed(*reading.shelf, store::pinned_rulebooks(reading.db), *check.rulebook), check.shelf);
}

}  // namespace wildclaims::workflow
