// What a limit, and a running total, is counted over.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace wildclaims::rules {

// household_event: one household in one event; the years are policy years. Those beyond one claim are counted with what
// was approved before: committed plus paid, never paid alone.
enum class LimitScope { item, claim, household_event, household_year, plot_year, event, policy_year };

// The words of rulebooks: "household_event".
std::string to_string(LimitScope scope);
std::optional<LimitScope> parse_limit_scope(std::string_view text);

}  // namespace wildclaims::rules
