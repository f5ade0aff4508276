#include "rules/loader/file_text.h"

#include <algorithm>
#include <fstream>
#include <system_error>

namespace wildclaims::rules {
namespace {

// A rulebook of one county fits.
constexpr std::size_t kFirstBlock = 32 * 1024;

// Length of the UTF-8 character at the start of `text`, 0 when it is none: overlong forms, surrogates and values
// beyond U+10FFFF are none.
std::size_t character_length(std::string_view text) {
  const auto byte = [&](std::size_t at) { return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U; };
  const auto follows = [&](std::size_t at) { return (byte(at) & 0xC0U) == 0x80U; };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return follows(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    if (!follows(1) || !follows(2)) return 0;
    const bool overlong = first == 0xE0 && byte(1) < 0xA0;
    const bool surrogate = first == 0xED && byte(1) >= 0xA0;
    return overlong || surrogate ? 0 : 3;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    if (!follows(1) || !follows(2) || !follows(3)) return 0;
    const bool overlong = first == 0xF0 && byte(1) < 0x90;
    const bool beyond = first == 0xF4 && byte(1) >= 0x90;
    return overlong || beyond ? 0 : 4;
  }
  return 0;
}

}  // namespace

bool check_text(std::string_view text, std::size_t most_bytes, language::Reporter& reporter) {
  if (text.size() > most_bytes) {
    reporter.error({}, "file_too_large", "the file is larger than " + std::to_string(most_bytes) + " bytes",
                   "split it");
    return false;
  }
  if (text.substr(0, 3) == "\xEF\xBB\xBF") {
    reporter.error({1, 1}, "byte_order_mark", "the file begins with a byte order mark", "save it as UTF-8 without BOM");
    return false;
  }
  Position at{1, 1};
  std::size_t line_bytes = 0;
  while (!text.empty()) {
    const std::size_t length = character_length(text);
    if (length == 0) {
      reporter.error(at, "invalid_utf8", "this is not UTF-8", "save the file as UTF-8 (not GBK or UTF-16)");
      return false;
    }
    const char c = text.front();
    const bool printable = static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\r' || c == '\t';
    if (!printable || c == 0x7F) {
      reporter.error(at, "control_character", "a control character stands here", "remove it");
      return false;
    }
    line_bytes = c == '\n' ? 0 : line_bytes + length;
    if (line_bytes > kLongestLine) {
      reporter.error(at, "line_too_long", "this line is longer than " + std::to_string(kLongestLine) + " bytes",
                     "begin new lines between the entries of its lists");
      return false;
    }
    at.line += c == '\n' ? 1 : 0;
    at.column = c == '\n' ? 1 : at.column + 1;
    text.remove_prefix(length);
  }
  return true;
}

std::variant<std::string, Diagnostic> read_text_file(const std::filesystem::path& path, std::size_t most_bytes) {
  const auto unreadable = [&](const std::string& why) {
    return Diagnostic{path.string(), {}, Severity::error, "unreadable", why, "check the name and the permissions"};
  };
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) return unreadable("this is a directory, not a file");
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return unreadable("the file cannot be opened");
  // By blocks that double: what is kept is about as large as the file, however large it might be.
  std::string text;
  while (stream && text.size() <= most_bytes) {
    const std::size_t before = text.size();
    text.resize(std::min(most_bytes + 1, before + std::max(before, kFirstBlock)));
    stream.read(text.data() + before, static_cast<std::streamsize>(text.size() - before));
    text.resize(before + static_cast<std::size_t>(stream.gcount()));
  }
  if (stream.bad()) return unreadable("the file cannot be read");
  return text;
}

}  // namespace wildclaims::rules
