// JSON text as a tree of texts: numbers stay as they were written, so that nothing is lost before facts are read.
// Strict: what the standard does not allow is refused. Not for speed: facts of ordinary form never become a tree.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "rules/fault.h"

namespace wildclaims::rules::json {

// Deeper than a receipt by far.
constexpr std::size_t kMostDepth = 32;

// text: between quotes, unescaped. word: true, false or a number, as written.
enum class NodeKind { null, text, word, object, list };

struct Member;

struct Node {
  NodeKind kind = NodeKind::null;
  std::string text;             // of text and word
  std::vector<Member> members;  // of an object, in written order; a key may stand twice
  std::vector<Node> elements;   // of a list
};

struct Member {
  std::string key;
  Node value;
};

// Of at most FactsStream::kMostBytes. The fault's pointer is the whole, its code one of
//   malformed_json, invalid_utf8, line_too_long, too_deep
// and its sentence repeats nothing of the text.
std::variant<Node, Fault> parse(std::string_view text);

// A number as the standard writes one: "-0.5", "1e3"; not "01", ".5", "+1".
bool is_number(std::string_view word);

}  // namespace wildclaims::rules::json
