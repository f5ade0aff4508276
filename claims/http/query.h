// The query part of an address ("state=noticed&limit=50"): decoded, each name once, all faults at once. A fault's
// pointer is "?" and the name.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/fault.h"

namespace wildclaims::http {

// "%E8%B5%94" to bytes; "+" to a space when `plus_is_space` (queries, not paths). Nothing for a broken escape or NUL.
std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_space);

class QueryReader {
 public:
  // Faults: malformed_escape, twice.
  explicit QueryReader(std::string_view query);

  // Absent and empty are the same: nothing.
  std::optional<std::string> text(std::string_view name);
  // Decimal digits, between the two: not_whole_number, out_of_range.
  std::optional<std::int64_t> whole(std::string_view name, std::int64_t least, std::int64_t most);
  void fault(std::string_view name, std::string code, rules::Bilingual say);

  // Adds unknown_parameter for each name nobody asked for, and gives all faults.
  rules::Faults finish();

 private:
  struct Parameter {
    std::string name;
    std::string value;
    bool asked = false;
  };
  std::vector<Parameter> parameters_;
  rules::Faults faults_;
};

}  // namespace wildclaims::http
