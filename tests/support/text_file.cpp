#include "tests/support/text_file.h"

#include <fstream>
#include <sstream>
#include <stdexcept>

namespace wildclaims::tests {

std::string read_text(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path.string());
  std::ostringstream text;
  if (in.peek() != std::ifstream::traits_type::eof()) text << in.rdbuf();
  return text.str();
}

std::string replaced(std::string text, std::string_view find, std::string_view by) {
  const std::size_t at = text.find(find);
  if (at == std::string::npos) throw std::runtime_error("not in the text: " + std::string(find));
  if (text.find(find, at + 1) != std::string::npos) throw std::runtime_error("twice in the text: " + std::string(find));
  return text.replace(at, find.size(), by);
}

void write_text(const std::filesystem::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

}  // namespace wildclaims::tests
