// Bytes of a file that may be an attack or a spreadsheet saved by mistake, checked before anything parses them.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <variant>

#include "rules/diagnostic.h"
#include "rules/language/reporter.h"

namespace wildclaims::rules {

// yaml-cpp keeps everything of a line in memory until it ends, 150 times its bytes at worst. Facts written as JSON
// stand on one line, which is the longest there is.
constexpr std::size_t kLongestLine = 1024 * 1024;

// Reports file_too_large, byte_order_mark, invalid_utf8, control_character and line_too_long at their places; true when
// clean.
bool check_text(std::string_view text, std::size_t most_bytes, language::Reporter& reporter);

// The bytes of a file, or an "unreadable" diagnostic. Reads at most one byte more than `most_bytes`.
std::variant<std::string, Diagnostic> read_text_file(const std::filesystem::path& path, std::size_t most_bytes);

}  // namespace wildclaims::rules
