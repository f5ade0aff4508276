// The rows of large tables, taken out of a YAML text before yaml-cpp sees it: scanning them is nearly all the time that
// reading a rulebook of thousands of rows takes, and nearly all of them are written alike.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "rules/loader/yaml_tree.h"

namespace wildclaims::rules::yaml {

// A line that holds nothing but "- " and a list or map in one of the plainest forms:
//   - [maize, from 5 to below 10, "-", 1.00]
//   - {crop: [maize, rice], area: below 5, value: 1.00}
struct FlowRow {
  Node node;
  std::size_t nodes = 0;  // it and all inside it
  bool follows = false;   // right below a row of the same list
};

struct FlowRows {
  // The text with kInstead in place of a row's list or map, and an empty line for each row that follows it: every line
  // keeps its number.
  std::string rest;
  std::vector<FlowRow> rows;  // in the order of the text
};

// One character, so that what is left of a row is the shortest scalar.
constexpr std::string_view kInstead = "0";
// Levels of lists and maps in a row.
constexpr std::size_t kDeepestRow = 3;

// Whether such a line is a row at all, and not words inside a longer scalar, only the parse of `rest` can tell: if
// kInstead was met there as a scalar of its own, in its place and alone, the text means what `rest` and the rows mean.
FlowRows take_flow_rows(std::string_view text);

}  // namespace wildclaims::rules::yaml
