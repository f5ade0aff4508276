#include "rules/limit_scope.h"

#include <array>

namespace wildclaims::rules {

std::string to_string(LimitScope scope) {
  switch (scope) {
    case LimitScope::item:
      return "item";
    case LimitScope::claim:
      return "claim";
    case LimitScope::household_event:
      return "household_event";
    case LimitScope::household_year:
      return "household_year";
    case LimitScope::plot_year:
      return "plot_year";
    case LimitScope::event:
      return "event";
    case LimitScope::policy_year:
      return "policy_year";
  }
  return {};
}

std::optional<LimitScope> parse_limit_scope(std::string_view text) {
  constexpr std::array kAll = {LimitScope::item,           LimitScope::claim,     LimitScope::household_event,
                               LimitScope::household_year, LimitScope::plot_year, LimitScope::event,
                               LimitScope::policy_year};
  for (const LimitScope scope : kAll) {
    if (to_string(scope) == text) return scope;
  }
  return std::nullopt;
}

}  // namespace wildclaims::rules
