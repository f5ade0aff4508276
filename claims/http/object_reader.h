// Reads the members of one JSON object into values and collects every fault with its JSON pointer, so that a body's
// faults are all told at once. Each codec is a list of such reads and ends with finish(), which names the keys nobody
// asked for.
//
// A read that finds a fault records it and gives an empty value; the caller goes on reading and looks at the faults in
// the end. Faults say what to write; they never repeat a value, which may be personal.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/bilingual.h"
#include "rules/fault.h"

namespace wildclaims::http {

// The longest text any member takes, in bytes; codecs and the domain set closer limits in characters.
inline constexpr std::size_t kTextBytes = 8 * 1024;

class ObjectReader {
 public:
  // `value` and `faults` outlive the reader. A value that is no object is a fault, and every member then reads as if
  // it were there and empty, without further faults.
  ObjectReader(const nlohmann::json& value, std::string pointer, rules::Faults& faults);

  const std::string& pointer() const { return pointer_; }
  std::string pointer_to(std::string_view key) const;
  rules::Faults& faults() { return *faults_; }

  // A member is missing when it is absent or null.
  bool has(std::string_view key);

  // Text. `missing` when it has to be there; `not_text` for another type, with a sentence that says to write "3.5" for
  // a number; `too_long` over kTextBytes; `control_character` when it holds U+0000.
  std::string text(std::string_view key);
  std::optional<std::string> optional_text(std::string_view key);

  // A file's text, as long as the body may be and as it is: `missing`, `not_text`.
  std::string document(std::string_view key);

  // A whole number between the two, both included: `not_whole_number`, `out_of_range`.
  std::int64_t whole(std::string_view key, std::int64_t least, std::int64_t most);
  std::optional<std::int64_t> optional_whole(std::string_view key, std::int64_t least, std::int64_t most);

  // One of a few words: `unknown_word`, which lists them. Gives its place in the list.
  std::optional<std::size_t> word(std::string_view key, std::initializer_list<std::string_view> words);
  std::optional<std::size_t> optional_word(std::string_view key, std::initializer_list<std::string_view> words);

  // The objects of a list: `missing`, `not_a_list`, `empty_list` unless `least` is 0, `too_many`; each entry that is
  // no object is a fault of its own.
  std::vector<ObjectReader> objects(std::string_view key, std::size_t least, std::size_t most);

  // A nested object; a reader of nothing, after the fault, when it is missing.
  ObjectReader object(std::string_view key);
  std::optional<ObjectReader> optional_object(std::string_view key);

  // Every member of an optional object whose keys are data (facts): each value as text. Whole numbers, true and false
  // are taken as their text too.
  struct Member {
    std::string key;
    std::string text;
  };
  std::vector<Member> members(std::string_view key, std::size_t most);

  // The members not asked for so far, likewise: for objects that hold facts beside known keys.
  std::vector<Member> other_members();

  void fault(std::string_view key, std::string code, rules::Bilingual say);

  // Any member not asked for is `unknown_key`, with the nearest key that was asked for.
  void finish();

 private:
  ObjectReader(std::string pointer, rules::Faults& faults);  // of nothing

  std::vector<Member> members_but(const std::vector<std::string>& asked);
  const nlohmann::json* find(std::string_view key);
  const nlohmann::json* require(std::string_view key);
  std::string text_of(std::string_view key, const nlohmann::json& value);
  std::int64_t whole_of(std::string_view key, const nlohmann::json& value, std::int64_t least, std::int64_t most);
  std::optional<std::size_t> word_of(std::string_view key, const nlohmann::json& value,
                                     std::initializer_list<std::string_view> words);

  const nlohmann::json* object_;  // null when the value was no object
  std::string pointer_;
  rules::Faults* faults_;
  std::vector<std::string> asked_;
};

// One reference token of a JSON pointer: "~" and "/" escaped (RFC 6901).
std::string pointer_token(std::string_view key);

}  // namespace wildclaims::http
