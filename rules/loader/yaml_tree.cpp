#include "rules/loader/yaml_tree.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <sstream>
#include <unordered_map>
#include <utility>

#include "rules/loader/flow_rows.h"

namespace wildclaims::rules::yaml {
namespace {

// Ends the parse after a fault that would drown in what follows it.
struct Stop {};

class TreeBuilder : public YAML::EventHandler {
 public:
  // `rows` stand in their places in `text`, and end up in the tree.
  TreeBuilder(std::string_view text, std::vector<FlowRow>& rows, language::Reporter& reporter)
      : text_(text), rows_(rows), reporter_(reporter) {}

  Node take() { return std::move(root_); }
  bool met_all_rows() const { return rows_met_ == rows_.size(); }

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
    if (put_rows(mark, value)) return;
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

  void count_nodes(std::size_t count, const YAML::Mark& mark) {
    nodes_ += count;
    if (nodes_ <= kMostNodes) return;
    reporter_.error(place(mark), "too_many_nodes",
                    "the file holds more than " + std::to_string(kMostNodes) + " keys and values");
    throw Stop();
  }

  // The next row and those that follow it, when this scalar stands in its place.
  bool put_rows(const YAML::Mark& mark, const std::string& value) {
    if (met_all_rows() || rows_[rows_met_].node.at.line != mark.line + 1) return false;
    const bool deep = levels_.size() + kDeepestRow > kDeepest;
    if (value != kInstead || rows_[rows_met_].node.at != place(mark) || deep) return false;
    do {
      FlowRow& row = rows_[rows_met_];
      count_nodes(row.nodes, mark);
      put(std::move(row.node));
      ++rows_met_;
    } while (!met_all_rows() && rows_[rows_met_].follows);
    return true;
  }

  Node node(NodeKind kind, const YAML::Mark& mark) {
    count_nodes(1, mark);
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
    if (levels_.size() >= kDeepest) {
      reporter_.error(made.at, "too_deep", "the file is nested deeper than " + std::to_string(kDeepest) + " levels");
      throw Stop();
    }
    levels_.push_back({std::move(made), pending_.size(), {}});
  }

  // The entries of a list or map wait on one stack until it ends, so that each gets exactly the room it needs.
  void close() {
    Level& level = levels_.back();
    const auto first = pending_.begin() + static_cast<std::ptrdiff_t>(level.first);
    Node done = std::move(level.node);
    if (done.kind == NodeKind::list) {
      done.list.assign(std::move_iterator(first), std::move_iterator(pending_.end()));
    } else {
      done.map.reserve(static_cast<std::size_t>(pending_.end() - first) / 2);
      for (auto at = first; at != pending_.end(); at += 2) done.map.push_back({std::move(at[0]), std::move(at[1])});
    }
    pending_.resize(level.first);
    levels_.pop_back();
    put(std::move(done));
  }

  void put(Node value) {
    if (levels_.empty()) {
      root_ = std::move(value);
      return;
    }
    Level& level = levels_.back();
    const bool is_key = level.node.kind == NodeKind::map && (pending_.size() - level.first) % 2 == 0;
    if (is_key) check_key(level, value);
    pending_.push_back(std::move(value));
  }

  struct Level {
    Node node;
    std::size_t first;                           // of its entries on the stack; keys and values take turns
    std::unordered_map<std::string, int> lines;  // of the keys so far, once there are many
  };

  void check_key(Level& level, const Node& name) {
    if (name.kind != NodeKind::scalar) {
      reporter_.error(name.at, "key_not_a_word", "a key must be a single word");
    } else if (const auto before = line_of(level, name)) {
      reporter_.error(name.at, "duplicate_key",
                      "'" + language::shown(name.text) + "' is already given in line " + std::to_string(*before),
                      "keep one of the two");
    }
  }

  // Where the key was given before. Most maps have a few keys and are searched as they are.
  std::optional<int> line_of(Level& level, const Node& name) {
    constexpr std::size_t kFew = 16;
    const std::size_t keys = (pending_.size() - level.first) / 2;
    if (keys < kFew) {
      for (std::size_t at = level.first; at < pending_.size(); at += 2) {
        if (pending_[at].text == name.text && pending_[at].kind == NodeKind::scalar) return pending_[at].at.line;
      }
      return std::nullopt;
    }
    if (keys == kFew) {
      for (std::size_t at = level.first; at < pending_.size(); at += 2) {
        level.lines.try_emplace(pending_[at].text, pending_[at].at.line);
      }
    }
    const auto [before, added] = level.lines.try_emplace(name.text, name.at.line);
    return added ? std::nullopt : std::optional(before->second);
  }

  std::string_view text_;
  std::vector<FlowRow>& rows_;
  std::size_t rows_met_ = 0;
  language::Reporter& reporter_;
  Node root_;
  std::vector<Level> levels_;  // the lists and maps that are open
  std::vector<Node> pending_;  // their entries
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

namespace {

// Nothing unless every row was met. The tree is usable unless something was reported.
std::optional<Node> parse(std::string_view text, std::vector<FlowRow> rows, language::Reporter& reporter) {
  std::istringstream stream{std::string(text)};
  TreeBuilder builder(text, rows, reporter);
  try {
    YAML::Parser parser(stream);
    if (!parser.HandleNextDocument(builder)) return Node{};
    Node root = builder.take();
    if (parser.HandleNextDocument(builder)) {
      reporter.error({}, "several_documents", "the file holds more than one document", "remove the '---' between them");
    }
    if (!builder.met_all_rows()) return std::nullopt;
    return root;
  } catch (const YAML::Exception& error) {
    reporter.error(builder.place(error.mark), "yaml_syntax", "this is no YAML: " + error.msg,
                   "check indentation, quotes and brackets here and just above");
  } catch (const Stop&) {
    return Node{};  // reported where it was thrown
  }
  return Node{};
}

}  // namespace

Node parse_whole(std::string_view text, language::Reporter& reporter) {
  return parse(text, {}, reporter).value_or(Node{});
}

Node parse(std::string_view text, language::Reporter& reporter) {
  FlowRows taken = take_flow_rows(text);
  if (taken.rows.empty()) return parse_whole(text, reporter);
  language::Reporter silent({});
  auto tree = parse(taken.rest, std::move(taken.rows), silent);
  // Faults are told by the text as it was written.
  return tree && !silent.failed() ? std::move(*tree) : parse_whole(text, reporter);
}

}  // namespace wildclaims::rules::yaml
