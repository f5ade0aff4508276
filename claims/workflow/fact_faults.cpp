#include "claims/workflow/fact_faults.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace wildclaims::workflow {
namespace {

constexpr std::array<std::string_view, 5> kFixedFacts = {"species", "damage_from", "damage_to", "discovered_at",
                                                         "reported_at"};

std::string moved(const std::string& pointer, const std::string& claim_base, const std::string& item_base) {
  constexpr std::string_view kClaim = "/claim/";
  if (pointer.compare(0, kClaim.size(), kClaim) != 0) return item_base + pointer;
  const std::string name = pointer.substr(kClaim.size());
  const bool fixed = std::find(kFixedFacts.begin(), kFixedFacts.end(), name) != kFixedFacts.end();
  return claim_base + (fixed ? "/" : "/facts/") + name;
}

}  // namespace

void add_fact_faults(const rules::Faults& found, const std::string& claim_base, const std::string& item_base,
                     rules::Faults& faults) {
  for (rules::Fault fault : found) {
    fault.pointer = moved(fault.pointer, claim_base, item_base);
    const bool known = std::any_of(faults.begin(), faults.end(),
                                   [&](const rules::Fault& earlier) { return earlier.pointer == fault.pointer; });
    if (!known) faults.push_back(std::move(fault));
  }
}

std::shared_ptr<const rules::Rulebook> latest_rulebook(const Office& office, const std::string& id) {
  std::shared_ptr<const rules::Rulebook> latest;
  for (const auto& rulebook : office.rulebooks().all()) {
    if (rulebook->id() == id) latest = rulebook;
  }
  return latest;
}

}  // namespace wildclaims::workflow
