#include "claims/workflow/fact_faults.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>
#include <unordered_set>
#include <utility>

namespace wildclaims::workflow {
namespace {

constexpr std::array<std::string_view, 5> kFixedFacts = {"species", "damage_from", "damage_to", "discovered_at",
                                                         "reported_at"};

bool is_fixed(std::string_view name) {
  return std::find(kFixedFacts.begin(), kFixedFacts.end(), name) != kFixedFacts.end();
}

// "/items/2/area" with the sheet's position put into the client's order.
std::string reordered(const std::string& pointer, const std::vector<std::size_t>& order) {
  constexpr std::string_view kItems = "/items/";
  if (order.empty() || pointer.compare(0, kItems.size(), kItems) != 0) return pointer;
  const char* const begin = pointer.data() + kItems.size();
  const char* const end = pointer.data() + pointer.size();
  std::size_t position = 0;
  const auto [rest, error] = std::from_chars(begin, end, position);
  if (error != std::errc() || position >= order.size()) return pointer;
  return std::string(kItems) + std::to_string(order[position]) + std::string(rest, end);
}

std::string moved(const std::string& pointer, const FactPlaces& places) {
  constexpr std::string_view kClaim = "/claim/";
  if (pointer.compare(0, kClaim.size(), kClaim) != 0) return places.items + reordered(pointer, places.order);
  const std::string name = pointer.substr(kClaim.size());
  return places.claim + (is_fixed(name) ? "/" : "/facts/") + name;
}

}  // namespace

rules::Faults placed(const rules::Faults& found, const FactPlaces& places) {
  rules::Faults faults = found;
  for (rules::Fault& fault : faults) fault.pointer = moved(fault.pointer, places);
  return faults;
}

void add_new(rules::Faults more, rules::Faults& faults) {
  std::unordered_set<std::string> known;
  for (const rules::Fault& fault : faults) known.insert(fault.pointer);
  for (rules::Fault& fault : more) {
    if (known.insert(fault.pointer).second) faults.push_back(std::move(fault));
  }
}

void refuse_fixed_facts(const rules::FactTexts& facts, rules::Faults& faults) {
  for (const std::string_view name : kFixedFacts) {
    if (facts.find(name) == facts.end()) continue;
    faults.push_back({"/facts/" + std::string(name),
                      "has_its_own_place",
                      {"此项在报案中有自己的栏目，不能填在其他案情里；要改请更正报案",
                       "this has its own member in the report and cannot be a further fact; to change it correct the "
                       "report"}});
  }
}

std::shared_ptr<const rules::Rulebook> latest_rulebook(const rules::Shelf& shelf, const std::string& id) {
  std::shared_ptr<const rules::Rulebook> latest;
  for (const auto& rulebook : shelf.in_place()) {
    if (rulebook->id() == id) latest = rulebook;
  }
  return latest;
}

}  // namespace wildclaims::workflow
