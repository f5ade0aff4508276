#include "rules/loader/yaml_tree.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <sstream>
#include <unordered_map>
#include <utility>

namespace wildclaims::rules::yaml {
namespace {

// Ends the parse after a fault that would drown in what follows it.
struct Stop {};

class TreeBuilder : public YAML::EventHandler {
 public:
  TreeBuilder(std::string_view text, language::Reporter& reporter) : text_(text), reporter_(reporter) {}

  Node take() { return std::move(root_); }

  Position place(const YAML::Mark& mark) const {
    if (mark.is_null()) return {};
    return {mark.line + 1, column(mark) + 1};
  }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    refuse_anchor(mark, anchor);
    put(node(NodeKind::null, mark));
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    anchors(mark);
    put(node(NodeKind::null, mark));
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    refuse_anchor(mark, anchor);
    refuse_tag(mark, tag);
    Node scalar = node(NodeKind::scalar, mark);
    scalar.text = value;
    const std::size_t at = static_cast<std::size_t>(std::max(mark.pos, 0));
    const char first = at < text_.size() ? text_[at] : '\0';
    scalar.quoted = first == '"' || first == '\'';
    // On one line exactly when the file holds the value right there, character by character.
    scalar.one_line = text_.substr(std::min(text_.size(), at + (scalar.quoted ? 1 : 0)), value.size()) == value;
    put(std::move(scalar));
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(NodeKind::list, mark, tag, anchor);
  }
  void OnSequenceEnd() override { close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(NodeKind::map, mark, tag, anchor);
  }
  void OnMapEnd() override { close(); }

 private:
  // yaml-cpp counts bytes; editors count characters. Marks mostly come in the order of the text, so that each character
  // is counted once, however long its line is.
  int column(const YAML::Mark& mark) const {
    const std::size_t at = std::min(static_cast<std::size_t>(std::max(mark.pos, 0)), text_.size());
    if (at < counted_to_) {
      const std::size_t line_end = at == 0 ? std::string_view::npos : text_.rfind('\n', at - 1);
      counted_to_ = line_end == std::string_view::npos ? 0 : line_end + 1;
      column_ = 0;
    }
    for (; counted_to_ < at; ++counted_to_) {
      const char c = text_[counted_to_];
      if (c == '\n')
        column_ = 0;
      else if ((static_cast<unsigned char>(c) & 0xC0) != 0x80)
        ++column_;
    }
    return column_;
  }

  Node node(NodeKind kind, const YAML::Mark& mark) {
    if (++nodes_ > kMostNodes) {
      reporter_.error(place(mark), "too_many_nodes",
                      "the file holds more than " + std::to_string(kMostNodes) + " keys and values");
      throw Stop();
    }
    Node made;
    made.kind = kind;
    made.at = place(mark);
    return made;
  }

  void anchors(const YAML::Mark& mark) {
    reporter_.error(place(mark), "anchor_refused", "anchors (&) and aliases (*) are not used in these files",
                    "write the value out where it is meant");
  }

  void refuse_anchor(const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (anchor != YAML::NullAnchor) anchors(mark);
  }

  void refuse_tag(const YAML::Mark& mark, const std::string& tag) {
    if (tag.empty() || tag == "?" || tag == "!") return;  // plain and quoted, as yaml-cpp tells them
    reporter_.error(place(mark), "tag_refused", "tags (!) are not used in these files", "remove the tag");
  }

  void open(NodeKind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    refuse_anchor(mark, anchor);
    refuse_tag(mark, tag);
    Node made = node(kind, mark);
    if (stack_.size() >= kDeepest) {
      reporter_.error(made.at, "too_deep", "the file is nested deeper than " + std::to_string(kDeepest) + " levels");
      throw Stop();
    }
    stack_.push_back({std::move(made), {}, false, {}});
  }

  void close() {
    Node done = std::move(stack_.back().node);
    stack_.pop_back();
    put(std::move(done));
  }

  void put(Node value) {
    if (stack_.empty()) {
      root_ = std::move(value);
      return;
    }
    Level& level = stack_.back();
    if (level.node.kind == NodeKind::list) {
      level.node.list.push_back(std::move(value));
    } else if (!level.has_key) {
      key(level, std::move(value));
    } else {
      level.node.map.push_back({std::move(level.key), std::move(value)});
      level.has_key = false;
    }
  }

  struct Level {
    Node node;
    Node key;
    bool has_key = false;
    std::unordered_map<std::string, int> lines;  // of the keys so far
  };

  void key(Level& level, Node name) {
    if (name.kind != NodeKind::scalar) {
      reporter_.error(name.at, "key_not_a_word", "a key must be a single word");
    } else if (const auto [before, added] = level.lines.try_emplace(name.text, name.at.line); !added) {
      reporter_.error(name.at, "duplicate_key",
                      "'" + language::shown(name.text) + "' is already given in line " + std::to_string(before->second),
                      "keep one of the two");
    }
    level.key = std::move(name);
    level.has_key = true;
  }

  std::string_view text_;
  language::Reporter& reporter_;
  Node root_;
  std::vector<Level> stack_;
  std::size_t nodes_ = 0;
  mutable std::size_t counted_to_ = 0;  // the place counted last, and its column
  mutable int column_ = 0;
};

}  // namespace

const Node* Node::find(std::string_view key) const {
  for (const auto& [name, value] : map) {
    if (name.text == key) return &value;
  }
  return nullptr;
}

Node parse(std::string_view text, language::Reporter& reporter) {
  std::istringstream stream{std::string(text)};
  TreeBuilder builder(text, reporter);
  try {
    YAML::Parser parser(stream);
    if (!parser.HandleNextDocument(builder)) return {};
    Node root = builder.take();
    if (parser.HandleNextDocument(builder)) {
      reporter.error({}, "several_documents", "the file holds more than one document", "remove the '---' between them");
    }
    return root;
  } catch (const YAML::Exception& error) {
    reporter.error(builder.place(error.mark), "yaml_syntax", "this is no YAML: " + error.msg,
                   "check indentation, quotes and brackets here and just above");
  } catch (const Stop&) {
    return {};  // reported where it was thrown
  }
  return {};
}

}  // namespace wildclaims::rules::yaml
