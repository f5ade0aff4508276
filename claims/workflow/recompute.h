// Determinations and approvals run again from their stored receipts, under the stored text of their rulebook, and held
// against what is stored beside them: the receipt byte for byte, entitlement, denial, findings and each funder's part.
// A judged denial computed nothing: its record is made again from its reasons. Codes of findings:
//
//   rulebook_as_hashed     a stored rulebook's text has not the hash beside it, or no longer loads
//   recomputed_as_stored   something came out otherwise than it is stored
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "claims/store/claim_scan.h"
#include "claims/workflow/finding.h"
#include "rules/rulebook.h"

namespace wildclaims::workflow {

class Recomputation {
 public:
  // Every stored rulebook, loaded from its text.
  explicit Recomputation(const std::vector<store::StoredRulebook>& rulebooks);

  // Null when it is not stored, or unfit.
  const rules::Rulebook* rulebook(std::int64_t id) const;
  // What is wrong with the rulebooks themselves.
  const std::vector<Finding>& of_rulebooks() const { return of_rulebooks_; }
  // The claim must have been read with its findings. May be called by another thread than the one that made this.
  std::vector<Finding> check(const store::StoredClaim& claim) const;

 private:
  std::map<std::int64_t, std::shared_ptr<const rules::Rulebook>> rulebooks_;
  std::vector<Finding> of_rulebooks_;
};

}  // namespace wildclaims::workflow
