#include "claims/domain/text_limits.h"

#include <string>

#include "claims/domain/characters.h"

namespace wildclaims::domain {
namespace {

bool allowed_control(char32_t character, Lines lines) {
  return lines == Lines::many && (character == U'\n' || character == U'\t');
}

}  // namespace

bool check_text(std::string_view text, const TextLimit& limit, std::string_view pointer, rules::Faults& faults) {
  const auto add = [&](const char* code, rules::Bilingual say) {
    faults.push_back({std::string(pointer), code, std::move(say)});
    return false;
  };
  const auto count = character_count(text);
  if (!count)
    return add("not_utf8", {"文字不是有效的 UTF-8 编码，请重新输入。", "The text is not valid UTF-8; enter it again."});
  if (limit.presence == Presence::required && trimmed(text).empty()) {
    return add("missing", {"此项必填。", "This is required."});
  }
  if (*count > limit.characters) {
    const std::string most = std::to_string(limit.characters);
    return add("too_long", {"文字过长，最多 " + most + " 个字符。", "Too long: at most " + most + " characters."});
  }
  for (std::string_view rest = text; !rest.empty();) {
    const auto character = next_character(rest);
    if (is_control(*character) && !allowed_control(*character, limit.lines)) {
      return add("control_character", {"含有不可见的控制字符，请重新输入。",
                                       "It contains control characters that do not show; enter it again."});
    }
  }
  return true;
}

}  // namespace wildclaims::domain
