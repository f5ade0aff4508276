#include <algorithm>
#include <array>

#include "tests/house/house_rules.h"
#include "tests/support/text_file.h"

namespace wildclaims::tests {

namespace {

// Made by tools, ignored by version control.
constexpr std::array<const char*, 6> kNotOurs{"build", ".git", "node_modules", ".cache", "dist", "__pycache__"};

bool is_ours(const std::filesystem::path& directory) {
  return std::find(kNotOurs.begin(), kNotOurs.end(), directory.filename().string()) == kNotOurs.end();
}

}  // namespace

std::vector<SourceFile> read_tree(const std::filesystem::path& root) {
  std::vector<SourceFile> files;
  for (std::filesystem::recursive_directory_iterator entry(root), end; entry != end; ++entry) {
    if (entry->is_directory() && !is_ours(entry->path())) {
      entry.disable_recursion_pending();
    } else if (entry->is_regular_file() && entry->path().extension() != ".swp") {
      files.push_back({std::filesystem::relative(entry->path(), root).generic_string(), read_text(entry->path())});
    }
  }
  std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  return files;
}

}  // namespace wildclaims::tests
