#include "claims/domain/json_buffer.h"

#include <charconv>

namespace wildclaims::domain {

void JsonBuffer::quoted(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  text_ += '"';
  std::size_t from = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 0x20 && byte != '"' && byte != '\\') continue;
    text_ += text.substr(from, i - from);
    from = i + 1;
    if (byte == '"' || byte == '\\') {
      text_ += '\\';
      text_ += text[i];
    } else {
      text_ += "\\u00";
      text_ += kDigits[byte >> 4];
      text_ += kDigits[byte & 15];
    }
  }
  text_ += text.substr(from);
  text_ += '"';
}

void JsonBuffer::number(std::uint64_t value) {
  char digits[20];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  text_.append(digits, static_cast<std::size_t>(end - digits));
}

void JsonBuffer::money(rules::Money amount) {
  const std::int64_t fen = amount.fen();
  const auto magnitude = static_cast<std::uint64_t>(fen < 0 ? -fen : fen);
  text_ += fen < 0 ? "\"-" : "\"";
  number(magnitude / 100);
  const auto cents = static_cast<unsigned>(magnitude % 100);
  const char end[] = {'.', static_cast<char>('0' + cents / 10), static_cast<char>('0' + cents % 10), '"'};
  text_.append(end, sizeof end);
}

std::string json_quoted(std::string_view text) {
  JsonBuffer buffer;
  buffer.quoted(text);
  return std::string(buffer.text());
}

}  // namespace wildclaims::domain
