// Claims of the measured rule as lines of JSON.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "rules/rulebook.h"
#include "tests/bench/measured_rule.h"

namespace wildclaims::bench {

class MeasuredLines {
 public:
  explicit MeasuredLines(const rules::Rulebook& rulebook);

  // Two facts of the claim, one running total, one item of four facts, numbers in quotes; no newline.
  std::string line_of(const Claim& claim) const;

 private:
  std::array<std::vector<std::string>, 3> codes_;  // of class, crop and stage
};

}  // namespace wildclaims::bench
