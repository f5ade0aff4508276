// Reading the fields of YAML maps: every key known or reported, every missing one reported, each value in its shape.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "rules/bilingual.h"
#include "rules/date.h"
#include "rules/language/draft.h"
#include "rules/language/reporter.h"
#include "rules/loader/yaml_tree.h"
#include "rules/money.h"
#include "rules/source.h"

namespace wildclaims::rules::yaml {

// One map of the file. Keys are asked for by name; finish() reports those nobody asked for.
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
  Bilingual optional_bilingual(std::string_view key);
  language::ExpressionText expression(std::string_view key);
  Money money(std::string_view key);
  Date date(std::string_view key);
  Source source();  // key "source"; assumed when absent

  // One of a few words; anything else is reported with them (unknown_word) and gives the first.
  template <class Value>
  Value choice(std::string_view key, const std::vector<std::pair<std::string, Value>>& values, bool must = true) {
    const auto given = must ? std::optional(word(key)) : optional_word(key);
    if (!given) return values.front().second;
    for (const auto& [name, value] : values) {
      if (given->text == name) return value;
    }
    std::vector<std::string> names;
    for (const auto& [name, value] : values) names.push_back(name);
    unknown_word(key, *given, names);
    return values.front().second;
  }

  void finish();

 private:
  void unknown_word(std::string_view key, const language::Word& given, const std::vector<std::string>& names);

  const Node& node_;
  std::string where_;
  language::Reporter& reporter_;
  bool usable_ = false;
  Position at_;
  std::set<std::string, std::less<>> asked_;
};

language::Word word_of(const Node& node, const std::string& what, language::Reporter& reporter);
Bilingual bilingual_of(const Node& node, const std::string& what, language::Reporter& reporter);
language::ExpressionText expression_of(const Node& node, const std::string& what, language::Reporter& reporter);
// Every entry of a list or a map; a wrong shape is reported and gives none.
const std::vector<Node>& list_of(const Node& node, const std::string& what, language::Reporter& reporter);
const std::vector<Entry>& map_of(const Node& node, const std::string& what, language::Reporter& reporter);

}  // namespace wildclaims::rules::yaml
