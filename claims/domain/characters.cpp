#include "claims/domain/characters.h"

namespace wildclaims::domain {
namespace {

constexpr bool is_continuation(unsigned char byte) { return (byte & 0xC0) == 0x80; }

struct Lead {
  std::size_t length;  // of the whole sequence; 0: no lead byte
  char32_t bits;       // of the lead byte
  char32_t smallest;   // below it the form is overlong
};

constexpr Lead lead_of(unsigned char byte) {
  if (byte < 0x80) return {1, byte, 0};
  if ((byte & 0xE0) == 0xC0) return {2, byte & 0x1FU, 0x80};
  if ((byte & 0xF0) == 0xE0) return {3, byte & 0x0FU, 0x800};
  if ((byte & 0xF8) == 0xF0) return {4, byte & 0x07U, 0x10000};
  return {0, 0, 0};
}

constexpr char32_t kIdeographicSpace = 0x3000;
constexpr std::string_view kIdeographicSpaceBytes = "\xE3\x80\x80";

bool is_blank(char c) { return c == ' ' || c == '\t'; }

}  // namespace

std::optional<char32_t> next_character(std::string_view& rest) {
  if (rest.empty()) return std::nullopt;
  const Lead lead = lead_of(static_cast<unsigned char>(rest.front()));
  if (lead.length == 0 || lead.length > rest.size()) return std::nullopt;
  char32_t character = lead.bits;
  for (std::size_t i = 1; i < lead.length; ++i) {
    const auto byte = static_cast<unsigned char>(rest[i]);
    if (!is_continuation(byte)) return std::nullopt;
    character = (character << 6) | (byte & 0x3FU);
  }
  const bool surrogate = character >= 0xD800 && character <= 0xDFFF;
  if (character < lead.smallest || character > 0x10FFFF || surrogate) return std::nullopt;
  rest.remove_prefix(lead.length);
  return character;
}

std::optional<std::size_t> character_count(std::string_view text) {
  std::size_t count = 0;
  while (!text.empty()) {
    if (!next_character(text)) return std::nullopt;
    ++count;
  }
  return count;
}

std::string_view first_characters(std::string_view text, std::size_t count) {
  std::string_view rest = text;
  while (count > 0 && next_character(rest)) --count;
  return text.substr(0, text.size() - rest.size());
}

std::string_view last_characters(std::string_view text, std::size_t count) {
  std::size_t at = text.size();
  while (count > 0 && at > 0) {
    --at;
    while (at > 0 && is_continuation(static_cast<unsigned char>(text[at]))) --at;
    --count;
  }
  return text.substr(at);
}

std::string to_half_width(std::string_view text) {
  std::string half;
  half.reserve(text.size());
  while (!text.empty()) {
    std::string_view rest = text;
    const auto character = next_character(rest);
    if (!character) {
      half += text.front();
      text.remove_prefix(1);
      continue;
    }
    if (*character == kIdeographicSpace) {
      half += ' ';
    } else if (*character >= 0xFF01 && *character <= 0xFF5E) {
      half += static_cast<char>(*character - 0xFEE0);
    } else {
      half += text.substr(0, text.size() - rest.size());
    }
    text = rest;
  }
  return half;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty()) {
    if (is_blank(text.front())) {
      text.remove_prefix(1);
    } else if (text.starts_with(kIdeographicSpaceBytes)) {
      text.remove_prefix(kIdeographicSpaceBytes.size());
    } else {
      break;
    }
  }
  while (!text.empty()) {
    if (is_blank(text.back())) {
      text.remove_suffix(1);
    } else if (text.ends_with(kIdeographicSpaceBytes)) {
      text.remove_suffix(kIdeographicSpaceBytes.size());
    } else {
      break;
    }
  }
  return text;
}

bool is_control(char32_t character) {
  const bool control = character < 0x20 || (character >= 0x7F && character <= 0x9F);
  const bool separator = character == 0x2028 || character == 0x2029;
  const bool direction = character == 0x061C || character == 0x200E || character == 0x200F ||
                         (character >= 0x202A && character <= 0x202E) || (character >= 0x2066 && character <= 0x2069);
  // Zero-width space, word joiner and kin, byte order mark. Joiners (U+200C, U+200D) stay: some names need them.
  const bool shows_nothing =
      character == 0x200B || (character >= 0x2060 && character <= 0x2064) || character == 0xFEFF || character == 0x00AD;
  return control || separator || direction || shows_nothing;
}

}  // namespace wildclaims::domain
