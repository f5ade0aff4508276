// What may become of the shelf in place: which rulebooks come, change and go, and which of that is refused because
// policies, claims or an earlier promise stand on them.
#pragma once

#include <string>
#include <vector>

#include "claims/domain/programme.h"
#include "claims/store/policies.h"
#include "rules/digest.h"
#include "rules/fault.h"
#include "rules/rulebook.h"
#include "rules/shelf.h"

namespace wildclaims::workflow {

struct ShelvedName {
  std::string id;
  std::string version;
  rules::Digest sha256;

  bool operator==(const ShelvedName&) const = default;
};

// In the order of the shelves; changed ones as they now are.
struct ShelfChange {
  std::vector<ShelvedName> added;
  std::vector<ShelvedName> changed;
  std::vector<ShelvedName> removed;
  std::vector<ShelvedName> unchanged;
};
ShelfChange change_between(const rules::Shelf& before, const rules::Shelf& after);

// One rulebook that is to stand beside, or in the place of, what is there. A version must mean the same bytes for ever:
//   pinned_rulebook_changed    a policy or a determination names this version with other bytes
//   in_force_rulebook_changed  nobody does yet, but it was in force with other bytes
// A fault's pointer is the name of the file.
rules::Faults refuse_changed(const rules::Shelf& before, const std::vector<store::PinnedRulebook>& pinned,
                             const rules::Rulebook& rulebook);

// A whole shelf in the place of another: refuse_changed for each rulebook, and
//   pinned_rulebook_missing    a policy was opened under a rulebook that is no longer there
//   programme_without_rulebook a programme has no rulebook at all
// `directory` is the pointer of what concerns no file.
rules::Faults refuse_change(const rules::Shelf& before, const rules::Shelf& after,
                            const std::vector<store::PinnedRulebook>& pinned,
                            const std::vector<domain::Programme>& programmes, const std::string& directory);

}  // namespace wildclaims::workflow
