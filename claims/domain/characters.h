// Characters of UTF-8 texts as people type them: counting, cutting, full-width forms, characters that must not be.
// A character is a Unicode scalar value; combining sequences count each of their parts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wildclaims::domain {

// Takes the first character off `rest`. Nothing, and `rest` unchanged, when it is empty or not valid UTF-8
// (overlong forms, surrogates and values beyond U+10FFFF are not valid).
std::optional<char32_t> next_character(std::string_view& rest);

// Nothing when the text is not valid UTF-8.
std::optional<std::size_t> character_count(std::string_view text);

// The first or last `count` characters; the whole text when it has fewer. For valid UTF-8.
std::string_view first_characters(std::string_view text, std::size_t count);
std::string_view last_characters(std::string_view text, std::size_t count);

// Full-width Latin letters, digits and signs (U+FF01 to U+FF5E) as their ASCII ones, the ideographic space as a
// space; everything else, broken bytes included, unchanged.
std::string to_half_width(std::string_view text);

// Without spaces, tabs and ideographic spaces at both ends.
std::string_view trimmed(std::string_view text);

// Control characters (C0 and C1, DEL), line and paragraph separators, direction overrides and marks that show
// nothing: they can make a text look like another one on screen or in print.
bool is_control(char32_t character);

}  // namespace wildclaims::domain
