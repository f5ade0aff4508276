// Whole files as text.
#pragma once

#include <filesystem>
#include <string>

namespace wildclaims::tests {

// Throws std::runtime_error when the file cannot be read.
std::string read_text(const std::filesystem::path& path);
void write_text(const std::filesystem::path& path, const std::string& text);

}  // namespace wildclaims::tests
