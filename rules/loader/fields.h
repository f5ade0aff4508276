// Reading the fields of YAML maps: every key known or reported, every missing one reported, each value in its shape.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/bilingual.h"
#include "rules/date.h"
#include "rules/language/draft.h"
#include "rules/language/reporter.h"
#include "rules/loader/yaml_tree.h"
#include "rules/money.h"
#include "rules/source.h"

namespace wildclaims::rules::yaml {

// One map of the file. Keys are asked for by name; finish() reports those nobody asked for. The names of keys live at
// least as long as the Fields: they are literals, or words of the draft.
class Fields {
 public:
  // A node that is no map is reported (wrong_shape); every question is then answered with nothing, silently.
  Fields(const Node& node, std::string where, language::Reporter& reporter);

  bool usable() const { return usable_; }
  Position at() const { return at_; }
  const std::string& where() const { return where_; }
  language::Reporter& reporter() const { return reporter_; }

  const Node* optional(std::string_view key);
  const Node* required(std::string_view key);  // reports missing_key

  // Values; a wrong shape is reported and gives the default.
  language::Word word(std::string_view key);
  std::optional<language::Word> optional_word(std::string_view key);
  Bilingual bilingual(std::string_view key);
  language::ExpressionText expression(std::string_view key);
  language::ExpressionText optional_expression(std::string_view key);  // empty text when absent
  Money money(std::string_view key);
  Date date(std::string_view key);
  bool truth(std::string_view key);  // true or false; false when absent
  Source source();                   // key "source"; assumed when absent

  // The entries of a list or map that may be left out.
  const std::vector<Node>& optional_list(std::string_view key);
  const std::vector<Entry>& optional_map(std::string_view key);

  // One of a few words; anything else is reported with them (unknown_word) and gives the first, as does a missing key.
  template <class Value>
  Value choice(std::string_view key, const std::vector<std::pair<std::string, Value>>& values) {
    return chosen(key, word(key), values);
  }
  // Nothing when the key is absent.
  template <class Value>
  std::optional<Value> optional_choice(std::string_view key, const std::vector<std::pair<std::string, Value>>& values) {
    const auto given = optional_word(key);
    if (!given) return std::nullopt;
    return chosen(key, *given, values);
  }

  void unknown_word(std::string_view key, const language::Word& given, const std::vector<std::string>& names);
  void finish();

 private:
  template <class Value>
  Value chosen(std::string_view key, const language::Word& given,
               const std::vector<std::pair<std::string, Value>>& values) {
    for (const auto& [name, value] : values) {
      if (given.text == name) return value;
    }
    std::vector<std::string> names;
    for (const auto& [name, value] : values) names.push_back(name);
    unknown_word(key, given, names);
    return values.front().second;
  }

  const Node& node_;
  std::string where_;
  language::Reporter& reporter_;
  bool usable_ = false;
  Position at_;
  std::vector<std::string_view> asked_;
};

// `what` names the value in a message: "a cell", "share:".
language::Word word_of(const Node& node, std::string_view what, language::Reporter& reporter);
std::vector<language::Word> words_of(const Node& node, std::string_view what, language::Reporter& reporter);
Bilingual bilingual_of(const Node& node, std::string_view what, language::Reporter& reporter);
language::ExpressionText expression_of(const Node& node, std::string_view what, language::Reporter& reporter);
// Every entry of a list or a map; a wrong shape is reported and gives none.
const std::vector<Node>& list_of(const Node& node, std::string_view what, language::Reporter& reporter);
const std::vector<Entry>& map_of(const Node& node, std::string_view what, language::Reporter& reporter);
// {name: value, …}, each value a single one.
std::vector<std::pair<language::Word, language::Word>> pairs_of(const Node& node, std::string_view what,
                                                                language::Reporter& reporter);

}  // namespace wildclaims::rules::yaml
