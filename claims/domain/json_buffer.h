// JSON written by hand into one buffer: for what is written so often that building a tree of it first is felt.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "rules/money.h"

namespace wildclaims::domain {

class JsonBuffer {
 public:
  void raw(std::string_view json) { text_ += json; }
  // UTF-8, put in quotes with what JSON wants escaped.
  void quoted(std::string_view text);
  void number(std::uint64_t value);
  // "-1234.50", in quotes.
  void money(rules::Money amount);

  std::string_view text() const { return text_; }
  std::size_t size() const { return text_.size(); }
  void cut(std::size_t size) { text_.resize(size); }  // back to what it was
  void clear() { text_.clear(); }

 private:
  std::string text_;
};

// `text` in quotes, for what is written over and over.
std::string json_quoted(std::string_view text);

}  // namespace wildclaims::domain
