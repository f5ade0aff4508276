// One line of facts, as JSON, into a sheet of texts and the faults of its form: the careful way, which words
// everything.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "rules/facts.h"
#include "rules/loader/facts_stream.h"

namespace wildclaims::rules::json {

struct JsonSheet {
  FactSheet sheet;
  bool receipt = false;                          // event, claim and items stood below "facts"
  std::vector<std::optional<std::string>> also;  // by position in the names asked for
  std::size_t skipped = 0;
  // Of form: those of parse() (json_tree.h), duplicate_key, unknown_key, wrong_shape. Pointers are into the line.
  Faults faults;
};

// All claims of one event in one line:
//   {"event": {…}, "running": {…}, "stage": …, "claims": [{"claim": {…}, "items": […], …}, …]}
// where each claim may add running totals of its own.
struct JsonEvent {
  FactSheet shared;               // event, running and stage
  std::vector<FactSheet> claims;  // each with what is shared
  std::vector<std::optional<std::string>> also;
  std::size_t skipped = 0;
  Faults faults;  // as of JsonSheet, and missing_key without claims, no_claims, too_many_claims
};

// A null is nothing, as if its key were not there; but under a key that is not known it is still unknown.
JsonSheet read_sheet(std::string_view line, const FactLayout& layout, UnknownFacts unknown,
                     std::span<const std::string> also);

JsonEvent read_event(std::string_view line, const FactLayout& layout, UnknownFacts unknown,
                     std::span<const std::string> also);

// The facts of a line, or every fault of form and of fact; a fact below what is malformed itself is not missing too.
std::variant<Facts, Faults> facts_of(const Rulebook& rulebook, JsonSheet line);
std::variant<std::vector<Facts>, Faults> facts_of(const Rulebook& rulebook, JsonEvent line);

}  // namespace wildclaims::rules::json
