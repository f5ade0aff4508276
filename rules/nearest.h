// Which known name was probably meant by an unknown one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace wildclaims::rules {

// The candidate closest to `name`, if it is close enough to be what was meant; else empty.
std::string nearest(std::string_view name, const std::vector<std::string>& candidates);
// "did you mean 'area'?" or, without a near one, "known: area, crop, stage".
std::string suggestion(std::string_view name, const std::vector<std::string>& candidates);
// "a, b, c", cut after a dozen.
std::string listed(const std::vector<std::string>& names);
}  // namespace wildclaims::rules
