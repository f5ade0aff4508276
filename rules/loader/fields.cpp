#include "rules/loader/fields.h"

#include <algorithm>
#include <set>
#include <utility>

namespace wildclaims::rules::yaml {

using language::ExpressionText;
using language::Reporter;
using language::shown;
using language::Word;

namespace {

const char* name_of(const Node& node) {
  switch (node.kind) {
    case NodeKind::null:
      return "nothing";
    case NodeKind::scalar:
      return node.text.empty() ? "empty" : "a single value";
    case NodeKind::list:
      return "a list";
    case NodeKind::map:
      return "a map of keys";
  }
  return "";
}

void wrong_shape(const Node& node, std::string_view what, const char* wanted, Reporter& reporter) {
  reporter.error(node.at, "wrong_shape", std::string(what) + " must be " + wanted + ", and this is " + name_of(node));
}

// A key in a message.
std::string named(std::string_view key) { return std::string(key) + ":"; }

const Node kNothing;

}  // namespace

Fields::Fields(const Node& node, std::string where, Reporter& reporter)
    : node_(node), where_(std::move(where)), reporter_(reporter), usable_(node.kind == NodeKind::map), at_(node.at) {
  if (!usable_) wrong_shape(node, where_, "a map of keys", reporter);
}

const Node* Fields::optional(std::string_view key) {
  asked_.push_back(key);
  return node_.find(key);
}

const Node* Fields::required(std::string_view key) {
  const Node* found = optional(key);
  if (found == nullptr && usable_) {
    reporter_.error(at_, "missing_key", where_ + " needs " + named(key), "add it");
  }
  return found;
}

Word Fields::word(std::string_view key) {
  const Node* found = required(key);
  return found == nullptr ? Word{{}, at_} : word_of(*found, named(key), reporter_);
}

std::optional<Word> Fields::optional_word(std::string_view key) {
  const Node* found = optional(key);
  if (found == nullptr) return std::nullopt;
  return word_of(*found, named(key), reporter_);
}

Bilingual Fields::bilingual(std::string_view key) {
  const Node* found = required(key);
  return found == nullptr ? Bilingual{} : bilingual_of(*found, named(key), reporter_);
}

ExpressionText Fields::expression(std::string_view key) {
  const Node* found = required(key);
  return found == nullptr ? ExpressionText{{}, at_, false} : expression_of(*found, named(key), reporter_);
}

ExpressionText Fields::optional_expression(std::string_view key) {
  const Node* found = optional(key);
  return found == nullptr ? ExpressionText{{}, at_, false} : expression_of(*found, named(key), reporter_);
}

const std::vector<Node>& Fields::optional_list(std::string_view key) {
  const Node* found = optional(key);
  return found == nullptr ? kNothing.list : list_of(*found, named(key), reporter_);
}

const std::vector<Entry>& Fields::optional_map(std::string_view key) {
  const Node* found = optional(key);
  return found == nullptr ? kNothing.map : map_of(*found, named(key), reporter_);
}

bool Fields::truth(std::string_view key) {
  return optional_choice<bool>(key, {{"false", false}, {"true", true}}).value_or(false);
}

Money Fields::money(std::string_view key) {
  const Node* found = required(key);
  if (found == nullptr) return {};
  const std::size_t before = reporter_.errors();
  const Word given = word_of(*found, std::string(key) + ":", reporter_);
  const auto amount = Money::parse(given.text);
  if (amount && !amount->is_negative()) return *amount;
  if (reporter_.errors() == before) {
    reporter_.error(given.at, "bad_amount", "'" + shown(given.text) + "' is no amount of money",
                    "write it as in 500000.00: not negative, no spaces, no thousands marks, at most two decimals");
  }
  return {};
}

Date Fields::date(std::string_view key) {
  const Node* found = required(key);
  if (found == nullptr) return {};
  const std::size_t before = reporter_.errors();
  const Word given = word_of(*found, std::string(key) + ":", reporter_);
  if (const auto date = Date::parse(given.text)) return *date;
  if (reporter_.errors() == before) {
    reporter_.error(given.at, "no_such_day", "'" + shown(given.text) + "' is not a day of the calendar",
                    "write it as in 2025-12-31");
  }
  return {};
}

// "assumed", or {basis: published, zh: …, en: …}. What is published must say where.
Source Fields::source() {
  const Node* found = optional("source");
  if (found == nullptr) return {};
  if (found->kind == NodeKind::scalar) {
    if (found->text == "assumed") return {};
    reporter_.error(found->at, "bad_source", "source: is 'assumed', or a map that cites what was published",
                    "as in source: {basis: published, zh: …, en: …}");
    return {};
  }
  Fields fields(*found, "source", reporter_);
  if (!fields.usable()) return {};
  Source source;
  source.basis = fields.choice<Basis>("basis", {{"published", Basis::published}, {"assumed", Basis::assumed}});
  source.cite.zh = fields.word("zh").text;
  source.cite.en = fields.word("en").text;
  fields.finish();
  return source;
}

void Fields::unknown_word(std::string_view key, const Word& given, const std::vector<std::string>& names) {
  if (given.text.empty()) return;  // missing or of a wrong shape: already reported
  reporter_.error(given.at, "unknown_word", std::string(key) + ": cannot be '" + shown(given.text) + "'",
                  suggestion(given.text, names));
}

void Fields::finish() {
  if (!usable_) return;
  for (const auto& [key, value] : node_.map) {
    if (std::find(asked_.begin(), asked_.end(), key.text) != asked_.end()) continue;
    if (reporter_.full()) return;
    const std::set<std::string> known(asked_.begin(), asked_.end());
    reporter_.error(key.at, "unknown_key", where_ + " has no key '" + shown(key.text) + "'",
                    suggestion(key.text, {known.begin(), known.end()}));
  }
}

Word word_of(const Node& node, std::string_view what, Reporter& reporter) {
  if (node.kind == NodeKind::scalar && !node.text.empty()) return {node.text, node.at};
  wrong_shape(node, what, "a single value", reporter);
  return {{}, node.at};
}

std::vector<Word> words_of(const Node& node, std::string_view what, Reporter& reporter) {
  std::vector<Word> words;
  for (const Node& each : list_of(node, what, reporter)) {
    words.push_back(word_of(each, "each of " + std::string(what), reporter));
  }
  return words;
}

Bilingual bilingual_of(const Node& node, std::string_view what, Reporter& reporter) {
  Fields fields(node, std::string(what) + " in two languages", reporter);
  if (!fields.usable()) return {};
  Bilingual text{fields.word("zh").text, fields.word("en").text};
  fields.finish();
  return text;
}

ExpressionText expression_of(const Node& node, std::string_view what, Reporter& reporter) {
  Word word = word_of(node, what, reporter);
  Position at = node.at;
  if (node.quoted) ++at.column;
  return {std::move(word.text), at, node.one_line};
}

const std::vector<Node>& list_of(const Node& node, std::string_view what, Reporter& reporter) {
  if (node.kind != NodeKind::list) wrong_shape(node, what, "a list", reporter);
  return node.list;
}

const std::vector<Entry>& map_of(const Node& node, std::string_view what, Reporter& reporter) {
  if (node.kind != NodeKind::map) wrong_shape(node, what, "a map of keys", reporter);
  return node.map;
}

std::vector<std::pair<Word, Word>> pairs_of(const Node& node, std::string_view what, Reporter& reporter) {
  std::vector<std::pair<Word, Word>> pairs;
  for (const auto& [name, value] : map_of(node, what, reporter)) {
    pairs.emplace_back(Word{name.text, name.at}, word_of(value, named(shown(name.text)), reporter));
  }
  return pairs;
}

}  // namespace wildclaims::rules::yaml
