// Walks over JSON in its canonical form (rules/receipt.h): no spaces, keys in a known order, and the texts looked for
// without escapes. Nothing is copied: what it gives are views into the text.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

namespace wildclaims::rules {

class CanonicalCursor {
 public:
  explicit CanonicalCursor(std::string_view text) : text_(text) {}

  std::string_view rest() const { return text_; }
  bool stands_before(std::string_view expected) const {
    return text_.size() >= expected.size() && same(text_.data(), expected.data(), expected.size());
  }

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
    return text_begun();
  }
  // The same behind its opening quote.
  std::optional<std::string_view> text_begun() {
    const std::size_t end = quote_or_escape();
    if (end == text_.size() || text_[end] != '"') return std::nullopt;
    const std::string_view value = text_.substr(0, end);
    text_.remove_prefix(end + 1);
    return value;
  }

  // To behind the next place where `expected` stands.
  bool skip_past(std::string_view expected) { return skip_to(text_.find(expected), expected.size()); }
  // To behind the last one: for what stands near the end.
  bool skip_past_last(std::string_view expected) {
    for (std::size_t end = text_.size(); end >= expected.size(); --end) {
      // Most places differ in their last character already.
      if (text_[end - 1] == expected.back() && text_.substr(0, end).ends_with(expected)) return skip_to(end, 0);
    }
    return false;
  }

 private:
  // Keys are short: eight bytes at a time take less than a call.
  static bool same(const char* text, const char* expected, std::size_t size) {
    for (; size >= sizeof(std::uint64_t); size -= sizeof(std::uint64_t)) {
      if (std::memcmp(text, expected, sizeof(std::uint64_t)) != 0) return false;
      text += sizeof(std::uint64_t);
      expected += sizeof(std::uint64_t);
    }
    for (std::size_t i = 0; i < size; ++i) {
      if (text[i] != expected[i]) return false;
    }
    return true;
  }

  // Where the first quote or backslash stands; the size where there is none. Texts are short, as keys are.
  std::size_t quote_or_escape() const {
    constexpr std::uint64_t kOnes = 0x0101010101010101U;
    std::size_t at = 0;
    for (; std::endian::native == std::endian::little && at + sizeof kOnes <= text_.size(); at += sizeof kOnes) {
      std::uint64_t word = 0;
      std::memcpy(&word, text_.data() + at, sizeof word);
      const std::uint64_t quote = word ^ (kOnes * '"');
      const std::uint64_t escape = word ^ (kOnes * '\\');
      // The lowest of the high bits is that of the first zero byte.
      const std::uint64_t found = (((quote - kOnes) & ~quote) | ((escape - kOnes) & ~escape)) & (kOnes << 7U);
      if (found != 0) return at + static_cast<std::size_t>(std::countr_zero(found)) / 8;
    }
    while (at < text_.size() && text_[at] != '"' && text_[at] != '\\') ++at;
    return at;
  }

  bool skip_to(std::size_t at, std::size_t size) {
    if (at == std::string_view::npos) return false;
    text_.remove_prefix(at + size);
    return true;
  }

  std::string_view text_;
};

}  // namespace wildclaims::rules
