// One cell of an ordered column: a value, or a range in words.
//
//   60%                        exactly that
//   from 10% to 50%            both ends inside
//   from 10% to below 50%      the upper end outside
//   above 10% up to 50%        the lower end outside
//   below 10%, up to 10%, from 10%, above 10%      open on one side
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "rules/ratio.h"

namespace wildclaims::rules::language {

struct CellRange {
  std::optional<Ratio> low;  // nothing: no lower end
  std::optional<Ratio> high;
  bool low_inside = true;
  bool high_inside = true;
};

// `value` reads one bound; nothing when a bound or the shape is not understood.
std::optional<CellRange> parse_cell_range(std::string_view text,
                                          const std::function<std::optional<Ratio>(std::string_view)>& value);

}  // namespace wildclaims::rules::language
