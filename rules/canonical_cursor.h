// Walks over JSON in its canonical form (rules/receipt.h): no spaces, keys in a known order, and the texts looked for
// without escapes. Nothing is copied: what it gives are views into the text.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace wildclaims::rules {

class CanonicalCursor {
 public:
  explicit CanonicalCursor(std::string_view text) : text_(text) {}

  std::string_view rest() const { return text_; }
  bool stands_before(std::string_view expected) const { return text_.substr(0, expected.size()) == expected; }

  bool take(std::string_view expected) {
    if (!stands_before(expected)) return false;
    text_.remove_prefix(expected.size());
    return true;
  }
  bool take(char expected) {
    if (text_.empty() || text_.front() != expected) return false;
    text_.remove_prefix(1);
    return true;
  }

  // A text in quotes; nothing when it holds an escape.
  std::optional<std::string_view> text() {
    if (!take('"')) return std::nullopt;
    const std::size_t end = text_.find('"');
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view value = text_.substr(0, end);
    if (value.find('\\') != std::string_view::npos) return std::nullopt;
    text_.remove_prefix(end + 1);
    return value;
  }

  // To behind the next place where `expected` stands.
  bool skip_past(std::string_view expected) { return skip_to(text_.find(expected), expected.size()); }
  // To behind the last one: for what stands near the end.
  bool skip_past_last(std::string_view expected) { return skip_to(text_.rfind(expected), expected.size()); }

 private:
  bool skip_to(std::size_t at, std::size_t size) {
    if (at == std::string_view::npos) return false;
    text_.remove_prefix(at + size);
    return true;
  }

  std::string_view text_;
};

}  // namespace wildclaims::rules
