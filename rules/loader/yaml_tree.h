// A YAML text as a plain tree with the place of every key and value. Built from yaml-cpp's events, so that aliases are
// refused before they are expanded and every key stays in the order written.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "rules/diagnostic.h"
#include "rules/language/reporter.h"

namespace wildclaims::rules::yaml {

// Deeper nesting than any rulebook's: bounds the recursion over the tree.
constexpr std::size_t kDeepest = 32;
// Keys and values together: 100,000 rows of ten columns, written with their keys. A file within the size limit could
// hold three times as many, and each takes about 100 bytes.
constexpr std::size_t kMostNodes = 2'500'000;

enum class NodeKind { null, scalar, list, map };

struct Entry;

struct Node {
  NodeKind kind = NodeKind::null;
  Position at;
  std::string text;      // of a scalar
  bool quoted = false;   // of a scalar: written in quotes, so columns inside it start one later
  bool one_line = true;  // of a scalar: columns inside it can be told
  std::vector<Node> list;
  std::vector<Entry> map;

  const Node* find(std::string_view key) const;
};

// One key of a map and its value; `const auto& [name, value]` reads it.
struct Entry {
  Node key;
  Node value;
};

// Reports yaml_syntax, anchor_refused, tag_refused, duplicate_key, key_not_a_word, too_deep, too_many_nodes,
// several_documents. The tree is usable unless something was reported.
Node parse(std::string_view text, language::Reporter& reporter);
// The same by yaml-cpp alone, several times slower for a table of many rows (rules/loader/flow_rows.h).
Node parse_whole(std::string_view text, language::Reporter& reporter);

}  // namespace wildclaims::rules::yaml
