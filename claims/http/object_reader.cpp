#include "claims/http/object_reader.h"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <utility>

#include "rules/nearest.h"

namespace wildclaims::http {

namespace {

using Json = nlohmann::json;
using rules::Bilingual;

// Keys longer than any of ours are not repeated.
constexpr std::size_t kKeyBytes = 64;

// At most kKeyBytes of a key, cut between characters of UTF-8.
std::string beginning(const std::string& key) {
  if (key.size() <= kKeyBytes) return key;
  std::size_t end = kKeyBytes;
  while (end > 0 && (static_cast<unsigned char>(key[end]) & 0xC0U) == 0x80U) --end;
  return key.substr(0, end);
}

std::string joined(std::initializer_list<std::string_view> words, std::string_view separator) {
  std::string all;
  for (const std::string_view word : words) {
    if (!all.empty()) all += separator;
    all += word;
  }
  return all;
}

const Bilingual kMissing{"缺少此项，请填写。", "This is missing; give it."};
const Bilingual kNotObject{"此处应为一个对象({…})。", "An object ({…}) is expected here."};

}  // namespace

std::string pointer_token(std::string_view key) {
  std::string token;
  for (const char c : key) {
    if (c == '~') {
      token += "~0";
    } else if (c == '/') {
      token += "~1";
    } else {
      token += c;
    }
  }
  return token;
}

ObjectReader::ObjectReader(const Json& value, std::string pointer, rules::Faults& faults)
    : object_(value.is_object() ? &value : nullptr), pointer_(std::move(pointer)), faults_(&faults) {
  if (object_ == nullptr) faults_->push_back({pointer_, "not_an_object", kNotObject});
}

ObjectReader::ObjectReader(std::string pointer, rules::Faults& faults)
    : object_(nullptr), pointer_(std::move(pointer)), faults_(&faults) {}

std::string ObjectReader::pointer_to(std::string_view key) const { return pointer_ + "/" + pointer_token(key); }

void ObjectReader::fault(std::string_view key, std::string code, Bilingual say) {
  faults_->push_back({pointer_to(key), std::move(code), std::move(say)});
}

const Json* ObjectReader::find(std::string_view key) {
  asked_.emplace_back(key);
  if (object_ == nullptr) return nullptr;
  const auto found = object_->find(key);
  return found == object_->end() || found->is_null() ? nullptr : &*found;
}

const Json* ObjectReader::require(std::string_view key) {
  const Json* const value = find(key);
  if (value == nullptr && object_ != nullptr) fault(key, "missing", kMissing);
  return value;
}

bool ObjectReader::has(std::string_view key) { return find(key) != nullptr; }

// --- texts and numbers
// ------------------------------------------------------------------------------------------------

std::string ObjectReader::text_of(std::string_view key, const Json& value) {
  if (!value.is_string()) {
    fault(key, "not_text",
          value.is_number() ? Bilingual{"此项须为带引号的文本，例如 \"3.5\",以免数值在传输中失真。",
                                        "This has to be text in quotes, for example \"3.5\", so that no digit is lost."}
                            : Bilingual{"此项须为带引号的文本。", "This has to be text in quotes."});
    return {};
  }
  const auto& text = value.get_ref<const std::string&>();
  if (text.size() > kTextBytes) {
    fault(key, "too_long", {"文本过长。", "The text is too long."});
    return {};
  }
  if (text.find('\0') != std::string::npos) {
    fault(key, "control_character", {"文本含有控制字符，请删除。", "The text holds a control character; remove it."});
    return {};
  }
  return text;
}

std::string ObjectReader::text(std::string_view key) {
  const Json* const value = require(key);
  return value == nullptr ? std::string() : text_of(key, *value);
}

std::string ObjectReader::document(std::string_view key) {
  const Json* const value = require(key);
  if (value == nullptr) return {};
  if (value->is_string()) return value->get<std::string>();
  fault(key, "not_text", {"此项须为带引号的文本。", "This has to be text in quotes."});
  return {};
}

std::optional<std::string> ObjectReader::optional_text(std::string_view key) {
  const Json* const value = find(key);
  if (value == nullptr) return std::nullopt;
  return text_of(key, *value);
}

std::int64_t ObjectReader::whole_of(std::string_view key, const Json& value, std::int64_t least, std::int64_t most) {
  if (!value.is_number_integer()) {
    fault(key, "not_whole_number", {"此项须为整数，不带引号。", "This has to be a whole number, without quotes."});
    return least;
  }
  const bool beyond = value.is_number_unsigned() &&
                      value.get<std::uint64_t>() > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  const std::int64_t number = beyond ? std::numeric_limits<std::int64_t>::max() : value.get<std::int64_t>();
  if (beyond || number < least || number > most) {
    const std::string low = std::to_string(least);
    const std::string high = std::to_string(most);
    fault(key, "out_of_range",
          {"此项须在 " + low + " 到 " + high + " 之间。", "This has to be from " + low + " to " + high + "."});
    return least;
  }
  return number;
}

std::int64_t ObjectReader::whole(std::string_view key, std::int64_t least, std::int64_t most) {
  const Json* const value = require(key);
  return value == nullptr ? least : whole_of(key, *value, least, most);
}

std::optional<std::int64_t> ObjectReader::optional_whole(std::string_view key, std::int64_t least, std::int64_t most) {
  const Json* const value = find(key);
  if (value == nullptr) return std::nullopt;
  return whole_of(key, *value, least, most);
}

std::optional<std::size_t> ObjectReader::word_of(std::string_view key, const Json& value,
                                                 std::initializer_list<std::string_view> words) {
  if (value.is_string()) {
    const auto found = std::find(words.begin(), words.end(), value.get_ref<const std::string&>());
    if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
  }
  fault(key, "unknown_word",
        {"此项须为以下之一：" + joined(words, "、") + "。", "This has to be one of: " + joined(words, ", ") + "."});
  return std::nullopt;
}

std::optional<std::size_t> ObjectReader::word(std::string_view key, std::initializer_list<std::string_view> words) {
  const Json* const value = require(key);
  return value == nullptr ? std::nullopt : word_of(key, *value, words);
}

std::optional<std::size_t> ObjectReader::optional_word(std::string_view key,
                                                       std::initializer_list<std::string_view> words) {
  const Json* const value = find(key);
  return value == nullptr ? std::nullopt : word_of(key, *value, words);
}

// --- structure
// --------------------------------------------------------------------------------------------------------

std::vector<ObjectReader> ObjectReader::objects(std::string_view key, std::size_t least, std::size_t most) {
  std::vector<ObjectReader> readers;
  const Json* const value = least > 0 ? require(key) : find(key);
  if (value == nullptr) return readers;
  if (!value->is_array()) {
    fault(key, "not_a_list", {"此项须为列表([…])。", "This has to be a list ([…])."});
    return readers;
  }
  if (value->size() < least) fault(key, "empty_list", {"此列表至少须有一项。", "This list needs at least one entry."});
  if (value->size() > most) {
    const std::string limit = std::to_string(most);
    fault(key, "too_many", {"此列表最多 " + limit + " 项。", "This list may have at most " + limit + " entries."});
    return readers;
  }
  readers.reserve(value->size());
  for (std::size_t i = 0; i < value->size(); ++i) {
    readers.emplace_back((*value)[i], pointer_to(key) + "/" + std::to_string(i), *faults_);
  }
  return readers;
}

ObjectReader ObjectReader::object(std::string_view key) {
  const Json* const value = require(key);
  return value == nullptr ? ObjectReader(pointer_to(key), *faults_) : ObjectReader(*value, pointer_to(key), *faults_);
}

std::optional<ObjectReader> ObjectReader::optional_object(std::string_view key) {
  const Json* const value = find(key);
  if (value == nullptr) return std::nullopt;
  return ObjectReader(*value, pointer_to(key), *faults_);
}

std::vector<ObjectReader::Member> ObjectReader::members(std::string_view key, std::size_t most) {
  std::optional<ObjectReader> inner = optional_object(key);
  if (!inner || inner->object_ == nullptr) return {};
  if (inner->object_->size() > most) {
    const std::string limit = std::to_string(most);
    fault(key, "too_many", {"此处最多 " + limit + " 项。", "At most " + limit + " entries are taken here."});
    return {};
  }
  return inner->members_but({});
}

std::vector<ObjectReader::Member> ObjectReader::other_members() { return members_but(asked_); }

// In the order of their keys, which is the order of Json's objects.
std::vector<ObjectReader::Member> ObjectReader::members_but(const std::vector<std::string>& asked) {
  std::vector<Member> all;
  if (object_ == nullptr) return all;
  for (const auto& [name, value] : object_->items()) {
    if (std::find(asked.begin(), asked.end(), name) != asked.end() || value.is_null()) continue;
    if (value.is_boolean() || value.is_number_integer()) {
      all.push_back({name, value.dump()});
    } else {
      all.push_back({name, text_of(name, value)});
    }
    asked_.push_back(name);
  }
  return all;
}

void ObjectReader::finish() {
  if (object_ == nullptr) return;
  for (const auto& [name, value] : object_->items()) {
    if (std::find(asked_.begin(), asked_.end(), name) != asked_.end()) continue;
    const std::string shown = beginning(name);
    const std::string near = rules::nearest(name, asked_);
    fault(shown, "unknown_key",
          near.empty() ? Bilingual{"此处没有这一项，请删除。", "There is no such member here; leave it out."}
                       : Bilingual{"此处没有这一项，是否应为“" + near + "”?",
                                   "There is no such member here; is \"" + near + "\" meant?"});
  }
}

}  // namespace wildclaims::http
