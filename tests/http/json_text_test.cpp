// JSON text: what is taken, what is refused, and that depth costs nothing.
#include "claims/http/json_text.h"

#include <nlohmann/json.hpp>
#include <string>
#include <variant>
#include <vector>

#include "claims/http/limits.h"
#include "tests/support/catch.h"

namespace {

using namespace wildclaims;
using namespace wildclaims::http;
using Parsed = std::unique_ptr<nlohmann::json>;

TEST_CASE("Good JSON gives the value that nlohmann::json gives") {
  for (const char* text : {"{}", "[]", "3", "\"x\"", "true", "null", R"({"a":[1,{"b":"赔案"},[],{}],"c":-1.5e3})",
                           R"(["é\n"])", " { \"a\" : 1 } "}) {
    INFO(text);
    const auto parsed = parse_json(text);
    REQUIRE(std::holds_alternative<Parsed>(parsed));
    CHECK(*std::get<Parsed>(parsed) == nlohmann::json::parse(text));
  }
}

TEST_CASE("Bad JSON is refused with a sentence in both languages that does not repeat it") {
  const std::vector<std::string> rows{
      "",     "{",        "{\"a\":1,}",       "{'secret':1}",   "[1 2]",     "{\"secret\":1,\"secret\":2}",
      "nan",  "[1e999]",  "\"\xFF\xFE\"",     "\"\\ud800\"",    "// secret", "{\"a\":{\"secret\":1,\"secret\":2}}",
      "[01]", "\"a\nb\"", "{\"a\":1} secret", "[\"\xC0\xAF\"]", "+1",        std::string("[\0]", 3),
  };
  for (const std::string& text : rows) {
    INFO(text);
    const auto parsed = parse_json(text);
    const auto* why = std::get_if<rules::Bilingual>(&parsed);
    REQUIRE(why != nullptr);
    CHECK(!why->zh.empty());
    CHECK(!why->en.empty());
    CHECK(why->en.find("secret") == std::string::npos);
  }
}

TEST_CASE("JSON nested deeper than the limit is refused, be it 33 or a million levels") {
  const auto nested = [](std::size_t depth, const char* open, const char* close) {
    std::string text;
    for (std::size_t i = 0; i < depth; ++i) text += open;
    text += "1";
    for (std::size_t i = 0; i < depth; ++i) text += close;
    return text;
  };
  CHECK(std::holds_alternative<Parsed>(parse_json(nested(kJsonDepth, "[", "]"))));
  CHECK(std::holds_alternative<Parsed>(parse_json(nested(kJsonDepth, "{\"a\":", "}"))));
  for (const std::size_t depth : {kJsonDepth + 1, std::size_t{10'000}, std::size_t{1'000'000}}) {
    CHECK(std::holds_alternative<rules::Bilingual>(parse_json(nested(depth, "[", "]"))));
    CHECK(std::holds_alternative<rules::Bilingual>(parse_json(nested(depth, "{\"a\":", "}"))));
    CHECK(std::holds_alternative<rules::Bilingual>(parse_json(std::string(depth, '['))));
  }
}

}  // namespace
