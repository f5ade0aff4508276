// Whole files as text, and changes to it.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace wildclaims::tests {

// Throws std::runtime_error when the file cannot be read.
std::string read_text(const std::filesystem::path& path);
void write_text(const std::filesystem::path& path, const std::string& text);

// The one place where `find` stands says something else. Throws std::runtime_error when it stands nowhere or twice.
std::string replaced(std::string text, std::string_view find, std::string_view by);

}  // namespace wildclaims::tests
