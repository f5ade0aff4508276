#include "rules/loader/flow_rows.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace wildclaims::rules::yaml {
namespace {

constexpr std::size_t kLongestRow = 4096;  // bytes of its line; nobody reads a longer one

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

// One line of plain ASCII. Whatever is not understood at once makes the whole line no row.
class RowParser {
 public:
  RowParser(std::string_view line, int number, std::size_t at) : line_(line), number_(number), at_(at) {}

  std::optional<FlowRow> run() {
    FlowRow row;
    if (!value(row.node, 0) || at_ != line_.size()) return std::nullopt;
    row.nodes = nodes_;
    return row;
  }

 private:
  char here() const { return at_ < line_.size() ? line_[at_] : '\0'; }
  char next() const { return at_ + 1 < line_.size() ? line_[at_ + 1] : '\0'; }

  bool skip(char c) {
    if (here() != c) return false;
    ++at_;
    return true;
  }
  void skip_spaces() {
    while (here() == ' ') ++at_;
  }

  void begin(Node& node, NodeKind kind) {
    ++nodes_;
    node.kind = kind;
    node.at = {number_, static_cast<int>(at_) + 1};
  }

  bool value(Node& node, std::size_t depth) {
    if (here() == '"') return quoted(node);
    if (here() != '[' && here() != '{') return plain(node);
    if (depth == kDeepestRow) return false;
    return here() == '[' ? list(node, depth) : map(node, depth);
  }

  // Room for the entries of the row itself; a list within is short.
  std::size_t room(std::size_t depth) const {
    return depth == 0 ? static_cast<std::size_t>(std::count(line_.begin(), line_.end(), ',')) + 1 : 1;
  }

  bool list(Node& node, std::size_t depth) {
    begin(node, NodeKind::list);
    node.list.reserve(room(depth));
    ++at_;
    do {
      skip_spaces();
      if (!value(node.list.emplace_back(), depth + 1)) return false;
      skip_spaces();
    } while (skip(','));
    return skip(']');
  }

  bool map(Node& node, std::size_t depth) {
    begin(node, NodeKind::map);
    node.map.reserve(room(depth));
    ++at_;
    do {
      skip_spaces();
      Entry& entry = node.map.emplace_back();
      if (!plain(entry.key) || !skip(':') || !skip(' ')) return false;
      const bool twice = std::any_of(node.map.begin(), node.map.end() - 1,
                                     [&](const Entry& other) { return other.key.text == entry.key.text; });
      if (twice) return false;
      skip_spaces();
      if (!value(entry.value, depth + 1)) return false;
      skip_spaces();
    } while (skip(','));
    return skip('}');
  }

  // Words of letters, digits and a few signs that mean nothing to YAML, one space between them.
  bool plain(Node& node) {
    begin(node, NodeKind::scalar);
    const std::size_t first = at_;
    while (true) {
      if (!word()) return false;
      if (here() != ' ') break;
      const char after = next();
      if (!is_letter(after) && !is_digit(after) && after != '-') break;
      ++at_;
    }
    node.text = line_.substr(first, at_ - first);
    return node.text != "null" && node.text != "Null" && node.text != "NULL";
  }

  bool word() {
    const bool begins = is_letter(here()) || is_digit(here()) || (here() == '-' && is_digit(next()));
    if (!begins) return false;
    for (++at_; at_ < line_.size(); ++at_) {
      const char c = here();
      if (is_letter(c) || is_digit(c) || c == '.' || c == '-' || c == '%' || c == '/') continue;
      if (c == ':' && is_digit(line_[at_ - 1]) && is_digit(next())) continue;  // 07:30
      break;
    }
    return true;
  }

  // No escapes, and no spaces at the ends.
  bool quoted(Node& node) {
    begin(node, NodeKind::scalar);
    node.quoted = true;
    const std::size_t first = ++at_;
    while (here() != '"') {
      if (here() < ' ' || here() > '~' || here() == '\\') return false;
      ++at_;
    }
    node.text = line_.substr(first, at_ - first);
    ++at_;
    return !node.text.empty() && node.text.front() != ' ' && node.text.back() != ' ';
  }

  std::string_view line_;
  int number_;
  std::size_t at_;
  std::size_t nodes_ = 0;
};

// Where the list or map of a line "  - [" begins.
std::optional<std::size_t> row_begin(std::string_view line) {
  if (line.size() > kLongestRow) return std::nullopt;
  std::size_t at = std::min(line.find_first_not_of(' '), line.size());
  if (line.substr(at, 2) != "- ") return std::nullopt;
  at = std::min(line.find_first_not_of(' ', at + 1), line.size());
  if (at == line.size() || (line[at] != '[' && line[at] != '{')) return std::nullopt;
  return at;
}

}  // namespace

FlowRows take_flow_rows(std::string_view text) {
  FlowRows taken;
  std::size_t nodes = 0;
  std::string_view above;  // what stands before the row in the line above; empty when there is none
  for (int number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    const auto begin = row_begin(line);
    auto row = begin ? RowParser(line, number, *begin).run() : std::nullopt;
    const std::string_view before = row ? line.substr(0, *begin) : std::string_view();
    if (!row) {
      taken.rest.append(line);
    } else {
      row->follows = before == above;
      if (!row->follows) taken.rest.append(before).append(kInstead);
      nodes += row->nodes;
      if (nodes > kMostNodes) return {};  // to be refused, but not here
      taken.rows.push_back(std::move(*row));
    }
    above = before;
    if (end < text.size()) taken.rest += '\n';
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return taken;
}

}  // namespace wildclaims::rules::yaml
