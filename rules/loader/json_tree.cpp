#include "rules/loader/json_tree.h"

#include <simdjson.h>

#include <optional>
#include <utility>

#include "rules/loader/facts_stream.h"

namespace wildclaims::rules::json {
namespace {

namespace ondemand = simdjson::ondemand;

Fault fault(std::string pointer, std::string code, Bilingual say) {
  return {std::move(pointer), std::move(code), std::move(say)};
}

Fault malformed() {
  return fault(
      "", "malformed_json",
      {"不是有效的 JSON，请检查引号、逗号和括号。", "this is no JSON; look at its quotes, commas and brackets"});
}

std::string_view trimmed(std::string_view token) {
  const std::size_t last = token.find_last_not_of(" \t\r\n");
  return token.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

class Builder {
 public:
  // False on the first fault, which is then in fault().
  bool build(ondemand::value value, Node& node, std::size_t depth) {
    if (depth > kMostDepth) {
      const std::string most = std::to_string(kMostDepth);
      fault_ = fault("", "too_deep",
                     {"嵌套超过 " + most + " 层。", "objects and lists are nested deeper than " + most + " levels"});
      return false;
    }
    ondemand::json_type type{};
    if (value.type().get(type) != simdjson::SUCCESS) return false;
    switch (type) {
      case ondemand::json_type::object: {
        ondemand::object object;
        return value.get_object().get(object) == simdjson::SUCCESS && members(object, node, depth);
      }
      case ondemand::json_type::array:
        return elements(value, node, depth);
      case ondemand::json_type::string:
        return text(value, node);
      case ondemand::json_type::number:
      case ondemand::json_type::boolean:
      case ondemand::json_type::null:
        return word(value, node);
    }
    return false;
  }

  bool members(ondemand::object object, Node& node, std::size_t depth) {
    node.kind = NodeKind::object;
    for (simdjson::simdjson_result<ondemand::field> each : object) {
      ondemand::field field;
      std::string_view key;
      if (std::move(each).get(field) != simdjson::SUCCESS) return false;
      if (field.unescaped_key().get(key) != simdjson::SUCCESS) return false;
      Member& member = node.members.emplace_back();
      member.key = key;
      if (!build(field.value(), member.value, depth + 1)) return false;
    }
    return true;
  }

  Fault fault_ = malformed();

 private:
  bool elements(ondemand::value value, Node& node, std::size_t depth) {
    node.kind = NodeKind::list;
    ondemand::array array;
    if (value.get_array().get(array) != simdjson::SUCCESS) return false;
    for (simdjson::simdjson_result<ondemand::value> each : array) {
      if (each.error() != simdjson::SUCCESS) return false;
      if (!build(each.value_unsafe(), node.elements.emplace_back(), depth + 1)) return false;
    }
    return true;
  }

  static bool text(ondemand::value value, Node& node) {
    std::string_view text;
    if (value.get_string().get(text) != simdjson::SUCCESS) return false;
    node.kind = NodeKind::text;
    node.text = text;
    return true;
  }

  static bool word(ondemand::value value, Node& node) {
    const std::string_view word = trimmed(value.raw_json_token());
    if (word == "null") return true;
    node.kind = NodeKind::word;
    node.text = word;
    return word == "true" || word == "false" || is_number(word);
  }
};

}  // namespace

bool is_number(std::string_view word) {
  const auto take = [&](char c) {
    const bool there = !word.empty() && word.front() == c;
    if (there) word.remove_prefix(1);
    return there;
  };
  const auto digits = [&] {
    std::size_t count = 0;
    while (count < word.size() && word[count] >= '0' && word[count] <= '9') ++count;
    word.remove_prefix(count);
    return count > 0;
  };
  take('-');
  if (!take('0') && !digits()) return false;
  if (take('.') && !digits()) return false;
  if (take('e') || take('E')) {
    if (!take('+')) take('-');
    if (!digits()) return false;
  }
  return word.empty();
}

std::variant<Node, Fault> parse(std::string_view text) {
  if (text.size() > FactsStream::kMostBytes) {
    return fault("", "line_too_long", {"一行超过 4 MiB。", "the line is longer than 4 MiB"});
  }
  const simdjson::padded_string padded(text);
  ondemand::parser parser;
  ondemand::document document;
  const simdjson::error_code error = parser.iterate(padded).get(document);
  if (error == simdjson::UTF8_ERROR) {
    return fault("", "invalid_utf8",
                 {"文本不是 UTF-8 编码，请另存为 UTF-8。", "the text is not UTF-8; save it as UTF-8"});
  }
  if (error != simdjson::SUCCESS) return malformed();
  ondemand::json_type type{};
  if (document.type().get(type) != simdjson::SUCCESS) return malformed();
  if (type != ondemand::json_type::object) {
    return fault("", "malformed_json", {"每行应是一个 JSON 对象：{…}。", "each line is one JSON object: {…}"});
  }
  ondemand::object object;
  if (document.get_object().get(object) != simdjson::SUCCESS) return malformed();
  Node root;
  Builder builder;
  if (!builder.members(object, root, 1)) return builder.fault_;
  // What follows the object belongs to nothing.
  if (document.current_location().error() != simdjson::OUT_OF_BOUNDS) return malformed();
  return root;
}

}  // namespace wildclaims::rules::json
