#include "claims/http/json_text.h"

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "claims/http/limits.h"

namespace wildclaims::http {

namespace {

using Json = nlohmann::json;
using rules::Bilingual;

// Builds the value from the parser's events. The parser itself keeps one bit a level, so that refusing a level here is
// all it takes to be safe from any depth.
class Builder final : public nlohmann::json_sax<Json> {
 public:
  Builder() : root_(std::make_unique<Json>()) {}

  bool null() override { return put(nullptr); }
  bool boolean(bool value) override { return put(value); }
  bool number_integer(number_integer_t value) override { return put(value); }
  bool number_unsigned(number_unsigned_t value) override { return put(value); }
  bool number_float(number_float_t value, const string_t&) override { return put(value); }
  bool string(string_t& value) override { return put(std::move(value)); }
  bool binary(binary_t&) override { return false; }

  bool start_object(std::size_t) override { return open(Json::object()); }
  bool start_array(std::size_t) override { return open(Json::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(string_t& name) override {
    const auto [at, added] = open_.back()->get_ref<Json::object_t&>().emplace(std::move(name), nullptr);
    if (!added) return refuse("同一对象中有重复的键。", "An object has the same key twice.");
    slot_ = &at->second;
    return true;
  }

  bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception& error) override {
    // 406 is a number beyond every number type; all others are syntax or UTF-8.
    const bool number = error.id == 406;
    const std::string at = std::to_string(position);
    why_ = number ? Bilingual{"第 " + at + " 字节处的数值过大。", "Byte " + at + ": the number is too large."}
                  : Bilingual{"第 " + at + " 字节处不是有效的 JSON（或不是 UTF-8）。",
                              "Byte " + at + ": not valid JSON here, or not UTF-8."};
    return false;
  }

  std::unique_ptr<Json> take() { return std::move(root_); }
  const Bilingual& why() const { return why_; }

 private:
  // Where the next value goes: the slot of the key just read, a new place at the array's end, or the root.
  Json* place() {
    if (open_.empty()) return root_.get();
    if (open_.back()->is_array()) return &open_.back()->get_ref<Json::array_t&>().emplace_back();
    return slot_;
  }

  template <class Value>
  bool put(Value&& value) {
    *place() = std::forward<Value>(value);
    return true;
  }

  bool open(Json container) {
    if (open_.size() == kJsonDepth) {
      const std::string depth = std::to_string(kJsonDepth);
      why_ = {"JSON 嵌套超过 " + depth + " 层。", "The JSON is nested more than " + depth + " levels deep."};
      return false;
    }
    Json* const at = place();
    *at = std::move(container);
    open_.push_back(at);
    return true;
  }

  bool close() {
    open_.pop_back();
    return true;
  }

  bool refuse(const char* zh, const char* en) {
    why_ = {zh, en};
    return false;
  }

  std::unique_ptr<Json> root_;
  std::vector<Json*> open_;  // the containers being read, outermost first; only the last one grows
  Json* slot_ = nullptr;
  Bilingual why_;
};

}  // namespace

std::variant<std::unique_ptr<nlohmann::json>, rules::Bilingual> parse_json(std::string_view text) {
  Builder builder;
  if (Json::sax_parse(text, &builder)) return builder.take();
  return builder.why();
}

}  // namespace wildclaims::http
