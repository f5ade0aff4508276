// Every command on the road from report to paid, through the workflow's door without HTTP, by many callers at once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tests/bench/made_office.h"

namespace wildclaims::bench {

// One command for every claim.
struct Stage {
  std::string_view command;
  double seconds = 0;
  double processor_seconds = 0;  // of the whole process
  std::size_t count = 0;
  double per_second() const { return static_cast<double>(count) / seconds; }
};

// Only the reports.
Stage take_reports(MadeOffice& office, std::size_t callers, std::int64_t first, std::size_t count);

// Takes `count` new reports (made_report, from number `first`) and their claims from report to paid, command by command
// with `callers` threads; the clock moves on by the days of the public notice, to `approval_day`.
std::vector<Stage> walk_road(MadeOffice& office, std::size_t callers, std::int64_t first, std::size_t count,
                             const std::string& approval_day);

}  // namespace wildclaims::bench
